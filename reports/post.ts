/** Formats in the order of every legend and table. */
export const formats = ['reel', 'carousel', 'image', 'video', 'unknown'] as const;

export type PostFormat = (typeof formats)[number];

/** A feed post with its values at equal age. Counters are null where the source has none. */
export interface Post {
  readonly key: string;
  readonly permalink: string | null;
  /** Untrusted. */
  readonly caption: string | null;
  readonly format: PostFormat;
  /** Local day, ISO weekday (1 = Monday) and hour of publishing in the account's zone. */
  readonly day: string;
  readonly weekday: number;
  readonly hour: number;
  readonly isBoosted: boolean;
  readonly isMissing: boolean;
  /** `fixed`: read at the horizon; `lifetime`: first seen mature; null: too young, values are provisional. */
  readonly ageBasis: 'fixed' | 'lifetime' | null;
  /** False when a file that does not say when it was made may have counted the post young: it enters no comparison over time. */
  readonly isAgeKnown: boolean;
  readonly ageHours: number | null;
  readonly likes: number | null;
  readonly comments: number | null;
  readonly saves: number | null;
  readonly shares: number | null;
  readonly views: number | null;
  readonly reach: number | null;
  readonly interactions: number | null;
  /** The counters inside `interactions`, such as `likes+comments`. */
  readonly parts: string | null;
  /** Of reels: how long they are, seconds. */
  readonly durationSeconds: number | null;
  /** Of reels: how long a viewer stays on average, replays included, at the last look; seconds. */
  readonly watchSeconds: number | null;
  /** Of reels: share of viewers gone within the first seconds, at the last look; 0 to 1. */
  readonly skipRate: number | null;
}
