import type { Kind, Layout } from './kind.js';

/** Where a node stands: by itself, in an edge, in a sidecar. */
const at = (...paths: string[]) => paths.flatMap((path) => [`node.${path}`, path]);
const user = (...paths: string[]) => paths.flatMap((path) => [`user.${path}`, `node.${path}`, path]);

const columns: Layout['columns'] = {
  shortcode: at('shortcode', 'code'),
  caption: at('edge_media_to_caption.edges.0.node.text', 'caption.text', 'caption'),
  posted_at: at('taken_at_timestamp', 'date', 'taken_at'),
  format: at('__typename'),
  duration_seconds: at('video_duration'),
  username: [...at('owner.username'), ...user('username')],
  account_name: [...at('owner.full_name'), ...user('full_name')],
  biography: user('biography'),
  website: user('external_url'),
  followers: user('edge_followed_by.count'),
  following: user('edge_follow.count'),
  media_count: user('edge_owner_to_timeline_media.count'),
  likes: at('edge_media_preview_like.count', 'edge_liked_by.count'),
  comments: at('edge_media_to_parent_comment.count', 'edge_media_to_comment.count'),
  views: at('video_play_count', 'video_view_count'),
};

const format: Kind['format'] = (cell) => (/^clips$/i.test(cell(at('product_type'))) ? 'reel' : '');

/** Sidecars of instaloader, one file per post or profile. Its vocabulary is the web's. */
export const instaloader: Kind = {
  name: 'instaloader',
  title: 'instaloader sidecar',
  origin: 'instaloader: the .json or .json.xz beside each picture; import the folder',
  reads:
    'posts: short code, text, time, format, length, likes, comments, views of videos; profiles: name, followers, number of posts',
  unknown:
    'Only what is public: no reach, saves or shares. Files of comments, and those of hashtags and highlights, are passed over',
  zone: 'UTC',
  layouts: [
    {
      name: 'node',
      signature: [
        ['instaloader.node_type'],
        ['instaloader.version'],
        at('id', 'pk'),
        at('shortcode', 'code', 'username', 'name'),
      ],
      dates: 'unix',
      others: 'any',
      columns,
    },
  ],
  refuse(cell) {
    const type = cell(['instaloader.node_type']);
    if (['', 'Post', 'Profile', 'StoryItem'].includes(type)) return null;
    return { rule: 'no-post', field: 'node_type', message: `a ${type}, neither a post nor a profile` };
  },
  format,
};

/** What instaloader writes of comments, beside the sidecars. */
export const instaloaderComments: Kind = {
  name: 'instaloader-comments',
  title: 'instaloader file of comments',
  origin: 'instaloader with --comments: the …_comments.json beside a sidecar',
  reads: 'nothing: it is recognised in order to say so',
  unknown: 'Everything: comments of strangers are not read',
  zone: 'UTC',
  layouts: [
    {
      name: 'comments',
      signature: [['created_at'], ['text'], ['likes_count'], ['answers'], ['owner.id', 'owner.username']],
      dates: 'unix',
      columns: {},
    },
  ],
  unusable: {
    message: 'holds comments, not posts',
    hint: 'Nothing is missing: the numbers of its post are in the sidecar beside it.',
  },
};

/** Nodes of the web's GraphQL answers, as scrapers keep them. */
export const webNodes: Kind = {
  name: 'web-graphql',
  title: 'web GraphQL nodes',
  origin:
    'scrapers that keep answers of instagram.com: a list of nodes or edges, or the whole answer of a profile',
  reads: instaloader.reads,
  unknown:
    'Only what is public: no reach, saves or shares. Ids in these files are of another kind than the API’s; the short code is the key',
  zone: 'UTC',
  layouts: [
    {
      name: 'nodes',
      signature: [
        at('shortcode'),
        at('taken_at_timestamp'),
        at('edge_media_preview_like.count', 'edge_liked_by.count', 'edge_media_to_comment.count'),
      ],
      dates: 'unix',
      others: 'any',
      columns,
    },
    {
      name: 'profile',
      signature: [user('username'), user('edge_followed_by.count')],
      dates: 'unix',
      others: 'any',
      columns,
    },
  ],
  format,
};
