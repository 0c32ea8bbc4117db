import type { Item, Message, Page } from '../contract.js';
import { SourceError } from '../errors.js';
import { integerOf, type Json, type JsonObject, listOf, objectOf, textOf } from '../http/json.js';
import { mediaRef } from '../identity.js';
import type { Account } from './accounts.js';
import { itemOf } from './answers.js';
import { addDays, utcDay } from './days.js';
import { type Graph, type GraphAnswer, pageOf } from './graph.js';
import {
  allot,
  emptyLedger,
  endOfWindow,
  entryOf,
  type HashtagEntry,
  type HashtagLedger,
  needsSlots,
  type SpentHashtag,
} from './hashtag-ledger.js';
import { listPages } from './list-pages.js';
import { type Context, gapOf, type Part } from './part.js';
import { ofOthers } from './public-content.js';
import { postShape } from './shape.js';

const fields = ['id', 'caption', 'comments_count', 'like_count', 'media_type', 'permalink', 'timestamp'];
const lists = ['recent', 'top'] as const;
/** The platform gives no more per page. */
const fullPage = 50;
/** For so many days a hashtag that the platform refused is not asked for. */
const refusalDays = 7;
/** "An unknown error", which may have passed by the next night. */
const unknownError = 1;
/** "Maximum number of hashtags queried", of the error table. */
const budgetUsedUp = 18;

/**
 * Public posts under hashtags: every night one page, at most fifty posts, of the most recent (of the last 24 hours) and one
 * of the top ones. Ids are looked up once. The platform allows an account 30 different hashtags in any seven days; the
 * ledger of them is the state, written before anything is asked.
 * Source: Instagram API with Facebook Login, hashtag search.
 */
export const hashtags: Part = {
  stream: 'hashtag_media',
  once: true,
  isWanted: ({ hashtags }) => hashtags !== undefined,
  read: (context, graph, account) =>
    ofOthers(
      context,
      account.id,
      {
        stream: 'hashtag_media',
        grant:
          'Hashtags need instagram_basic and, through App Review, the feature Instagram Public Content Access',
      },
      readHashtags(context, graph, account),
    ),
  plan: planHashtags,
  parsers: { hashtag_media: hashtagItems },
};

async function* readHashtags(context: Context, graph: Graph, account: Account): AsyncGenerator<Message> {
  const { now } = context.effects;
  const gap = (error: SourceError) => gapOf(context, account.id, 'hashtag_media', error);
  let ledger = ledgerOf(context, account.id);
  const written = (names: readonly string[], change: Partial<HashtagEntry> = {}): Message => {
    const entries = names.map((name) => {
      const known = entryOf(ledger, name) ?? { id: null, answered: false, refused_until: null };
      return [name, { ...known, asked_at: now().toISOString(), ...change }] as const;
    });
    ledger = { ...ledger, hashtags: { ...ledger.hashtags, ...Object.fromEntries(entries) } };
    return { type: 'checkpoint', account: account.id, stream: 'hashtags', value: ledger };
  };

  const closedUntil = closing(ledger, now());
  if (closedUntil !== null) return yield gap(closed(closedUntil));
  const { wanted, refusals } = asked(context, ledger);
  for (const { name, until } of refusals) yield gap(refusedOn(name, null, until));
  const spent = needsSlots(ledger, wanted, now()) ? await spentHashtags(context, graph, account) : [];
  const { granted, waiting, freeAt } = allot(ledger, wanted, spent, now());
  if (freeAt !== null) yield gap(noSlot(waiting, freeAt));
  if (granted.length === 0) return;

  yield written(granted);
  for (const name of granted) {
    const known = entryOf(ledger, name)!;
    try {
      const { id, trouble } = yield* readHashtag(context, graph, account, name, known.id);
      if (trouble?.refusal?.error.code === budgetUsedUp) {
        const until = endOfWindow(now());
        ledger = { ...ledger, closed_until: until.toISOString() };
        yield written([name], { id });
        return yield gap(closed(until));
      }
      const answered = known.answered || trouble === null;
      // One that was answered before may only have had a bad night.
      const days = trouble?.refusal?.error.code === unknownError ? 1 : refusalDays;
      const until = answered ? null : addDays(utcDay(now()), days);
      yield written([name], { id, answered, refused_until: until });
      if (trouble !== null) yield gap(refusedOn(name, trouble, until));
    } catch (error) {
      if (!concernsHashtagAlone(error)) throw error;
      yield gap(error);
    }
  }
}

/** Whether the other hashtags may still be read: an answer that does not come, a list in a circle. */
function concernsHashtagAlone(error: unknown): error is SourceError {
  return (
    error instanceof SourceError &&
    error.kind === 'unavailable' &&
    (error.recovery === 'retry' || error.recovery === 'stream')
  );
}

/** The lists of one hashtag; returns its id, and the answer that ended the reading early. */
async function* readHashtag(
  context: Context,
  graph: Graph,
  account: Account,
  name: string,
  knownId: string | null,
): AsyncGenerator<Message, { readonly id: string | null; readonly trouble: GraphAnswer | null }> {
  let id = knownId;
  if (id === null) {
    const answer = await graph.get('/ig_hashtag_search', { user_id: account.id, q: name });
    id = textOf(objectOf(listOf(objectOf(answer.json).data)[0]).id);
    if (id === null) return { id, trouble: answer };
  }
  for (const list of lists) {
    let limit = fullPage;
    let posts = 0;
    const params = () => ({
      user_id: account.id,
      fields: fields.join(','),
      limit: String(Math.min(limit, fullPage - posts)),
    });
    for await (const answer of listPages(graph, `/${id}/${list}_media`, params)) {
      if (answer.refusal) {
        if (answer.refusal.row.change !== 'halve-limit' || limit === 1) return { id, trouble: answer };
        limit = Math.floor(limit / 2);
        continue;
      }
      const about = { account: account.id, stream: 'hashtag_media', kind: 'hashtag_media' } as const;
      yield { type: 'page', page: pageOf(context, answer, { ...about, hashtag: name, list }) };
      // What fits on a full page, on however many the platform gives it.
      posts += listOf(objectOf(answer.json).data).length;
      if (posts >= fullPage) break;
    }
  }
  return { id, trouble: null };
}

