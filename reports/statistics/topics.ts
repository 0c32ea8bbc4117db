import { weekStart } from '../calendar.js';
import { normalProbability } from './distributions.js';
import { falseDiscovery } from './false-discovery.js';
import { FEWEST_WEEKS, SIGNIFICANT, SMALLEST_CHANGE, SURE } from './gates.js';
import { memberEffects } from './ridge.js';

/** What a post's logarithm keeps (`residuals`), and the tags it carries, each once. */
export interface TaggedValue {
  readonly tags: readonly string[];
  readonly day: string;
  readonly value: number;
}

/** How posts with a tag differ from comparable ones without it; log units, shrunken. */
export interface TopicEffect {
  readonly tag: string;
  /** Tags that nearly always come with it and stand for the same posts; by falling number of posts. */
  readonly others: readonly string[];
  readonly n: number;
  readonly effect: number;
  /** 95 %. */
  readonly low: number;
  readonly high: number;
  /** Benjamini–Hochberg q of the difference before shrinking and without regard to other tags. */
  readonly q: number;
  /** True when the tag passes every gate. */
  readonly stands: boolean;
}

export interface Topics {
  /** Posts that were looked at. */
  readonly n: number;
  /** p value of the global test that no tag has an effect. */
  readonly p: number;
  /** Standard deviation of posts with the same tags, log units. */
  readonly sigma: number;
  /** Tags in at least `fewest` posts, the most used 80; by falling number of posts. */
  readonly effects: readonly TopicEffect[];
}

/** Fewest posts with a tag, and without it. */
export const FEWEST_PER_TAG = 8;

/** More tags than this would only be told apart by chance. */
const MOST_TAGS = 80;

/**
 * Tags in at least `fewest` posts, those that share more than 80 % of their posts (Jaccard 1912) merged into one set,
 * by `memberEffects`. A tag stands out only if the global test has p < 0.05, its interval excludes zero, q is at most
 * 0.10, the effect is at least 5 %, it lies above (or below) the median tag with probability 0.9 or more, and its posts
 * come from at least 4 weeks.
 */
export function topicEffects(
  posts: readonly TaggedValue[],
  { fewest = FEWEST_PER_TAG, seed = 1 } = {},
): Topics {
  const n = posts.length;
  const sets = n < 2 * fewest ? [] : tagSets(posts, fewest);
  const groups = posts.map((): number[] => []);
  sets.forEach(({ carriers }, set) => {
    for (const post of carriers) groups[post]!.push(set);
  });
  if (sets.length === 0) return { n, p: 1, sigma: Number.NaN, effects: [] };
  const values = posts.map(({ value }) => value);
  const { p, within, between, effects } = memberEffects({ values, groups, count: sets.length }, { seed });
  const q = falseDiscovery(sets.map(({ carriers }) => differenceP(values, carriers)));
  return {
    n,
    p,
    sigma: Math.sqrt(within),
    effects: sets.map(({ tags, carriers }, set) => {
      const { effect, interval, probabilityAboveMedian } = effects[set]!;
      const weeks = new Set([...carriers].map((post) => weekStart(posts[post]!.day))).size;
      const isSure =
        Math.max(probabilityAboveMedian, 1 - probabilityAboveMedian) >= SURE || sets.length === 1;
      const stands =
        p < SIGNIFICANT &&
        between > 0 &&
        (interval.low > 0 || interval.high < 0) &&
        q[set]! <= 0.1 &&
        Math.abs(Math.expm1(effect)) >= SMALLEST_CHANGE &&
        isSure &&
        weeks >= FEWEST_WEEKS;
      const [tag, ...others] = tags as [string, ...string[]];
      return { tag, others, n: carriers.size, effect, ...interval, q: q[set]!, stands };
    }),
  };
}

interface TagSet {
  readonly tags: string[];
  /** Indices of the posts with any of the tags. */
  readonly carriers: Set<number>;
}

function tagSets(posts: readonly TaggedValue[], fewest: number): TagSet[] {
  const carriers = new Map<string, Set<number>>();
  posts.forEach(({ tags }, post) => {
    for (const tag of tags) {
      const known = carriers.get(tag);
      if (known === undefined) carriers.set(tag, new Set([post]));
      else known.add(post);
    }
  });
  const frequent = [...carriers]
    .filter(([, own]) => own.size >= fewest)
    .toSorted(([a, x], [b, y]) => y.size - x.size || (a < b ? -1 : 1));
  const sets: (TagSet & { readonly leader: ReadonlySet<number> })[] = [];
  for (const [tag, own] of frequent) {
    const like = sets.find(({ leader }) => jaccard(own, leader) > 0.8);
    if (like === undefined) sets.push({ tags: [tag], leader: own, carriers: new Set(own) });
    else {
      like.tags.push(tag);
      for (const post of own) like.carriers.add(post);
    }
  }
  // A tag in nearly every post has nothing to be compared with.
  return sets.filter((set) => posts.length - set.carriers.size >= fewest).slice(0, MOST_TAGS);
}

function jaccard(a: ReadonlySet<number>, b: ReadonlySet<number>): number {
  if (Math.min(a.size, b.size) <= 0.8 * Math.max(a.size, b.size)) return 0; // cannot share more than that
  let shared = 0;
  for (const item of a) if (b.has(item)) shared++;
  return shared / (a.size + b.size - shared);
}

/** Two-sided normal p of the mean of some values against that of the others. */
function differenceP(values: readonly number[], carriers: ReadonlySet<number>): number {
  const n = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1);
  const own = [...carriers].reduce((sum, post) => sum + values[post]!, 0) / carriers.size;
  // Posts with the tag are part of the average they are compared with.
  const error = Math.sqrt((variance / carriers.size) * (1 - carriers.size / n));
  return error === 0 ? 1 : 2 * (1 - normalProbability(Math.abs(own - mean) / error));
}
