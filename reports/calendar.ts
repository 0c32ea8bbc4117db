/** Local calendar days as text `YYYY-MM-DD` and as whole days since 1970-01-01. No time zone is involved. */
export function dayNumber(day: string): number {
  return Math.round(Date.parse(`${day}T00:00:00Z`) / 86_400_000);
}

/** The day with that number. */
export function dayText(number: number): string {
  return new Date(number * 86_400_000).toISOString().slice(0, 10);
}

export function addDays(day: string, days: number): string {
  return dayText(dayNumber(day) + days);
}

/** Days from `from` to `to`, both included. */
export function daysIn(from: string, to: string): number {
  return dayNumber(to) - dayNumber(from) + 1;
}

/** The Monday of the ISO week that holds `day`. */
export function weekStart(day: string): string {
  return addDays(day, -(isoWeekday(day) - 1));
}

/** 1 = Monday … 7 = Sunday. */
export function isoWeekday(day: string): number {
  return ((dayNumber(day) + 3) % 7) + 1;
}

/** The local calendar day of an instant in an IANA zone. */
export function localDay(instant: Date, zone: string): string {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  }).formatToParts(instant);
  const part = (type: string) => parts.find((each) => each.type === type)!.value.padStart(2, '0');
  return `${part('year').padStart(4, '0')}-${part('month')}-${part('day')}`;
}
