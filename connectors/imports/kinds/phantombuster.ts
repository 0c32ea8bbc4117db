import type { Kind } from './kind.js';

/** PhantomBuster's post extractors: a row per picture of a carousel; `timestamp` is when it looked. */
export const phantomBuster: Kind = {
  name: 'phantombuster',
  title: 'PhantomBuster post export',
  origin: 'PhantomBuster → Instagram Profile Post Extractor → result as CSV or JSON',
  reads: 'posts: link, text, time, format, likes, comments, views of videos, at the time of the visit',
  unknown:
    'Only what is public: no reach, saves or shares. A carousel has a row per picture: the rows of one visit count once. `caption` is the text for screen readers and is not read. Known by one file’s header only',
  zone: 'UTC',
  layouts: [
    {
      name: 'posts',
      signature: [['postUrl'], ['likeCount'], ['commentCount'], ['pubDate']],
      dates: 'iso',
      others: 'any',
      columns: {
        permalink: ['postUrl'],
        caption: ['description'],
        posted_at: ['pubDate'],
        observed_at: ['timestamp'],
        format: ['type'],
        username: ['username', 'ownerUsername', 'profileUrl'],
        account_name: ['fullName'],
        likes: ['likeCount'],
        comments: ['commentCount'],
        views: ['viewCount', 'videoViewCount'],
      },
    },
  ],
  format(cell) {
    return /^true$/i.test(cell(['isSidecar'])) ? 'carousel' : '';
  },
};
