import { bootstrapBlocks, DRAWS, percentileInterval, resample } from './bootstrap.js';
import { uniformFloat64 } from './draws.js';
import type { Interval } from './median.js';

/** Fewest values of which a tenth is worth a name. */
export const FEWEST_FOR_TOP_SHARE = 20;

/** How much of a total its largest tenth makes up. */
export interface TopShare {
  readonly n: number;
  /** Values in the largest tenth, rounded up. */
  readonly top: number;
  /** Between 0 and 1. */
  readonly share: number;
  /** 95 %, between 0 and 1. */
  readonly interval: Interval;
}

/**
 * Share of the total that the largest 10 % of the values hold, such as of reach by posts: Σ of the ⌈n/10⌉ largest / Σ of
 * all (a point of the Lorenz curve; Lorenz 1905). The interval is a seeded percentile bootstrap of 2,000 draws by posts,
 * by weeks when weeks resemble their neighbours. `weeks` are the values, not negative, of each week in order of time.
 * Null below 20 values and for a total of zero.
 */
export function topShare(weeks: readonly (readonly number[])[], { seed = 1 } = {}): TopShare | null {
  const values = weeks.flat();
  const share = shareOfTopTenth(values);
  if (values.length < FEWEST_FOR_TOP_SHARE || share === null) return null;
  const uniform = uniformFloat64(seed);
  const blocks = bootstrapBlocks(weeks, (value) => Math.log(value + 0.5));
  const draws = Array.from({ length: DRAWS }, () => shareOfTopTenth(resample(blocks, uniform)));
  const interval = percentileInterval(draws.filter((draw) => draw !== null))!;
  return { n: values.length, top: Math.ceil(values.length / 10), share, interval };
}

function shareOfTopTenth(values: readonly number[]): number | null {
  const total = values.reduce((sum, value) => sum + value, 0);
  if (!(total > 0)) return null;
  const sorted = Float64Array.from(values).sort();
  const top = sorted.subarray(values.length - Math.ceil(values.length / 10));
  return top.reduce((sum, value) => sum + value, 0) / total;
}
