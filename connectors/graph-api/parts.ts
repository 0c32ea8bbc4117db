import { comments } from './comments.js';
import { competitors } from './competitors.js';
import { demographics } from './demographics.js';
import { hashtags } from './hashtags.js';
import type { Context, Part } from './part.js';
import { posts } from './posts.js';
import { accountInsights } from './read-account-insights.js';
import { stories } from './stories.js';
import { tags } from './tags.js';

/**
 * Everything that can be read of an account, in the order in which it is read: what vanishes soonest first, what others
 * publish last.
 */
export const parts: readonly Part[] = [
  stories,
  accountInsights,
  posts,
  demographics,
  comments,
  tags,
  competitors,
  hashtags,
];

/** The parts that a read takes. `isFirst`: whether it is for the connection's first account. */
export function partsOf({ settings, window, light }: Context, isFirst: boolean): readonly Part[] {
  return parts.filter(
    (part) =>
      part.isWanted(settings) &&
      (!part.once || isFirst) &&
      (!window || part.past) &&
      (!light || part.vanishing),
  );
}
