/** Canonical metric names. A source's own spelling (`saved`, `like_count`, `Likes per post`) is mapped to these. */
export const mediaMetrics = [
  'likes',
  'comments',
  'saves',
  'shares',
  'views',
  'impressions',
  'reach',
  'reposts',
  'interactions_total',
  'follows',
  'profile_visits',
  'profile_activity',
  'replies',
  'navigation',
  'link_clicks',
  'avg_watch_ms',
  'total_watch_ms',
  'skip_rate_percent',
  'crossposted_views',
  'facebook_views',
  'likes_with_paid',
  'comments_with_paid',
  'views_with_paid',
] as const;

export const accountMetrics = [
  'reach',
  'views',
  'new_follows',
  'unfollows',
  'interactions_total',
  'accounts_engaged',
  'likes',
  'comments',
  'saves',
  'shares',
  'replies',
  'reposts',
  'profile_link_taps',
  'profile_views',
  'website_clicks',
  'followers',
  'followers_kept',
  'following_kept',
] as const;

/**
 * Why a value is absent. `not_in_source` is for files whose column is empty, `unreadable` for a value of another type than
 * declared; the others are what the platform says.
 */
export const absentReasons = [
  'too_few_viewers',
  'before_business_conversion',
  'unsupported',
  'hidden',
  'deprecated',
  'below_threshold',
  'not_crossposted',
  'not_yet_available',
  'not_in_source',
  'unreadable',
] as const;

export type MediaMetric = (typeof mediaMetrics)[number];
export type AccountMetric = (typeof accountMetrics)[number];
export type AbsentReason = (typeof absentReasons)[number];
