import { type MediaMetric, mediaMetrics } from '../metrics.js';

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
  'followers',
  'following',
  'media_count',
  'observed_at',
] as const;

/** What a column of a file can mean: something about the post or its account, or one of the media metrics. */
export const roles = [...describing, ...mediaMetrics] as const;
export type Role = (typeof roles)[number];

const metrics: ReadonlySet<string> = new Set(mediaMetrics);

export function isMetric(role: Role): role is MediaMetric {
  return metrics.has(role);
}

/** One of these must be there, or a row cannot be told from another. */
export const identifying: readonly Role[] = ['permalink', 'shortcode', 'media_id', 'posted_at', 'caption'];
/** One of these, or the user's word, says whose post it is. */
export const owning: readonly Role[] = ['account_id', 'username', 'account_name'];
