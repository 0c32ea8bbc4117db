import type { Message } from '../contract.js';
import { SourceError } from '../errors.js';
import { type Json, listOf, objectOf, textOf } from '../http/json.js';
import type { Account } from './accounts.js';
import { instantOf, utcDay } from './days.js';
import { refusedField } from './error-table.js';
import { type Graph, type GraphAnswer, pageOf, refused } from './graph.js';
import { logins, minimalMediaFields } from './logins.js';
import { mediaGroups, type ProductType } from './metric-table.js';
import { mediaInsightsItems, mediaItems } from './parse-media.js';
import type { Context, Part } from './part.js';
import { askedDown, type Rejections, rejections } from './rejections.js';
import { type InsightsState, isDue, noInsightsState, rhythmOf } from './schedule.js';

/** What the insights of a listed post need to know about it. */
export interface ListedMedia {
  readonly id: string;
  readonly shortcode: string | null;
  readonly permalink: string | null;
  readonly product: ProductType;
  readonly mediaType: string;
  readonly posted: Date | null;
}

/** Refusals by this many posts of a kind, without one answer, and the metric is not asked again in this run. */
const patience = 3;
/** So many posts in a row that cannot be read, and it is not the posts. */
const failuresInARow = 3;
const fullPage = 100;

const always = () => true;

/** The stories that are alive, and their insights. */
export const stories: Part = {
  stream: 'media',
  vanishing: true,
  isWanted: always,
  read: readStories,
  plan: () => ({ calls: 1, why: 'stories alive' }),
  parsers: {},
};

/** The posts, and the insights that are due. */
export const posts: Part = {
  stream: 'media',
  past: true,
  isWanted: always,
  read: readMedia,
  plan: () => ({ calls: 1, why: 'posts' }),
  parsers: { media: mediaItems, media_insights: mediaInsightsItems },
};

/** The posts of an account, newest first, and after each page the insights that are due for it. */
async function* readMedia(context: Context, graph: Graph, account: Account): AsyncGenerator<Message> {
  const { settings, effects, window } = context;
  const before = insightsState(context, account.id);
  const pass = insightsPass(before.before_business);
  const counts = { listed: 0, nightly: 0, weekly: 0 };
  const done = new Set<string>();

  for await (const { answer, fields } of mediaPages(context, graph, account)) {
    yield {
      type: 'page',
      page: pageOf(context, answer, { account: account.id, stream: 'media', kind: 'media', fields }),
    };
    const now = effects.now();
    const listed = listedMedia(answer.json).filter((media) => !done.has(media.id) && done.add(media.id));
    for (const media of listed) {
      counts.listed++;
      const rhythm = rhythmOf(settings, media.posted, now);
      if (rhythm !== 'never') counts[rhythm]++;
    }
    const due = window
      ? listed.filter(({ posted }) => posted && window.from <= posted && posted <= window.to)
      : listed.filter((media) =>
          isDue(settings, { ...before, before_business: pass.beforeBusiness }, media, now),
        );
    yield* readInsights(context, graph, account, due, pass);
    yield {
      type: 'progress',
      account: account.username ?? account.id,
      done: done.size,
      total: Math.max(done.size, account.mediaCount ?? 0),
    };
    const oldest = listed.at(-1)?.posted?.toISOString();
    if (!pass.failed && !window && oldest) {
      yield insightsCheckpoint(account.id, {
        on: utcDay(now),
        complete: before.complete,
        down_to: oldest,
        before_business: pass.beforeBusiness,
      });
    }
    const isPastWindow = window && oldest !== undefined && oldest < window.from.toISOString();
    if (isPastWindow) break;
  }

  if (window) return;
  const on = utcDay(effects.now());
  if (!pass.failed) {
    yield insightsCheckpoint(account.id, {
      on,
      complete: true,
      down_to: null,
      before_business: pass.beforeBusiness,
    });
  }
  yield { type: 'checkpoint', account: account.id, stream: 'media', value: { on, ...counts } };
}

