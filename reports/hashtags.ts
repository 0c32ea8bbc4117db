import { cleanText } from './html.js';
import type { Residual } from './residuals.js';
import { type Topics, topicEffects } from './statistics/topics.js';

/** Distinct hashtags of a caption, lower case, without the sign, at most 40 characters each. */
export function hashtagsOf(caption: string | null): string[] {
  const found = cleanText(caption ?? '').matchAll(/[#＃]([\p{L}\p{M}\p{N}_]{1,40})(?![\p{L}\p{M}\p{N}_])/gu);
  const tags = [...found].map((match) => match[1]!.normalize('NFC').toLowerCase());
  return [...new Set(tags)].filter((tag) => !/^\d+$/.test(tag));
}

/** How posts with a hashtag differ from comparable ones without it. */
export function tagEffects(left: readonly Residual[]): Topics {
  const known = asked.get(left);
  if (known !== undefined) return known;
  const posts = left.map(({ post, value }) => ({ tags: hashtagsOf(post.caption), day: post.day, value }));
  const effects = topicEffects(posts);
  asked.set(left, effects);
  return effects;
}

/** Several sections ask for the same posts, and the answer takes thousands of draws. */
const asked = new WeakMap<readonly Residual[], Topics>();
