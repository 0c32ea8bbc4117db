import { weekStart } from '../calendar.js';
import { groupBy } from '../group.js';
import { detectableLift } from './detectable-lift.js';
import { gatePower } from './gate-power.js';
import { mayBeNamed, SIGNIFICANT } from './gates.js';
import { type GroupEffect, randomEffects } from './random-effects.js';

/** What a post's logarithm keeps (`residuals`), and when it was published, in local time. */
export interface TimedValue {
  readonly day: string;
  /** ISO, 1 = Monday. */
  readonly weekday: number;
  /** 0 to 23. */
  readonly hour: number;
  readonly value: number;
}

/** Four hours of the days of a week that are looked at as one. */
export interface TimeBlock extends GroupEffect {
  /** ISO weekdays: Monday to Friday, Saturday and Sunday, or one day. */
  readonly weekdays: readonly number[];
  /** 0, 4, … 20. */
  readonly fromHour: number;
  /** Different weeks that its posts come from. */
  readonly weeks: number;
}

export interface PostingTime {
  readonly n: number;
  /** p value of the global F test that all blocks are equal. */
  readonly p: number;
  /** Standard deviation of posts within blocks, log units. */
  readonly sigma: number;
  /** True when the global test finds that the blocks differ. */
  readonly isMeasurable: boolean;
  readonly blocks: readonly TimeBlock[];
  /** The highest block that passes every gate; null when none does. */
  readonly best: TimeBlock | null;
  /** Smallest lift (ratio minus one) that the block with most posts could show against the rest. */
  readonly detectable: { readonly posts: number; readonly lift: number };
  /** How often the global test would notice blocks whose true effects have a standard deviation of 15 %. */
  readonly power: number | null;
}

/** Fewer posts than this in all and the question is not asked. */
export const FEWEST_FOR_TIMING = 30;

/** Fewer posts than this and the week is not shown day by day. */
export const FEWEST_FOR_WEEKDAYS = 300;

/** The spread of true effects that the power of the test is told for. */
export const MODEST_SPREAD = 0.15;

/** ISO weekdays looked at as one. */
export const partsOfWeek: readonly (readonly number[])[] = [
  [1, 2, 3, 4, 5],
  [6, 7],
];
export const daysOfWeek: readonly (readonly number[])[] = [[1], [2], [3], [4], [5], [6], [7]];

/**
 * When posts do better: {weekday, weekend} × six blocks of four hours by `randomEffects`; the best block is the highest
 * that `mayBeNamed`. Without the global test one report in ten would find a best time in noise. Null below 30 posts
 * and when all lie in one block.
 */
export function postingTime(posts: readonly TimedValue[], { seed = 1 } = {}): PostingTime | null {
  if (posts.length < FEWEST_FOR_TIMING) return null;
  const { p, within, between, blocks } = effectsOf(posts, partsOfWeek, seed);
  if (blocks.length < 2) return null;
  const sigma = Math.sqrt(within);
  const isMeasurable = p < SIGNIFICANT && between > 0;
  const best = blocks.filter((block) => mayBeNamed(block, p)).toSorted((a, b) => b.effect - a.effect)[0];
  const sizes = blocks.map(({ n }) => n);
  const largest = Math.max(...sizes);
  return {
    n: posts.length,
    p,
    sigma,
    isMeasurable,
    blocks,
    best: isMeasurable ? (best ?? null) : null,
    detectable: {
      posts: largest,
      lift: detectableLift(largest, Math.max(1, posts.length - largest), sigma),
    },
    power: gatePower(sizes, Math.log1p(MODEST_SPREAD), sigma),
  };
}

/**
 * The same blocks day by day, 42 in all, to look at: nothing is claimed from them. Null below 300 posts, which would
 * leave each block a handful.
 */
export function postingWeek(posts: readonly TimedValue[], { seed = 1 } = {}): readonly TimeBlock[] | null {
  return posts.length < FEWEST_FOR_WEEKDAYS ? null : effectsOf(posts, daysOfWeek, seed).blocks;
}

function effectsOf(posts: readonly TimedValue[], parts: readonly (readonly number[])[], seed: number) {
  const byBlock = groupBy(posts, ({ weekday, hour }) => {
    const part = parts.findIndex((days) => days.includes(weekday));
    return `${part}:${Math.floor(hour / 4)}`;
  });
  const ordered = [...byBlock].toSorted(([a], [b]) => (a < b ? -1 : 1));
  const { groups, ...rest } = randomEffects(
    new Map(ordered.map(([block, list]) => [block, list.map(({ value }) => value)])),
    { seed },
  );
  const blocks = groups.map((group) => {
    const [part, block] = group.group.split(':').map(Number) as [number, number];
    const weeks = new Set(byBlock.get(group.group)!.map(({ day }) => weekStart(day))).size;
    return { ...group, weekdays: parts[part]!, fromHour: 4 * block, weeks };
  });
  return { ...rest, blocks };
}
