import { addDays, dayNumber } from '../calendar.js';
import { median } from './median.js';

/** A daily count of an account, such as reach; null or absent where none was read. Days in order. */
export interface DayReading {
  readonly day: string;
  readonly value: number | null;
}

/** Why days of a series are no statement about the account. */
export type DataFaultKind =
  /** No reading between others. */
  | 'missing'
  /** A count below zero, or a cumulative count that fell. */
  | 'negative'
  /** Zero for at least three days running where a usual day has ten or more, or zero throughout. */
  | 'zeros'
  /** The platform counts otherwise from this day on. */
  | 'redefined';

/** A stretch of days, both included. */
export interface DataFault {
  readonly kind: DataFaultKind;
  readonly from: string;
  readonly to: string;
}

/** A day far from what its weekday usually brings. */
export interface Anomaly {
  readonly day: string;
  readonly value: number;
  /** Median of the same weekday over the eight weeks before. */
  readonly expected: number;
  /** (1 + value) / (1 + expected) − 1. */
  readonly effect: number;
  /** Distance on the log scale in units of the usual spread. */
  readonly z: number;
}

const WEEKS = 8;
/** Fewest readings of the same weekday, and of all days, in the eight weeks before. */
const FEWEST_SAME_WEEKDAY = 5;
const FEWEST_DAYS = 35;
const LARGEST_Z = 3.5;
const SMALLEST_EFFECT = 0.2;
const SMALLEST_SPREAD = 0.05;

/**
 * Days that stand out of a daily series. On log(1 + x): distance from the median of the same weekday over the eight
 * weeks before, divided by 1.4826·MAD of the distances of all 56 days from their weekday's median (at least 0.05);
 * flagged beyond 3.5 when the effect exceeds 20 %; the `most` largest, in order of time. Pooling the spread over all days
 * and taking logarithms leave less than one false flag in 90 days. Median and MAD as in Hochenbaum, Vallis & Kejariwal
 * 2017, "Automatic anomaly detection in the cloud via statistical learning", without the decomposition.
 * Days of a data fault are neither flagged nor compared with, and nothing is compared across a change of definition.
 */
export function anomalies(series: readonly DayReading[], options: Search = {}): Anomaly[] {
  const { most = 3 } = options;
  return judged(series, options)
    .filter(({ z, effect }) => Math.abs(z) > LARGEST_Z && Math.abs(effect) > SMALLEST_EFFECT)
    .toSorted((a, b) => Math.abs(b.z) - Math.abs(a.z))
    .slice(0, most)
    .toSorted((a, b) => (a.day < b.day ? -1 : 1));
}

/** How many days `anomalies` can judge: those with a reading and enough readings in the eight weeks before. */
export function judgedDays(series: readonly DayReading[], options: Search = {}): number {
  return judged(series, options).length;
}

interface Search {
  /** First and last day that may be flagged; by default all. */
  readonly from?: string;
  readonly to?: string;
  readonly faults?: readonly DataFault[];
  readonly most?: number;
}

function judged(
  series: readonly DayReading[],
  { from = '', to = '9999-12-31', faults = dataFaults(series) }: Search,
): Anomaly[] {
  const logs = new Map<number, number>();
  for (const { day, value } of series) {
    const isFaulty = faults.some(
      (fault) => fault.kind !== 'redefined' && day >= fault.from && day <= fault.to,
    );
    if (value !== null && value >= 0 && !isFaulty) logs.set(dayNumber(day), Math.log1p(value));
  }
  const breaks = faults.filter(({ kind }) => kind === 'redefined').map((fault) => dayNumber(fault.from));
  return series.flatMap(({ day, value }): Anomaly[] => {
    const number = dayNumber(day);
    const log = logs.get(number);
    if (value === null || log === undefined || day < from || day > to) return [];
    const first = Math.max(number - 7 * WEEKS, ...breaks.filter((start) => start <= number));
    const usual = usualBefore(logs, number, first);
    if (usual === null) return [];
    const z = (log - usual.middle) / usual.spread;
    return [{ day, value, expected: Math.expm1(usual.middle), effect: Math.expm1(log - usual.middle), z }];
  });
}

/**
 * Stretches of a series that say something about the data and not about the account, in order of time. `isCumulative`:
 * a count that can only grow, such as all posts ever. `redefined`: days from which on the platform counts otherwise.
 */
export function dataFaults(
  series: readonly DayReading[],
  {
    isCumulative = false,
    redefined = [],
  }: { readonly isCumulative?: boolean; readonly redefined?: readonly string[] } = {},
): DataFault[] {
  const known = series.filter((reading) => reading.value !== null) as { day: string; value: number }[];
  if (known.length === 0) return [];
  const faults: DataFault[] = redefined
    .filter((day) => day >= known[0]!.day && day <= known.at(-1)!.day)
    .map((day) => ({ kind: 'redefined', from: day, to: day }));
  known.forEach(({ day, value }, index) => {
    const before = known[index - 1];
    if (value < 0 || (isCumulative && before !== undefined && value < before.value)) {
      faults.push({ kind: 'negative', from: day, to: day });
    }
    if (before !== undefined && dayNumber(day) - dayNumber(before.day) > 1) {
      faults.push({ kind: 'missing', from: addDays(before.day, 1), to: addDays(day, -1) });
    }
  });
  const positive = known.filter(({ value }) => value > 0);
  const usual = median(positive.map(({ value }) => value));
  for (let index = 0; index < known.length; index++) {
    let end = index;
    while (end < known.length && known[end]!.value === 0) end++;
    const run = end - index;
    if (run === known.length || (run >= 3 && usual !== null && usual >= 10)) {
      faults.push({ kind: 'zeros', from: known[index]!.day, to: known[end - 1]!.day });
    }
    index = Math.max(index, end - 1);
  }
  return faults.toSorted((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : a.kind < b.kind ? -1 : 1));
}

/** Middle of the weekday and spread of all days from `first` to the day before `number`; null with too few. */
function usualBefore(
  logs: ReadonlyMap<number, number>,
  number: number,
  first: number,
): { middle: number; spread: number } | null {
  const distances: number[] = [];
  let middle: number | null = null;
  for (let back = 1; back <= 7; back++) {
    const same: number[] = [];
    for (let day = number - back; day >= first; day -= 7) {
      const log = logs.get(day);
      if (log !== undefined) same.push(log);
    }
    // Each day from the others of its weekday, as the new day is: a median holds its own values close.
    same.forEach((log, index) => {
      const others = median(same.toSpliced(index, 1));
      if (others !== null) distances.push(Math.abs(log - others));
    });
    if (back === 7 && same.length >= FEWEST_SAME_WEEKDAY) middle = median(same);
  }
  if (middle === null || distances.length < FEWEST_DAYS) return null;
  return { middle, spread: Math.max(SMALLEST_SPREAD, 1.4826 * median(distances)!) };
}
