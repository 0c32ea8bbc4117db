import { median } from './median.js';

/** A value on a day (days since 1970-01-01). */
export interface DayValue {
  readonly day: number;
  readonly value: number;
}

/**
 * Centred rolling median: for every given point the median of the values at most `halfWidth` days away, or null where
 * fewer than `fewest` values fall inside. Points must be in day order; the result keeps it.
 */
export function rollingMedian(
  points: readonly DayValue[],
  halfWidth: number,
  fewest: number,
): (number | null)[] {
  let from = 0;
  let to = 0;
  return points.map(({ day }) => {
    while (points[from]!.day < day - halfWidth) from++;
    while (to < points.length && points[to]!.day <= day + halfWidth) to++;
    if (to - from < fewest) return null;
    return median(points.slice(from, to).map((point) => point.value));
  });
}
