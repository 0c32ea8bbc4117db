import type { Kind } from './kind.js';

const followers = [
  'followers',
  'followers_count',
  'follower_count',
  'followerscount',
  'Seguidores',
  'Abonnenten',
  'Abonnés',
];
const times = [
  'snapshot_at',
  'observed_at',
  'timestamp',
  'datetime',
  'date_time',
  'time',
  'date',
  'Data',
  'Datum',
];
/** A table with one of these is about posts or days. */
const otherTables = [
  'id',
  'permalink',
  'url',
  'link',
  'caption',
  'likes',
  'like_count',
  'reach',
  'impressions',
  'channel_info',
];

/** Follower counts, each at its time. */
export const followerSeries: Kind = {
  name: 'follower-series',
  title: 'follower series',
  origin: 'a script or tool that writes down the number of followers again and again',
  reads: 'followers, and the number of posts where it stands beside them, each at its time',
  unknown:
    'The file does not name the account: `--account`. Times without a zone are read as UTC, or as `--timezone` says',
  zone: 'UTC',
  layouts: [
    {
      name: 'series',
      signature: [times, followers],
      unless: otherTables,
      dates: 'iso',
      others: 'any',
      columns: {
        observed_at: times,
        followers,
        following: ['following', 'follows_count', 'following_count'],
        media_count: ['posts', 'media_count', 'posts_count'],
        username: ['username', 'account', 'handle'],
      },
    },
    {
      name: 'series without a header',
      signature: [['column 1'], ['column 2']],
      unless: ['column 3'],
      fileName: /follower|seguidores|abonnenten|abonn[eé]s/i,
      dates: 'iso',
      columns: { observed_at: ['column 1'], followers: ['column 2'] },
    },
  ],
};
