import { type AccountMetric, accountMetrics, type MediaMetric, mediaMetrics } from '../metrics.js';

const describing = [
  'permalink',
  'shortcode',
  'media_id',
  'posted_at',
  'caption',
  'format',
  'duration_seconds',
  'is_boosted',
  'account_id',
  'username',
  'account_name',
  'biography',
  'website',
  'followers',
  'following',
  'media_count',
  'day',
  'observed_at',
] as const;

/**
 * What a column of a file can mean: something about the post or its account, one of the media metrics or, in a file with
 * a row per day, one of the account metrics.
 */
export const roles = [...new Set([...describing, ...mediaMetrics, ...accountMetrics])];
export type Role = (typeof roles)[number];

const metrics: ReadonlySet<string> = new Set(mediaMetrics);
const dailyMetrics: ReadonlySet<string> = new Set(accountMetrics);
const counted: ReadonlySet<string> = new Set(['duration_seconds', 'followers', 'following', 'media_count']);

export function isMetric(role: Role): role is MediaMetric {
  return metrics.has(role);
}

/** Of a file with a row per day. */
export function isDailyMetric(role: Role): role is AccountMetric {
  return dailyMetrics.has(role);
}

/** The roles that hold a number. */
export function isNumber(role: Role): boolean {
  return metrics.has(role) || dailyMetrics.has(role) || counted.has(role);
}

/** The roles that hold a time. */
export const timeRoles = ['posted_at', 'observed_at', 'day'] as const satisfies readonly Role[];

/** One of these must be there, or a row cannot be told from another. */
export const identifying: readonly Role[] = ['permalink', 'shortcode', 'media_id', 'posted_at', 'caption'];
/** What a row says of an account alone, with or without a post. */
export const profiling: readonly Role[] = ['followers', 'following', 'media_count'];
/** One of these, or the user's word, says whose post it is. */
export const owning: readonly Role[] = ['account_id', 'username', 'account_name'];