/** The stories that are alive, and their insights: both are gone within a day. */
async function* readStories(context: Context, graph: Graph, account: Account): AsyncGenerator<Message> {
  const fields = storyFields(context);
  const pass = insightsPass(null);
  for await (const answer of listPages(graph, `/${account.id}/stories`, () => ({
    fields: fields.join(','),
  }))) {
    if (answer.refusal) throw refused(answer);
    yield {
      type: 'page',
      page: pageOf(context, answer, { account: account.id, stream: 'media', kind: 'media', fields }),
    };
    const stories = listedMedia(answer.json).map((media) => ({ ...media, product: 'STORY' as const }));
    yield* readInsights(context, graph, account, stories, pass);
  }
}

/** What one pass over the posts of an account has learned so far. */
interface InsightsPass {
  readonly memory: Rejections;
  /** Publication time of the newest post from before the account became professional. */
  beforeBusiness: string | null;
  /** Posts in a row that could not be read. */
  inARow: number;
  /** Nothing more is asked in this pass. */
  failed: boolean;
}

function insightsPass(beforeBusiness: string | null): InsightsPass {
  return { memory: rejections(patience), beforeBusiness, inARow: 0, failed: false };
}

/** The insights of some posts. A post that fails is a gap; the lists, which still count likes, go on without. */
async function* readInsights(
  context: Context,
  graph: Graph,
  account: Account,
  posts: readonly ListedMedia[],
  pass: InsightsPass,
): AsyncGenerator<Message> {
  for (const media of posts) {
    if (pass.failed) return;
    try {
      const reasons = yield* readMediaInsights(context, graph, account, media, pass.memory);
      const posted = media.posted?.toISOString() ?? '';
      if (reasons.has('before_business_conversion') && posted > (pass.beforeBusiness ?? '')) {
        pass.beforeBusiness = posted;
      }
      pass.inARow = 0;
    } catch (error) {
      if (!(error instanceof SourceError)) throw error;
      if (error.recovery !== 'stream' && error.recovery !== 'retry') throw error;
      pass.inARow++;
      yield gapOf(context, account.id, 'media_insights', error);
      pass.failed = error.recovery === 'stream' || pass.inARow === failuresInARow;
    }
  }
}

/** One request per group of metrics; returns the reasons for absence that the platform gave. */
async function* readMediaInsights(
  context: Context,
  graph: Graph,
  account: Account,
  media: ListedMedia,
  memory: Rejections,
): AsyncGenerator<Message, Set<string>> {
  const { settings, effects } = context;
  const reasons = new Set<string>();
  const groups = mediaGroups({
    login: settings.login,
    product: media.product,
    on: utcDay(effects.now()),
    posted: media.posted ? utcDay(media.posted) : null,
    crossposted: settings.facebook_views,
  });
  for (const group of groups) {
    const ask = (metrics: readonly string[]) =>
      graph.get(`/${media.id}/insights`, {
        metric: metrics.join(','),
        ...(group.breakdown ? { breakdown: group.breakdown } : {}),
      });
    const scope = `${media.product} ${media.mediaType} ${group.breakdown ?? ''}`;
    for await (const { answer, metrics, rejected } of askedDown(memory, scope, group.metrics, ask)) {
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
          metrics,
          breakdown: group.breakdown,
          rejected,
        }),
      };
      const row = answer.refusal?.row;
      if (row?.absent) reasons.add(row.absent);
      else if (answer.refusal) {
        effects.log.warn('insights refused', { media_id: media.id, error: answer.refusal.error.message });
      }
      // Refused as a whole: the other groups would be refused for the same reason.
      if (row && row.change !== 'drop-metric') return reasons;
    }
  }
  return reasons;
}

