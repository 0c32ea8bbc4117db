import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { openDuckDB } from '../pipeline/engines/duckdb/duckdb.js';
import type { Engine } from '../pipeline/engines/engine.js';
import { median, programBeside, rounded, tell } from './measured.js';
import { built, landed } from './published.js';
import { rawHistory } from './raw-history.js';
import { inTemporaryFolder } from './temporary-folder.js';

export interface PeersBench {
  /** Listed at the first reading; a night that lists the young ones again follows. */
  readonly posts: number;
}

const rounds = 3;

/**
 * The keys of each result, and its values. `posts` is every listed post with typed columns, `latest` the last listing of each;
 * both are compared by their sums. The medians are over `latest`: by account, format and week; by account, weekday and hour;
 * by account and hashtag. Days and hours are UTC.
 */
const sums = {
  keys: [],
  values: [
    ...['rows', 'ids', 'characters', 'posted_at', 'fetched_at', 'hidden'],
    ...['likes', 'comments', 'saves', 'shares', 'reposts', 'views', 'reach', 'interactions'],
  ],
};
const results: Readonly<Record<string, { keys: readonly string[]; values: readonly string[] }>> = {
  posts: sums,
  latest: sums,
  weekly: {
    keys: ['account', 'format', 'week'],
    values: ['posts', 'median_likes', 'median_reach', 'median_interactions'],
  },
  slots: { keys: ['account', 'weekday', 'hour'], values: ['posts', 'median_reach', 'median_interactions'] },
  hashtags: { keys: ['account', 'hashtag'], values: ['posts', 'median_interactions'] },
};

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
    const works = {} as Record<keyof typeof programs, Work>;
    for (const [name, [command, program, ...how]] of Object.entries(programs)) {
      const out = join(folder, name);
      await mkdir(out);
      const attempts: Work[] = [];
      for (let round = 0; round < (name === 'pandas' ? 1 : rounds); round++) {
        attempts.push(JSON.parse(await outputOf(command, program, raw, out, ...how)) as Work);
      }
      const work = attempts.find(({ seconds }) => seconds === median(attempts.map((one) => one.seconds)))!;
      works[name as keyof typeof programs] = work;
      tell(
        `${name}: ${rounded(work.seconds)} s, ${rounded(work.cpu_seconds)} s of CPU, ${mebibytes(work)} MiB (${work.version})`,
      );
    }
    const engine = await openDuckDB({ path: ':memory:' });
    for (const name of Object.keys(programs)) {
      if (name !== 'ours') await compare(engine, join(folder, 'ours'), join(folder, name), name);
    }
    engine.close();
    const full = await built(history, ['--full']);

    const { ours, polars, pandas, pandas_tuned } = works;
    return {
      posts,
      listed: history.expected().posts,
      agree: true,
      seconds: rounded(ours.seconds),
      peak_rss_mb: mebibytes(ours),
      pandas_seconds: rounded(pandas.seconds),
      pandas_ratio: rounded(pandas.seconds / ours.seconds),
      pandas_peak_rss_mb: mebibytes(pandas),
      pandas_tuned_seconds: rounded(pandas_tuned.seconds),
      pandas_tuned_ratio: rounded(pandas_tuned.seconds / ours.seconds),
      pandas_tuned_peak_rss_mb: mebibytes(pandas_tuned),
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
  const stop = (): boolean => child.kill();
  process.once('exit', stop);
  const [stdout, stderr, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close') as Promise<[number | null]>,
  ]).finally(() => process.off('exit', stop));
  if (code !== 0) throw new Error(`${command} ${words.join(' ')}: ended with ${code}\n${stderr}`);
  return stdout;
}

/** @throws Error when a result has other rows, or a value that differs by more than 1e-9. */
async function compare(engine: Engine, ours: string, theirs: string, peer: string): Promise<void> {
  for (const [name, { keys, values }] of Object.entries(results)) {
    const table = (folder: string): string => {
      const columns = [
        ...keys.map((key) => `${key}: 'varchar'`),
        ...values.map((value) => `${value}: 'double'`),
      ];
      return `(select true as found, * from read_csv('${join(folder, name).replaceAll("'", "''")}.csv', header = true, auto_detect = false,
        quote = '"', columns = {${columns.join(', ')}}))`;
    };
    const differs = values.map(
      (value) =>
        `(a.${value} is null) <> (b.${value} is null) or abs(a.${value} - b.${value}) > 1e-9 * greatest(1, abs(a.${value}))`,
    );
    const on = keys.length > 0 ? keys.map((key) => `a.${key} = b.${key}`).join(' and ') : 'true';
    const [row] = await engine.rows<{ rows: number; different: number }>(
      `select count(*) as rows,
         count_if(a.found is null or b.found is null or coalesce(${differs.join(' or ')}, false)) as different
       from ${table(ours)} as a full join ${table(theirs)} as b on ${on}`,
    );
    if (row!.rows === 0 || row!.different > 0) {
      throw new Error(`${peer} and ours disagree on ${row!.different} of ${row!.rows} rows of ${name}`);
    }
  }
}
