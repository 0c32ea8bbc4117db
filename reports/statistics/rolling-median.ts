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
  let last: { day: number; middle: number | null } | null = null;
  return points.map(({ day }) => {
    if (last?.day === day) return last.middle;
    while (points[from]!.day < day - halfWidth) from++;
    while (to < points.length && points[to]!.day <= day + halfWidth) to++;
    const middle = to - from < fewest ? null : median(points.slice(from, to).map((point) => point.value));
    last = { day, middle };
    return middle;
  });
}
