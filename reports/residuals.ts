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
  /** What was taken out for the post's format, log units. */
  readonly formatEffect: number;
}

/** Rounds after which format and trend no longer take from each other what is worth mentioning. */
const ROUNDS = 3;

/**
 * Log values minus the effect of the format (median difference, pulled toward zero by n / (n + 5)) and minus the
 * 28-day centred rolling median, so that hours and tags are not credited with what reels or a good month did. The two
 * are found in turns (median polish; Tukey, "Exploratory Data Analysis", 1977, 11), so that a format that was used
 * mostly in good months is not credited with them either. Boosted posts are left out. Posts must be in day order.
 */
export function residuals(posts: readonly Post[], measure: Measure): Residual[] {
  const compared = posts.filter((post) => !post.isBoosted && measure.value(post) !== null);
  const logs = compared.map((post) => Math.log(measure.value(post)! + measure.offset));
  const all = median(logs);
  if (all === null) return [];
  const days = compared.map(({ day }) => dayNumber(day));
  const byFormat = groupBy(compared.keys(), (index) => compared[index]!.format);
  let formatEffects = logs.map(() => 0);
  let trend = logs.map(() => all);
  for (let round = 0; round < ROUNDS; round++) {
    const level = logs.map((log, index) => ({ day: days[index]!, value: log - formatEffects[index]! }));
    trend = rollingMedian(level, 14, 5).map((middle) => middle ?? all);
    const above = logs.map((log, index) => log - trend[index]!);
    const middle = median(above)!;
    const effects = new Map(
      [...byFormat].map(([format, indices]) => {
        const own = median(indices.map((index) => above[index]!))!;
        return [format, (indices.length / (indices.length + 5)) * (own - middle)];
      }),
    );
    formatEffects = compared.map(({ format }) => effects.get(format)!);
  }
  return compared.map((post, index) => {
    const formatEffect = formatEffects[index]!;
    return { post, value: logs[index]! - formatEffect - trend[index]!, formatEffect };
  });
}
