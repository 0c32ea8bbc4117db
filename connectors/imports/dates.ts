import { Temporal } from 'temporal-polyfill';
import * as cells from './cells.js';
import { timeBefore } from './relative-time.js';

/**
 * How a file writes its times. `excel`: days since 1899-12-30 with a fraction. `unix`, `unix-ms`: since 1970, UTC.
 * `mm/dd/yyyy` and `dd/mm/yyyy` accept `/`, `-` and `.` between the numbers and a time of day after them.
 * `relative`: `2 days ago`, counted back from the time of the file.
 */
export const dateFormats = [
  'iso',
  'excel',
  'unix',
  'unix-ms',
  'mm/dd/yyyy',
  'dd/mm/yyyy',
  'relative',
] as const;
export type DateFormat = (typeof dateFormats)[number];

/** A time as written. */
export interface Moment {
  /** The clock that was written, in ms since 1970 as if it were UTC. */
  readonly wall: number;
  /** The offset that was written with it, in ms east of UTC; `null` when there was none. */
  readonly offset: number | null;
  /** False when only a day was written. */
  readonly timed: boolean;
}

const isoPattern = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(.*)$/;
const dayMonthPattern = /^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})(.*)$/;
const timePattern =
  /^(?:[T\s,]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s*([ap]\.?m\.?)?\s*(z|utc|gmt|[+-]\d{2}(?::?\d{2})?)?)?$/i;

/** The formats in which a cell could be read; two for `03/04/2025`. */
export function formatsOf(cell: string): DateFormat[] {
  return dateFormats.filter((format) => readMoment(cell, format) !== null);
}

/** True for a cell that tells no time: an empty one, or the zero that tools write for it. */
export function isNoTime(cell: string): boolean {
  return cells.isAbsent(cell) || /^0(?:\.0+)?$/.test(cell.trim());
}

/**
 * Reads a time in one format; `null` when the text is not one, or no such day exists. Relative times count back from `now`.
 */
export function readMoment(cell: string, format: DateFormat, now: Date = new Date(0)): Moment | null {
  const value = cell.trim();
  switch (format) {
    case 'excel': {
      if (!/^\d{5}(?:[.,]\d+)?$/.test(value)) return null;
      const days = Number(value.replace(',', '.'));
      if (days < 20_000 || days >= 80_000) return null;
      // A serial holds a time to about a microsecond; the sources write whole seconds.
      return { wall: Math.round((days - 25_569) * 86_400) * 1000, offset: null, timed: days % 1 !== 0 };
    }
    case 'unix': {
      if (!/^\d{9,10}(?:\.\d+)?$/.test(value)) return null;
      return { wall: Math.round(Number(value) * 1000), offset: 0, timed: true };
    }
    case 'unix-ms': {
      return /^\d{12,13}$/.test(value) ? { wall: Number(value), offset: 0, timed: true } : null;
    }
    case 'relative': {
      const then = timeBefore(value, now);
      return then && { wall: then.getTime(), offset: 0, timed: true };
    }
    case 'iso': {
      const [, year = '', month = '', day = '', rest = ''] = value.match(isoPattern) ?? [];
      return year ? moment(Number(year), Number(month), Number(day), rest) : null;
    }
    case 'mm/dd/yyyy': {
      const [, month = '', day = '', year = '', rest = ''] = value.match(dayMonthPattern) ?? [];
      return year ? moment(fullYear(year), Number(month), Number(day), rest) : null;
    }
    case 'dd/mm/yyyy': {
      const [, day = '', month = '', year = '', rest = ''] = value.match(dayMonthPattern) ?? [];
      return year ? moment(fullYear(year), Number(month), Number(day), rest) : null;
    }
  }
}

/**
 * The instant of a moment: by its own offset, else by `zone` (an IANA name or `-03:00`). A clock time that a change
 * to daylight saving skips moves forward; one that occurs twice is the earlier one.
 */
export function instantOf(moment: Moment, zone: string): Date {
  if (moment.offset !== null) return new Date(moment.wall - moment.offset);
  if (zone === 'UTC') return new Date(moment.wall);
  return new Date(moment.wall - offsetAt(moment.wall, zone));
}

const dayMs = 86_400_000;
/** Zone → day of the written clock → its offset, in ms east of UTC; `null` on days on which it changes. */
const offsetsOfDays = new Map<string, Map<number, number | null>>();

/** What is between a written clock and UTC, in ms. Files hold thousands of times of the same few days. */
function offsetAt(wall: number, zone: string): number {
  const days = offsetsOfDays.get(zone) ?? new Map<number, number | null>();
  offsetsOfDays.set(zone, days);
  const day = Math.floor(wall / dayMs);
  let offset = days.get(day);
  if (offset === undefined) {
    const [first, last] = [foundOffset(day * dayMs, zone), foundOffset((day + 1) * dayMs, zone)];
    offset = first === last ? first : null;
    days.set(day, offset);
  }
  return offset ?? foundOffset(wall, zone);
}

function foundOffset(wall: number, zone: string): number {
  const clock = Temporal.Instant.fromEpochMilliseconds(wall).toZonedDateTimeISO('UTC').toPlainDateTime();
  return wall - clock.toZonedDateTime(zone, { disambiguation: 'compatible' }).epochMilliseconds;
}

/** True for a name that times can be read in: `America/Maceio`, `UTC`, `-03:00`. */
export function isZone(name: string): boolean {
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name);
    return true;
  } catch {
    return false;
  }
}

function fullYear(text: string): number {
  return text.length === 2 ? 2000 + Number(text) : Number(text);
}

function moment(year: number, month: number, day: number, rest: string): Moment | null {
  const midnight = Date.UTC(year, month - 1, day);
  const date = new Date(midnight);
  if (year < 1000 || date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return null;
  const match = rest.trim() === '' ? [''] : rest.trimEnd().match(timePattern);
  if (!match) return null;
  const [, hours, minutes, seconds = '0', fraction = '', half, zone] = match;
  if (hours === undefined || minutes === undefined) return { wall: midnight, offset: null, timed: false };
  const hour = hourOf(Number(hours), half);
  if (hour === null || Number(minutes) > 59 || Number(seconds) > 59) return null;
  const milliseconds = Number(fraction.padEnd(3, '0').slice(0, 3));
  const clock = ((hour * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000 + milliseconds;
  return { wall: midnight + clock, offset: zone === undefined ? null : offsetOf(zone), timed: true };
}

function hourOf(hour: number, half: string | undefined): number | null {
  if (half === undefined) return hour < 24 ? hour : null;
  if (hour < 1 || hour > 12) return null;
  return (hour % 12) + (half.toLowerCase().startsWith('p') ? 12 : 0);
}

function offsetOf(zone: string): number {
  const [, sign, hours = '0', minutes = '0'] = zone.match(/^([+-])(\d{2}):?(\d{2})?$/) ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
}
