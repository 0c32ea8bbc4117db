import { groupBy } from './group.js';
import type { PostFormat } from './post.js';
import type { Residual } from './residuals.js';
import { mayBeNamed } from './statistics/gates.js';
import { type GroupEffect, randomEffects } from './statistics/random-effects.js';
import { postsByWeek } from './weeks.js';

export interface FormatEffect extends GroupEffect {
  readonly format: PostFormat;
  /** Whether it may be called better than the others. */
  readonly stands: boolean;
}

/** Formats against the average post, shrunken, after the trend alone is taken out, which is all that they do not stand for themselves. */
export function formatEffects(left: readonly Residual[]): FormatEffect[] {
  const byFormat = groupBy(
    left.filter(({ post }) => post.format !== 'unknown'),
    ({ post }) => post.format,
  );
  const { p, groups } = randomEffects(
    new Map([...byFormat].map(([format, own]) => [format, own.map((one) => one.value + one.formatEffect)])),
  );
  return groups.map((option) => {
    const format = option.group as PostFormat;
    const weeks = postsByWeek(byFormat.get(format)!.map(({ post }) => post)).size;
    return { ...option, format, stands: mayBeNamed({ ...option, weeks }, p) };
  });
}
