/** What a post is published as. Stories live for 24 hours. */
export type Format = 'IMAGE' | 'CAROUSEL_ALBUM' | 'REELS' | 'STORY';

/** Everything about an account that is chosen rather than drawn. The built-in ones are in `accounts.ts`. */
export interface AccountProfile {
  readonly username: string;
  readonly name: string;
  readonly biography?: string;
  readonly website?: string;
  readonly type: 'BUSINESS' | 'MEDIA_CREATOR';
  /** False for accounts of others, which only discovery can see. */
  readonly owned: boolean;
  /** False for a personal or age-gated account, which discovery cannot find; true when not given. */
  readonly discoverable?: boolean;
  /** IANA zone in which the account posts. */
  readonly zone: string;
  /** At the start of the world. */
  readonly followers: number;
  readonly follows: number;
  /** Share of the followers won in a week, before losses. */
  readonly weeklyGain: number;
  /** Share of the followers lost in a week. */
  readonly weeklyLoss: number;
  readonly rhythm: Rhythm;
  /** Final reach of a median post as a share of the followers it met. */
  readonly reach: Readonly<Record<Format, number>>;
  /** Standard deviation of the logarithm of a post's reach. */
  readonly spread: number;
  /** A true effect of the local posting hour on reach; most accounts have none. */
  readonly hourEffect?: { readonly from: number; readonly to: number; readonly factor: number };
  readonly topics: readonly Topic[];
  readonly stories: readonly string[];
  readonly audience: Audience;
  readonly incidents: readonly Incident[];
  /** Posts older than this many days before the start of the world have no insights (2108006). */
  readonly professionalSinceDaysBefore?: number;
}

export interface Rhythm {
  /** Feed posts and reels. */
  readonly perWeek: number;
  /** Relative, Monday first. */
  readonly weekdays: readonly [number, number, number, number, number, number, number];
  /** Local hour and its weight. */
  readonly hours: readonly (readonly [hour: number, weight: number])[];
  readonly formats: Readonly<Record<Exclude<Format, 'STORY'>, number>>;
  /** Share of days with a story; 0 for none. */
  readonly storyDays: number;
  /** Frames of each story; drawn, one to six, when not given. */
  readonly storyFrames?: number;
}

export interface Topic {
  readonly name: string;
  readonly tags: readonly string[];
  readonly lines: readonly string[];
}

/** Shares; each list sums to at most 1. */
export interface Audience {
  readonly countries: readonly (readonly [code: string, share: number])[];
  readonly cities: readonly (readonly [name: string, share: number])[];
  readonly ages: readonly (readonly [range: string, share: number])[];
  readonly genders: readonly (readonly [code: string, share: number])[];
  /** Local hour at which most followers are online. */
  readonly peakHour: number;
}

/** Something out of the ordinary. It happens to the first fitting post on or after `day`, counted from the start of the world. */
export type Incident = { readonly day: number } & (
  | { readonly kind: 'boosted'; readonly factor: number }
  | { readonly kind: 'likes-hidden' }
  | { readonly kind: 'deleted'; readonly afterHours: number }
  | { readonly kind: 'away'; readonly afterHours: number; readonly forHours: number }
  | { readonly kind: 'crossposted' }
  | { readonly kind: 'licensed-audio' }
  | { readonly kind: 'caption'; readonly text: string }
  /** The post reaches `factor` times as many, and followers rush in for a few days. */
  | { readonly kind: 'viral'; readonly factor: number; readonly gain: number }
);
