import { hourMs } from './days.js';
import type { Post, Pull } from './post.js';

/** What the platform would count for a post at one instant: whole, cumulative, organic unless it says otherwise. */
export interface Counters {
  readonly views: number;
  /** People; never more than `views`. */
  readonly reach: number;
  readonly likes: number;
  readonly comments: number;
  readonly saved: number;
  readonly shares: number;
  readonly reposts: number;
  readonly follows: number;
  readonly profileVisits: number;
  /** Lower-case action → count; zero ones are left out. */
  readonly profileActivity: Readonly<Record<string, number>>;
  /** Story replies. */
  readonly replies: number;
  /** Story navigation: lower-case action → count; zero ones are left out. */
  readonly navigation: Readonly<Record<string, number>>;
  readonly linkClicks: number;
  /** Reels: milliseconds. */
  readonly totalWatchMs: number;
  readonly averageWatchMs: number;
  readonly skipRatePercent: number;
  /** On Facebook alone; 0 unless cross-posted. */
  readonly facebookViews: number;
  /** With paid distribution. */
  readonly totalViews: number;
  readonly totalLikes: number;
  readonly totalComments: number;
}

const storyHours = 24;

/** The share of its final reach that a post has at an age: 0 when published, a half after the half-life, then ever slower. */
export function accrued(pull: Pull, ageHours: number, story: boolean): number {
  if (ageHours <= 0) return 0;
  const share = (hours: number) => 1 - 2 ** -((hours / pull.halfLifeHours) ** pull.shape);
  return story ? share(Math.min(ageHours, storyHours)) / share(storyHours) : share(ageHours);
}

/**
 * Reach, follows and profile visits are recounted on the 3rd of a month (09:00 UTC) and come out a little lower, for at
 * most three months after publication.
 */
function recounted(postedAt: Date, at: Date): number {
  const months = (time: Date) => {
    const shifted = new Date(time.getTime() - (2 * 24 + 9) * hourMs);
    return shifted.getUTCFullYear() * 12 + shifted.getUTCMonth();
  };
  return 0.985 ** Math.min(3, Math.max(0, months(at) - months(postedAt)));
}

/** Each counter has a phase of its own; these two are asked for apart from the others. */
const peoplePhase = 0;
const commentsPhase = 3;

/** The comment counter alone, for those who need it at many instants. */
export function commentsCounted(post: Post, at: Date): number {
  const { pull } = post;
  const ageHours = (at.getTime() - post.postedAt.getTime()) / hourMs;
  const people = pull.reach * accrued(pull, ageHours, post.format === 'STORY');
  const whole = (value: number, phase: number) =>
    value > 0 ? Math.floor(value + pull.phase[phase % pull.phase.length]!) : 0;
  return Math.min(whole(people * pull.comments, commentsPhase), whole(people, peoplePhase));
}

/** The counters of a post; all zero before it is published. Visibility and privacy settings play no part here. */
export function countersOf(post: Post, at: Date): Counters {
  const { pull } = post;
  const story = post.format === 'STORY';
  const ageHours = (at.getTime() - post.postedAt.getTime()) / hourMs;
  const people = pull.reach * accrued(pull, ageHours, story);
  const kept = story ? 1 : recounted(post.postedAt, at);
  const started = ageHours > 0;

  let phase = 0;
  const whole = (value: number): number => {
    const counted = Math.floor(value + pull.phase[phase++ % pull.phase.length]!);
    return started && value > 0 ? counted : 0;
  };

  const peopleCounted = whole(people);
  const views = Math.max(whole(people * pull.views), peopleCounted);
  const reach = Math.min(peopleCounted, Math.floor(peopleCounted * kept));
  const interactions = (rate: number) => Math.min(whole(people * rate), peopleCounted);
  const likes = interactions(pull.likes);
  const comments = commentsCounted(post, at);
  phase = commentsPhase + 1;
  const saved = interactions(pull.saved);
  const shares = interactions(pull.shares);
  const reposts = interactions(pull.reposts);
  const follows = Math.floor(interactions(pull.follows) * kept);
  const profileVisits = Math.floor(interactions(pull.profileVisits) * kept);
  const replies = interactions(pull.replies);
  const linkClicks = interactions(pull.linkClicks);
  const counts = (entries: readonly (readonly [string, number])[]) =>
    Object.fromEntries(entries.filter(([, count]) => count > 0));
  const profileActivity = counts([
    ['bio_link_clicked', whole(people * pull.profileVisits * 0.11)],
    ['email', whole(people * pull.profileVisits * 0.02)],
    ['direction', whole(people * pull.profileVisits * 0.03)],
  ]);
  const navigation = story
    ? counts([
        ['tap_forward', whole(views * pull.forward)],
        ['tap_back', whole(views * pull.back)],
        ['tap_exit', whole(views * pull.exits)],
        ['swipe_forward', whole(views * pull.swipes)],
      ])
    : {};
  const averageWatchMs =
    post.format === 'REELS' && views > 0 ? Math.round((post.durationMs ?? 0) * pull.watched) : 0;
  // Paid distribution runs from hour 24 to hour 96.
  const paidShare = post.paid * Math.min(1, Math.max(0, (ageHours - 24) / 72));
  const paid = pull.reach * paidShare;

  return {
    views,
    reach,
    likes,
    comments,
    saved,
    shares,
    reposts,
    follows,
    profileVisits,
    profileActivity,
    replies,
    navigation,
    linkClicks,
    totalWatchMs: averageWatchMs * views,
    averageWatchMs,
    skipRatePercent: Math.round(pull.skipRatePercent * 10) / 10,
    facebookViews: post.crossposted ? whole(people * 0.35) : 0,
    totalViews: views + Math.floor(paid * 1.2),
    totalLikes: likes + Math.floor(paid * pull.likes * 0.4),
    totalComments: comments + Math.floor(paid * pull.comments * 0.3),
  };
}

/** likes + comments + saves + shares + reposts + replies. */
export const interactionsOf = (counters: Counters): number =>
  counters.likes + counters.comments + counters.saved + counters.shares + counters.reposts + counters.replies;
