import type { Kind } from './kind.js';

/** Small tables of one account's posts in plain words: date, likes, comments. */
export const postList: Kind = {
  name: 'post-list',
  title: 'list of posts',
  origin: 'scripts that write down date, likes and comments of one account’s posts',
  reads: 'posts: time, likes, comments and, where they are there, link, text and format',
  unknown:
    'The file does not name the account: `--account`. Without a link the time tells posts apart. Times without a zone are read as UTC, or as `--timezone` says',
  zone: 'UTC',
  layouts: [
    {
      name: 'date, likes, comments',
      signature: [
        ['date', 'datetime'],
        ['likes', 'like'],
        ['comments', 'comment'],
      ],
      unless: [
        'id',
        'reach',
        'impressions',
        'views',
        'followers',
        'username',
        'page_id',
        'profile',
        'network',
      ],
      dates: 'iso',
      others: 'any',
      columns: {
        posted_at: ['date', 'datetime'],
        permalink: ['permalink', 'url', 'link'],
        caption: ['caption', 'text'],
        format: ['media', 'type'],
        likes: ['likes', 'like'],
        comments: ['comments', 'comment'],
      },
    },
  ],
};
