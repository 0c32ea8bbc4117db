import type { Format } from './profile.js';

/** A post and what decides its counters. Fixed when published; only time changes what it shows. */
export interface Post {
  /** API id, 17 digits. */
  readonly id: string;
  /** Media key (`ig_id`); the shortcode is its base64url form. */
  readonly key: string;
  readonly shortcode: string;
  readonly accountId: string;
  readonly format: Format;
  readonly postedAt: Date;
  /** `null` when there is none. */
  readonly caption: string | null;
  readonly topic: string | null;
  /** Parts of a carousel, in order; empty for anything else. */
  readonly children: readonly { readonly id: string; readonly key: string; readonly video: boolean }[];
  /** Reels and video stories; not shown by the API. */
  readonly durationMs: number | null;
  readonly likesHidden: boolean;
  /** Licensed audio: the API gives no `media_url`. */
  readonly licensedAudio: boolean;
  /** Published before the account became professional: no insights. */
  readonly beforeConversion: boolean;
  readonly crossposted: boolean;
  /** How many times the organic numbers the paid ones add; 0 when not boosted. */
  readonly paid: number;
  /** When the post cannot be seen: for ever when `until` is `null`. */
  readonly absences: readonly { readonly from: Date; readonly until: Date | null }[];
  readonly pull: Pull;
}

/** The numbers towards which the counters of a post grow. */
export interface Pull {
  /** People reached in the end. */
  readonly reach: number;
  /** Hours after which half of it is reached. */
  readonly halfLifeHours: number;
  /** Below 1: quick start, long tail. */
  readonly shape: number;
  /** Per person reached, at least 1. */
  readonly views: number;
  /** Per person reached. */
  readonly likes: number;
  readonly comments: number;
  readonly saved: number;
  readonly shares: number;
  readonly reposts: number;
  readonly follows: number;
  readonly profileVisits: number;
  readonly replies: number;
  readonly linkClicks: number;
  /** Stories: share of views that end in leaving, going on, back, or to the next account. */
  readonly exits: number;
  readonly forward: number;
  readonly back: number;
  readonly swipes: number;
  /** Reels: mean share of the duration that a view lasts. */
  readonly watched: number;
  readonly skipRatePercent: number;
  /** In [0, 1) per counter, so that small counters do not all step at the same time. */
  readonly phase: readonly number[];
}

export const isVisible = (post: Post, at: Date): boolean =>
  post.postedAt <= at &&
  !post.absences.some(({ from, until }) => from <= at && (until === null || at < until));
