import type { Format } from './format.js';
import type { Post } from './post.js';
import { median } from './statistics/median.js';

/** Rates over fewer people reached than this say nothing. */
export const FEWEST_REACHED = 50;

/** One way to measure a post at equal age. */
export interface Measure {
  readonly id: string;
  /** Lower case, for use inside a sentence: `reach per post`. */
  readonly name: string;
  /** What is divided by what, in words. */
  readonly definition: string;
  /** What the unrounded value counts: `share` (from 0 to 1), `accounts`, `interactions`, `likes`, … */
  readonly unit: string;
  /** Null when the post has no such value or may not be compared. */
  value(post: Post): number | null;
  /** Added before logarithms so that zeros have one. */
  readonly offset: number;
  text(value: number, format: Format): string;
}

/** The measures of one report. All look at posts of one age basis, so that no old post is set against a young one. */
export interface Measures {
  /** Engagement rate by reach, or interactions per post where the source has no reach. */
  readonly headline: Measure;
  /** Reach per post; null when the source has none. */
  readonly reach: Measure | null;
  /** The counters inside the headline: per reach when there is reach, else per post. */
  readonly components: readonly Measure[];
  /** The counters inside interactions, such as `likes+comments`; null without any interaction count. */
  readonly parts: string | null;
  readonly ageBasis: 'fixed' | 'lifetime';
  /** How old the compared values are, in words. */
  readonly age: string;
}

const counters = ['likes', 'comments', 'saves', 'shares'] as const;
type Counter = (typeof counters)[number];

/**
 * Chooses what this account can be measured by. The age basis and the set of counters are those most posts of the
 * period have (of all posts when the period has none); reach is used when most of these posts have it.
 */
export function chooseMeasures(inPeriod: readonly Post[], all: readonly Post[]): Measures {
  const mature = (posts: readonly Post[]) => posts.filter((post) => post.ageBasis !== null);
  const sample = mature(inPeriod).length > 0 ? mature(inPeriod) : mature(all);
  const ageBasis = mostCommon(sample.map((post) => post.ageBasis)) ?? 'fixed';
  const sameAge = sample.filter((post) => post.ageBasis === ageBasis);
  const parts = mostCommon(sameAge.map((post) => post.parts));
  const withReach = sameAge.filter((post) => isReached(post));
  const hasReach = sameAge.length > 0 && withReach.length >= sameAge.length / 2;
  const names: readonly Counter[] = counters.filter((counter) => parts?.split('+').includes(counter));
  const sum = names.join(' + ') || 'interactions';
  const isComparable = (post: Post) => post.ageBasis === ageBasis;
  const isSum = (post: Post) => isComparable(post) && post.parts === parts;

  const reach = count('reach', 'reach per post', 'accounts that saw the post at least once', (post) =>
    isComparable(post) ? post.reach : null,
  );
  const halfInteraction = 0.5 / (median(withReach.map((post) => post.reach!)) ?? 1);
  const perReach = (id: string, name: string, definition: string, value: (post: Post) => number | null) =>
    rate(id, name, definition, halfInteraction, (post) => {
      const amount = value(post);
      return amount !== null && isReached(post) ? amount / post.reach! : null;
    });
  const headline = hasReach
    ? perReach('engagement_rate_by_reach', 'engagement rate', `(${sum}) / reach`, (post) =>
        isSum(post) ? post.interactions : null,
      )
    : count('interactions', 'interactions per post', sum, (post) => (isSum(post) ? post.interactions : null));
  const components = names.map((counter) => {
    const value = (post: Post) => (isComparable(post) ? post[counter] : null);
    return hasReach
      ? perReach(
          `${singular(counter)}_rate_by_reach`,
          `${singular(counter)} rate`,
          `${counter} / reach`,
          value,
        )
      : count(counter, `${counter} per post`, counter, value);
  });
  return {
    headline,
    reach: hasReach ? reach : null,
    components,
    parts,
    ageBasis,
    age:
      ageBasis === 'fixed' ? '7 days after publishing' : 'lifetime, seen at least 28 days after publishing',
  };
}

/** The values of the posts that have one. */
export function valuesOf(measure: Measure, posts: readonly Post[]): number[] {
  return posts.map((post) => measure.value(post)).filter((value) => value !== null);
}

/** Sentence case of a measure's name. */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function isReached(post: Post): boolean {
  return post.reach !== null && post.reach >= FEWEST_REACHED;
}

function singular(counter: Counter): string {
  return counter.slice(0, -1);
}

function count(id: string, name: string, definition: string, value: (post: Post) => number | null): Measure {
  return {
    id,
    name,
    definition,
    unit: id === 'reach' ? 'accounts' : id,
    value,
    offset: 0.5,
    text: (amount, format) => format.count(amount),
  };
}

function rate(
  id: string,
  name: string,
  definition: string,
  offset: number,
  value: (post: Post) => number | null,
): Measure {
  return {
    id,
    name,
    definition,
    unit: 'share',
    value,
    offset,
    text: (amount, format) => format.rate(amount),
  };
}

function mostCommon<Value extends string>(values: readonly (Value | null)[]): Value | null {
  const tally = new Map<Value, number>();
  for (const value of values) if (value !== null) tally.set(value, (tally.get(value) ?? 0) + 1);
  const [best] = [...tally].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1));
  return best?.[0] ?? null;
}
