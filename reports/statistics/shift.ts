import { normalQuantile } from './distributions.js';
import { ascending, type Interval } from './median.js';

/** How far one sample lies above another. */
export interface Shift extends Interval {
  readonly estimate: number;
}

/**
 * Hodges–Lehmann shift of `after` over `before` (the median of all pairwise differences) with the 95 % interval that
 * inverts the Mann–Whitney rank test (Hollander, Wolfe & Chicken, "Nonparametric Statistical Methods", 4.2–4.3).
 * Exact ranks up to 400 pairs, the normal approximation above. Null when a sample has fewer than 4 values, where no
 * 95 % interval exists.
 */
export function shift(after: readonly number[], before: readonly number[]): Shift | null {
  if (after.length < 4 || before.length < 4) return null;
  const [x, y] = [ascending(after), ascending(before)];
  const pairs = x.length * y.length;
  const edge = pairs <= 400 ? exactEdge(x.length, y.length) : approximateEdge(x.length, y.length);
  const low = pairwiseDifference(x, y, edge);
  const high = pairwiseDifference(x, y, pairs - edge + 1);
  const middle =
    (pairwiseDifference(x, y, Math.floor((pairs + 1) / 2)) +
      pairwiseDifference(x, y, Math.ceil((pairs + 1) / 2))) /
    2;
  return { estimate: middle, low, high };
}

/** The `rank`-th smallest (from 1) of all x − y, by bisection on the value; both samples ascending. */
function pairwiseDifference(x: readonly number[], y: readonly number[], rank: number): number {
  let low = x[0]! - y.at(-1)!;
  let high = x.at(-1)! - y[0]!;
  // 200 halvings reach the spacing of doubles; `high` is then the difference itself up to rounding.
  for (let step = 0; step < 200 && low < high; step++) {
    const middle = low + (high - low) / 2;
    if (middle === high || middle === low) break;
    if (countAtMost(x, y, middle) >= rank) high = middle;
    else low = middle;
  }
  return countAtMost(x, y, low) >= rank ? low : high;
}

function countAtMost(x: readonly number[], y: readonly number[], limit: number): number {
  let count = 0;
  let first = 0; // first y with x − y <= limit; moves right as x grows
  for (const value of x) {
    while (first < y.length && value - y[first]! > limit) first++;
    count += y.length - first;
  }
  return count;
}

/** Largest rank whose Mann–Whitney tail stays at or below 2.5 %, from the exact null distribution; at least 1. */
function exactEdge(m: number, n: number): number {
  // ways[k][u]: samples of size k among the ranks seen so far whose U statistic is u (Mann & Whitney 1947).
  const largest = m * n;
  const ways = Array.from({ length: m + 1 }, () => new Float64Array(largest + 1));
  ways[0]![0] = 1;
  for (let item = 1; item <= m + n; item++) {
    for (let k = Math.min(m, item); k >= 1; k--) {
      const below = item - k; // values of the other sample ranked below when this one joins as the k-th
      if (below > n) continue;
      const [from, to] = [ways[k - 1]!, ways[k]!];
      for (let u = largest - below; u >= 0; u--) to[u + below]! += from[u]!;
    }
  }
  const counts = ways[m]!;
  const total = counts.reduce((sum, count) => sum + count, 0);
  let tail = 0;
  let edge = 0;
  for (let u = 0; u <= largest; u++) {
    tail += counts[u]! / total;
    if (tail > 0.025) break;
    edge = u + 1;
  }
  return Math.max(1, edge);
}

function approximateEdge(m: number, n: number): number {
  const spread = Math.sqrt((m * n * (m + n + 1)) / 12);
  return Math.max(1, Math.floor((m * n) / 2 - normalQuantile(0.975) * spread));
}
