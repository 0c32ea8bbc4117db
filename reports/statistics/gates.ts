import { FEWEST_FOR_INTERVAL } from './typical.js';

/** A global test below this p lets single groups be looked at. */
export const SIGNIFICANT = 0.05;

/** A change or effect (ratio minus one) is put into words only when it is at least this large. */
export const SMALLEST_CHANGE = 0.05;

/** What is named lies above the median option with at least this probability. */
export const SURE = 0.9;

/** The posts of what is named come from at least this many different weeks. */
export const FEWEST_WEEKS = 4;

/** One of several options, such as a format or a block of hours. */
export interface Option {
  readonly n: number;
  /** Different weeks that its posts come from. */
  readonly weeks: number;
  /** Shrunken difference from the average post, log units. */
  readonly effect: number;
  readonly probabilityAboveMedian: number;
}

/**
 * Whether an option may be called better than the others: the global test of all options has p < 0.05, this one beats the
 * median option with probability 0.9 or more and the average post by 5 % or more, in at least 5 posts of at least 4
 * weeks. To ask for an interval above zero besides would keep silent about every third effect that is there
 * (`bench -- worlds`).
 */
export function mayBeNamed(option: Option, p: number): boolean {
  return (
    p < SIGNIFICANT &&
    option.probabilityAboveMedian >= SURE &&
    Math.expm1(option.effect) >= SMALLEST_CHANGE &&
    option.n >= FEWEST_FOR_INTERVAL &&
    option.weeks >= FEWEST_WEEKS
  );
}
