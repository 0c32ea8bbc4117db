import { type Call, demand } from '../graph/call.js';
import { GraphError } from '../graph/errors.js';
import { forwardPage } from '../graph/forward-list.js';
import { type Edge, type NodeType, project } from '../graph/node.js';
import { type Comment, mentionsIn } from '../world/comments.js';
import { isVisible } from '../world/post.js';
import type { Account } from '../world/world.js';
import { commentNode } from './comments.js';
import { demandFacebook, foreignMediaNode } from './foreign-media.js';

function demandMentions(call: Call, field: string): void {
  demandFacebook(call, field);
  demand(call, 'instagram_manage_comments', '');
  demand(call, 'pages_read_engagement', '');
}

/** `/{ig-user}/tags`: posts of others on whose photo the account is tagged. */
export const userTags: Edge<Account> = (call, account, params, fields, raw) => {
  demandMentions(call, 'tags');
  return forwardPage(call, params, {
    path: `${account.id}/tags`,
    items: call.world.tags(account.id, call.now),
    placeOf: ({ id, postedAt }) => ({ rank: postedAt.getTime(), id }),
    show: (post) => project(call, foreignMediaNode, post, fields),
    kept: raw === undefined ? {} : { fields: raw },
    most: 100,
  });
};

/** `mentioned_media.media_id(ID){…}`: a post of others that mentions the account, in its caption or below it. */
export const mentionedMedia: Edge<Account> = (call, account, params, fields) => {
  demandMentions(call, 'mentioned_media');
  const id = params.media_id;
  if (!id) throw new GraphError('parameter-missing', { name: 'media_id' });
  const post = call.world.post(id, call.now);
  const isMentioned =
    post &&
    isVisible(post, call.now) &&
    (call.world.mentionIn(id, call.now)?.id === account.id ||
      call.world.comments(id, call.now).some((comment) => mentionsIn(comment, account.profile.username)));
  if (!isMentioned) throw new GraphError('object-missing', { id });
  return project(call, foreignMediaNode, post, fields);
};

const shown = ['id', 'text', 'timestamp', 'like_count', 'media'] as const;

const mentioningCommentNode: NodeType<Comment> = {
  ...commentNode,
  fields: Object.fromEntries(shown.map((name) => [name, commentNode.fields[name]!])),
  edges: {},
};

/** `mentioned_comment.comment_id(ID){…}`: a comment of others that mentions the account. */
export const mentionedComment: Edge<Account> = (call, account, params, fields) => {
  demandMentions(call, 'mentioned_comment');
  const id = params.comment_id;
  if (!id) throw new GraphError('parameter-missing', { name: 'comment_id' });
  const comment = call.world.comment(id, call.now);
  if (!comment || !mentionsIn(comment, account.profile.username))
    throw new GraphError('object-missing', { id });
  return project(call, mentioningCommentNode, comment, fields);
};
