import type { Kind } from './kind.js';

const days = ['Date', 'Day', 'Data', 'Datum', 'Fecha', 'Jour'];
const reach = ['Profile reach', 'Account reach', 'Accounts reached', 'Reach', 'Alcance', 'Reichweite'];

/** A row per day of an account, as dashboards and spreadsheet connectors write it. */
export const dailyInsights: Kind = {
  name: 'daily-insights',
  title: 'daily account insights',
  origin: 'dashboards and spreadsheet connectors that write a row per day',
  reads:
    'per day: reach, views, new followers, unfollows, profile visits, interactions, likes, comments, saves, shares, followers',
  unknown:
    'The file does not name the account: `--account`. Where its days are cut is not known; they are kept as written. Impressions of an account and shares of reels alone have no place. Empty days are unknown',
  zone: 'UTC',
  layouts: [
    {
      name: 'days',
      signature: [days, reach],
      unless: [
        'Permalink',
        'Link',
        'URL',
        'Post ID',
        'id',
        'Caption',
        'Description',
        'Post type',
        'media_type',
      ],
      dates: 'iso',
      others: 'any',
      columns: {
        day: days,
        username: ['Username', 'Account', 'Profile', 'Account username'],
        reach,
        views: ['Profile views count', 'Views', 'Visualizações'],
        new_follows: ['New followers', 'New follows', 'Follower count', 'Novos seguidores', 'Neue Follower'],
        unfollows: ['Unfollows', 'Unfollowers', 'Lost followers'],
        profile_views: ['Profile visits', 'Profile views', 'Visitas ao perfil'],
        website_clicks: ['Website clicks', 'Cliques no site'],
        profile_link_taps: ['Profile link taps', 'Link taps'],
        interactions_total: [
          'Engagement',
          'Total interactions',
          'Interactions',
          'Content interactions',
          'Interações',
        ],
        accounts_engaged: ['Accounts engaged'],
        likes: ['Likes', 'Curtidas'],
        comments: ['Comments', 'Comentários'],
        saves: ['Saves', 'Saved', 'Salvamentos'],
        shares: ['Shares', 'Compartilhamentos'],
        replies: ['Replies', 'Respostas'],
        reposts: ['Reposts'],
        followers: ['Followers', 'Total followers', 'Seguidores'],
      },
    },
  ],
};
