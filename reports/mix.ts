import { weekStart } from './calendar.js';
import { type Comparison, compare, verdictOf } from './compare.js';
import { type Measures, valuesOf } from './measure.js';
import type { Days } from './period.js';
import { formats, type Post } from './post.js';
import { SMALLEST_CHANGE } from './statistics/gates.js';
import {
  isReversed,
  type MixSplit,
  type RatePart,
  splitRateChange,
  standardisedRate,
  standardisedShift,
} from './statistics/mix.js';
import { type Study, within } from './study.js';

type Compared = Pick<Study, 'measures' | 'posts' | 'year'> & {
  readonly period: Days & { readonly comparison: Days };
};

/** What the mix of formats did to the pooled rate: interactions per reach, or per post without reach. */
export interface FormatMix {
  readonly split: MixSplit;
  /** The rate at the format mix of the last 12 months; null where too little of that mix was posted. */
  readonly standardised: { readonly before: number | null; readonly after: number | null };
}

/** Takes the change since the comparison period apart; null when a side has no posts, or all are of one format. */
export function formatMix(study: Compared): FormatMix | null {
  const { before, now, standard } = sides(study);
  if (new Set([...before, ...now].map(({ format }) => format)).size < 2) return null;
  const parts = (posts: readonly Post[]) => rateParts(posts, study.measures);
  const split = splitRateChange(parts(before), parts(now));
  if (split === null) return null;
  const rate = (posts: readonly Post[]) => standardisedRate(parts(posts), parts(standard)).rate;
  return { split, standardised: { before: rate(before), after: rate(now) } };
}

/**
 * The headline measure against the comparison period. Where all posts together go one way and posts within their format,
 * at the mix of the last 12 months, the other, each by 5 % or more (Simpson's paradox), the change is the second.
 */
export function compareHeadline(study: Compared): Comparison {
  const { headline } = study.measures;
  const { before, now, standard } = sides(study);
  const crude = compare(headline, now, before);
  const logs = (posts: readonly Post[]) =>
    valuesOf(headline, posts).map((value) => Math.log(value + headline.offset));
  const constant = standardisedShift(
    formats.map((format) => {
      const [own, earlier, later] = [standard, before, now].map((posts) =>
        logs(posts.filter((post) => post.format === format)),
      ) as [number[], number[], number[]];
      return { weight: own.length, before: earlier, after: later };
    }),
  );
  if (crude.relative === null || constant === null) return crude;
  const smallest = Math.log1p(SMALLEST_CHANGE);
  if (!isReversed(Math.log1p(crude.relative), constant.estimate, smallest)) return crude;
  const change = {
    relative: Math.expm1(constant.estimate),
    low: Math.expm1(constant.low),
    high: Math.expm1(constant.high),
  };
  return { ...crude, ...change, verdict: verdictOf(change), crude: crude.relative };
}

function sides({ measures, posts, year, period }: Compared) {
  const compared = posts.filter((post) => measures.headline.value(post) !== null);
  return {
    before: within(compared, period.comparison),
    now: within(compared, period),
    standard: within(compared, year),
  };
}

/** Interactions among people reached; where reach is unknown every post counts the same. */
function rateParts(posts: readonly Post[], { reach }: Measures): RatePart[] {
  return posts.map((post) => ({
    stratum: post.format,
    week: weekStart(post.day),
    amount: post.interactions ?? 0,
    base: reach === null ? 1 : post.reach!,
  }));
}
