import type { Message } from '../contract.js';
import type { Account } from './accounts.js';
import { utcDay } from './days.js';
import { type Graph, pageOf } from './graph.js';
import { type Login, logins } from './logins.js';
import {
  canonicalGiven,
  type DuePost,
  givenBy,
  type InsightsPass,
  insightsPass,
  listMetricsFor,
  ownGroups,
  readInsights,
} from './media-insights.js';
import { mediaInsightsItems, mediaItems } from './parse-media.js';
import type { Context, Part } from './part.js';
import { listedMedia, type PostList, postPages } from './post-list.js';
import { rejectionsCheckpoint } from './rejections.js';
import { ageDays, depthDue, isNightOf, noPostsState, type PostsState } from './schedule.js';

/** The platform lists the newest posts, at most so many: whether older ones are gone cannot be known. */
const longestList = 10_000;

/** The posts, newest first, and after each page the insights that are due for it. */
export const posts: Part = {
  stream: 'media',
  past: true,
  isWanted: () => true,
  read: readPosts,
  plan: planPosts,
  parsers: { media: mediaItems, media_insights: mediaInsightsItems },
};

/** What the plan needs to know of the last listing: publication day → posts and reels that night lists or reads. */
type RecentPosts = Readonly<Record<string, readonly [feed: number, reels: number]>>;

async function* readPosts(context: Context, graph: Graph, account: Account): AsyncGenerator<Message> {
  const { settings, effects, window } = context;
  const now = effects.now();
  const before = postsState(context, account.id);
  const isSweep = window === undefined && isSweepNight(context, account.id, now);
  const pass = insightsPass(context, account.id, 'posts', before);
  const done = new Set<string>();
  const recent: Record<string, [number, number]> = {};
  const oldestWanted = window?.from ?? (isSweep ? null : daysBefore(now, settings.listing.nightly_days));
  let isComplete = true;

  for await (const { answer, fields, metrics } of allPostPages(context, graph, account, before, pass)) {
    const page = pageOf(context, answer, {
      account: account.id,
      stream: 'media',
      kind: 'media',
      fields,
      metrics,
    });
    yield { type: 'page', page };
    const listed = listedMedia(answer.json).filter((media) => !done.has(media.id) && done.add(media.id));
    for (const { posted, product } of listed) {
      if (!posted || ageDays(posted, now) > plannedDays(context)) continue;
      const [feed, reels] = recent[utcDay(posted)] ?? [0, 0];
      recent[utcDay(posted)] = product === 'REELS' ? [feed, reels + 1] : [feed + 1, reels];
    }
    const given = givenBy(page, answer.json);
    const due = listed.flatMap((media): DuePost[] => {
      const depth = window
        ? media.posted && window.from <= media.posted && media.posted <= window.to && 'thorough'
        : (isSweep || ageDays(media.posted, now) <= settings.listing.nightly_days) &&
          (before.missed.includes(media.id)
            ? 'thorough'
            : depthDue(settings, { ...before, before_business: pass.beforeBusiness }, media.posted, now));
      return depth ? [{ media, depth, given: given.get(media.id) ?? new Set() }] : [];
    });
    try {
      yield* readInsights(context, graph, account, due, pass);
    } catch (error) {
      // A limit may strike between any two posts, every night: what was read until then is not read again.
      if (pass.reached) yield* reached(pass.reached);
      throw error;
    }
    yield {
      type: 'progress',
      account: account.username ?? account.id,
      done: done.size,
      total: Math.max(done.size, isSweep ? (account.mediaCount ?? 0) : 0),
    };
    const oldest = listed.at(-1)?.posted;
    if (oldest) yield* reached(oldest);
    if (oldest && oldestWanted && oldest < oldestWanted) {
      isComplete = false;
      break;
    }
  }

  if (window) return;
  yield rejectionsCheckpoint(account.id, 'posts', pass.memory);
  yield { type: 'checkpoint', account: account.id, stream: 'recent_posts', value: recent };
  if (!pass.failed) {
    const at = now.toISOString();
    yield insightsCheckpoint(account.id, {
      read_at: at,
      swept_at: isComplete ? at : before.swept_at,
      pass: null,
      before_business: pass.beforeBusiness,
      // One that is in no list any more cannot be made up for.
      missed: [...pass.missed].filter((id) => !isComplete || done.has(id)),
    });
  }
  // The list of all posts is known again: only now is one that is not in it known to be gone.
  if (isComplete && done.size < longestList) {
    yield {
      type: 'checkpoint',
      account: account.id,
      stream: 'media',
      value: { on: utcDay(now), listed: done.size },
    };
  }

  /** Keeps how far this pass has come, unless an earlier one came further. */
  function* reached(oldest: Date): Generator<Message> {
    const down_to = oldest.toISOString();
    if (pass.failed || window || (before.pass && before.pass.down_to <= down_to)) return;
    yield insightsCheckpoint(account.id, {
      ...before,
      pass: { at: now.toISOString(), down_to },
      before_business: pass.beforeBusiness,
      missed: [...pass.missed],
    });
  }
}

