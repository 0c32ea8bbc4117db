import type { Kind } from './kind.js';

const names = ['channel_info', 'channel', 'username', 'handle', 'influencer', 'account', 'profile'];

/** Tables of many accounts with their size, as rankings of influencers are. */
export const ranking: Kind = {
  name: 'ranking',
  title: 'ranking of accounts',
  origin: 'rankings of influencers and brands, with shortened numbers (475.8m)',
  reads: 'per account: user name, followers, number of posts',
  unknown:
    'Averages, scores and rates are others’ arithmetic and are not loaded. Shortened numbers are as exact as they are written',
  zone: 'UTC',
  layouts: [
    {
      name: 'accounts',
      signature: [
        names,
        ['followers', 'follower_count', 'subscribers'],
        ['ranks', 'rank', 'ranking', 'influence_score', 'avg_likes', 'average_likes'],
      ],
      unless: ['permalink', 'caption', 'shortcode', 'url', 'date', 'timestamp'],
      dates: 'iso',
      others: 'any',
      columns: {
        username: names,
        followers: ['followers', 'follower_count', 'subscribers'],
        following: ['following'],
        media_count: ['posts', 'posts_count', 'media_count'],
      },
    },
  ],
};
