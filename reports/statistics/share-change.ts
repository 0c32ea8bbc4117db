import { studentQuantile } from './distributions.js';
import type { Interval } from './median.js';

/** What one day counted: `part` of `whole`, such as views by people who do not follow of all views. */
export interface DayShare {
  readonly part: number;
  readonly whole: number;
}

export interface ShareChange {
  /** Share in a typical week, 0 to 1. */
  readonly before: number;
  readonly now: number;
  /** `now` minus `before`: a difference of shares, in points and not in per cent. */
  readonly points: number;
  /** 95 % interval of the difference. */
  readonly interval: Interval;
}

/** Neighbouring days share the posts that people see, and a week holds every weekday once. */
const DAYS = 7;
/** The spread of fewer weeks than this is a guess. */
const FEWEST_WEEKS_OF_SHARES = 4;

/**
 * How a share differs between two stretches of days. Each seven of the known days, or nearly so (the platform lags by a day
 * or two), are one reading, the logit of its share, so that a single loud day cannot decide; the interval of the difference of
 * means is Welch's (Student t with Satterthwaite's degrees of freedom). Weeks follow each other too: each variance is multiplied
 * by 1 + 2r(k − 1)/k for k weeks, with r their first autocorrelation, corrected by the 1/k by which short series understate it
 * (Kendall 1954) and held between 0 and 1/2. Differences
 * of logits become shares around the middle of both. Days in order; null when one side has fewer than four such readings.
 */
export function shareChange(before: readonly DayShare[], now: readonly DayShare[]): ShareChange | null {
  const [a, b] = [weeklyLogits(before), weeklyLogits(now)].map(meanOf);
  if (a == null || b == null) return null;
  const variance = a.variance + b.variance;
  const df = variance ** 2 / (a.variance ** 2 / (a.weeks - 1) + b.variance ** 2 / (b.weeks - 1));
  const half = variance === 0 ? 0 : studentQuantile(0.975, df) * Math.sqrt(variance);
  const middle = (a.mean + b.mean) / 2;
  const inShares = (logits: number) => share(middle + logits / 2) - share(middle - logits / 2);
  const difference = b.mean - a.mean;
  return {
    before: share(a.mean),
    now: share(b.mean),
    points: inShares(difference),
    interval: { low: inShares(difference - half), high: inShares(difference + half) },
  };
}

function weeklyLogits(days: readonly DayShare[]): number[] {
  const counted = days.filter(({ whole }) => whole > 0);
  const length = Math.round(counted.length / DAYS);
  const start = (index: number) => Math.round((index * counted.length) / length);
  const weeks = Array.from({ length }, (_, index) => counted.slice(start(index), start(index + 1)));
  return weeks.map((week) => {
    const part = week.reduce((sum, day) => sum + day.part, 0);
    const whole = week.reduce((sum, day) => sum + day.whole, 0);
    return Math.log((part + 0.5) / (whole - part + 0.5));
  });
}

function meanOf(logits: readonly number[]) {
  const weeks = logits.length;
  if (weeks < FEWEST_WEEKS_OF_SHARES) return null;
  const mean = logits.reduce((sum, logit) => sum + logit, 0) / weeks;
  const off = logits.map((logit) => logit - mean);
  const squares = off.reduce((sum, each) => sum + each ** 2, 0);
  const products = off.slice(1).reduce((sum, each, index) => sum + each * off[index]!, 0);
  const follows = squares === 0 ? 0 : Math.min(0.5, Math.max(0, products / squares + 1 / weeks));
  const inflation = 1 + (2 * follows * (weeks - 1)) / weeks;
  return { weeks, mean, variance: (squares / (weeks - 1) / weeks) * inflation };
}

function share(logit: number): number {
  return 1 / (1 + Math.exp(-logit));
}
