import type { Kind } from './kind.js';

/** Data sets of Bright Data: profiles and posts. */
export const brightData: Kind = {
  name: 'bright-data',
  title: 'Bright Data data set',
  origin: 'Bright Data → Instagram data sets: profiles, posts and reels as CSV, JSON or NDJSON',
  reads:
    'posts: link, text, time, format, likes, comments, views; profiles: id, name, followers, number of posts, at the time of the visit',
  unknown:
    'Only what is public: no reach, saves or shares. Posts inside a profile’s row are not read; take the data set of posts. The columns of posts are those of its documentation, not of a file',
  zone: 'UTC',
  layouts: [
    {
      name: 'posts',
      signature: [['url'], ['user_posted'], ['date_posted'], ['likes', 'num_comments']],
      dates: 'iso',
      others: 'any',
      columns: {
        permalink: ['url'],
        shortcode: ['shortcode'],
        caption: ['description'],
        posted_at: ['date_posted'],
        observed_at: ['timestamp'],
        format: ['content_type', 'product_type'],
        duration_seconds: ['length'],
        username: ['user_posted'],
        followers: ['followers'],
        media_count: ['posts_count'],
        likes: ['likes'],
        comments: ['num_comments'],
        views: ['video_play_count', 'views', 'video_view_count'],
      },
    },
    {
      name: 'profiles',
      signature: [['account'], ['fbid'], ['followers'], ['posts_count']],
      dates: 'iso',
      others: 'any',
      columns: {
        account_id: ['fbid'],
        username: ['account'],
        account_name: ['full_name', 'profile_name'],
        biography: ['biography'],
        website: ['external_url'],
        followers: ['followers'],
        following: ['following'],
        media_count: ['posts_count'],
        observed_at: ['timestamp'],
      },
    },
  ],
};
