import { productOf } from './graph/media-metrics.js';
import { type Comment, mentionsIn } from './world/comments.js';
import { dayMs } from './world/days.js';
import { isVisible, type Post } from './world/post.js';
import type { Account, World } from './world/world.js';

export const webhookFields = ['story_insights', 'comments', 'mentions'] as const;

export type WebhookField = (typeof webhookFields)[number];

/** Something that happened to an owned account. */
export interface WebhookEvent {
  readonly accountId: string;
  readonly at: Date;
  readonly field: WebhookField;
  readonly value: object;
}

/** What happened after `since` and up to `until`, oldest first. */
export function webhookEvents(world: World, since: Date, until: Date): WebhookEvent[] {
  const within = (at: Date) => at > since && at <= until;
  const owned = world.accounts.filter(({ profile }) => profile.owned);
  const events = world.accounts.flatMap((account) => {
    const posts = world.published(account.id, until);
    if (!account.profile.owned) return posts.flatMap((post) => mentionsOf(world, owned, post, since, until));
    return posts.flatMap((post): WebhookEvent[] => {
      const expiry = new Date(post.postedAt.getTime() + dayMs);
      if (post.format === 'STORY')
        return within(expiry) && isVisible(post, expiry) ? [storyExpired(world, account, post, expiry)] : [];
      return newComments(world, post, since, until).map((comment) => commented(account, post, comment));
    });
  });
  return events.filter(({ at }) => within(at)).sort((a, b) => a.at.getTime() - b.at.getTime());
}

/** Asks the counter first, which is cheaper than the comments. */
function newComments(world: World, post: Post, since: Date, until: Date): Comment[] {
  if (!isVisible(post, until)) return [];
  const known = post.postedAt <= since ? world.counters(post.id, since).comments : 0;
  if (world.counters(post.id, until).comments === known) return [];
  return world.comments(post.id, until).slice(known);
}

/** Under the names from before 2025, which the platform's own sample still shows. */
function storyExpired(world: World, account: Account, post: Post, at: Date): WebhookEvent {
  const { views, reach, navigation, replies } = world.counters(post.id, at);
  return {
    accountId: account.id,
    at,
    field: 'story_insights',
    value: {
      media_id: post.id,
      impressions: views,
      reach,
      taps_forward: navigation.tap_forward ?? 0,
      taps_back: navigation.tap_back ?? 0,
      exits: navigation.tap_exit ?? 0,
      replies,
    },
  };
}

const commented = (account: Account, post: Post, comment: Comment): WebhookEvent => ({
  accountId: account.id,
  at: comment.writtenAt,
  field: 'comments',
  value: {
    id: comment.id,
    text: comment.text,
    from: { id: comment.authorId, username: comment.username },
    ...(comment.parentId !== null && { parent_id: comment.parentId }),
    media: { id: post.id, media_product_type: productOf[post.format] },
  },
});

function mentionsOf(
  world: World,
  owned: readonly Account[],
  post: Post,
  since: Date,
  until: Date,
): WebhookEvent[] {
  if (post.format === 'STORY') return [];
  const named = world.mentionIn(post.id, until);
  const inCaption = named
    ? [{ accountId: named.id, at: post.postedAt, field: 'mentions' as const, value: { media_id: post.id } }]
    : [];
  const inComments = newComments(world, post, since, until).flatMap((comment) =>
    owned
      .filter(({ profile }) => mentionsIn(comment, profile.username))
      .map(({ id }) => ({
        accountId: id,
        at: comment.writtenAt,
        field: 'mentions' as const,
        value: { media_id: post.id, comment_id: comment.id },
      })),
  );
  return [...inCaption, ...inComments];
}
