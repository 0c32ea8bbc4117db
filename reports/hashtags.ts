import { cleanText } from './html.js';
import type { Residual } from './residuals.js';
import { normalProbability, normalQuantile } from './statistics/distributions.js';
import { falseDiscovery } from './statistics/false-discovery.js';

/** Distinct hashtags of a caption, lower case, without the sign, at most 40 characters each. */
export function hashtagsOf(caption: string | null): string[] {
  const found = cleanText(caption ?? '').matchAll(/[#＃]([\p{L}\p{M}\p{N}_]{1,40})(?![\p{L}\p{M}\p{N}_])/gu);
  const tags = [...found].map((match) => match[1]!.normalize('NFC').toLowerCase());
  return [...new Set(tags)].filter((tag) => !/^\d+$/.test(tag));
}

/** How posts with a tag differ from the average post; log units, shrunken. */
export interface TagEffect {
  readonly tag: string;
  readonly n: number;
  readonly effect: number;
  readonly low: number;
  readonly high: number;
  /** Benjamini–Hochberg q of the unshrunken difference. */
  readonly q: number;
  /** True when the shrunken interval excludes zero and q is at most 0.10. */
  readonly stands: boolean;
}

/**
 * Tags in at least `fewest` posts. Effect and interval are those of random effects with moments over the tags
 * (τ² = max(0, mean of (d² − s²/n)), B = τ² / (τ² + s²/n)); tags overlap in posts, which this first version ignores
 * except through q. Tags that share more than 80 % of their posts (Jaccard) count once, under the more frequent one.
 */
export function tagEffects(left: readonly Residual[], fewest: number): TagEffect[] {
  if (left.length < 2 * fewest) return [];
  const mean = left.reduce((sum, { value }) => sum + value, 0) / left.length;
  const variance = left.reduce((sum, { value }) => sum + (value - mean) ** 2, 0) / (left.length - 1);
  const carriers = new Map<string, Set<number>>();
  left.forEach(({ post }, index) => {
    for (const tag of hashtagsOf(post.caption))
      carriers.set(tag, (carriers.get(tag) ?? new Set()).add(index));
  });
  const frequent = [...carriers]
    // A tag in nearly every post has nothing to be compared with.
    .filter(([, set]) => set.size >= fewest && left.length - set.size >= fewest)
    .toSorted(([a, x], [b, y]) => y.size - x.size || (a < b ? -1 : 1))
    .slice(0, 200);
  const distinct: [string, Set<number>][] = [];
  for (const [tag, set] of frequent) {
    if (!distinct.some(([, other]) => jaccard(set, other) > 0.8)) distinct.push([tag, set]);
  }
  if (distinct.length === 0 || variance === 0) return [];
  const raw = distinct.map(([tag, set]) => {
    const difference = [...set].reduce((sum, index) => sum + left[index]!.value, 0) / set.size - mean;
    // Posts with the tag are part of the average they are compared with.
    const noise = (variance / set.size) * (1 - set.size / left.length);
    return { tag, n: set.size, difference, noise };
  });
  const between = Math.max(
    0,
    raw.reduce((sum, { difference, noise }) => sum + difference ** 2 - noise, 0) / raw.length,
  );
  const q = falseDiscovery(
    raw.map(({ difference, noise }) => 2 * (1 - normalProbability(Math.abs(difference) / Math.sqrt(noise)))),
  );
  const z = normalQuantile(0.975);
  return raw.map(({ tag, n, difference, noise }, index) => {
    const weight = between / (between + noise);
    const effect = weight * difference;
    const half = z * Math.sqrt(weight * noise);
    const [low, high] = [effect - half, effect + half];
    const stands = (low > 0 || high < 0) && q[index]! <= 0.1 && Math.abs(Math.expm1(effect)) >= 0.05;
    return { tag, n, effect, low, high, q: q[index]!, stands };
  });
}

function jaccard(a: ReadonlySet<number>, b: ReadonlySet<number>): number {
  const shared = [...a].filter((item) => b.has(item)).length;
  return shared / (a.size + b.size - shared);
}
