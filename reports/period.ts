import { ReachlineError } from '../pipeline/index.js';
import { addDays, dayNumber, daysIn, dayText, localDay, weekStart } from './calendar.js';

/** Whole local days, both ends included, `YYYY-MM-DD`. */
export interface Days {
  readonly from: string;
  readonly to: string;
}

export interface Period extends Days {
  /** Fit for a folder name: `2026-10`, `last-28-days`; `month` and `week` are resolved. */
  readonly name: string;
  readonly kind: 'days' | 'week' | 'month' | 'year';
  /** The days of the same kind just before; cut to the same length when the period is not over yet. */
  readonly comparison: Days;
  /** True when the calendar period still runs at the as-of day, so `to` is the as-of day. */
  readonly unfinished: boolean;
}

/**
 * Turns a period text into local days: `2026`, `2026-10`, `2026-W45` (ISO week), `month` and `week` (the last
 * whole one), or `last-<n>-days` (1 to 731).
 * `zone` is the account's IANA zone; it decides which local day `asOf` is. `lastDay` is the account's last local day
 * with data: the last days end there when it is earlier than the as-of day, so an old export gets a useful report.
 * Calendar periods compare with the calendar period before, last days with as many days before.
 * @throws ReachlineError (usage) for other texts and for periods that begin after the as-of day.
 */
export function resolvePeriod(text: string, zone: string, asOf: Date, lastDay: string | null = null): Period {
  const today = localDay(asOf, zone);
  const end = lastDay !== null && lastDay < today ? lastDay : today;
  const last = /^last-(\d{1,3})-days$/.exec(text);
  if (last !== null && Number(last[1]) >= 1 && Number(last[1]) <= 731) {
    const length = Number(last[1]);
    const from = addDays(end, 1 - length);
    const comparison = { from: addDays(from, -length), to: addDays(from, -1) };
    return { name: text, kind: 'days', from, to: end, comparison, unfinished: false };
  }
  const name = text === 'month' ? lastMonth(end) : text === 'week' ? lastWeek(end) : text;
  const whole = calendarDays(name);
  if (whole === null) {
    throw new ReachlineError('usage', `unknown period "${text}"`, {
      hint: 'Use last-28-days, 2026-10, 2026-W45, 2026, month or week.',
    });
  }
  const { kind, days, before } = whole;
  if (days.from > today) {
    throw new ReachlineError('usage', `period ${name} begins after the as-of day ${today}`);
  }
  if (days.to <= today) return { name, kind, ...days, comparison: before, unfinished: false };
  const elapsed = daysIn(days.from, today);
  const cut = addDays(before.from, elapsed - 1);
  const comparison = { from: before.from, to: cut < before.to ? cut : before.to };
  return { name, kind, from: days.from, to: today, comparison, unfinished: true };
}

/** The first day of a calendar period; `null` for other texts. */
export function firstDay(name: string): string | null {
  return calendarDays(name)?.days.from ?? null;
}

/** The last month that is over at the end of a day, as `2026-10`. */
function lastMonth(day: string): string {
  const tomorrow = addDays(day, 1);
  return addDays(`${tomorrow.slice(0, 7)}-01`, -1).slice(0, 7);
}

/** The last ISO week that is over at the end of a day, as `2026-W45`. */
function lastWeek(day: string): string {
  const thursday = addDays(weekStart(addDays(day, 1)), -4);
  const number = Math.floor((dayNumber(thursday) - dayNumber(`${thursday.slice(0, 4)}-01-01`)) / 7) + 1;
  return `${thursday.slice(0, 4)}-W${String(number).padStart(2, '0')}`;
}

function calendarDays(text: string): { kind: 'week' | 'month' | 'year'; days: Days; before: Days } | null {
  const month = /^(\d{4})-(0[1-9]|1[0-2])$/.exec(text);
  if (month !== null) {
    const [year, number] = [Number(month[1]), Number(month[2])];
    return { kind: 'month', days: monthDays(year, number), before: monthDays(year, number - 1) };
  }
  const week = /^(\d{4})-W(0[1-9]|[1-4]\d|5[0-3])$/.exec(text);
  if (week !== null) {
    // 4 January is always in the first ISO week.
    const from = addDays(weekStart(`${week[1]}-01-04`), 7 * (Number(week[2]) - 1));
    if (addDays(from, 3).slice(0, 4) !== week[1]) return null; // the year has no week 53
    return {
      kind: 'week',
      days: { from, to: addDays(from, 6) },
      before: { from: addDays(from, -7), to: addDays(from, -1) },
    };
  }
  if (!/^\d{4}$/.test(text)) return null;
  const year = (number: number) => ({
    from: dayText(dayNumber(iso(number, 1))),
    to: addDays(iso(number + 1, 1), -1),
  });
  return { kind: 'year', days: year(Number(text)), before: year(Number(text) - 1) };
}

function monthDays(year: number, month: number): Days {
  return { from: iso(year, month), to: addDays(iso(year, month + 1), -1) };
}

/** The first day of a month; months outside 1–12 roll over. */
function iso(year: number, month: number): string {
  return new Date(Date.UTC(year, month - 1, 1)).toISOString().slice(0, 10);
}
