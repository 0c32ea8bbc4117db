import { type Marts, openMarts, readManifests } from '../pipeline/index.js';
import { type Measured, measured, reachline, rounded, tell } from './measured.js';
import type { RawHistory, Reading } from './raw-history.js';

/** Lands a reading, and says what it was. */
export async function landed(read: () => Promise<Reading>): Promise<Reading> {
  const begun = performance.now();
  const reading = await read();
  const seconds = rounded((performance.now() - begun) / 1000);
  const { listed, files, bytes } = reading;
  tell(`landed ${listed} posts in ${files} files, ${rounded(bytes / 1e6)} MB compressed: ${seconds} s`);
  return reading;
}

/** `reachline build`, and whether what it published is what was landed. */
export async function built(
  { home, expected }: RawHistory,
  flags: readonly string[] = [],
): Promise<Measured> {
  const run = await measured(reachline, '--home', home.root, 'build', ...flags);
  const { timings_ms = {} } = (await readManifests(home)).at(-1) ?? {};
  const steps = Object.entries(timings_ms).map(([step, ms]) => `${step} ${rounded(ms / 1000)}`);
  const command = ['reachline build', ...flags].join(' ');
  tell(`${command}: ${rounded(run.seconds)} s, ${run.peakRssMb} MiB (${steps.join(', ')})`);
  const marts = await openMarts(home);
  try {
    await compare(marts, expected());
  } finally {
    marts.close();
  }
  return run;
}

async function compare(marts: Marts, expected: ReturnType<RawHistory['expected']>): Promise<void> {
  const [posts] = await marts.rows(
    'select count(*) as posts, sum(likes) as likes, sum(views) as views from media_performance',
  );
  const [ledger] = await marts.rows(
    `select count(*) as files, sum(read - loaded - quarantined - superseded) as lost, sum(quarantined) as quarantined
     from loads`,
  );
  const found = JSON.stringify({ ...posts, ...ledger });
  const wanted = JSON.stringify({ ...expected, lost: 0, quarantined: 0 });
  if (found !== wanted) throw new Error(`the build is wrong: published ${found}, landed ${wanted}`);
}
