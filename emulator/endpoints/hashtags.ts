import { accountsOf, type Call, demand, type Params } from '../graph/call.js';
import { GraphError } from '../graph/errors.js';
import type { Field } from '../graph/fields.js';
import { forwardPage } from '../graph/forward-list.js';
import { type Edge, type NodeType, project } from '../graph/node.js';
import { graphTime } from '../graph/time.js';
import { dayMs } from '../world/days.js';
import { type Hashtag, type HashtagPost, hashtagPosts } from '../world/hashtags.js';
import { digestOf, drawsFor } from '../world/random.js';
import type { Account } from '../world/world.js';
import { demandFacebook } from './foreign-media.js';

const mostPerPage = 50;
/** `top_media` is a choice from so many days, and so many posts. */
const topDays = 7;
const topPosts = 100;

/** The account in whose name a hashtag is asked for. */
function asker(call: Call, params: Params): Account {
  demand(call, 'instagram_basic', '');
  if (!params.user_id) throw new GraphError('parameter-missing', { name: 'user_id' });
  const account = accountsOf(call).find(({ id }) => id === params.user_id);
  if (!account) throw new GraphError('object-missing', { id: params.user_id });
  return account;
}

/** `/ig_hashtag_search?user_id&q`: the id of a hashtag. */
export function hashtagSearch(call: Call, params: Params): object {
  demandFacebook(call, 'ig_hashtag_search');
  const account = asker(call, params);
  if (!params.q) throw new GraphError('parameter-missing', { name: 'q' });
  if (/\p{Extended_Pictographic}/u.test(params.q))
    throw new GraphError('parameter-invalid', { name: 'q', problem: 'must not contain emoji' });
  const name = params.q.replace(/^#/, '').toLowerCase();
  const hashtag = call.world.hashtags.find((candidate) => candidate.name === name);
  if (!hashtag) throw new GraphError('hashtag-missing');
  call.hashtags.spend(call.now, account.id, hashtag.id);
  return { data: [{ id: hashtag.id }] };
}

/** Everything public about a post under a hashtag; who posted it is not. */
const hashtagMediaNode: NodeType<HashtagPost> = {
  name: 'Media',
  idOf: ({ id }) => id,
  fields: {
    id: ({ id }) => id,
    caption: ({ caption }) => caption,
    comments_count: ({ comments }) => comments,
    like_count: ({ likes }) => likes,
    media_type: ({ mediaType }) => mediaType,
    media_url: ({ id, mediaType }, call) =>
      mediaType === 'CAROUSEL_ALBUM'
        ? undefined
        : `https://scontent.cdninstagram.example/v/${id}?oh=${digestOf(32, call.world.seed, id, call.now.getTime())}`,
    permalink: ({ permalink }) => permalink,
    timestamp: ({ postedAt }) => graphTime(postedAt),
  },
  edges: {},
};

export const hashtagNode: NodeType<Hashtag> = {
  name: 'IGHashtag',
  idOf: ({ id }) => id,
  fields: { id: ({ id }) => id, name: ({ name }) => name },
  edges: {
    recent_media: (call, hashtag, params, fields, raw) => {
      const since = new Date(call.now.getTime() - dayMs);
      // Roughly by time, as on the platform: each post may stand up to half an hour off.
      const rank = ({ id, postedAt }: HashtagPost) =>
        postedAt.getTime() + drawsFor(call.world.seed, id, 'recent').whole(0, 1_800_000);
      const posts = hashtagPosts(call.world, hashtag, since, call.now);
      return listPosts(call, `${hashtag.id}/recent_media`, hashtag, posts, rank, params, fields, raw);
    },
    top_media: (call, hashtag, params, fields, raw) => {
      const since = new Date(call.now.getTime() - topDays * dayMs);
      const rank = ({ id, likes = 0, comments }: HashtagPost) =>
        (likes + 3 * comments + 1) * drawsFor(call.world.seed, id, 'top').factor(0.5);
      const posts = hashtagPosts(call.world, hashtag, since, call.now)
        .sort((a, b) => rank(b) - rank(a))
        .slice(0, topPosts);
      return listPosts(call, `${hashtag.id}/top_media`, hashtag, posts, rank, params, fields, raw);
    },
  },
};

function listPosts(
  call: Call,
  path: string,
  hashtag: Hashtag,
  posts: readonly HashtagPost[],
  rank: (post: HashtagPost) => number,
  params: Params,
  fields: readonly Field[],
  raw: string | undefined,
): object {
  const account = asker(call, params);
  call.hashtags.spend(call.now, account.id, hashtag.id);
  const ranked = posts.map((post) => ({ post, place: { rank: rank(post), id: post.id } }));
  return forwardPage(call, params, {
    path,
    items: ranked.sort((a, b) => b.place.rank - a.place.rank),
    placeOf: ({ place }) => place,
    show: ({ post }) => project(call, hashtagMediaNode, post, fields),
    kept: { user_id: account.id, ...(raw !== undefined && { fields: raw }) },
    most: mostPerPage,
  });
}

/** `/{ig-user}/recently_searched_hashtags`: what has been spent of the budget. */
export const recentlySearched: Edge<Account> = (call, account, params, fields) => {
  demandFacebook(call, 'recently_searched_hashtags');
  const known = new Map(call.world.hashtags.map((hashtag) => [hashtag.id, hashtag]));
  return forwardPage(call, params, {
    path: `${account.id}/recently_searched_hashtags`,
    items: call.hashtags.recent(call.now, account.id),
    placeOf: ({ id, since }) => ({ rank: since.getTime(), id }),
    show: ({ id }) => project(call, hashtagNode, known.get(id)!, fields),
    kept: {},
    most: 30,
  });
};
