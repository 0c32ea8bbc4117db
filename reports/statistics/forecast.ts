import { addDays, dayNumber } from '../calendar.js';
import { ascending, type Interval, median } from './median.js';

/** One step ahead. */
export interface ForecastPoint {
  /** The day, or the Monday of the week. */
  readonly day: string;
  readonly value: number;
  /** 80 % band. */
  readonly inner: Interval;
  /** 95 % band; null while fewer than 19 past errors stand behind it. */
  readonly outer: Interval | null;
}

export interface Forecast {
  readonly method: 'damped trend' | 'flat median' | 'seasonal naive';
  readonly points: readonly ForecastPoint[];
  /** Mean absolute error of past forecasts over that of "as it was last"; below 1, or there is no forecast. */
  readonly mase: number;
  /** Of the last forecasts (ten at most) whose last day is over, how many ended inside the 80 % band they had then. */
  readonly backtest: { readonly inside: number; readonly of: number };
}

/** A forecast, or why there is none. */
export type Outlook =
  | { readonly forecast: Forecast }
  | { readonly withheld: 'too short' | 'gaps' | 'no better than naive' };

/** A series needs this many weeks before it is carried on. */
export const FEWEST_WEEKS_FOR_FORECAST = 12;

/** Evenly spaced, null where unknown. */
type Series = readonly (number | null)[];

/** Looks at a series up to its end, which is known, and says the value so many steps later; null when it cannot. */
type Model = (known: Series) => ((steps: number) => number | null) | null;

interface Plan {
  readonly horizon: number;
  /** Values before the first past forecast. */
  readonly fewest: number;
  /** Steps between past forecasts. */
  readonly every: number;
}

/** Followers change slower and slower: each day ahead brings 2 % less of the daily net than the day before. */
const DAMPING = 0.98;

/**
 * Followers for the next `horizon` days, `days` in order and up to the last that is known. The last count plus the
 * median of the daily net of eight weeks, damped by 0.98 a day: F(h) = F + m·Σᵢ 0.98ⁱ (Gardner & McKenzie 1985,
 * "Forecasting trends in time series"). Bands and guards as in `carriedOn`.
 */
export function forecastFollowers(
  days: readonly { readonly day: string; readonly followers: number | null }[],
  { horizon = 28 } = {},
): Outlook {
  const known = days.filter(({ followers }) => followers !== null);
  const [first, last] = [known[0], known.at(-1)];
  if (first === undefined || last === undefined) return { withheld: 'too short' };
  const start = dayNumber(first.day);
  const series = new Array<number | null>(dayNumber(last.day) - start + 1).fill(null);
  for (const { day, followers } of known) series[dayNumber(day) - start] = followers;
  if (series.length < 7 * FEWEST_WEEKS_FOR_FORECAST) return { withheld: 'too short' };
  const plan = { horizon, fewest: 28, every: 7 };
  const outlook = carriedOn(series, dampedTrend, plan);
  if (outlook === null) return { withheld: 'gaps' };
  if (!(outlook.mase < 1)) return { withheld: 'no better than naive' };
  const count = (value: number) => Math.max(0, value);
  return {
    forecast: {
      method: 'damped trend',
      ...outlook,
      points: outlook.points.map((point, index) => ({
        ...mapped(point, count),
        day: addDays(last.day, index + 1),
      })),
    },
  };
}

/**
 * A weekly median for the next `horizon` weeks; `weeks` are Mondays in order, `median` null for weeks without posts.
 * Flat at the median of the last eight weeks, or last year's week where that had the smaller error over at least half a
 * year of past forecasts (over fewer it wins by luck). Works on log(value + offset), so bands are ratios and never below
 * zero. Bands and guards as in `carriedOn`.
 */