/** The pages of `/media`, each with the fields that it was read with. */
async function* mediaPages(
  context: Context,
  graph: Graph,
  account: Account,
): AsyncGenerator<{ answer: GraphAnswer; fields: readonly string[] }> {
  const login = logins[context.settings.login];
  let known: readonly string[] = login.mediaFields;
  let childFields: readonly string[] = login.childFields;
  let limit = fullPage;
  // A page that fails with all fields is read with few; the next page has all again.
  let isMinimal = false;
  const fields = () => (isMinimal ? minimalMediaFields : known);
  const params = () => ({
    fields: [...fields(), ...(isMinimal ? [] : [`children{${childFields.join(',')}}`])].join(','),
    limit: String(limit),
  });

  for await (const answer of listPages(graph, `/${account.id}/media`, params)) {
    if (!answer.refusal) {
      yield { answer, fields: fields() };
      isMinimal = false;
      limit = Math.min(fullPage, limit * 2);
      continue;
    }
    const { error, row } = answer.refusal;
    context.effects.log.warn('media page refused', {
      account: account.id,
      change: row.change,
      error: error.message,
    });
    const unknownField = row.change === 'drop-field' ? refusedField(error) : null;
    if (unknownField !== null && (known.includes(unknownField) || childFields.includes(unknownField))) {
      known = known.filter((field) => field !== unknownField);
      childFields = childFields.filter((field) => field !== unknownField);
    } else if (row.change === 'halve-limit' && limit > 1) limit = Math.floor(limit / 2);
    else if (row.change !== undefined && !isMinimal) isMinimal = true;
    else throw refused(answer);
  }
}

/**
 * Every page of a cursor list. A refused page is yielded too and asked again with whatever `params` then says; the
 * caller ends the loop by throwing. Ends when `next` is missing; throws when a cursor repeats.
 */
async function* listPages(
  graph: Graph,
  path: string,
  params: () => Readonly<Record<string, string>>,
): AsyncGenerator<GraphAnswer> {
  const seen = new Set<string>();
  let after: string | null = null;
  for (;;) {
    const answer = await graph.get(path, after === null ? params() : { ...params(), after });
    if (answer.refusal === null && !Array.isArray(objectOf(answer.json).data)) {
      // Taken for an empty list it would mean that every post is gone.
      throw new SourceError(`${path}: the answer holds no list`, { kind: 'unavailable', recovery: 'retry' });
    }
    yield answer;
    if (answer.refusal) continue;
    after = nextCursor(answer.json);
    if (after === null) return;
    if (seen.has(after)) {
      throw new SourceError(`${path}: the list repeats the cursor it already gave`, {
        kind: 'unavailable',
        recovery: 'stream',
        hint: 'The platform answered in a circle; the next run starts over',
      });
    }
    seen.add(after);
  }
}

/** The cursor of the next page; `null` on the last, which often still has `cursors.after` but no `next`. */
function nextCursor(json: Json): string | null {
  const paging = objectOf(objectOf(json).paging);
  const next = textOf(paging.next);
  if (next === null) return null;
  return (
    textOf(objectOf(paging.cursors).after) ??
    (URL.canParse(next) ? new URL(next).searchParams.get('after') : null)
  );
}

function listedMedia(json: Json): ListedMedia[] {
  return listOf(objectOf(json).data).flatMap((entry) => {
    const media = objectOf(entry);
    const id = textOf(media.id);
    if (id === null) return [];
    const product = textOf(media.media_product_type);
    return {
      id,
      shortcode: textOf(media.shortcode),
      permalink: textOf(media.permalink),
      product: product === 'REELS' || product === 'STORY' ? product : 'FEED',
      mediaType: textOf(media.media_type) ?? '',
      posted: instantOf(textOf(media.timestamp)),
    };
  });
}

function storyFields(context: Context): readonly string[] {
  const known = [
    'id',
    'shortcode',
    'permalink',
    'username',
    'media_type',
    'media_product_type',
    'caption',
    'timestamp',
  ];
  return logins[context.settings.login].mediaFields.filter((field) => known.includes(field));
}

export function insightsState(context: Context, account: string): InsightsState {
  return {
    ...noInsightsState,
    ...(context.state[account]?.media_insights as Partial<InsightsState> | undefined),
  };
}

function insightsCheckpoint(account: string, value: InsightsState): Message {
  return { type: 'checkpoint', account, stream: 'media_insights', value };
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
