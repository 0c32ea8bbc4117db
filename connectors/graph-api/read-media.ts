import type { Message } from '../contract.js';
import { SourceError } from '../errors.js';
import type { AbsentReason } from '../metrics.js';
import type { Account } from './accounts.js';
import { utcDay } from './days.js';
import { type Graph, pageOf, refused } from './graph.js';
import { type Login, logins } from './logins.js';
import {
  isPartsOnly,
  listMetrics,
  type MetricGroup,
  mediaGroups,
  metricNamed,
  type ProductType,
} from './metric-table.js';
import { listCounters, mediaInsightsItems, mediaItems } from './parse-media.js';
import { askerOf, type Context, type Part } from './part.js';
import { type ListedMedia, listedMedia, metricsGiven, type PostList, postPages } from './post-list.js';
import {
  askedDown,
  type Rejections,
  rejections,
  rejectionsCheckpoint,
  rememberedIn,
  type Scope,
} from './rejections.js';
import { ageDays, type Depth, depthDue, isNightOf, noPostsState, type PostsState } from './schedule.js';

/** Refusals by this many posts of a kind, without one answer, and the metric is not asked again. */
const patience = 3;
/** So many posts in a row that cannot be read, and it is not the posts. */
const failuresInARow = 3;
/** The platform lists the newest posts, at most so many: whether older ones are gone cannot be known. */
const longestList = 10_000;

const always = () => true;

/** The stories that are alive, and their insights: both are gone within a day. */
export const stories: Part = {
  stream: 'media',
  vanishing: true,
  isWanted: always,
  read: readStories,
  plan: planStories,
  parsers: {},
};

