import { median } from './median.js';

/** A value on a day (days since 1970-01-01). */
export interface DayValue {
  readonly day: number;
  readonly value: number;
}

/**
 * For every given point what `summary` makes of the values at most `halfWidth` days away, its own included. Points must be
 * in day order; the result keeps it.
 */
export function rolling<Summary>(
  points: readonly DayValue[],
  halfWidth: number,
  summary: (values: number[]) => Summary,
): Summary[] {
  let from = 0;
  let to = 0;
  let last: { day: number; made: Summary } | null = null;
  return points.map(({ day }) => {
    if (last?.day === day) return last.made;
    while (points[from]!.day < day - halfWidth) from++;
    while (to < points.length && points[to]!.day <= day + halfWidth) to++;
    const made = summary(points.slice(from, to).map((point) => point.value));
    last = { day, made };
    return made;
  });
}

/**
 * Centred rolling median: for every given point the median of the values at most `halfWidth` days away, or null where
 * fewer than `fewest` values fall inside.
 */
export function rollingMedian(
  points: readonly DayValue[],
  halfWidth: number,
  fewest: number,
): (number | null)[] {
  return rolling(points, halfWidth, (values) => (values.length < fewest ? null : median(values)));
}
