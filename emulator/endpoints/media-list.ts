import { type Call, linkTo, type Params } from '../graph/call.js';
import type { Field } from '../graph/fields.js';
import { type Edge, project } from '../graph/node.js';
import { cut, limitOf } from '../graph/paging.js';
import { timeOf } from '../graph/time.js';
import type { Post } from '../world/post.js';
import type { Account } from '../world/world.js';
import { mediaNode } from './media.js';

/** The platform reaches back no further than this many posts. */
const reachable = 10_000;

/** `/{ig-user}/media`: posts and reels, newest first, optionally within `since`/`until`. */
export const userMedia: Edge<Account> = (call, account, params, fields, raw) => {
  const since = timeOf('since', params.since);
  const until = timeOf('until', params.until);
  const posts = call.world
    .media(account.id, call.now)
    .slice(0, reachable)
    .filter(({ postedAt }) => (!since || postedAt >= since) && (!until || postedAt <= until));
  return listPosts(call, `${account.id}/media`, posts, params, fields, raw);
};

/** `/{ig-user}/stories`: those of the last 24 hours. */
export const userStories: Edge<Account> = (call, account, params, fields, raw) => {
  return listPosts(
    call,
    `${account.id}/stories`,
    call.world.stories(account.id, call.now),
    params,
    fields,
    raw,
  );
};

function listPosts(
  call: Call,
  path: string,
  posts: readonly Post[],
  params: Params,
  fields: readonly Field[],
  raw: string | undefined,
): object {
  const limit = limitOf(params.limit);
  const { after, before } = params;
  const page = cut(posts, ({ id, postedAt }) => ({ rank: postedAt.getTime(), id }), { after, before, limit });
  const data = page.data.map((post) => project(call, mediaNode, post, fields));
  if (page.before === undefined || page.after === undefined) return { data };
  const kept = {
    ...(raw !== undefined && { fields: raw }),
    ...(params.since !== undefined && { since: params.since }),
    ...(params.until !== undefined && { until: params.until }),
    limit: String(limit),
  };
  return {
    data,
    paging: {
      cursors: { before: page.before, after: page.after },
      ...(page.hasPrevious && { previous: linkTo(call, path, { ...kept, before: page.before }) }),
      ...(page.hasNext && { next: linkTo(call, path, { ...kept, after: page.after }) }),
    },
  };
}
