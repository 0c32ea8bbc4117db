import type { Item, Message, Page } from '../contract.js';
import { SourceError } from '../errors.js';
import { integerOf, type Json, type JsonObject, listOf, numberOf, objectOf, textOf } from '../http/json.js';
import { mediaRef } from '../identity.js';
import type { Account } from './accounts.js';
import { itemOf } from './answers.js';
import { addDays, instantOf, utcDay } from './days.js';
import { refusedField } from './error-table.js';
import { type Graph, type GraphAnswer, pageOf, refused } from './graph.js';
import { listPages, nextPlace, unreachable } from './list-pages.js';
import { failuresInARow } from './media-insights.js';
import { type Context, gapOf, type Part } from './part.js';
import { namingPermission } from './permission.js';
import { postPages } from './post-list.js';
import { ageDays } from './schedule.js';
import { commentShape } from './shape.js';

/** The platform gives no more at once, comments or replies. */
const mostPerPage = 50;
/** Posts of the list per call. */
const listPage = 100;
/** Likes of old comments change: a young post is read at least this often. */
const weekDays = 7;

const postFields = ['id', 'shortcode', 'permalink', 'timestamp', 'comments_count'];
// No `username`, `from` and `user`: who wrote a comment is nobody's business here, so it is not even asked for.
const commentFields = ['id', 'text', 'timestamp', 'like_count', 'parent_id', 'hidden'];
const replyFields = ['id', 'text', 'timestamp', 'like_count'];

/**
 * Comments and replies of the posts up to `comments.days` old: of those whose number of comments has changed since they were
 * last read, and of the others once a week. Texts, times and likes; no names.
 *
 * Deleted comments are not reported as such: they are only not observed again. Comments of restricted users, on live
 * video and on age-gated media are not given by the platform.
 */
export const comments: Part = {
  stream: 'comments',
  isWanted: (settings) => settings.comments !== undefined,
  read: readComments,
  plan: planComments,
  parsers: { comments: commentItems },
};

/** How a post stood when its comments were last read, or had none; kept while it is young. */
interface ReadPost {
  /** Comments and replies as the post counted them; `null` when its owner hides the number. */
  readonly count: number | null;
  /** UTC day. */
  readonly on: string;
}

/** Media id → how it was last read. Checkpointed after each post, so that a reading cut short goes on where it was. */
type ReadPosts = Readonly<Record<string, ReadPost>>;

/** What a reading that came to its end leaves, for the plan of the next. */
interface Completed {
  /** UTC day. */
  readonly on: string;
  /** Calls for posts that were being commented on: the number had changed, or the post was of the last week. */
  readonly busy_calls: number;
}

interface CommentedPost {
  readonly id: string;
  readonly shortcode: string | null;
  readonly permalink: string | null;
  readonly posted: Date | null;
  readonly count: number | null;
}

async function* readComments(context: Context, graph: Graph, account: Account): AsyncGenerator<Message> {
  const { settings, effects } = context;
  const now = effects.now();
  const today = utcDay(now);
  const days = settings.comments!.days;
  const known: Record<string, ReadPost> = { ...readPosts(context, account.id) };
  const young = new Set<string>();
  /** Asked for in vain: not asked for again in this reading. */
  const unknownFields = new Set<string>();
  let busyCalls = 0;
  let failures = 0;
  let inARow = 0;
  const checkpoint = (): Message => ({
    type: 'checkpoint',
    account: account.id,
    stream: 'comment_counts',
    value: { ...known },
  });

  try {
    for await (const listed of youngPosts(context, graph, account.id, now, days)) {
      for (const post of listed) {
        if (young.has(post.id)) continue;
        young.add(post.id);
        const last = known[post.id];
        if (post.count === 0) known[post.id] = { count: 0, on: today };
        if (!isDue(last, post.count, today)) continue;
        const isBusy = last ? last.count !== post.count : ageDays(post.posted, now) <= weekDays;
        try {
          for await (const message of readPost(context, graph, account, post, unknownFields)) {
            if (isBusy) busyCalls++;
            yield message;
          }
        } catch (error) {
          if (!concernsPostAlone(error)) throw error;
          yield gapOf(context, account.id, 'comments', error);
          // Gone or closed to this token: the next post may well be there.
          if (error.recovery === 'skip') {
            known[post.id] = { count: post.count, on: today };
            continue;
          }
          failures++;
          if (++inARow === failuresInARow) return;
          continue;
        }
        inARow = 0;
        known[post.id] = { count: post.count, on: today };
        yield checkpoint();
      }
    }
  } catch (error) {
    throw namingPermission(error, settings.login, 'comments');
  }

  for (const id of Object.keys(known)) if (!young.has(id)) delete known[id];
  yield checkpoint();
  if (failures > 0) return;
  const value: Completed = { on: today, busy_calls: busyCalls };
  yield { type: 'checkpoint', account: account.id, stream: 'comments', value };
}

