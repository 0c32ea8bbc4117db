import type { Format } from './format.js';
import { type Measure, valuesOf } from './measure.js';
import type { Post } from './post.js';
import { SMALLEST_CHANGE } from './statistics/gates.js';
import { shift } from './statistics/shift.js';
import { FEWEST_FOR_INTERVAL, type Typical, typical } from './statistics/typical.js';

/** How a measure of this period's posts stands against the period before. Relative values are ratios minus one. */
export interface Comparison {
  /** `age unknown`: files that do not say when they were made may have counted some of the posts young. */
  readonly verdict: 'rose' | 'fell' | 'unclear' | 'too few' | 'age unknown';
  readonly now: Typical;
  readonly before: Typical;
  readonly relative: number | null;
  readonly low: number | null;
  readonly high: number | null;
  /** Set when the change is the one within formats: what all formats together did instead. */
  readonly crude?: number;
}

/**
 * Compares posts by the Hodges–Lehmann shift on logarithms. "Rose" and "fell" need at least 5 posts on both sides, a
 * 95 % interval without zero and a change of at least 5 %. Nothing is said where the age of a compared value is not known.
 */
export function compare(measure: Measure, now: readonly Post[], before: readonly Post[]): Comparison {
  const [after, earlier] = [valuesOf(measure, now), valuesOf(measure, before)];
  const result = { now: typical(after, measure.offset), before: typical(earlier, measure.offset) };
  const none = { ...result, relative: null, low: null, high: null };
  const isUncertain = (post: Post) => !post.isAgeKnown && measure.value(post) !== null;
  if (now.some(isUncertain) || before.some(isUncertain)) return { ...none, verdict: 'age unknown' };
  if (Math.min(after.length, earlier.length) < FEWEST_FOR_INTERVAL) return { ...none, verdict: 'too few' };
  const log = (value: number) => Math.log(value + measure.offset);
  const moved = shift(after.map(log), earlier.map(log));
  if (moved === null) return { ...none, verdict: 'too few' };
  const [relative, low, high] = [moved.estimate, moved.low, moved.high].map(Math.expm1) as [
    number,
    number,
    number,
  ];
  return { ...result, relative, low, high, verdict: verdictOf({ relative, low, high }) };
}

/** A change is clear when its interval excludes zero and it is at least 5 %. */
export function verdictOf(change: {
  readonly relative: number;
  readonly low: number;
  readonly high: number;
}): 'rose' | 'fell' | 'unclear' {
  const { relative, low, high } = change;
  const isClear = (low > 0 || high < 0) && Math.abs(relative) >= SMALLEST_CHANGE;
  return isClear ? (relative > 0 ? 'rose' : 'fell') : 'unclear';
}

/** Whether anything is said about a change, be it that none is clear. */
export function isTold({ verdict }: Comparison): boolean {
  return verdict !== 'too few' && verdict !== 'age unknown';
}

/** The finding in one sentence; the same words wherever it is told. */
export function comparisonSentence(measure: Measure, comparison: Comparison, format: Format): string {
  const { verdict, relative, low, high, crude } = comparison;
  const { comparison: words } = format.words;
  const { name } = measure;
  const [now, before] = [comparison.now.n, comparison.before.n];
  if (verdict === 'too few') return words.tooFew({ name, now, before });
  if (verdict === 'age unknown') return words.ageUnknown(name);
  const range = format.words.range(format.relative(low!), format.relative(high!));
  const change = relative!;
  if (crude !== undefined) {
    return verdict === 'unclear'
      ? words.unclearWithin({ name, range, now, before, crude })
      : words.clearWithin({ name, verdict, change, range, now, before, crude });
  }
  if (verdict === 'unclear') return words.unclear({ name, range });
  const value = measure.text(comparison.now.median!, format);
  return words.clear({ name, verdict, change, range, value, now, before });
}
