import { type AccountDay, finalAccountDay, maturity, shownAt } from './account-days.js';
import { defaultAccounts } from './accounts.js';
import { type Comment, commentId, commentsUpTo, isCommentId } from './comments.js';
import { type Counters, commentsCounted, countersOf } from './counters.js';
import { dayMs } from './days.js';
import { type Followers, followerCurve } from './followers.js';
import { type Hashtag, hashtagsOf } from './hashtags.js';
import { decimalId } from './ids.js';
import { isVisible, type Post } from './post.js';
import type { AccountProfile } from './profile.js';
import { type Publishing, publishing } from './publishing.js';
import { drawsFor } from './random.js';

export interface Account {
  /** Professional-account id, 17 digits: what paths and webhooks use. */
  readonly id: string;
  /** What `/me` of Instagram Login calls `id`. */
  readonly appScopedId: string;
  /** The Facebook Page linked to it. */
  readonly pageId: string;
  readonly profile: AccountProfile;
}

/**
 * The truth that the API shows parts of. A pure function of its options and the time asked about: order and number of
 * questions change nothing. Unknown ids throw RangeError.
 */
export interface World {
  readonly seed: number;
  readonly start: Date;
  readonly historyDays: number;
  /** Owned ones first, in the order given. */
  readonly accounts: readonly Account[];
  /** All that exist here. */
  readonly hashtags: readonly Hashtag[];
  account(id: string): Account | undefined;
  /** Feed posts and reels visible at `at`, newest first. */
  media(accountId: string, at: Date): Post[];
  /** Stories younger than 24 hours at `at`, newest first. */
  stories(accountId: string, at: Date): Post[];
  /** Everything ever published up to `at`, deleted and expired too, oldest first. */
  published(accountId: string, at: Date): Post[];
  /** A post by its id, once published. */
  post(mediaId: string, at: Date): Post | undefined;
  /** The carousel that a part belongs to, by the part's id. */
  parent(childId: string, at: Date): Post | undefined;
  /** True cumulative counters. */
  counters(mediaId: string, at: Date): Counters;
  /** Comments and replies of a post, oldest first; as many as its counter says. */
  comments(mediaId: string, at: Date): Comment[];
  /** A comment or reply by its id, once written. */
  comment(commentId: string, at: Date): Comment | undefined;
  /** Posts of others in which an account is tagged on the photo, newest first. */
  tags(accountId: string, at: Date): Post[];
  /** The owned account that a post of others mentions in its caption, if it does. */
  mentionIn(mediaId: string, at: Date): Account | undefined;
  followers(accountId: string, at: Date): number;
  /** What the platform shows at `at` for a day (counted from 1970-01-01, cut at US Pacific midnight); final without `at`. */
  day(accountId: string, day: number, at?: Date): AccountDay;
}

export interface WorldOptions {
  readonly seed?: number;
  /** Incidents and follower counts are relative to it. */
  readonly start: Date;
  /** How far back posts and followers go from `start`; 180 when not given. */
  readonly historyDays?: number;
  readonly accounts?: readonly AccountProfile[];
}

interface Resident {
  readonly account: Account;
  readonly followers: Followers;
  readonly publishing: Publishing;
  readonly days: Map<number, AccountDay>;
}

