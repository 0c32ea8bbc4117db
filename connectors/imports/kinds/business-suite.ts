import type { Kind } from './kind.js';

/**
 * Header spellings by language: English, Swedish and Portuguese from real files, German from public importers and
 * unconfirmed. Other languages: add a spelling here once it is seen in a file.
 */
const spellings = {
  postId: ['Post ID', 'Publicerings-id', 'Inläggs-ID', 'Identificação do post', 'Beitrags-ID'],
  accountId: ['Account ID', 'Konto-id', 'Identificação da conta'],
  accountUsername: [
    'Account username',
    'Kontots användarnamn',
    'Nome de usuário da conta',
    'Konto-Benutzername',
  ],
  accountName: ['Account name', 'Kontonamn', 'Nome da conta', 'Kontoname'],
  description: ['Description', 'Beskrivning', 'Descrição', 'Beschreibung'],
  duration: ['Duration (sec)', 'Varaktighet (sek)', 'Duração (s)', 'Dauer (Sek.)'],
  publishTime: ['Publish time', 'Publiceringstid', 'Horário de publicação', 'Veröffentlichungszeitpunkt'],
  permalink: ['Permalink', 'Permalänk', 'Link permanente'],
  postType: ['Post type', 'Inläggstyp', 'Tipo de post', 'Beitragstyp'],
  dataComment: ['Data comment', 'Datakommentar', 'Comentário de dados', 'Datenkommentar'],
  date: ['Date', 'Datum', 'Data'],
  views: ['Views', 'Visningar', 'Visualizações', 'Aufrufe'],
  impressions: ['Impressions', 'Exponeringar', 'Impressões', 'Impressionen'],
  plays: ['Plays'],
  reach: ['Reach', 'Räckvidd', 'Alcance', 'Reichweite'],
  likes: ['Likes', 'Gilla-markeringar', 'Curtidas', '„Gefällt mir“-Angaben', '„Gefällt mir"-Angaben'],
  shares: ['Shares', 'Delningar', 'Compartilhamentos', 'Geteilte Inhalte'],
  follows: ['Follows', 'Följer', 'Seguimentos'],
  comments: ['Comments', 'Kommentarer', 'Comentários', 'Kommentare'],
  saves: ['Saves', 'Sparade objekt', 'Salvamentos', 'Gespeicherte Beiträge'],
  replies: ['Replies', 'Respostas'],
  stickerTaps: ['Sticker taps', 'Toques em figurinhas'],
  navigation: ['Navigation', 'Navegação'],
  profileVisits: ['Profile visits', 'Visitas ao perfil'],
  linkClicks: ['Link clicks', 'Cliques no link'],
} as const;

/**
 * Meta Business Suite → Insights → Content → Export. `Publish time` has no zone and is US Pacific time, wherever the
 * account is (checked against permalinks). `Views` (since 2025) and `Impressions` (before) are different metrics.
 */
export const businessSuite: Kind = {
  name: 'business-suite',
  title: 'Meta Business Suite content export',
  origin:
    'Business Suite → Insights → Content → Export, platform Instagram, lifetime values; English, Swedish, Portuguese and German',
  reads:
    'posts, reels and stories: ids, link, text, length, time, views or impressions, reach, likes, comments, shares, saves, follows; of stories replies, navigation, profile visits and link clicks',
  unknown:
    'Day-by-day exports are refused row by row: a day is no lifetime. Sticker taps and plays of the time before views are not loaded. The file has no followers. German headers come from other importers, not from a file',
  zone: 'America/Los_Angeles',
  layouts: [
    {
      name: 'content',
      signature: [spellings.postId, spellings.accountId, spellings.publishTime, spellings.permalink],
      dates: 'mm/dd/yyyy',
      others: [spellings.dataComment, spellings.date, spellings.plays, spellings.stickerTaps],
      columns: {
        media_id: spellings.postId,
        account_id: spellings.accountId,
        username: spellings.accountUsername,
        account_name: spellings.accountName,
        caption: spellings.description,
        duration_seconds: spellings.duration,
        posted_at: spellings.publishTime,
        permalink: spellings.permalink,
        format: spellings.postType,
        views: spellings.views,
        impressions: spellings.impressions,
        reach: spellings.reach,
        likes: spellings.likes,
        shares: spellings.shares,
        follows: spellings.follows,
        comments: spellings.comments,
        saves: spellings.saves,
        replies: spellings.replies,
        navigation: spellings.navigation,
        profile_visits: spellings.profileVisits,
        link_clicks: spellings.linkClicks,
      },
    },
  ],
  refuse(cell) {
    const value = cell(spellings.date).trim();
    // `Lifetime` in the user's language; a day there means that the counters are one day's.
    if (!/\d/.test(value)) return null;
    return {
      rule: 'daily-values',
      field: 'Date',
      message: `the counters are those of one day (${value}); export with lifetime values`,
    };
  },
};

/** The same export of a Facebook Page. */
export const facebookPage: Kind = {
  name: 'business-suite-facebook',
  title: 'Meta Business Suite content export of a Facebook Page',
  origin: 'the same export with Facebook as the platform',
  reads: 'nothing: it is recognised in order to say so',
  unknown: 'Everything: its posts are not of Instagram',
  zone: 'America/Los_Angeles',
  layouts: [
    {
      name: 'content',
      signature: [spellings.postId, ['Page ID', 'Sid-id', 'Identificação da Página', 'Seiten-ID']],
      dates: 'mm/dd/yyyy',
      columns: {},
    },
  ],
  unusable: {
    message: 'holds posts of a Facebook Page, not of an Instagram account',
    hint: 'In Business Suite → Insights → Content choose Instagram as the platform, then export again.',
  },
};
