import { type Words, wordsFor } from './language/index.js';

/** The only place where numbers and dates become text: prose, tables, axes and alternative texts share these strings. */
export interface Numbers {
  readonly locale: string;
  /** Counts: `9,876`, from 10,000 on three significant digits: `12.3k`. Medians may end in a half: `34.5`. */
  count(value: number): string;
  /** Totals that matter to the last digit, such as followers: `17,957`. */
  exact(value: number): string;
  /** Signed counts: `+1,234`, `−12`. */
  change(value: number): string;
  /**
   * Shares and rates between 0 and 1, two significant digits: `4.3%`, `3.0%`; below 0.1 %: `0.43 per 1,000`. Beside a larger one,
   * as on an axis, in the unit of that: `0.050%`.
   */
  rate(value: number, largest?: number): string;
  /** Relative changes, a ratio minus one, in whole per cent: `+18%`, `−4%`. */
  relative(value: number): string;
  /** The size of a relative change without its sign: `18%`. */
  percent(value: number): string;
  /** Differences of shares between 0 and 1, in percentage points with a sign and one decimal: `+3.2`. */
  points(value: number): string;
  /** Small measures such as posts per week or a z score, one decimal: `3.5`. */
  decimal(value: number): string;
  /** Constants of a method, as they are: `0.05`, `1.4826`. */
  plain(value: number): string;
  /** Lengths of time: `12.4 s`, from 100 s on `112 s`. */
  seconds(value: number): string;
  /** Local calendar days, `YYYY-MM-DD`: `3 Nov 2026`. */
  day(day: string): string;
  /** The same without the year, for axes: `3 Nov`. */
  shortDay(day: string): string;
  /** A month of a day, for axes: `Nov 2026`. */
  month(day: string): string;
  /** Both ends included: `3–9 Nov 2026`. */
  days(from: string, to: string): string;
  /** An instant in a zone: `9 Nov 2026, 14:05`. */
  moment(instant: Date, zone: string): string;
  /** ISO weekday, 1 = Monday: `Mon`. */
  weekday(weekday: number): string;
  /** Bytes: `312 kB`. */
  bytes(value: number): string;
  /** Words in a row: `a, b and c`. */
  list(items: readonly string[]): string;
}

/** Numbers and dates of a locale with the words of its language: all that a report says. */
export interface Format extends Numbers {
  readonly words: Words;
}

/**
 * Formats for a BCP 47 locale. Plain `en` means international English (day before month). Minus signs are U+2212 and
 * narrow spaces become plain ones, so that strings do not depend on the version of ICU more than they must.
 * @throws ReachlineError `usage` for a locale whose language no report is written in.
 */
export function createFormat(locale: string): Format {
  const known = locale === 'en' ? 'en-GB' : locale;
  const number = (options: Intl.NumberFormatOptions) => {
    // What is rounded to nothing has no sign.
    const formatter = new Intl.NumberFormat(locale, { signDisplay: 'negative', ...options });
    return (value: number) => tidy(formatter.format(value));
  };
  const date = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(known, { timeZone: 'UTC', ...options });

  const whole = number({ maximumFractionDigits: 0 });
  const halves = number({ maximumFractionDigits: 1 });
  const compact = number({ notation: 'compact', maximumSignificantDigits: 3 });
  const twoDigits = number({
    style: 'percent',
    minimumSignificantDigits: 2,
    maximumSignificantDigits: 2,
  });
  const perThousand = number({ minimumSignificantDigits: 2, maximumSignificantDigits: 2 });
  const wholePercent = number({ style: 'percent', maximumFractionDigits: 0 });
  const signedPercent = number({ style: 'percent', maximumFractionDigits: 0, signDisplay: 'exceptZero' });
  const asItIs = number({ maximumFractionDigits: 4 });
  const signedDecimal = number({
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
    signDisplay: 'exceptZero',
  });
  const oneDecimal = number({ minimumFractionDigits: 1, maximumFractionDigits: 1 });
  const dayMonthYear = date({ day: 'numeric', month: 'short', year: 'numeric' });
  const dayMonth = date({ day: 'numeric', month: 'short' });
  const monthYear = date({ month: 'short', year: 'numeric' });
  // Some regions have no short names; those of the language are everywhere understood.
  const weekdayName = new Intl.DateTimeFormat(new Intl.Locale(locale).language, {
    weekday: 'short',
    timeZone: 'UTC',
  });

  const count = (value: number) => {
    if (Math.abs(value) >= 9999.5) return compact(value).replace(/K$/, 'k');
    return Math.abs(value) < 100 ? halves(value) : whole(value);
  };
  const inRow = new Intl.ListFormat(known, { type: 'conjunction' });
  const numbers: Numbers = {
    locale,
    count,
    exact: whole,
    change: (value) => (value > 0 ? `+${count(value)}` : count(value)),
    rate: (value, largest = value) => {
      if (value === 0) return wholePercent(0);
      return Math.abs(largest) < 0.001 ? words.perThousand(perThousand(value * 1000)) : twoDigits(value);
    },
    relative: signedPercent,
    percent: (value) => wholePercent(Math.abs(value)),
    points: (value) => signedDecimal(value * 100),
    decimal: oneDecimal,
    plain: asItIs,
    seconds: (value) => `${value < 99.95 ? oneDecimal(value) : whole(value)} s`,
    day: (day) => tidy(dayMonthYear.format(utc(day))),
    shortDay: (day) => tidy(dayMonth.format(utc(day))),
    month: (day) => tidy(monthYear.format(utc(day))),
    days: (from, to) =>
      tidy(dayMonthYear.formatRange(utc(from), utc(to))).replace(/^(\d+) – (?=\d+ )/, '$1–'),
    moment: (instant, zone) =>
      tidy(
        new Intl.DateTimeFormat(known, {
          day: 'numeric',
          month: 'short',
          year: 'numeric',
          hour: '2-digit',
          minute: '2-digit',
          hourCycle: 'h23',
          timeZone: zone,
        }).format(instant),
      ),
    weekday: (weekday) => tidy(weekdayName.format(new Date(Date.UTC(2024, 0, weekday)))).replace(/\.$/, ''),
    bytes: (value) => (value < 1000 ? `${whole(value)} B` : `${whole(value / 1000)} kB`),
    list: (items) => inRow.format(items),
  };
  const words = wordsFor(locale, numbers);
  return { ...numbers, words };
}

function tidy(text: string): string {
  return text.replaceAll('-', '−').replace(/[\u2009\u202f]/g, ' ');
}

function utc(day: string): Date {
  return new Date(`${day}T00:00:00Z`);
}