/** The posts, newest first, and after each page the insights that are due for it. */
export const posts: Part = {
  stream: 'media',
  past: true,
  isWanted: always,
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
    const given = new Map(
      mediaItems(page, answer.json).map((item) => [
        item.ref,
        metricsGiven('records' in item ? item.records : []),
      ]),
    );
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

async function* readStories(context: Context, graph: Graph, account: Account): AsyncGenerator<Message> {
  const fields = storyFields(context);
  const pass = insightsPass(context, account.id, 'stories');
  const list: PostList = {
    path: `/${account.id}/stories`,
    fields,
    childFields: [],
    metrics: listMetricsFor(context, ['STORY'], fields, pass.memory),
    onInsightsRefused: (error) => {
      pass.refusal = error;
    },
  };
  let alive = 0;
  for await (const { answer, fields, metrics } of postPages(context, graph, list)) {
    const page = pageOf(context, answer, {
      account: account.id,
      stream: 'media',
      kind: 'media',
      product_type: 'STORY',
      fields,
      metrics,
    });
    yield { type: 'page', page };
    const listed = listedMedia(answer.json).map((media) => ({ ...media, product: 'STORY' as const }));
    alive += listed.length;
    const given = new Map(
      mediaItems(page, answer.json).map((item) => [
        item.ref,
        metricsGiven('records' in item ? item.records : []),
      ]),
    );
    const due = listed.map(
      (media): DuePost => ({ media, depth: 'thorough', given: given.get(media.id) ?? new Set() }),
    );
    yield* readInsights(context, graph, account, due, pass);
  }
  yield rejectionsCheckpoint(account.id, 'stories', pass.memory);
  yield { type: 'checkpoint', account: account.id, stream: 'stories', value: { alive } };
}

/** What one pass over the posts of an account has learned so far. */
interface InsightsPass {
  readonly memory: Rejections;
  /** Publication time of the newest post from before the account became professional. */
  beforeBusiness: string | null;
  /** Posts that could not be read, of this pass and of those before. */
  readonly missed: Set<string>;
  /** Posts in a row that could not be read. */
  inARow: number;
  /** Publication time of the last post that was read or given up. */
  reached: Date | null;
  /** Nothing more is asked in this pass. */
  failed: boolean;
  /** Why not even a list may have insights. */
  refusal: SourceError | null;
}

function insightsPass(
  context: Context,
  account: string,
  about: 'posts' | 'stories',
  { before_business, missed } = noPostsState,
): InsightsPass {
  const on = utcDay(context.effects.now());
  return {
    memory: rejections(patience, rememberedIn(context, account, about), on),
    beforeBusiness: before_business,
    missed: new Set(missed),
    inARow: 0,
    reached: null,
    failed: false,
    refusal: null,
  };
}

/** A post whose insights are due, and the canonical metrics that its list has given already. */
interface DuePost {
  readonly media: ListedMedia;
  readonly depth: Depth;
  readonly given: ReadonlySet<string>;
}

/** The insights of some posts. A post that fails is a gap; the lists, which still count likes, go on without. */
async function* readInsights(
  context: Context,
  graph: Graph,
  account: Account,
  due: readonly DuePost[],
  pass: InsightsPass,
): AsyncGenerator<Message> {
  if (pass.refusal && !pass.failed) {
    pass.failed = true;
    yield gapOf(context, account.id, 'media_insights', pass.refusal);
  }
  for (const one of due) {
    if (pass.failed) return;
    try {
      const reasons = yield* readMediaInsights(context, graph, account, one, pass.memory);
      const posted = one.media.posted?.toISOString() ?? '';
      if (reasons.has('before_business_conversion') && posted > (pass.beforeBusiness ?? '')) {
        pass.beforeBusiness = posted;
      }
      pass.inARow = 0;
      pass.missed.delete(one.media.id);
    } catch (error) {
      if (!(error instanceof SourceError)) throw error;
      if (error.recovery !== 'stream' && error.recovery !== 'retry') throw error;
      pass.inARow++;
      pass.missed.add(one.media.id);
      yield gapOf(context, account.id, 'media_insights', error);
      pass.failed = error.recovery === 'stream' || pass.inARow === failuresInARow;
    }
    pass.reached = one.media.posted;
  }
}

/** One request per group of metrics; returns the reasons for absence that the platform gave. */
async function* readMediaInsights(
  context: Context,
  graph: Graph,
  account: Account,
  { media, depth, given }: DuePost,
  memory: Rejections,
): AsyncGenerator<Message, Set<string>> {
  const reasons = new Set<string>();
  const groups = ownGroups(context, media, depth, given);
  const scopeOf = ({ breakdown }: MetricGroup) => ({
    of: `${media.product} ${media.mediaType}`.trim(),
    breakdown,
  });
  // A group that is refused as a whole has no page of its own to say so: the first of the others does.
  let unsaid: Record<string, AbsentReason> = Object.assign(
    {},
    ...groups.map((group) => knownRefused(memory, scopeOf(group), group)),
  );
  for (const [index, group] of groups.entries()) {
    const ask = (names: readonly string[]) =>
      graph.get(`/${media.id}/insights`, {
        metric: names.join(','),
        ...(group.breakdown ? { breakdown: group.breakdown } : {}),
      });
    for await (const { answer, metrics: names, rejected } of askedDown(
      memory,
      scopeOf(group),
      group.metrics,
      ask,
    )) {
      const row = answer.refusal?.row;
      // Refused as a whole: the other groups would be refused for the same reason.
      const refusesAll = row !== undefined && row.change !== 'drop-metric';
      const unasked = refusesAll ? groups.slice(index + 1).flatMap(({ metrics }) => metrics) : [];
      yield {
        type: 'page',
        page: pageOf(context, answer, {
          account: account.id,
          stream: 'media_insights',
          kind: 'media_insights',
          media_id: media.id,
          shortcode: media.shortcode,
          permalink: media.permalink,
          product_type: media.product,
          posted_at: media.posted?.toISOString() ?? null,
          metrics: names,
          breakdown: group.breakdown,
          rejected: {
            ...unsaid,
            ...rejected,
            ...(row?.absent && Object.fromEntries(unasked.map((name) => [name, row.absent]))),
          },
        }),
      };
      unsaid = {};
      if (row?.absent) reasons.add(row.absent);
      else if (answer.refusal) yield gapOf(context, account.id, 'media_insights', refused(answer));
      if (refusesAll) return reasons;
    }
  }
  return reasons;
}

/** Why a group has no values, when all of it is known to be refused; nothing for one whose totals are asked elsewhere too. */
function knownRefused(
  memory: Rejections,
  scope: Scope,
  { metrics, breakdown }: MetricGroup,
): Record<string, AbsentReason> {
  const { ask, rejected } = memory.split(scope, metrics);
  if (ask.length > 0) return {};
  const isTotal = (name: string) => !isPartsOnly(metricNamed('media', name, breakdown)!);
  return Object.fromEntries(Object.entries(rejected).filter(([name]) => isTotal(name)));
}

/** What is left to ask about a post after its list. */
function ownGroups(
  context: Context,
  { product, posted }: Pick<ListedMedia, 'product' | 'posted'>,
  depth: Depth,
  given: ReadonlySet<string>,
): MetricGroup[] {
  const groups = mediaGroups({
    ...askerOf(context),
    product,
    posted: posted ? utcDay(posted) : null,
    crossposted: context.settings.facebook_views,
    thorough: depth === 'thorough',
  });
  return groups
    .map((group) => ({
      ...group,
      metrics: group.metrics.filter(
        (name) => group.breakdown !== null || !given.has(metricNamed('media', name)!.canonical),
      ),
    }))
    .filter(({ metrics }) => metrics.length > 0);
}

/** The insights that a list of such posts is asked for, next to its own counters. */
function listMetricsFor(
  context: Context,
  products: readonly ProductType[],
  fields: readonly string[],
  memory: Rejections,
): string[] {
  const counters = listCounters.filter(({ field }) => fields.includes(field)).map(({ metric }) => metric);
  const metrics = listMetrics(askerOf(context), products, counters);
  return metrics.filter((metric) => !memory.remembered().some((known) => known.metric === metric));
}

/** Canonical metrics that a list gives, as counters or as insights. */
function canonicalGiven(
  context: Context,
  products: readonly ProductType[],
  fields: readonly string[],
  memory: Rejections,
): ReadonlySet<string> {
  return new Set([
    ...listCounters.filter(({ field }) => fields.includes(field)).map(({ metric }) => metric),
    ...listMetricsFor(context, products, fields, memory).map((name) => metricNamed('media', name)!.canonical),
  ]);
}

const storyKnown = [
  'id',
  'shortcode',
  'permalink',
  'username',
  'media_type',
  'media_product_type',
  'caption',
  'timestamp',
];

function storyFields({ settings }: Context): readonly string[] {
  return logins[settings.login].mediaFields.filter((field) => storyKnown.includes(field));
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

function planStories(context: Context, account: string): ReturnType<Part['plan']> {
  const { alive = 0 } = (context.state[account]?.stories ?? {}) as { alive?: number };
  const { memory } = insightsPass(context, account, 'stories');
  const given = canonicalGiven(context, ['STORY'], storyFields(context), memory);
  const perStory = ownGroups(context, { product: 'STORY', posted: null }, 'thorough', given).length;
  return {
    calls: 1 + alive * perStory,
    why: `the stories alive with their counters, ${perStory} more for each of ${alive}`,
  };
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

/** The message that a stream of an account was not read to its end. */
export function gapOf(
  context: Context,
  account: string | null,
  stream: string | null,
  error: SourceError,
): Message {
  const { recovery, message, hint } = error;
  return { type: 'gap', gap: { connection: context.connection, account, stream, recovery, message, hint } };
}
