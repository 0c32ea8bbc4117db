import type { Call, Params } from '../graph/call.js';
import { type Field, parseFields } from '../graph/fields.js';
import { forwardPage } from '../graph/forward-list.js';
import { type NodeType, project } from '../graph/node.js';
import { graphTime } from '../graph/time.js';
import { type Comment, commentLikes } from '../world/comments.js';
import type { Post } from '../world/post.js';

/** The platform gives no more comments at once. */
const mostPerPage = 50;

const defaultFields = parseFields('timestamp,text,id');

/** Since August 2024 authors show only to those who may manage comments. */
const seesAuthors = ({ token }: Call): boolean =>
  token.scopes.includes(
    token.login === 'facebook' ? 'instagram_manage_comments' : 'instagram_business_manage_comments',
  );

export const commentNode: NodeType<Comment> = {
  name: 'IGComment',
  idOf: ({ id }) => id,
  fields: {
    id: ({ id }) => id,
    text: ({ text }) => text,
    timestamp: ({ writtenAt }) => graphTime(writtenAt),
    like_count: (comment, call) => commentLikes(comment, call.now),
    hidden: ({ hidden }) => hidden,
    media: ({ mediaId }) => ({ id: mediaId }),
    parent_id: ({ parentId }) => parentId ?? undefined,
    legacy_instagram_comment_id: ({ id }) => id,
    username: ({ username }, call) => (seesAuthors(call) ? username : undefined),
    from: ({ authorId, username }, call) => (seesAuthors(call) ? { id: authorId, username } : undefined),
    user: ({ authorId, byOwner }) => (byOwner ? { id: authorId } : undefined),
  },
  edges: {
    // In the order of the conversation; a reply has none of its own.
    replies(call, comment, params, fields, raw) {
      const replies = call.world
        .comments(comment.mediaId, call.now)
        .filter(({ parentId }) => parentId === comment.id);
      if (replies.length === 0) return undefined;
      const rank = ({ writtenAt }: Comment) => -writtenAt.getTime();
      return listComments(call, `${comment.id}/replies`, replies, rank, params, fields, raw);
    },
  },
};

/** `/{media}/comments`: top-level ones, newest first. */
export function mediaComments(
  call: Call,
  post: Post,
  params: Params,
  fields: readonly Field[],
  raw: string | undefined,
): object | undefined {
  const threads = call.world
    .comments(post.id, call.now)
    .filter(({ parentId }) => parentId === null)
    .reverse();
  if (threads.length === 0) return undefined;
  const rank = ({ writtenAt }: Comment) => writtenAt.getTime();
  return listComments(call, `${post.id}/comments`, threads, rank, params, fields, raw);
}

function listComments(
  call: Call,
  path: string,
  items: readonly Comment[],
  rank: (comment: Comment) => number,
  params: Params,
  fields: readonly Field[],
  raw: string | undefined,
): object {
  return forwardPage(call, params, {
    path,
    items,
    placeOf: (comment) => ({ rank: rank(comment), id: comment.id }),
    show: (comment) => project(call, commentNode, comment, fields.length > 0 ? fields : defaultFields),
    kept: raw === undefined ? {} : { fields: raw },
    most: mostPerPage,
  });
}