export function forecastWeekly(
  weeks: readonly { readonly week: string; readonly median: number | null }[],
  { horizon = 4, offset = 0.5 } = {},
): Outlook {
  const known = weeks.filter((week) => week.median !== null);
  const [first, last] = [known[0], known.at(-1)];
  if (first === undefined || last === undefined) return { withheld: 'too short' };
  const start = dayNumber(first.week);
  const length = (dayNumber(last.week) - start) / 7 + 1;
  const series = new Array<number | null>(length).fill(null);
  for (const week of known) series[(dayNumber(week.week) - start) / 7] = Math.log(week.median! + offset);
  if (length < FEWEST_WEEKS_FOR_FORECAST) return { withheld: 'too short' };
  const plan = { horizon, fewest: 4, every: 1 };
  const flat = carriedOn(series, flatMedian, plan);
  if (flat === null) return { withheld: 'gaps' };
  const seasonal = carriedOn(series, seasonalNaive, plan);
  const isSeasonal = seasonal !== null && winsBacktest(series, plan);
  const outlook = isSeasonal ? seasonal : flat;
  if (!(outlook.mase < 1)) return { withheld: 'no better than naive' };
  const value = (log: number) => Math.max(0, Math.exp(log) - offset);
  return {
    forecast: {
      method: isSeasonal ? 'seasonal naive' : 'flat median',
      ...outlook,
      points: outlook.points.map((point, index) => ({
        ...mapped(point, value),
        day: addDays(last.week, 7 * (index + 1)),
      })),
    },
  };
}

const naive: Model = (known) => {
  const last = known.at(-1)!;
  return () => last;
};

const dampedTrend: Model = (known) => {
  const recent = known.slice(-57);
  const nets: number[] = [];
  let before = -1;
  recent.forEach((value, index) => {
    if (value === null) return;
    // Over a gap the net of every day is the mean of them all.
    for (let day = before + 1; before >= 0 && day <= index; day++) {
      nets.push((value - recent[before]!) / (index - before));
    }
    before = index;
  });
  const net = median(nets);
  if (net === null) return null;
  const last = known.at(-1)!;
  return (steps) => last + (net * DAMPING * (1 - DAMPING ** steps)) / (1 - DAMPING);
};

const flatMedian: Model = (known) => {
  const recent = known.slice(-8).filter((value) => value !== null);
  const middle = recent.length < 4 ? null : median(recent);
  return middle === null ? null : () => middle;
};

const YEAR = 52;

const seasonalNaive: Model = (known) => (steps) => known[known.length - 1 + steps - YEAR] ?? null;

/** An error of a past forecast, by the index it was made at. */
interface PastError {
  readonly origin: number;
  readonly steps: number;
  readonly error: number;
  /** Of the naive forecast. */
  readonly naive: number;
}

/**
 * Carries a series on and says how far to believe it. Past forecasts are made by the same model from every earlier
 * origin (rolling origin; Tashman 2000, "Out-of-sample tests of forecasting accuracy"), one every `every` steps. The
 * band at each step is the ⌈(m + 1)·level⌉-th smallest of the m past errors' sizes at that step, on both sides
 * (conformal; Vovk, Gammerman & Shafer, "Algorithmic Learning in a Random World", 2005), never narrower than at
 * the step before. `mase` compares their mean size with the naive forecast's at the same steps (after Hyndman & Koehler
 * 2006, "Another look at measures of forecast accuracy"). Null when too little is known for a band of 80 %.
 */
function carriedOn(
  series: Series,
  model: Model,
  plan: Plan,
): (Omit<Forecast, 'method' | 'points'> & { points: Omit<ForecastPoint, 'day'>[] }) | null {
  const errors = pastErrors(series, model, plan);
  const predict = model(series);
  const bands = bandsOf(errors, plan.horizon);
  if (predict === null || bands === null || errors.length === 0) return null;
  const points = bands.flatMap(({ inner, outer }, index) => {
    const value = predict(index + 1);
    if (value === null) return [];
    const around = (width: number): Interval => ({ low: value - width, high: value + width });
    return [{ value, inner: around(inner), outer: outer === null ? null : around(outer) }];
  });
  if (points.length < plan.horizon) return null;
  const size = (of: 'error' | 'naive') => errors.reduce((sum, past) => sum + Math.abs(past[of]), 0);
  const naiveSize = size('naive');
  return {
    points,
    mase: naiveSize === 0 ? Number.POSITIVE_INFINITY : size('error') / naiveSize,
    backtest: backtestOf(errors, plan.horizon),
  };
}

