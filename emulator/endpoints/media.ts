import type { Call } from '../graph/call.js';
import { GraphError } from '../graph/errors.js';
import { productOf } from '../graph/media-metrics.js';
import { type NodeType, project } from '../graph/node.js';
import { graphTime } from '../graph/time.js';
import type { Counters } from '../world/counters.js';
import { hourMs } from '../world/days.js';
import { shortcodeOf } from '../world/ids.js';
import type { Post } from '../world/post.js';
import { digestOf } from '../world/random.js';
import { mediaComments } from './comments.js';
import { mediaInsights } from './media-insights.js';

/** A part of a carousel. */
export interface Child {
  readonly id: string;
  readonly key: string;
  readonly video: boolean;
  readonly parent: Post;
}

const username = (call: Call, post: Post): string | undefined =>
  call.world.account(post.accountId)?.profile.username;

/** Differs from call to call like the signed links of the platform. */
function signedUrl(call: Call, id: string, extension: string): string {
  const signature = digestOf(32, call.world.seed, id, call.now.getTime());
  const expires = Math.floor((call.now.getTime() + 96 * hourMs) / 1000).toString(16);
  return `https://scontent.cdninstagram.example/v/${id}.${extension}?_nc_rid=${signature.slice(0, 12)}&ccb=7-5&oh=${signature}&oe=${expires}`;
}

function permalink(call: Call, post: Post): string {
  if (post.format === 'STORY') return `https://instagram.com/stories/${username(call, post)}/${post.key}`;
  return `https://www.instagram.com/${post.format === 'REELS' ? 'reel' : 'p'}/${post.shortcode}/`;
}

/** Reels are videos; of the stories those with a duration. */
const isVideo = (post: Post): boolean => post.durationMs !== null;

const counter = (pick: (counters: Counters) => number) => (post: Post, call: Call) =>
  pick(call.world.counters(post.id, call.now));

const unlessStory =
  <T>(field: (post: Post, call: Call) => T) =>
  (post: Post, call: Call): T | undefined =>
    post.format === 'STORY' ? undefined : field(post, call);

const areLikesHidden = (post: Post, call: Call): boolean =>
  post.likesHidden || call.afflicted('likes-hidden', 'media', post.id);
const likes = counter((counters) => counters.likes);
const totalLikes = counter((counters) => counters.totalLikes);

export const mediaNode: NodeType<Post> = {
  name: 'Media',
  idOf: ({ id }) => id,
  fields: {
    id: ({ id }) => id,
    ig_id: ({ key }) => key,
    legacy_instagram_media_id: ({ key }) => key,
    shortcode: ({ shortcode }) => shortcode,
    permalink: (post, call) => permalink(call, post),
    username: (post, call) => username(call, post),
    owner: ({ accountId }) => ({ id: accountId }),
    media_type: (post) =>
      isVideo(post) ? 'VIDEO' : post.format === 'CAROUSEL_ALBUM' ? 'CAROUSEL_ALBUM' : 'IMAGE',
    media_product_type: ({ format }) => productOf[format],
    caption: ({ caption }) => caption ?? undefined,
    timestamp: ({ postedAt }) => graphTime(postedAt),
    like_count: (post, call) => (areLikesHidden(post, call) ? undefined : likes(post, call)),
    comments_count: counter(({ comments }) => comments),
    media_url: (post, call) =>
      post.licensedAudio ? undefined : signedUrl(call, post.id, isVideo(post) ? 'mp4' : 'jpg'),
    thumbnail_url: (post, call) => (isVideo(post) ? signedUrl(call, `${post.id}_t`, 'jpg') : undefined),
    alt_text: () => undefined,
    is_comment_enabled: unlessStory(() => true),
    is_shared_to_feed: (post) => (post.format === 'REELS' ? true : undefined),
    is_ai_generated: () => false,
    has_poll: (post) => (post.format === 'STORY' ? false : undefined),
    has_slider: (post) => (post.format === 'STORY' ? false : undefined),
    media_audio_type: (post) =>
      post.format === 'REELS' ? (post.licensedAudio ? 'MUSIC' : 'ORIGINAL_SOUND') : undefined,
    audio_id: ({ key, format }) => (format === 'REELS' ? `18${key.slice(-15)}` : undefined),
    video_title: () => undefined,
    current_live_viewer_count: () => undefined,
    saved_count: unlessStory(counter(({ saved }) => saved)),
    shares_count: unlessStory(counter(({ shares }) => shares)),
    reposts_count: unlessStory(counter(({ reposts }) => reposts)),
    total_like_count: unlessStory((post, call) => (post.likesHidden ? undefined : totalLikes(post, call))),
    total_comments_count: unlessStory(counter(({ totalComments }) => totalComments)),
    total_views_count: (post, call) =>
      post.format === 'REELS' ? call.world.counters(post.id, call.now).totalViews : undefined,
    // Asking for it in a list sinks the page on the platform.
    copyright_check_information: (post) => {
      if (!isVideo(post)) throw new GraphError('video-missing');
      return { status: { status: 'completed', matches_found: post.licensedAudio } };
    },
  },
  instagramFields: [
    'alt_text',
    'caption',
    'comments_count',
    'current_live_viewer_count',
    'id',
    'is_ai_generated',
    'is_comment_enabled',
    'is_shared_to_feed',
    'like_count',
    'media_product_type',
    'media_type',
    'media_url',
    'owner',
    'permalink',
    'shortcode',
    'thumbnail_url',
    'timestamp',
    'username',
  ],
  edges: {
    children(call, post, _params, fields) {
      if (post.children.length === 0) return undefined;
      return { data: childrenOf(post).map((child) => project(call, childNode, child, fields)) };
    },
    collaborators: () => undefined,
    comments: mediaComments,
    insights: mediaInsights,
    product_tags: () => undefined,
  },
};

export const childrenOf = (post: Post): Child[] => post.children.map((child) => ({ ...child, parent: post }));

/** Parts have no caption, counters or insights of their own. */
export const childNode: NodeType<Child> = {
  name: 'Media',
  idOf: ({ id }) => id,
  fields: {
    id: ({ id }) => id,
    ig_id: ({ key }) => key,
    shortcode: ({ key }) => shortcodeOf(key),
    permalink: ({ key }) => `https://www.instagram.com/p/${shortcodeOf(key)}/`,
    username: ({ parent }, call) => username(call, parent),
    owner: ({ parent }) => ({ id: parent.accountId }),
    media_type: ({ video }) => (video ? 'VIDEO' : 'IMAGE'),
    media_product_type: () => 'FEED',
    media_url: ({ id, video }, call) => signedUrl(call, id, video ? 'mp4' : 'jpg'),
    thumbnail_url: ({ id, video }, call) => (video ? signedUrl(call, `${id}_t`, 'jpg') : undefined),
    timestamp: ({ parent }) => graphTime(parent.postedAt),
    caption: () => undefined,
    like_count: () => undefined,
    comments_count: () => undefined,
    is_comment_enabled: () => undefined,
    alt_text: () => undefined,
  },
  edges: {
    insights: (_call, child) => {
      throw new GraphError('object-missing', { id: child.id });
    },
  },
};
