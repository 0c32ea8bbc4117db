import { median } from './median.js';

/**
 * Robust z scores: distance from the median in units of 1.4826 × the median absolute deviation, which equals the
 * standard deviation for normal values (Rousseeuw & Croux 1993). All null when fewer than 5 values or no spread.
 */
export function robustZ(values: readonly number[]): (number | null)[] {
  const middle = median(values);
  const spread = middle === null ? null : median(values.map((value) => Math.abs(value - middle)));
  if (middle === null || spread === null || spread === 0 || values.length < 5) return values.map(() => null);
  return values.map((value) => (value - middle) / (1.4826 * spread));
}
