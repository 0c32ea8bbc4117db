import type { Kind } from './kind.js';

/** By itself, or in an edge of the web's newest answers, which use the same words. */
const at = (...paths: string[]) => paths.flatMap((path) => [path, `node.${path}`]);

const kinds: Readonly<Record<string, string>> = { '1': 'image', '2': 'video', '8': 'carousel' };

/** Dumps of instagrapi (`Media`, `User`) as JSON or CSV; the newest web answers speak the same language. */
export const privateApi: Kind = {
  name: 'instagrapi',
  title: 'instagrapi dump',
  origin: 'instagrapi and other clients of the app’s own API: lists of Media or User as JSON or CSV',
  reads:
    'posts: code, text, time, format, length, likes, comments, views; profiles: name, followers, number of posts',
  unknown:
    'Only what is public: no reach, saves or shares. Ids in these files are of another kind than the API’s; the code is the key',
  zone: 'UTC',
  layouts: [
    {
      name: 'media',
      signature: [at('code'), at('taken_at'), at('like_count', 'comment_count')],
      dates: 'iso',
      others: 'any',
      columns: {
        shortcode: at('code'),
        caption: at('caption_text', 'caption.text'),
        posted_at: at('taken_at'),
        duration_seconds: at('video_duration'),
        username: at('user.username', 'username', 'owner.username'),
        account_name: at('user.full_name', 'full_name'),
        likes: at('like_count'),
        comments: at('comment_count'),
        views: at('play_count', 'view_count'),
        reposts: at('media_repost_count'),
      },
    },
    {
      name: 'users',
      signature: [['username'], ['follower_count'], ['media_count'], ['pk', 'following_count']],
      dates: 'iso',
      others: 'any',
      columns: {
        username: ['username'],
        account_name: ['full_name'],
        biography: ['biography'],
        website: ['external_url'],
        followers: ['follower_count'],
        following: ['following_count'],
        media_count: ['media_count'],
      },
    },
  ],
  format(cell) {
    if (/^clips$/i.test(cell(at('product_type')))) return 'reel';
    return kinds[cell(at('media_type'))] ?? '';
  },
};
