import type { AccountDay } from './account-days.js';
import type { Format } from './format.js';
import { type Anomaly, anomalies, judgedDays } from './statistics/anomalies.js';
import { median } from './statistics/median.js';
import type { Study } from './study.js';

/** Daily numbers of the account that are watched for days that stand out. */
export type WatchedNumber = 'newFollows' | 'reach';

/** Of about one event a day chance alone flags more than one day in 90 (1.4 in simulated Poisson counts). */
const FEWEST_A_DAY = 2;

export interface UnusualDays {
  readonly days: readonly Anomaly[];
  /** Days of the period that could be judged. */
  readonly judged: number;
}

/** The days of the period on which one of the account's daily numbers was far from what its weekday usually brings. */
export function unusualDays({ accountDays, period }: Study, watched: WatchedNumber): UnusualDays {
  const series = accountDays.map((day: AccountDay) => ({ day: day.day, value: day[watched] }));
  const { from, to } = period;
  const usual = median(series.flatMap(({ value }) => (value === null ? [] : [value])));
  if (usual === null || usual < FEWEST_A_DAY) return { days: [], judged: 0 };
  return { days: anomalies(series, { from, to }), judged: judgedDays(series, { from, to }) };
}

/** One such day in a sentence. */
export function unusualSentence(
  watched: WatchedNumber,
  { day, value, expected, effect }: Anomaly,
  f: Format,
): string {
  return f.words.unusual.day({
    what: f.words.unusual.names[watched],
    day: f.day(day),
    value: f.count(value),
    usual: f.count(Math.round(expected)),
    effect: f.relative(effect),
  });
}

/** The days, how many were looked at, by which rule and how often that is a false alarm; empty when none could be judged. */
export function unusualNote(watched: WatchedNumber, { days, judged }: UnusualDays, format: Format): string {
  if (judged === 0) return '';
  const { names, rule, none } = format.words.unusual;
  const found =
    days.length === 0
      ? none(names[watched])
      : days.map((day) => unusualSentence(watched, day, format)).join(' ');
  return ` ${found} ${rule(judged, days.length > 0)}`;
}
