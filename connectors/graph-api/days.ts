import { Temporal } from 'temporal-polyfill';

// Meta cuts account insights at midnight US Pacific, wherever the account is.
const platformZone = 'America/Los_Angeles';

/** The platform day (`YYYY-MM-DD`) that an instant falls into. */
export function platformDay(at: Date): string {
  return Temporal.Instant.fromEpochMilliseconds(at.getTime())
    .toZonedDateTimeISO(platformZone)
    .toPlainDate()
    .toString();
}

/** The platform day that ends at an `end_time`. */
export function platformDayEndingAt(end: Date): string {
  return platformDay(new Date(end.getTime() - 1));
}

/** The first instant of a platform day. */
export function startOfPlatformDay(day: string): Date {
  return new Date(Temporal.PlainDate.from(day).toZonedDateTime(platformZone).epochMilliseconds);
}

/** The instant at which a platform day ends: its `end_time`. */
export function endOfPlatformDay(day: string): Date {
  return startOfPlatformDay(addDays(day, 1));
}

/** A calendar day some days later (or earlier). */
export function addDays(day: string, days: number): string {
  return Temporal.PlainDate.from(day).add({ days }).toString();
}

/** Every day from the first to the last, both included; empty when the first is later. */
export function daysFrom(first: string, last: string): string[] {
  const days: string[] = [];
  for (let day = first; day <= last; day = addDays(day, 1)) days.push(day);
  return days;
}

/** The UTC day of an instant. */
export function utcDay(at: Date): string {
  return at.toISOString().slice(0, 10);
}

/** An instant as the API's parameters want it: whole Unix seconds. */
export function unixSeconds(at: Date): string {
  return String(Math.floor(at.getTime() / 1000));
}

const timestamp = /^20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)$/;

/** An API timestamp (`2019-04-05T07:56:32+0000`) as an instant; `null` when it is none, or of a century without Instagram. */
export function instantOf(text: string | null | undefined): Date | null {
  if (!text || !timestamp.test(text)) return null;
  // all that the API answers are in UTC; another offset needs the colon that it leaves out
  const at = new Date(
    text.endsWith('+0000') ? `${text.slice(0, -5)}Z` : text.replace(/([+-]\d\d)(\d\d)$/, '$1:$2'),
  );
  return Number.isNaN(at.getTime()) ? null : at;
}
