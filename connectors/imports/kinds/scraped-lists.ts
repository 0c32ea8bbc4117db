import type { Kind } from './kind.js';

/** JSON of lists under running numbers: picture, text, likes, comments. */
export const scrapedLists: Kind = {
  name: 'scraped-lists',
  title: 'scraped lists',
  origin: 'a scraper’s JSON of lists under running numbers: picture, text, likes, comments',
  reads: 'posts: text, likes, comments',
  unknown:
    'The file does not name the account: `--account`. Posts have no link, id or time: the text tells them apart. Shortened numbers (75.2k) are as exact as they are written',
  zone: 'UTC',
  layouts: [
    {
      name: 'picture, text, likes, comments',
      signature: [['key'], ['item 1'], ['item 2'], ['item 3'], ['item 4']],
      unless: ['item 5'],
      dates: 'iso',
      others: 'any',
      columns: { caption: ['item 2'], likes: ['item 3'], comments: ['item 4'] },
    },
  ],
};
