import { studentQuantile } from './distributions.js';

/** A closed interval at 95 % confidence, in the unit of the values it was made from. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** Sorted copy, ascending. */
export function ascending(values: readonly number[]): number[] {
  return [...values].sort((a, b) => a - b);
}

/** The `p` quantile by linear interpolation (Hyndman & Fan 1996, type 7); null without values. */
export function quantile(values: readonly number[], p: number): number | null {
  return sortedQuantile(ascending(values), p);
}

/** `quantile` of values that are already ascending. */
export function sortedQuantile(sorted: ArrayLike<number>, p: number): number | null {
  if (sorted.length === 0) return null;
  const position = (sorted.length - 1) * p;
  const below = Math.floor(position);
  const low = sorted[below]!;
  const high = sorted[Math.min(below + 1, sorted.length - 1)]!;
  return low + (high - low) * (position - below);
}

/** The middle value; null without values. */
export function median(values: readonly number[]): number | null {
  return quantile(values, 0.5);
}

/**
 * Distribution-free 95 % interval of the median from order statistics: the widest ranks whose binomial(n, 1/2)
 * tails stay below 2.5 % each (Conover, "Practical Nonparametric Statistics", 3.2). Needs n >= 6, else null.
 */
export function orderStatisticInterval(values: readonly number[]): Interval | null {
  const n = values.length;
  if (n < 6) return null;
  const sorted = ascending(values);
  let logTerm = -n * Math.LN2; // log of C(n, k) / 2^n at k = 0
  let tail = 0;
  let rank = 0;
  for (let k = 0; k < n / 2; k++) {
    tail += Math.exp(logTerm);
    if (tail > 0.025) break;
    rank = k + 1;
    logTerm += Math.log((n - k) / (k + 1));
  }
  return { low: sorted[rank - 1]!, high: sorted[n - rank]! };
}

/** Student t 95 % interval of the mean of `values` (logarithms, here); null below two values. */
export function meanInterval(values: readonly number[]): Interval | null {
  const n = values.length;
  if (n < 2) return null;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1);
  const half = studentQuantile(0.975, n - 1) * Math.sqrt(variance / n);
  return { low: mean - half, high: mean + half };
}
