import { fTail } from './distributions.js';

/**
 * How often the global F test (p < 0.05) notices that groups differ, if their true effects have standard deviation
 * `between` and posts within them `within` (log units): P(F > F₀.₉₅ / (1 + n₀τ²/s²)) with n₀ = (N − Σn²/N) / (k − 1).
 * Exact for groups of equal size, close for others (Searle, Casella & McCulloch, "Variance Components", 1992, 3.6 d).
 * Null with fewer than two groups or no posts to spare.
 */
export function gatePower(sizes: readonly number[], between: number, within: number): number | null {
  const groups = sizes.filter((n) => n > 0);
  const [k, total] = [groups.length, groups.reduce((sum, n) => sum + n, 0)];
  if (k < 2 || total - k < 1 || !(within > 0)) return null;
  const n0 = (total - groups.reduce((sum, n) => sum + n * n, 0) / total) / (k - 1);
  const ratio = 1 + (n0 * between ** 2) / within ** 2;
  return fTail(criticalF(k - 1, total - k) / ratio, k - 1, total - k);
}

/** The F that equal groups exceed in 5 % of cases, by bisection. */
function criticalF(df1: number, df2: number): number {
  let [low, high] = [0, 1];
  while (fTail(high, df1, df2) > 0.05) high *= 2;
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (fTail(middle, df1, df2) > 0.05) low = middle;
    else high = middle;
  }
  return high;
}
