import type { Format } from './format.js';
import type { Words } from './language/index.js';
import type { Post } from './post.js';
import { median } from './statistics/median.js';

/** Rates over fewer people reached than this say nothing. */
export const FEWEST_REACHED = 50;

/** One way to measure a post at equal age. */
export interface Measure {
  readonly id: string;
  /** For use inside a sentence, so without a capital where the language needs none: `reach per post`. */
  readonly name: string;
  /** What is divided by what, in words. */
  readonly definition: string;
  /** What the unrounded value counts: `share` (from 0 to 1), `accounts`, `interactions`, `likes`, … */
  readonly unit: string;
  /** Null when the post has no such value or may not be compared. */
  value(post: Post): number | null;
  /** Added before logarithms so that zeros have one. */
  readonly offset: number;
  /** Ticks of an axis share the unit of the largest. */
  text(value: number, format: Format, largest?: number): string;
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
export function chooseMeasures(inPeriod: readonly Post[], all: readonly Post[], words: Words): Measures {
  const { measures: called, ages } = words;
  const mature = (posts: readonly Post[]) => posts.filter((post) => post.ageBasis !== null);
  const sample = mature(inPeriod).length > 0 ? mature(inPeriod) : mature(all);
  const ageBasis = mostCommon(sample.map((post) => post.ageBasis)) ?? 'fixed';
  const sameAge = sample.filter((post) => post.ageBasis === ageBasis);
  const parts = mostCommon(sameAge.map((post) => post.parts));
  const withReach = sameAge.filter((post) => isReached(post));
  const hasReach = sameAge.length > 0 && withReach.length >= sameAge.length / 2;
  const names: readonly Counter[] = counters.filter((counter) => parts?.split('+').includes(counter));
  const sum = sumText(names.join('+'), words);
  const isComparable = (post: Post) => post.ageBasis === ageBasis;
  const isSum = (post: Post) => isComparable(post) && post.parts === parts;

  const reach = count('reach', called.reach, (post) => (isComparable(post) ? post.reach : null));
  const halfInteraction = 0.5 / (median(withReach.map((post) => post.reach!)) ?? 1);
  const perReach = (id: string, name: Called, value: (post: Post) => number | null) =>
    rate(id, name, halfInteraction, (post) => {
      const amount = value(post);
      return amount !== null && isReached(post) ? amount / post.reach! : null;
    });
  const headline = hasReach
    ? perReach('engagement_rate_by_reach', called.rate(sum), (post) =>
        isSum(post) ? post.interactions : null,
      )
    : count('interactions', called.perPost(sum), (post) => (isSum(post) ? post.interactions : null));
  const components = names.map((counter) => {
    const value = (post: Post) => (isComparable(post) ? post[counter] : null);
    const { name, rate: rateName, perPost } = called.counters[counter];
    return hasReach
      ? perReach(
          `${singular(counter)}_rate_by_reach`,
          { name: rateName, definition: called.perReach(name) },
          value,
        )
      : count(counter, { name: perPost, definition: name }, value);
  });
  return {
    headline,
    reach: hasReach ? reach : null,
    components,
    parts,
    ageBasis,
    age: ages[ageBasis],
  };
}

/** How values of a measure are written in a report's language; see {@link Measure.text}. */
export function textIn(measure: Measure, format: Format): (value: number, largest?: number) => string {
  return (value, largest) => measure.text(value, format, largest);
}

/** The values of the posts that have one. */
export function valuesOf(measure: Measure, posts: readonly Post[]): number[] {
  return posts.map((post) => measure.value(post)).filter((value) => value !== null);
}

/** The counters inside interactions as the language calls them: `likes + comments`. */
export function sumText(parts: string | null, { measures: called }: Words): string {
  const names = (parts ?? '').split('+').filter((part) => part !== '');
  const nameOf = (part: string) => called.counters[part as Counter]?.name ?? part;
  return names.map(nameOf).join(' + ') || called.interactions;
}

function isReached(post: Post): boolean {
  return post.reach !== null && post.reach >= FEWEST_REACHED;
}

function singular(counter: Counter): string {
  return counter.slice(0, -1);
}

type Called = Pick<Measure, 'name' | 'definition'>;

function count(id: string, words: Called, value: (post: Post) => number | null): Measure {
  return {
    id,
    ...words,
    unit: id === 'reach' ? 'accounts' : id,
    value,
    offset: 0.5,
    text: (amount, format) => format.count(amount),
  };
}

function rate(id: string, words: Called, offset: number, value: (post: Post) => number | null): Measure {
  return {
    id,
    ...words,
    unit: 'share',
    value,
    offset,
    text: (amount, format, largest) => format.rate(amount, largest),
  };
}

function mostCommon<Value extends string>(values: readonly (Value | null)[]): Value | null {
  const tally = new Map<Value, number>();
  for (const value of values) if (value !== null) tally.set(value, (tally.get(value) ?? 0) + 1);
  const [best] = [...tally].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1));
  return best?.[0] ?? null;
}