/**
 * The posts that are young, newest first, page by page. A list of its own, one call a night, and not landed: the numbers in it
 * come with the list of all posts too.
 */
async function* youngPosts(
  context: Context,
  graph: Graph,
  account: string,
  now: Date,
  days: number,
): AsyncGenerator<CommentedPost[]> {
  const list = {
    path: `/${account}/media`,
    fields: postFields,
    childFields: [],
    metrics: [],
    onInsightsRefused: () => {},
  };
  for await (const { answer } of postPages(context, graph, list)) {
    const listed = listOf(objectOf(answer.json).data).flatMap((entry) => commentedPost(objectOf(entry)));
    const isYoung = ({ posted }: CommentedPost) => ageDays(posted, now) <= days;
    yield listed.filter(isYoung);
    if (!listed.every(isYoung)) return;
  }
}

function commentedPost(media: JsonObject): CommentedPost[] {
  const id = textOf(media.id);
  if (id === null) return [];
  return [
    {
      id,
      shortcode: textOf(media.shortcode),
      permalink: textOf(media.permalink),
      posted: instantOf(textOf(media.timestamp)),
      count: numberOf(media.comments_count),
    },
  ];
}

function isDue(last: ReadPost | undefined, count: number | null, today: string): boolean {
  if (count === 0) return false;
  return last === undefined || last.count !== count || isWeekOld(last, today);
}

function isWeekOld({ on }: ReadPost, today: string): boolean {
  return on <= addDays(today, -weekDays);
}

/** Every comment of a post, and every reply to each. */
async function* readPost(
  context: Context,
  graph: Graph,
  account: Account,
  post: CommentedPost,
  unknownFields: Set<string>,
): AsyncGenerator<Message> {
  const page = (answer: GraphAnswer, parent: string | null): Message => ({
    type: 'page',
    page: pageOf(context, answer, {
      account: account.id,
      stream: 'comments',
      kind: 'comments',
      media_id: post.id,
      shortcode: post.shortcode,
      permalink: post.permalink,
      parent_id: parent,
    }),
  });
  const names = (fields: readonly string[]) => fields.filter((name) => !unknownFields.has(name)).join(',');

  const threads = commentPages(context, graph, `/${post.id}/comments`, unknownFields, (limit) => ({
    fields: `${names(commentFields)},replies.limit(${limit}){${names(replyFields)}}`,
  }));
  /** A comment whose further replies cannot be asked for. */
  let cutOff: string | null = null;
  for await (const answer of threads) {
    yield page(answer, null);
    for (const entry of listOf(objectOf(answer.json).data)) {
      const { id, replies } = objectOf(entry);
      const comment = textOf(id);
      const place = nextPlace(replies ?? null);
      if (comment === null || place === null) continue;
      if (Object.keys(place).length === 0) {
        cutOff ??= comment;
        continue;
      }
      // More replies than came with it.
      const rest = commentPages(context, graph, `/${comment}/replies`, unknownFields, () => ({
        fields: names(replyFields),
        ...place,
      }));
      for await (const more of rest) yield page(more, comment);
    }
  }
  if (cutOff !== null) throw unreachable(`/${cutOff}/replies`, 'names no cursor of its next page');
}

