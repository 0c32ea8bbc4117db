import type { Kind, Layout } from './kind.js';

const columns: Layout['columns'] = {
  permalink: ['url'],
  shortcode: ['shortCode'],
  caption: ['caption'],
  posted_at: ['timestamp'],
  format: ['type'],
  duration_seconds: ['videoDuration'],
  account_id: ['fbid'],
  username: ['ownerUsername', 'username'],
  account_name: ['ownerFullName', 'fullName'],
  biography: ['biography'],
  website: ['externalUrl'],
  followers: ['followersCount'],
  following: ['followsCount'],
  media_count: ['postsCount'],
  likes: ['likesCount'],
  comments: ['commentsCount'],
  views: ['videoPlayCount', 'videoViewCount'],
};

/** Items of `apify/instagram-scraper`, as JSON, or as CSV with `/` in the names of what is nested. */
export const apify: Kind = {
  name: 'apify',
  title: 'Apify dataset',
  origin: 'Apify → Instagram Scraper → Dataset → export as JSON, CSV or XLSX: posts, reels, profile details',
  reads:
    'posts: link, text, time, format, length, likes, comments, views of videos; profiles: name, followers, number of posts, and their newest posts',
  unknown:
    'Only what is public: no reach, saves or shares. −1 likes are hidden. Inputs that Apify could not read are quarantined with its message. Comments, tags and places are not read. Files with a time in their name hold true then',
  zone: 'UTC',
  isDatedByName: true,
  layouts: [
    {
      name: 'posts',
      signature: [['url', 'shortCode'], ['ownerUsername'], ['likesCount', 'commentsCount'], ['timestamp']],
      dates: 'iso',
      others: 'any',
      columns,
    },
    {
      name: 'profiles',
      signature: [['username'], ['followersCount'], ['postsCount']],
      dates: 'iso',
      others: 'any',
      columns: { ...columns, permalink: [] },
    },
  ],
  refuse(cell) {
    const error = cell(['error']);
    if (error.trim() === '') return null;
    const message = `Apify could not read it: ${cell(['errorDescription']) || error}`;
    return { rule: 'source-error', field: 'error', message };
  },
  format(cell) {
    return /^clips$/i.test(cell(['productType'])) ? 'reel' : '';
  },
};

/** Comments of the same scraper. */
export const apifyComments: Kind = {
  name: 'apify-comments',
  title: 'Apify dataset of comments',
  origin: 'the same scraper, results of the type comments',
  reads: 'nothing: it is recognised in order to say so',
  unknown: 'Everything: comments of strangers are not read',
  zone: 'UTC',
  layouts: [
    {
      name: 'comments',
      signature: [['postUrl'], ['text'], ['ownerUsername'], ['repliesCount', 'commentUrl']],
      dates: 'iso',
      columns: {},
    },
  ],
  unusable: {
    message: 'holds comments, not posts',
    hint: 'Export the dataset of posts (results type “posts”) or of profiles (“details”).',
  },
};