function pastErrors(series: Series, model: Model, { horizon, fewest, every }: Plan): PastError[] {
  const errors: PastError[] = [];
  for (let origin = series.length - 1 - every; origin >= fewest - 1; origin -= every) {
    if (series[origin] === null) continue;
    const known = series.slice(0, origin + 1);
    const predict = model(known);
    if (predict === null) continue;
    const last = naive(known)!;
    for (let steps = 1; steps <= horizon && origin + steps < series.length; steps++) {
      const [actual, expected] = [series[origin + steps]!, predict(steps)];
      if (actual === null || expected === null) continue;
      errors.push({ origin, steps, error: actual - expected, naive: actual - last(steps)! });
    }
  }
  return errors.reverse();
}

/** Half widths per step; null when a step has too few errors for a band of 80 %. */
function bandsOf(
  errors: readonly PastError[],
  horizon: number,
): { inner: number; outer: number | null }[] | null {
  const bands: { inner: number; outer: number | null }[] = [];
  let [inner, outer] = [0, 0 as number | null];
  const sizes = Array.from({ length: horizon }, (): number[] => []);
  for (const { steps, error } of errors) sizes[steps - 1]!.push(Math.abs(error));
  for (const unsorted of sizes) {
    const sorted = ascending(unsorted);
    const near = sorted[Math.ceil((sorted.length + 1) * 0.8) - 1];
    const far = sorted[Math.ceil((sorted.length + 1) * 0.95) - 1];
    if (near === undefined) return null;
    inner = Math.max(inner, near);
    outer = outer === null || far === undefined ? null : Math.max(outer, far);
    bands.push({ inner, outer });
  }
  return bands;
}

/** The last forecasts, each with the band that the errors known at its origin gave. */
function backtestOf(errors: readonly PastError[], horizon: number): { inside: number; of: number } {
  let [inside, of] = [0, 0];
  for (const past of errors.filter(({ steps }) => steps === horizon).reverse()) {
    if (of === 10) break;
    const before = errors.filter(({ origin, steps }) => origin + steps <= past.origin);
    const band = bandsOf(before, horizon)?.at(-1);
    if (band === undefined) break;
    of++;
    if (Math.abs(past.error) <= band.inner) inside++;
  }
  return { inside, of };
}

/** Whether last year's week came closer than the flat median where both had a forecast. */
function winsBacktest(series: Series, plan: Plan): boolean {
  const at = ({ origin, steps }: PastError) => `${origin}:${steps}`;
  const flat = new Map(pastErrors(series, flatMedian, plan).map((past) => [at(past), Math.abs(past.error)]));
  const both = pastErrors(series, seasonalNaive, plan).filter((past) => flat.has(at(past)));
  const origins = new Set(both.map(({ origin }) => origin));
  const difference = both.reduce((sum, past) => sum + Math.abs(past.error) - flat.get(at(past))!, 0);
  return origins.size >= YEAR / 2 && difference < 0;
}

function mapped<Point extends Omit<ForecastPoint, 'day'>>(
  point: Point,
  to: (value: number) => number,
): Omit<ForecastPoint, 'day'> {
  const both = ({ low, high }: Interval): Interval => ({ low: to(low), high: to(high) });
  return {
    value: to(point.value),
    inner: both(point.inner),
    outer: point.outer === null ? null : both(point.outer),
  };
}