/** The pages of a list of comments, asked for less where the platform wants that. */
async function* commentPages(
  context: Context,
  graph: Graph,
  path: string,
  unknownFields: Set<string>,
  asking: (limit: number) => Readonly<Record<string, string>>,
): AsyncGenerator<GraphAnswer> {
  let limit = mostPerPage;
  for await (const answer of listPages(graph, path, () => ({ limit: String(limit), ...asking(limit) }))) {
    if (!answer.refusal) {
      yield answer;
      continue;
    }
    const { error, row } = answer.refusal;
    context.effects.log.debug('comments refused', { path, error: error.message });
    const unknownField = row.change === 'drop-field' ? refusedField(error) : null;
    if (unknownField !== null && commentFields.includes(unknownField) && !unknownFields.has(unknownField)) {
      unknownFields.add(unknownField);
    } else if (row.change === 'halve-limit' && limit > 1) limit = Math.floor(limit / 2);
    else throw refused(answer);
  }
}

/** Whether the other posts may still be read: a post that is gone, a list in a circle, an answer that does not come. */
function concernsPostAlone(error: unknown): error is SourceError {
  return (
    error instanceof SourceError &&
    error.kind === 'unavailable' &&
    (error.recovery === 'skip' || error.recovery === 'stream' || error.recovery === 'retry')
  );
}

/** As many posts as in the last night are taken to be commented on tonight. */
function planComments(context: Context, account: string): ReturnType<Part['plan']> {
  const today = utcDay(context.effects.now());
  const last = context.state[account]?.comments as Completed | undefined;
  const posts = Object.values(readPosts(context, account));
  const list = 1 + Math.floor(posts.length / listPage);
  if (!last)
    return { calls: list, isLeast: true, why: 'posts to read comments of; how many is not known yet' };
  const weekly = posts
    .filter((post) => isWeekOld(post, today))
    .reduce((calls, { count }) => calls + Math.ceil((count ?? 1) / mostPerPage), 0);
  return {
    calls: list + last.busy_calls + weekly,
    why: `comments of young posts: ${last.busy_calls} as last night, ${weekly} not read for a week`,
  };
}

function readPosts(context: Context, account: string): ReadPosts {
  return (context.state[account]?.comment_counts as ReadPosts | undefined) ?? {};
}

/** Each comment and reply of a page. */
function commentItems(page: Page, json: Json): Item[] {
  const parent = textOf(page.request.parent_id as Json);
  return listOf(objectOf(json).data).flatMap((entry) => {
    const { replies, ...comment } = objectOf(entry);
    const id = textOf(comment.id);
    return [
      commentItem(page, comment, parent),
      ...listOf(objectOf(replies).data).map((reply) => commentItem(page, objectOf(reply), id)),
    ];
  });
}

function commentItem(page: Page, comment: JsonObject, parent: string | null): Item {
  const { account_id, media_id, shortcode, permalink } = page.request as Readonly<Record<string, Json>>;
  const ref = mediaRef({
    shortcode: textOf(shortcode),
    permalink: textOf(permalink),
    mediaId: String(media_id),
  });
  return itemOf(page, comment, 'comment', commentShape, (id, commented) => [
    {
      stream: 'comments',
      values: {
        comment_id: id,
        parent_id: textOf(comment.parent_id) ?? parent,
        media_ref: ref,
        account_ref: String(account_id),
        text: textOf(comment.text),
        likes: integerOf(comment.like_count),
        commented_at: commented,
        observed_at: page.fetched_at,
      },
    },
  ]);
}
