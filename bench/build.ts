import { join } from 'node:path';
import type { BareParse } from './bare-parse.js';
import { type Measured, measured, median, programBeside, rounded, tell } from './measured.js';
import { built, landed } from './published.js';
import { type RawHistory, rawHistory } from './raw-history.js';
import { inTemporaryFolder } from './temporary-folder.js';

export interface BuildBench {
  /** At the first reading. */
  readonly posts: number;
  readonly accounts: number;
  /** Whether to measure nights with twice the history too, which takes most of the time. */
  readonly growth: boolean;
}

const threeYears = 1096;
const nights = 3;

/**
 * A full build of three years of posts to all marts, against DuckDB reading the same raw files into typed tables on two threads;
 * then a night with new posts and the young ones again, and the same night with six years of posts. Each is the command line in
 * a process of its own, memory measured over the whole process, and what it published is compared with what was written.
 */
export async function build({ posts, accounts, growth }: BuildBench) {
  const once = await inTemporaryFolder(async (folder) => {
    const history = await rawHistory({ folder, posts, accounts, days: threeYears });
    await landed(() => history.first());
    const bare = await bareParse(history, folder);
    const full = await built(history, ['--full']);
    return { bare, full, nights: await nightsOf(history) };
  });
  const twice = growth
    ? await inTemporaryFolder(async (folder) => {
        const history = await rawHistory({ folder, posts: 2 * posts, accounts, days: 2 * threeYears });
        await landed(() => history.first());
        return { full: await built(history, ['--full']), nights: await nightsOf(history) };
      })
    : null;
  const increment = secondsOf(once.nights);
  const all = [once.full, ...once.nights, ...(twice ? [twice.full, ...twice.nights] : [])];
  return {
    posts,
    accounts,
    seconds: rounded(once.full.seconds),
    parse_seconds: rounded(once.bare.seconds),
    ratio_to_parse: rounded(once.full.seconds / once.bare.seconds),
    increment_seconds: rounded(increment),
    increment_share: rounded(increment / once.full.seconds, 3),
    history_growth: twice ? rounded(secondsOf(twice.nights) / increment, 3) : null,
    peak_rss_mb: Math.max(...all.map(({ peakRssMb }) => peakRssMb)),
    parse_peak_rss_mb: once.bare.peakRssMb,
  };
}

const secondsOf = (measurements: readonly Measured[]): number =>
  median(measurements.map(({ seconds }) => seconds));

async function bareParse(history: RawHistory, folder: string): Promise<Measured> {
  const run = await measured(programBeside('./bare-parse.js'), history.home.raw, join(folder, 'spill'));
  const { seconds, posts, typed, values } = JSON.parse(run.stdout) as BareParse;
  const expected = history.expected().posts;
  if (posts !== expected || typed !== expected) {
    throw new Error(`the bare parse read ${posts} posts, ${typed} of them with views, of ${expected}`);
  }
  tell(`bare DuckDB: ${posts} posts, ${values} counters: ${rounded(seconds)} s, ${run.peakRssMb} MiB`);
  return { ...run, seconds };
}

async function nightsOf(history: RawHistory): Promise<Measured[]> {
  const measurements: Measured[] = [];
  for (let night = 1; night <= nights; night++) {
    await landed(() => history.night());
    measurements.push(await built(history));
  }
  return measurements;
}
