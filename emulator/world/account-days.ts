import { type Counters, countersOf } from './counters.js';
import { dayMs, dayOf, dayStart, hourMs, platformZone } from './days.js';
import type { Followers } from './followers.js';
import type { Post } from './post.js';
import { drawsFor } from './random.js';

/** Where on the platform something was seen. Spelt as in the breakdown of account insights. */
export type Surface = 'POST' | 'CAROUSEL_CONTAINER' | 'REEL' | 'STORY' | 'AD';

/** Numbers of one account on one platform day (midnight to midnight US Pacific). */
export interface AccountDay {
  /** People, by surface; they add up to the day's reach. Reach of several days does not add up. */
  readonly reach: Readonly<Record<Surface, number>>;
  readonly views: Readonly<Record<Surface, number>>;
  readonly likes: Readonly<Record<Surface, number>>;
  readonly comments: Readonly<Record<Surface, number>>;
  readonly saves: Readonly<Record<Surface, number>>;
  readonly shares: Readonly<Record<Surface, number>>;
  readonly reposts: number;
  readonly replies: number;
  readonly accountsEngaged: number;
  readonly profileLinkTaps: Readonly<Record<string, number>>;
  readonly profileViews: number;
  readonly follows: number;
  readonly unfollows: number;
}

export const surfaces: readonly Surface[] = ['POST', 'CAROUSEL_CONTAINER', 'REEL', 'STORY', 'AD'];

const surfaceOf = {
  IMAGE: 'POST',
  CAROUSEL_ALBUM: 'CAROUSEL_CONTAINER',
  REELS: 'REEL',
  STORY: 'STORY',
} as const;

/** Posts older than this add too little to a day to be counted. */
const activeDays = 45;

/** What a day will show once the platform has finished counting: the growth of the posts' counters over it. */
export function finalAccountDay(
  seed: number,
  username: string,
  day: number,
  posts: readonly Post[],
  followers: Followers,
): AccountDay {
  const from = new Date(dayStart(platformZone, day));
  const to = new Date(dayStart(platformZone, day + 1));
  const draws = drawsFor(seed, username, 'account day', day);
  const zero = (): Record<Surface, number> => ({ POST: 0, CAROUSEL_CONTAINER: 0, REEL: 0, STORY: 0, AD: 0 });
  const sums = {
    reach: zero(),
    views: zero(),
    likes: zero(),
    comments: zero(),
    saves: zero(),
    shares: zero(),
  };
  let reposts = 0;
  let replies = 0;
  let profileViews = 0;
  let clicks = 0;

  for (const post of posts) {
    if (post.postedAt >= to || post.postedAt.getTime() < from.getTime() - activeDays * dayMs) continue;
    const surface = surfaceOf[post.format];
    const before = countersOf(post, from);
    const after = countersOf(post, to);
    const grown = (pick: (counters: Counters) => number) => Math.max(0, pick(after) - pick(before));
    sums.reach[surface] += grown(({ reach }) => reach);
    sums.views[surface] += grown(({ views }) => views);
    sums.likes[surface] += grown(({ likes }) => likes);
    sums.comments[surface] += grown(({ comments }) => comments);
    sums.saves[surface] += grown(({ saved }) => saved);
    sums.shares[surface] += grown(({ shares }) => shares);
    sums.views.AD += grown(({ totalViews, views }) => totalViews - views);
    sums.likes.AD += grown(({ totalLikes, likes }) => totalLikes - likes);
    sums.comments.AD += grown(({ totalComments, comments }) => totalComments - comments);
    reposts += grown((counters) => counters.reposts);
    replies += grown((counters) => counters.replies);
    profileViews += grown((counters) => counters.profileVisits);
    clicks += grown((counters) => counters.profileActivity.bio_link_clicked ?? 0);
  }

  // The same people see several posts of a day.
  const overlap = 0.78 * draws.factor(0.04);
  for (const surface of surfaces)
    sums.reach[surface] = Math.floor(sums.reach[surface] * Math.min(0.95, overlap));
  sums.reach.AD = Math.floor(sums.views.AD * 0.8);
  const base = followers.at(to.getTime());
  profileViews += Math.floor(base * 0.004 * draws.factor(0.2));
  const { gained, lost } = followers.on(day);
  const total = (values: Record<Surface, number>) =>
    surfaces.reduce((sum, surface) => sum + values[surface], 0);
  const interactions =
    total(sums.likes) + total(sums.comments) + total(sums.saves) + total(sums.shares) + reposts + replies;
  return {
    ...sums,
    reposts,
    replies,
    accountsEngaged: Math.floor(interactions * 0.81),
    profileLinkTaps: {
      BOOK_NOW: 0,
      CALL: Math.floor(clicks * 0.2),
      DIRECTION: Math.floor(clicks * 0.5),
      EMAIL: Math.floor(clicks * 0.3),
      TEXT: 0,
    },
    profileViews,
    follows: gained,
    unfollows: lost,
  };
}

/**
 * How much of a day's final numbers shows at an instant: the elapsed part while it lasts, most of it when it ends, all
 * of it 48 hours later.
 */
export function maturity(day: number, at: Date): number {
  const begins = dayStart(platformZone, day);
  const ends = dayStart(platformZone, day + 1);
  const now = at.getTime();
  if (now <= begins) return 0;
  if (now < ends) return (0.86 * (now - begins)) / (ends - begins);
  return Math.min(1, 0.86 + (0.14 * (now - ends)) / (48 * hourMs));
}

/** A day as the platform shows it at an instant. */
export function shownAt(final: AccountDay, share: number): AccountDay {
  const part = <T extends Readonly<Record<string, number>>>(values: T): T =>
    Object.fromEntries(Object.entries(values).map(([key, value]) => [key, Math.floor(value * share)])) as T;
  return share >= 1
    ? final
    : {
        reach: part(final.reach),
        views: part(final.views),
        likes: part(final.likes),
        comments: part(final.comments),
        saves: part(final.saves),
        shares: part(final.shares),
        reposts: Math.floor(final.reposts * share),
        replies: Math.floor(final.replies * share),
        accountsEngaged: Math.floor(final.accountsEngaged * share),
        profileLinkTaps: part(final.profileLinkTaps),
        profileViews: Math.floor(final.profileViews * share),
        follows: Math.floor(final.follows * share),
        unfollows: Math.floor(final.unfollows * share),
      };
}

/** The platform day that holds an instant. */
export const platformDayOf = (at: Date): number => dayOf(platformZone, at.getTime());
