import type { Call } from '../graph/call.js';
import { GraphError } from '../graph/errors.js';
import type { NodeType } from '../graph/node.js';
import type { Post } from '../world/post.js';
import { mediaNode } from './media.js';

const shared = [
  'id',
  'caption',
  'comments_count',
  'like_count',
  'media_type',
  'media_product_type',
  'media_url',
  'permalink',
  'shortcode',
  'thumbnail_url',
  'timestamp',
  'username',
] as const;

/** A caption as strangers see it: the `@` of mentions is left out. */
const captionOf = (post: Post, call: Call): string | undefined => {
  const mentioned = call.world.mentionIn(post.id, call.now);
  return [post.caption, mentioned?.profile.username].filter((part) => part).join(' ') || undefined;
};

/** A post of somebody else, as discovery, tags and mentions show it: no owner, no insights, no comment texts. */
export const foreignMediaNode: NodeType<Post> = {
  name: 'Media',
  idOf: ({ id }) => id,
  fields: {
    ...Object.fromEntries(shared.map((name) => [name, mediaNode.fields[name]!])),
    caption: captionOf,
  },
  edges: { children: mediaNode.edges.children! },
};

/** In discovery, reels say how often they were viewed, on Facebook too. */
export const discoveredMediaNode: NodeType<Post> = {
  ...foreignMediaNode,
  fields: {
    ...foreignMediaNode.fields,
    view_count(post, call) {
      if (post.format !== 'REELS') return undefined;
      const { views, facebookViews } = call.world.counters(post.id, call.now);
      return views + facebookViews;
    },
  },
};

/** Edges that only Facebook Login has. */
export function demandFacebook(call: Call, field: string): void {
  if (call.token.login !== 'facebook') throw new GraphError('field-missing', { field, type: 'IGUser' });
}
