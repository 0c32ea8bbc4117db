import type { Kind } from './kind.js';

const network = ['Network', 'Netzwerk'] as const;

/**
 * Fanpage Karma's post tables, saved as CSV; some have lines of title and period above the header. `Date` is an Excel
 * serial number, in UTC or in the zone of the tool's user. "Reactions" columns are sums of likes and comments and are
 * not loaded. A file may hold the same link under two profiles: a post with a co-author.
 */
export const fanpageKarma: Kind = {
  name: 'fanpage-karma',
  title: 'Fanpage Karma post export',
  origin: 'Fanpage Karma → Posts → export, saved as CSV or XLSX; both layouts',
  reads: 'posts: ids, link, text, time, likes, comments and, where the file has them, shares and the format',
  unknown:
    'No reach, views, saves or followers. Empty shares are unknown. “Reactions” are sums of likes and comments and are not loaded. Emoji are lost where the tool wrote ??. Ids rounded by a spreadsheet are left out, the link is the key',
  zone: 'UTC',
  layouts: [
    {
      name: 'page-post-id',
      signature: [['Fanpage'], ['Page_Id'], ['Post_Id'], ['Post-Link']],
      dates: 'excel',
      columns: {
        account_name: ['Fanpage'],
        account_id: ['Page_Id'],
        media_id: ['Post_Id'],
        caption: ['Message'],
        format: ['Type'],
        posted_at: ['Date'],
        likes: ['Likes'],
        comments: ['Comments'],
        shares: ['Shares'],
        permalink: ['Post-Link'],
      },
    },
    {
      name: 'profile-message-id',
      signature: [['Profile'], network, ['Date'], ['Link', 'Post-Link']],
      dates: 'excel',
      columns: {
        account_name: ['Profile'],
        account_id: ['Profile-ID'],
        media_id: ['Message-ID', 'Post-ID'],
        caption: ['Message'],
        format: ['Type', 'Message type'],
        posted_at: ['Date'],
        likes: ['Likes per post', 'Number of Likes', 'Likes'],
        comments: ['Comments per post', 'Number of Comments', 'Comments'],
        shares: ['Shares per post', 'Number of Shares', 'Shares'],
        permalink: ['Link', 'Post-Link'],
      },
    },
  ],
  refuse(cell) {
    const value = cell(network).trim();
    if (value === '' || value.toUpperCase() === 'INSTAGRAM') return null;
    return { rule: 'other-network', field: 'Network', message: `a post of ${value}, not of Instagram` };
  },
};