/** All posts, newest first: with insights those that can have them, then without. */
async function* allPostPages(
  context: Context,
  graph: Graph,
  account: Account,
  { before_business }: PostsState,
  pass: InsightsPass,
) {
  const login: Login = logins[context.settings.login];
  const list: PostList = {
    path: `/${account.id}/media`,
    fields: login.mediaFields,
    childFields: login.childFields,
    metrics: listMetricsFor(context, ['FEED', 'REELS'], login.mediaFields, pass.memory),
    onInsightsRefused: (error) => {
      pass.refusal = error;
    },
  };
  // One post from before the account was professional would refuse the insights of its whole page.
  const boundary = before_business === null ? null : Math.floor(Date.parse(before_business) / 1000) + 1;
  if (boundary === null) yield* postPages(context, graph, list);
  else {
    yield* postPages(context, graph, { ...list, params: { since: String(boundary) } });
    yield* postPages(context, graph, { ...list, metrics: [], params: { until: String(boundary) } });
  }
}

function isSweepNight(context: Context, account: string, now: Date): boolean {
  const { read_at, swept_at } = postsState(context, account);
  if (read_at === null || swept_at === null) return true;
  return isNightOf(account, new Date(swept_at), context.settings.listing.sweep_days, now);
}

function plannedDays({ settings: { insights, listing } }: Context): number {
  return Math.max(insights.until_days, listing.nightly_days);
}

function daysBefore(now: Date, days: number): Date {
  return new Date(now.getTime() - days * 86_400_000);
}

function postsState(context: Context, account: string): PostsState {
  return {
    ...noPostsState,
    ...(context.state[account]?.media_insights as Partial<PostsState> | undefined),
  };
}

function insightsCheckpoint(account: string, value: PostsState): Message {
  return { type: 'checkpoint', account, stream: 'media_insights', value };
}

/** From the days on which the last listing saw posts, and as many new ones a day as in its last four weeks. */
function planPosts(context: Context, account: string): ReturnType<Part['plan']> {
  const { settings, effects, window } = context;
  const now = effects.now();
  const state = postsState(context, account);
  const { media, recent_posts } = (context.state[account] ?? {}) as {
    media?: { listed: number };
    recent_posts?: RecentPosts;
  };
  if (!recent_posts)
    return {
      calls: 2,
      isLeast: true,
      why: 'first read: one per hundred posts, and one or two for each; how many is not known yet',
    };

  const isSweep = window !== undefined || isSweepNight(context, account, now);
  const recent = Object.entries(recent_posts).map(([day, [feed, reels]]) => ({
    posted: new Date(`${day}T12:00:00Z`),
    FEED: feed,
    REELS: reels,
  }));
  const within = (days: number) =>
    recent
      .filter(({ posted }) => ageDays(posted, now) <= days)
      .reduce((sum, { FEED, REELS }) => sum + FEED + REELS, 0);
  const perDay = within(28) / 28;
  const listed = isSweep
    ? (media?.listed ?? longestList)
    : Math.ceil(within(settings.listing.nightly_days) + perDay);
  const { memory } = insightsPass(context, account, 'posts');
  const given = canonicalGiven(context, ['FEED', 'REELS'], logins[settings.login].mediaFields, memory);
  const callsFor = (product: 'FEED' | 'REELS', posted: Date) => {
    const depth = window ? 'thorough' : depthDue(settings, state, posted, now);
    if (!depth || !(isSweep || ageDays(posted, now) <= settings.listing.nightly_days)) return 0;
    return ownGroups(context, { product, posted }, depth, given).length;
  };
  const due = recent
    .filter(({ posted }) => !window || (window.from <= posted && posted <= window.to))
    .flatMap(({ posted, FEED, REELS }) => [
      FEED * callsFor('FEED', posted),
      REELS * callsFor('REELS', posted),
    ])
    .reduce((sum, calls) => sum + calls, window ? 0 : perDay * callsFor('FEED', now));
  const listCalls = Math.max(1, Math.ceil(listed / 100));
  return {
    calls: listCalls + Math.round(due),
    why: `${listCalls} to list ${listed} posts, ${Math.round(due)} for insights that the list does not give`,
  };
}
