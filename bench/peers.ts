import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { openDuckDB } from '../pipeline/engines/duckdb/duckdb.js';
import { median, programBeside, rounded, tell } from './measured.js';
import { requireAgreement } from './peers/agreement.js';
import { built, landed } from './published.js';
import { rawHistory } from './raw-history.js';
import { inTemporaryFolder } from './temporary-folder.js';

export interface PeersBench {
  /** Listed at the first reading; a night that lists the young ones again follows. */
  readonly posts: number;
}

const rounds = 3;

/**
 * The same five results from the same raw files, by the pipeline's engine on two threads, by polars (lazily, on all cores) and by
 * pandas: once with its own JSON readers, once with a tuned loop around orjson. The Python programs run in an environment made
 * for it from what PyPI has today. Each is timed in a process of its own from the first byte read to the last result; start-up,
 * imports and writing the results out do not count. The results are compared. `build_seconds` is what Reachline's full build of
 * these files takes, which makes far more than five tables.
 */
export async function peers({ posts }: PeersBench) {
  return inTemporaryFolder(async (folder) => {
    const python = await pythonWithPeers(join(folder, 'python'));
    const home = join(folder, 'home');
    const accounts = Math.max(1, Math.round(posts / 2000));
    const history = await rawHistory({ folder: home, posts, accounts, days: 1096 });
    await landed(() => history.first());
    await landed(() => history.night());
    const { raw } = history.home;

    const programs = {
      ours: [process.execPath, programBeside('./peers/ours.js')],
      polars: [python, programBeside('./peers/polars_work.py')],
      pandas_tuned: [python, programBeside('./peers/pandas_work.py'), 'tuned'],
      pandas: [python, programBeside('./peers/pandas_work.py'), 'plain'],
    } as const;
    const names = Object.keys(programs) as (keyof typeof programs)[];
    const attempts = new Map(names.map((name) => [name, [] as Work[]]));
    // in turn, so that what else this machine does disturbs all alike
    for (let round = 0; round < rounds; round++) {
      for (const name of names) {
        if (round > 0 && name === 'pandas') continue;
        const [command, program, ...how] = programs[name];
        const out = join(folder, name);
        await mkdir(out, { recursive: true });
        const work = JSON.parse(await outputOf(command, program, raw, out, ...how)) as Work;
        attempts.get(name)!.push(work);
        tell(
          `${name}: ${rounded(work.seconds)} s, ${rounded(work.cpu_seconds)} s of CPU, ${mebibytes(work)} MiB (${work.version})`,
        );
      }
    }
    const middle = (name: keyof typeof programs): Work => {
      const works = attempts.get(name)!;
      return works.find(({ seconds }) => seconds === median(works.map((work) => work.seconds)))!;
    };
    const engine = await openDuckDB({ path: ':memory:' });
    for (const name of names) {
      if (name !== 'ours') await requireAgreement(engine, join(folder, 'ours'), join(folder, name), name);
    }
    engine.close();
    const full = await built(history, ['--full']);

    const [ours, polars] = [middle('ours'), middle('polars')];
    const [pandas, tuned] = [middle('pandas'), middle('pandas_tuned')];
    return {
      posts,
      listed: history.expected().posts,
      agree: true,
      seconds: rounded(ours.seconds),
      peak_rss_mb: mebibytes(ours),
      pandas_seconds: rounded(pandas.seconds),
      pandas_ratio: rounded(pandas.seconds / ours.seconds),
      pandas_peak_rss_mb: mebibytes(pandas),
      pandas_tuned_seconds: rounded(tuned.seconds),
      pandas_tuned_ratio: rounded(tuned.seconds / ours.seconds),
      pandas_tuned_peak_rss_mb: mebibytes(tuned),
      polars_seconds: rounded(polars.seconds),
      polars_ratio: rounded(polars.seconds / ours.seconds),
      polars_peak_rss_mb: mebibytes(polars),
      build_seconds: rounded(full.seconds),
      build_peak_rss_mb: full.peakRssMb,
      versions: [ours.version, pandas.version, polars.version],
    };
  });
}

/** What each program prints. */
interface Work {
  readonly seconds: number;
  readonly cpu_seconds: number;
  readonly peak_rss_kb: number;
  readonly version: string;
}

const mebibytes = ({ peak_rss_kb }: Work): number => Math.round(peak_rss_kb / 1024);

/** A new Python environment with both peers; returns its interpreter. */
async function pythonWithPeers(folder: string): Promise<string> {
  tell('installing pandas and polars from PyPI');
  try {
    await outputOf('python3', '-m', 'venv', folder);
  } catch (error) {
    throw new Error('no Python environment: install python3 and python3-venv (3.11 or later)', {
      cause: error,
    });
  }
  const python = join(folder, 'bin', 'python');
  try {
    const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--only-binary=:all:'];
    await outputOf(python, ...pip, 'pandas', 'pyarrow', 'orjson', 'polars');
  } catch (error) {
    throw new Error('pandas and polars cannot be installed from PyPI', { cause: error });
  }
  return python;
}

async function outputOf(command: string, ...words: readonly string[]): Promise<string> {
  const child = spawn(command, words, { stdio: ['ignore', 'pipe', 'pipe'] });
  const stop = (): boolean => child.kill('SIGKILL');
  // before the folder that it writes to leaves
  process.prependOnceListener('exit', stop);
  const [stdout, stderr, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close') as Promise<[number | null]>,
  ]).finally(() => process.off('exit', stop));
  if (code !== 0) throw new Error(`${command} ${words.join(' ')}: ended with ${code}\n${stderr}`);
  return stdout;
}
