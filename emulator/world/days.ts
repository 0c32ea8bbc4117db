import { Temporal } from 'temporal-polyfill';

export const hourMs = 3_600_000;
export const dayMs = 24 * hourMs;

/** The platform cuts all its days here, whatever the account's zone. */
export const platformZone = 'America/Los_Angeles';

const epoch = Temporal.PlainDate.from('1970-01-01');
const starts = new Map<string, Map<number, number>>();

/** Unix ms at which a calendar day starts in a zone. Days are counted from 1970-01-01. */
export function dayStart(zone: string, day: number): number {
  let known = starts.get(zone);
  if (!known) {
    known = new Map();
    starts.set(zone, known);
  }
  let start = known.get(day);
  if (start === undefined) {
    start = epoch.add({ days: day }).toZonedDateTime(zone).epochMilliseconds;
    known.set(day, start);
  }
  return start;
}

/** The calendar day of a zone that holds an instant. */
export function dayOf(zone: string, at: number): number {
  let day = Math.floor(at / dayMs);
  while (dayStart(zone, day) > at) day -= 1;
  while (dayStart(zone, day + 1) <= at) day += 1;
  return day;
}

/** Unix ms of a local wall-clock time. */
export function instantAt(zone: string, day: number, secondOfDay: number): number {
  return epoch.add({ days: day }).toPlainDateTime().add({ seconds: secondOfDay }).toZonedDateTime(zone)
    .epochMilliseconds;
}

/** 0 is Monday. */
export const weekdayOf = (day: number): number => (((day + 3) % 7) + 7) % 7;

/** `YYYY-MM-DD`. */
export const dateOf = (day: number): string => new Date(day * dayMs).toISOString().slice(0, 10);