export function createWorld({
  seed = 1,
  start,
  historyDays = 180,
  accounts = defaultAccounts,
}: WorldOptions): World {
  const begin = start.getTime();
  const residents = new Map<string, Resident>();
  const posts = new Map<string, Post>();
  const parents = new Map<string, Post>();
  const indexed = new Map<string, number>();
  const comments = new Map<string, Comment[]>();
  /** Where each comment stands, and how many of a post are in there. */
  const commentPlaces = new Map<string, { readonly post: Post; readonly n: number }>();
  const commentsPlaced = new Map<string, number>();
  for (const profile of [...accounts].sort((a, b) => Number(b.owned) - Number(a.owned))) {
    const account: Account = {
      id: decimalId('178414', 17, seed, profile.username, 'account'),
      appScopedId: decimalId('2', 17, seed, profile.username, 'app'),
      pageId: decimalId('10', 15, seed, profile.username, 'page'),
      profile,
    };
    const followers = followerCurve(seed, profile, begin, historyDays);
    residents.set(account.id, {
      account,
      followers,
      publishing: publishing(seed, profile, account.id, begin, historyDays, followers),
      days: new Map(),
    });
  }

  const resident = (accountId: string): Resident => {
    const found = residents.get(accountId);
    if (!found) throw new RangeError(`no account ${accountId} in this world`);
    return found;
  };
  /** All posts of an account up to an instant, and in the index by id. */
  const publishedBy = (accountId: string, at: Date): readonly Post[] => {
    const all = resident(accountId).publishing.upTo(at.getTime());
    for (let i = indexed.get(accountId) ?? 0; i < all.length; i++) {
      const post = all[i]!;
      posts.set(post.id, post);
      for (const { id } of post.children) parents.set(id, post);
    }
    indexed.set(accountId, all.length);
    return all;
  };
  /** Newest first; stops at the first one older than `notBefore`. */
  const collect = (
    accountId: string,
    at: Date,
    notBefore: number,
    wanted: (post: Post) => boolean,
  ): Post[] => {
    const all = publishedBy(accountId, at);
    const found: Post[] = [];
    for (let i = all.length - 1; i >= 0; i--) {
      const post = all[i]!;
      if (post.postedAt.getTime() <= notBefore) break;
      if (isVisible(post, at) && wanted(post)) found.push(post);
    }
    return found;
  };
  const find = (index: ReadonlyMap<string, Post>, id: string, at: Date): Post | undefined => {
    let post = index.get(id);
    if (!post) {
      for (const accountId of residents.keys()) publishedBy(accountId, at);
      post = index.get(id);
    }
    return post && post.postedAt <= at ? post : undefined;
  };

  const commentsOf = (post: Post, at: Date): Comment[] => {
    const known = comments.get(post.id) ?? [];
    comments.set(post.id, known);
    const { profile, appScopedId } = resident(post.accountId).account;
    const mentionable = profile.owned
      ? []
      : accounts.filter(({ owned }) => owned).map(({ username }) => username);
    const owner = { username: profile.username, appScopedId };
    return commentsUpTo(seed, post, at, { owner, mentionable }, known);
  };
  /** Comment ids say nothing about their post, so all of them are put down when one is not known. */
  const placeOf = (id: string, at: Date) => {
    if (!isCommentId(id)) return undefined;
    const found = commentPlaces.get(id);
    if (found) return found;
    for (const accountId of residents.keys())
      for (const post of publishedBy(accountId, at)) {
        const count = commentsCounted(post, at);
        const placed = commentsPlaced.get(post.id) ?? 0;
        for (let n = placed; n < count; n++) commentPlaces.set(commentId(seed, post, n), { post, n });
        commentsPlaced.set(post.id, Math.max(placed, count));
      }
    return commentPlaces.get(id);
  };

  const ours = [...residents.values()].map(({ account }) => account).filter(({ profile }) => profile.owned);
  /** The owned account, if any, that a feed post of somebody else brings up. */
  const broughtUp = (post: Post, how: 'tag' | 'mention', share: number): Account | undefined => {
    if (ours.length === 0 || resident(post.accountId).account.profile.owned) return undefined;
    const draws = drawsFor(seed, post.key, how);
    return draws.uniform() < share ? draws.pick(ours) : undefined;
  };
  const media = (accountId: string, at: Date) =>
    collect(accountId, at, Number.NEGATIVE_INFINITY, ({ format }) => format !== 'STORY');

  return {
    seed,
    start,
    historyDays,
    accounts: [...residents.values()].map(({ account }) => account),
    hashtags: hashtagsOf(accounts),
    account: (id) => residents.get(id)?.account,
    media,
    stories: (accountId, at) =>
      collect(accountId, at, at.getTime() - dayMs, ({ format }) => format === 'STORY'),
    published: (accountId, at) => publishedBy(accountId, at).filter(({ postedAt }) => postedAt <= at),
    post: (mediaId, at) => find(posts, mediaId, at),
    parent: (childId, at) => find(parents, childId, at),
    counters(mediaId, at) {
      const post = find(posts, mediaId, at) ?? posts.get(mediaId);
      if (!post) throw new RangeError(`no post ${mediaId} in this world`);
      return countersOf(post, at);
    },
    comments(mediaId, at) {
      const post = find(posts, mediaId, at);
      if (!post) throw new RangeError(`no post ${mediaId} in this world`);
      return commentsOf(post, at);
    },
    comment(id, at) {
      const place = placeOf(id, at);
      return place && commentsOf(place.post, at)[place.n];
    },
    tags: (accountId, at) =>
      [...residents.keys()]
        .flatMap((id) => media(id, at))
        .filter((post) => broughtUp(post, 'tag', 0.04)?.id === accountId)
        .sort((a, b) => b.postedAt.getTime() - a.postedAt.getTime()),
    mentionIn(mediaId, at) {
      const post = find(posts, mediaId, at);
      return post && post.format !== 'STORY' ? broughtUp(post, 'mention', 0.04) : undefined;
    },
    followers: (accountId, at) => resident(accountId).followers.at(at.getTime()),
    day(accountId, day, at) {
      const { days, followers, account } = resident(accountId);
      let final = days.get(day);
      if (!final) {
        const noon = new Date((day + 2) * dayMs);
        final = finalAccountDay(seed, account.profile.username, day, publishedBy(accountId, noon), followers);
        days.set(day, final);
      }
      return at ? shownAt(final, maturity(day, at)) : final;
    },
  };
}
