import type { Json } from '../http/json.js';

const firstPost = Date.UTC(2010, 9, 1);
const lastPost = Date.UTC(2100, 0, 1);

/** A Unix time in seconds, or in milliseconds as some files have it; `null` for 0, which means none, and for no time. */
export function instantOf(value: Json | undefined): Date | null {
  const number = typeof value === 'string' && /^\d{9,16}$/.test(value) ? Number(value) : value;
  if (typeof number !== 'number') return null;
  const ms = number > 1e11 ? number : number * 1000;
  return ms >= firstPost && ms < lastPost ? new Date(Math.floor(ms / 1000) * 1000) : null;
}

/** Beginnings of month names in English, German, French, Spanish, Portuguese and Italian, without accents. */
const months: readonly RegExp[] = [
  /^(?:jan|ene|gen)/,
  /^(?:feb|fev)/,
  /^(?:mar|mrz)/,
  /^(?:apr|abr|avr)/,
  /^(?:may|mai|mag)/,
  /^(?:jun|juin|giu)/,
  /^(?:jul|juil|lug)/,
  /^(?:aug|ago|aout)/,
  /^(?:sep|set)/,
  /^(?:oct|okt|out|ott)/,
  /^nov/,
  /^(?:dec|dez|dic)/,
];

/** First and last day, `YYYY-MM-DD`. */
export interface DateRange {
  readonly from: string;
  readonly to: string;
}

/**
 * A range like `May 29 - Aug 26` or `9. Juli - 6. Okt.`. It names no year: it is the last such range that ended by
 * `madeAt`. `null` for anything else.
 */
export function dateRangeOf(text: string, madeAt: Date): DateRange | null {
  const [first, last, ...more] = text.split(/\s+[-–—]\s+/).map(dayOfYear);
  if (!first || !last || more.length > 0) return null;
  // archives are made where it may already be tomorrow
  const limit = new Date(madeAt.getTime() + 86_400_000).toISOString().slice(0, 10);
  let year = last.year ?? madeAt.getUTCFullYear() + 1;
  let to = dayIn(year, last);
  while (last.year === null && (to === null || to > limit) && year > 2010) to = dayIn(--year, last);
  if (to === null) return null;
  const sameYear = dayIn(first.year ?? year, first);
  const from = sameYear !== null && sameYear <= to ? sameYear : dayIn(first.year ?? year - 1, first);
  return from !== null && from <= to ? { from, to } : null;
}

interface DayOfYear {
  readonly day: number;
  /** 1 to 12. */
  readonly month: number;
  readonly year: number | null;
}

function dayOfYear(text: string): DayOfYear | null {
  const words =
    text
      .normalize('NFKD')
      .replace(/\p{M}/gu, '')
      .toLowerCase()
      .match(/[a-z]+|\d+/g) ?? [];
  const names = words.filter((word) => /[a-z]/.test(word) && word !== 'de');
  const numbers = words.filter((word) => /\d/.test(word)).map(Number);
  const month = months.findIndex((name) => name.test(names[0] ?? '')) + 1;
  const [day, year = null] = numbers;
  if (names.length !== 1 || month === 0 || day === undefined || numbers.length > 2) return null;
  return { day, month, year };
}

/** `null` when the year has no such day. */
function dayIn(year: number, { month, day }: DayOfYear): string | null {
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 ? date.toISOString().slice(0, 10) : null;
}
