import { addDays, daysIn } from './calendar.js';
import type { Days } from './period.js';

/** Where a value of the period stands among as long stretches of the twelve months up to its end. */
export interface YearStanding {
  /** Share of the stretches with a lower value, 0 to 1; equal ones count half. */
  readonly percentile: number;
  /** Stretches that have a value. They overlap by all but a week. */
  readonly stretches: number;
}

/** Stretches side by side that the months before must hold: a percentile of fewer says nothing. */
const FEWEST_APART = 4;

/**
 * Stretches as long as the period, a week apart, from the year's first day (or `firstDay`, when data begins later) to the
 * day before the period. Null with less than four lengths of the period, or when fewer than half of them have a value.
 */
export function yearStanding(
  value: number,
  {
    period,
    year,
    firstDay,
  }: { readonly period: Days; readonly year: Days; readonly firstDay: string | null },
  measured: (days: Days) => number | null,
): YearStanding | null {
  const size = daysIn(period.from, period.to);
  const first = firstDay !== null && firstDay > year.from ? firstDay : year.from;
  const before: (number | null)[] = [];
  let to = addDays(period.from, -1);
  const apart = Math.floor(daysIn(first, to) / size);
  for (; addDays(to, 1 - size) >= first; to = addDays(to, -7)) {
    before.push(measured({ from: addDays(to, 1 - size), to }));
  }
  const known = before.filter((each) => each !== null);
  if (apart < FEWEST_APART || known.length < before.length / 2) return null;
  const lower = known.reduce((sum, each) => sum + (each < value ? 1 : each === value ? 0.5 : 0), 0);
  return { percentile: lower / known.length, stretches: known.length };
}
