import type { Kind, Layout } from './kind.js';

/** A metric as a field of the post, and as an insight beside it. */
const metric = (...names: string[]) => names.flatMap((name) => [name, `insights.${name}`]);

const posts: Layout['columns'] = {
  media_id: ['id'],
  permalink: ['permalink'],
  shortcode: ['shortcode'],
  caption: ['caption'],
  posted_at: ['timestamp'],
  format: ['media_type'],
  account_id: ['owner.id'],
  username: ['username'],
  likes: metric('like_count', 'likes'),
  comments: metric('comments_count', 'comments'),
  saves: metric('saved', 'saved_count'),
  shares: metric('shares', 'shares_count'),
  views: metric('views', 'view_count'),
  impressions: metric('impressions'),
  reach: metric('reach'),
  reposts: metric('reposts', 'reposts_count'),
  interactions_total: metric('total_interactions'),
  follows: metric('follows'),
  profile_visits: metric('profile_visits'),
  replies: metric('replies'),
  avg_watch_ms: metric('ig_reels_avg_watch_time'),
  total_watch_ms: metric('ig_reels_video_view_total_time'),
};

/** The same inside the profile they belong to. */
function within(prefix: string): Layout['columns'] {
  const placed = Object.entries(posts).map(([role, names]) => [
    role,
    names.map((name) => `${prefix}${name}`),
  ]);
  return Object.fromEntries(placed);
}

const profileAt = (prefix: string): Layout['columns'] => ({
  account_id: [`${prefix}id`],
  username: [`${prefix}username`],
  account_name: [`${prefix}name`],
  biography: [`${prefix}biography`],
  website: [`${prefix}website`],
  followers: [`${prefix}followers_count`],
  following: [`${prefix}follows_count`],
  media_count: [`${prefix}media_count`],
});

/**
 * What people keep of the Graph API: `/media` as JSON or flattened to CSV, with insights beside it or not, business_discovery
 * answers, `/insights` answers, and snapshots of counters with their time.
 */
export const graphApi: Kind = {
  name: 'graph-api-dump',
  title: 'Graph API dump',
  origin:
    'answers of the Graph API that a script has kept: /media, /insights and business_discovery as JSON or CSV',
  reads:
    'posts with counters and insights; followers and post count of the profile beside them; days of an account; snapshots of counters, each at its time',
  unknown:
    'Empty insights are unknown. Many dumps do not name the account: `--account`. A post that a snapshot lacks is not taken for deleted. Files with a day in their name hold true at the end of that day. Breakdowns and demographics are not read',
  zone: 'UTC',
  isDatedByName: true,
  layouts: [
    {
      name: 'media',
      signature: [
        ['id'],
        ['media_type', 'permalink', 'media_url'],
        ['timestamp'],
        ['like_count', 'comments_count'],
      ],
      dates: 'iso',
      others: 'any',
      columns: { ...posts, followers: ['followers', 'followers_count'], media_count: ['media_count'] },
    },
    {
      name: 'business_discovery',
      signature: [['business_discovery.followers_count', 'business_discovery.media_count']],
      dates: 'iso',
      others: 'any',
      columns: { ...within('business_discovery.media.'), ...profileAt('business_discovery.') },
    },
    {
      name: 'profile and media',
      signature: [['media.id'], ['followers_count', 'media_count', 'username']],
      dates: 'iso',
      others: 'any',
      columns: { ...within('media.'), ...profileAt('') },
    },
    {
      name: 'snapshots',
      signature: [['snapshot_at'], ['id'], ['like_count', 'comments_count']],
      dates: 'iso',
      others: 'any',
      columns: { ...posts, observed_at: ['snapshot_at'] },
    },
    {
      name: 'media insights',
      signature: [['insights.media_id']],
      dates: 'iso',
      others: 'any',
      isSparse: true,
      columns: { ...posts, media_id: ['insights.media_id'], account_id: [], username: [] },
    },
    {
      name: 'account insights',
      signature: [['insights.account_id'], ['insights.day']],
      dates: 'iso',
      others: 'any',
      isSparse: true,
      columns: {
        account_id: ['insights.account_id'],
        day: ['insights.day'],
        reach: ['insights.reach'],
        views: ['insights.views'],
        new_follows: ['insights.follower_count'],
        profile_views: ['insights.profile_views'],
        website_clicks: ['insights.website_clicks'],
        interactions_total: ['insights.total_interactions'],
        accounts_engaged: ['insights.accounts_engaged'],
        likes: ['insights.likes'],
        comments: ['insights.comments'],
        saves: ['insights.saves'],
        shares: ['insights.shares'],
        replies: ['insights.replies'],
        profile_link_taps: ['insights.profile_links_taps'],
      },
    },
    {
      name: 'media on its side',
      signature: [['column 1 (id)'], ['column 2 (text)'], ['column 3 (word)']],
      unless: ['column 8 (number)', 'column 8 (text)', 'column 8 (word)'],
      dates: 'iso',
      others: 'any',
      columns: {
        media_id: ['column 1 (id)'],
        caption: ['column 2 (text)'],
        format: ['column 3 (word)'],
        posted_at: ['column 5 (time)', 'column 4 (time)'],
        likes: ['column 6 (number)', 'column 5 (number)'],
        comments: ['column 7 (number)'],
      },
    },
  ],
  refuse(cell) {
    if (cell(['event']).trim().toLowerCase() !== 'missing') return null;
    return {
      rule: 'not-seen',
      field: 'event',
      message: 'the post was not in that snapshot; that is no reading of its counters',
    };
  },
  format(cell) {
    const product = cell([
      'media_product_type',
      'media.media_product_type',
      'business_discovery.media.media_product_type',
    ]).toUpperCase();
    return product === 'REELS' || product === 'STORY' ? product : '';
  },
};
