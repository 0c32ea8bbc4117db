import { dayNumber } from './calendar.js';
import { groupBy } from './group.js';
import type { Measure } from './measure.js';
import type { Post } from './post.js';
import { median } from './statistics/median.js';
import { rollingMedian } from './statistics/rolling-median.js';

/** A post and what its logarithm keeps once format and trend are taken out. */
export interface Residual {
  readonly post: Post;
  readonly value: number;
}

/**
 * Log values minus the effect of the format (median difference, pulled toward zero by n / (n + 5)) and minus the
 * 28-day centred rolling median, so that hours and tags are not credited with what reels or a good month did. Boosted
 * posts are left out. Posts must be in day order.
 */
export function residuals(posts: readonly Post[], measure: Measure): Residual[] {
  const compared = posts.filter((post) => !post.isBoosted && measure.value(post) !== null);
  const logs = compared.map((post) => Math.log(measure.value(post)! + measure.offset));
  const all = median(logs);
  if (all === null) return [];
  const byFormat = groupBy(compared.keys(), (index) => compared[index]!.format);
  const formatEffect = new Map(
    [...byFormat].map(([format, indices]) => {
      const n = indices.length;
      return [format, (n / (n + 5)) * (median(indices.map((index) => logs[index]!))! - all)];
    }),
  );
  const level = logs.map((log, index) => log - formatEffect.get(compared[index]!.format)!);
  const trend = rollingMedian(
    level.map((value, index) => ({ day: dayNumber(compared[index]!.day), value })),
    14,
    5,
  );
  return compared.map((post, index) => ({ post, value: level[index]! - (trend[index] ?? all) }));
}
