import { type Interval, sortedQuantile } from './median.js';

/** Draws of a seeded bootstrap, unless a method says otherwise. */
export const DRAWS = 2000;

/**
 * The 95 % percentile interval of draws (Efron & Tibshirani, "An Introduction to the Bootstrap", 1993, 13.3); null
 * without draws.
 */
export function percentileInterval(draws: ArrayLike<number>): Interval | null {
  const sorted = Float64Array.from(draws).sort();
  const [low, high] = [sortedQuantile(sorted, 0.025), sortedQuantile(sorted, 0.975)];
  return low === null || high === null ? null : { low, high };
}

/** As many blocks as there are, drawn with replacement, laid end to end. */
export function resample<Item>(blocks: readonly (readonly Item[])[], uniform: () => number): Item[] {
  const drawn: Item[] = [];
  for (let count = 0; count < blocks.length; count++) {
    for (const item of blocks[Math.floor(uniform() * blocks.length)]!) drawn.push(item);
  }
  return drawn;
}

/**
 * What a bootstrap of posts resamples: single posts or, when neighbouring weeks resemble each other, whole weeks
 * (Künsch 1989, "The jackknife and the bootstrap for general stationary observations"). `level` is what the weeks are
 * compared by, best on a log scale; weeks in order of time come out as blocks, empty ones are no block.
 */
export function bootstrapBlocks<Item>(
  weeks: readonly (readonly Item[])[],
  level: (item: Item) => number,
): Item[][] {
  const filled = weeks.filter((week) => week.length > 0);
  const means = filled.map((week) => week.reduce((sum, item) => sum + level(item), 0) / week.length);
  if (isAutocorrelated(means)) return filled.map((week) => [...week]);
  return filled.flat().map((item) => [item]);
}

/**
 * Whether a series follows itself: its first autocorrelation exceeds 1.96/√n, the 95 % limit of white noise
 * (Bartlett 1946). False below eight values.
 */
export function isAutocorrelated(series: readonly number[]): boolean {
  const n = series.length;
  if (n < 8) return false;
  const mean = series.reduce((sum, value) => sum + value, 0) / n;
  let together = 0;
  let alone = 0;
  series.forEach((value, index) => {
    alone += (value - mean) ** 2;
    if (index > 0) together += (value - mean) * (series[index - 1]! - mean);
  });
  return alone > 0 && together / alone > 1.96 / Math.sqrt(n);
}