/** What of the budget is spent, by other tools too. Without an answer the ledger stands alone. */
async function spentHashtags(context: Context, graph: Graph, account: Account): Promise<SpentHashtag[]> {
  const params = { fields: 'id,name', limit: '30' };
  const isUnknown = (error: string): [] => {
    context.effects.log.warn('hashtags of other tools are not known', { account: account.id, error });
    return [];
  };
  let answer: GraphAnswer;
  try {
    answer = await graph.get(`/${account.id}/recently_searched_hashtags`, params);
  } catch (error) {
    if (!(error instanceof SourceError) || error.recovery !== 'stream') throw error;
    return isUnknown(error.message);
  }
  if (answer.refusal) return isUnknown(answer.refusal.error.message);
  return listOf(objectOf(answer.json).data).flatMap((entry) => {
    const { id, name } = objectOf(entry);
    const known = textOf(id);
    return known === null ? [] : { id: known, name: textOf(name) };
  });
}

/** The hashtags of the settings: what to ask for, and what the platform has refused of late. */
function asked(
  { settings, effects }: Context,
  ledger: HashtagLedger,
): { wanted: string[]; refusals: { name: string; until: string }[] } {
  const today = utcDay(effects.now());
  const wanted: string[] = [];
  const refusals: { name: string; until: string }[] = [];
  for (const name of new Set(settings.hashtags)) {
    const until = entryOf(ledger, name)?.refused_until ?? null;
    if (until !== null && today < until) refusals.push({ name, until });
    else wanted.push(name);
  }
  return { wanted, refusals };
}

/** When hashtags may be asked for again; `null` when they may be now. */
function closing({ closed_until }: HashtagLedger, now: Date): Date | null {
  const until = closed_until === null ? now : new Date(closed_until);
  return until > now ? until : null;
}

/** Supposes that no other tool has spent of the budget. */
function planHashtags(context: Context, account: string): ReturnType<Part['plan']> {
  const now = context.effects.now();
  const ledger = ledgerOf(context, account);
  const closedUntil = closing(ledger, now);
  if (closedUntil !== null) return { calls: 0, why: `hashtags, not before ${utcDay(closedUntil)}` };
  const { wanted } = asked(context, ledger);
  const { granted } = allot(ledger, wanted, [], now);
  const lookups = granted.filter((name) => (entryOf(ledger, name)?.id ?? null) === null).length;
  return {
    calls: (needsSlots(ledger, wanted, now) ? 1 : 0) + lookups + granted.length * lists.length,
    why: `recent and top posts of hashtags: ${granted.length}`,
  };
}

function ledgerOf(context: Context, account: string): HashtagLedger {
  return (context.state[account]?.hashtags as HashtagLedger | undefined) ?? emptyLedger;
}

function closed(until: Date): SourceError {
  return new SourceError(
    `hashtags: the 30 that the platform allows in seven days are used up; not asked for before ${utcDay(until)}`,
    {
      kind: 'rate_limited',
      recovery: 'wait',
      hint: 'Another tool asks for hashtags in the name of this account: let one of them do it, or list fewer',
    },
  );
}

function noSlot(waiting: readonly string[], freeAt: Date): SourceError {
  const names = waiting.map((name) => `#${name}`).join(', ');
  return new SourceError(
    `hashtags: ${names} must wait, 30 others were asked for in the last seven days; a slot is free on ${utcDay(freeAt)}`,
    {
      kind: 'rate_limited',
      recovery: 'wait',
      hint: 'Hashtags that were dropped from the settings keep their slot for seven days',
    },
  );
}

/** `until`: not asked for before; `null` when it is asked for again next night. `answer`: `null` when refused earlier. */
function refusedOn(name: string, answer: GraphAnswer | null, until: string | null): SourceError {
  const error = answer?.refusal?.error;
  const why = error
    ? `refused by the platform (${error.code}: ${error.message})`
    : 'not known to the platform';
  return new SourceError(`hashtag #${name}: ${answer === null ? 'refused by the platform lately' : why}`, {
    kind: 'unavailable',
    recovery: 'skip',
    hint: `Misspelt and sensitive hashtags are refused: correct it or leave it out. It is asked for again ${until === null ? 'next night' : `on ${until}`}`,
  });
}

/** Each post of a page. */
function hashtagItems(page: Page, json: Json): Item[] {
  return listOf(objectOf(json).data).map((entry) => hashtagItem(page, objectOf(entry)));
}

function hashtagItem(page: Page, media: JsonObject): Item {
  return itemOf(page, media, 'post', postShape, (id, posted) => {
    const permalink = textOf(media.permalink);
    const { account_id, hashtag, list } = page.request;
    return [
      {
        stream: 'hashtag_media',
        values: {
          account_ref: String(account_id),
          hashtag: String(hashtag),
          kind: String(list),
          media_ref: mediaRef({ permalink, mediaId: id }),
          permalink,
          caption: textOf(media.caption),
          likes: integerOf(media.like_count),
          comments: integerOf(media.comments_count),
          posted_at: posted,
          observed_at: page.fetched_at,
        },
      },
    ];
  });
}
