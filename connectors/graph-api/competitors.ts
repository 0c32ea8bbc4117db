import type { Item, Message, Notice, Page } from '../contract.js';
import { SourceError } from '../errors.js';
import { type Json, listOf, objectOf, textOf } from '../http/json.js';
import type { Account } from './accounts.js';
import { addDays, instantOf, utcDay } from './days.js';
import { refusedField } from './error-table.js';
import { type Graph, type GraphAnswer, pageOf } from './graph.js';
import { commonProfile } from './logins.js';
import { accountItem } from './parse-account.js';
import { mediaItem } from './parse-media.js';
import { type Context, gapOf, type Part } from './part.js';
import { ofOthers } from './public-content.js';

/** Posts of one call, and of a night. */
const nightly = 50;
/** A look back ends after so many posts, however many a competitor publishes. */
const mostPosts = 1000;
/** "The account looked up is not available", of the error table. */
const notFound = 110;

const mediaFields = [
  'id',
  'caption',
  'comments_count',
  'like_count',
  'media_type',
  'media_product_type',
  'permalink',
  'timestamp',
  'view_count',
];

/** What is remembered of a competitor, by username. */
interface Known {
  /** UTC day of the last look back. */
  readonly swept_on: string;
  /** Calls that it took. */
  readonly sweep_calls: number;
}
type CompetitorsState = Readonly<Record<string, Known>>;

/**
 * Public profiles and posts of other professional accounts, by business discovery. A night reads the newest fifty posts of
 * each, in one call; the first one, and one every `listing.sweep_days` days, all that are up to `listing.nightly_days`
 * days old. Pages belong to the competitor's own id; the state stays with the account that asks.
 * Source: Instagram Platform, reference of `business_discovery`.
 */
export const competitors: Part = {
  stream: 'media',
  once: true,
  isWanted: ({ competitors }) => competitors !== undefined,
  read: (context, graph, account) =>
    ofOthers(
      context,
      account.id,
      {
        stream: 'media',
        grant:
          'Competitors need instagram_basic, instagram_manage_insights and pages_read_engagement; create a token with them',
      },
      readCompetitors(context, graph, account),
    ),
  plan: planCompetitors,
  parsers: { competitor: competitorItems },
};

async function* readCompetitors(context: Context, graph: Graph, account: Account): AsyncGenerator<Message> {
  const today = utcDay(context.effects.now());
  let state = stateOf(context, account.id);
  for (const username of namedIn(context)) {
    if (isOwn(context, username)) {
      yield { type: 'notice', notice: ownOne(context, username) };
      continue;
    }
    const isSweep = isSweepDue(context, knownOf(state, username));
    try {
      const calls = yield* readCompetitor(context, graph, account, username, isSweep);
      if (!isSweep) continue;
      state = { ...state, [username]: { swept_on: today, sweep_calls: calls } };
      yield { type: 'checkpoint', account: account.id, stream: 'competitors', value: state };
    } catch (error) {
      if (!(error instanceof SourceError)) throw error;
      if (error.recovery !== 'skip' && error.recovery !== 'retry') throw error;
      yield gapOf(context, username, 'media', error);
    }
  }
}

/** One competitor, newest posts first; returns the calls that it took. */
async function* readCompetitor(
  context: Context,
  graph: Graph,
  account: Account,
  username: string,
  isSweep: boolean,
): AsyncGenerator<Message, number> {
  const { settings, effects } = context;
  const farthest = addDays(utcDay(effects.now()), -settings.listing.nightly_days);
  const wanted = isSweep ? mostPosts : nightly;
  let fields: readonly string[] = mediaFields;
  let limit = nightly;
  let after: string | null = null;
  const seen = new Set<string>();
  let posts = 0;
  for (let calls = 1; ; calls++) {
    // The profile comes once, with the newest posts.
    const profile = after === null ? commonProfile : ['id'];
    const media = `media.limit(${limit})${after === null ? '' : `.after(${after})`}{${fields.join(',')}}`;
    const answer = await graph.get(`/${account.id}`, {
      fields: `business_discovery.username(${username}){${[...profile, media].join(',')}}`,
    });
    if (answer.refusal) {
      const { row, error } = answer.refusal;
      const unknown = row.change === 'drop-field' ? refusedField(error) : null;
      if (row.change === 'halve-limit' && limit > 1) limit = Math.floor(limit / 2);
      else if (unknown !== null && fields.includes(unknown))
        fields = fields.filter((name) => name !== unknown);
      else throw unavailable(username, answer);
      continue;
    }
    const found = objectOf(objectOf(answer.json).business_discovery);
    const id = textOf(found.id);
    if (id === null) throw unavailable(username, answer);
    yield {
      type: 'page',
      page: pageOf(context, answer, { account: id, stream: 'media', kind: 'competitor', fields }),
    };

    const { data, paging } = objectOf(found.media);
    const listed = listOf(data);
    posts += listed.length;
    const oldest = instantOf(textOf(objectOf(listed.at(-1)).timestamp));
    // No `next` in here: the list ends with the cursor, or with nothing behind it.
    after = textOf(objectOf(objectOf(paging).cursors).after);
    const isFarEnough = posts >= wanted || (oldest !== null && utcDay(oldest) < farthest);
    if (after === null || listed.length === 0 || isFarEnough) return calls;
    if (seen.has(after)) {
      throw new SourceError(`competitor ${username}: the list repeats the cursor it already gave`, {
        kind: 'unavailable',
        recovery: 'skip',
        hint: 'The platform answered in a circle; the next night starts over',
      });
    }
    seen.add(after);
  }
}

function unavailable(username: string, { refusal }: GraphAnswer): SourceError {
  const why = refusal
    ? `${refusal.row.meaning} (${refusal.error.code}: ${refusal.error.message})`
    : 'the answer holds no profile';
  return new SourceError(`competitor ${username}: ${why}`, {
    kind: 'unavailable',
    recovery: 'skip',
    hint:
      refusal?.error.code === notFound
        ? 'Personal, private and age-gated accounts cannot be looked up, a renamed one only by its new name: correct it under competitors, or leave it out. It is asked for again next night'
        : 'It is asked for again next night',
  });
}

/** Of a competitor never looked back on, a post a day is assumed. */
function planCompetitors(context: Context, account: string): ReturnType<Part['plan']> {
  const { settings } = context;
  const state = stateOf(context, account);
  const others = namedIn(context).filter((username) => !isOwn(context, username));
  const calls = others.map((username) => {
    const known = knownOf(state, username);
    if (!isSweepDue(context, known)) return 1;
    return known?.sweep_calls ?? Math.ceil(settings.listing.nightly_days / nightly);
  });
  return {
    calls: calls.reduce((sum, each) => sum + each, 0),
    why: `profiles and posts of competitors: ${calls.length}`,
  };
}

function isSweepDue({ settings, effects }: Context, known: Known | undefined): boolean {
  return !known || known.swept_on <= addDays(utcDay(effects.now()), -settings.listing.sweep_days);
}

const namedIn = ({ settings }: Context): string[] => [...new Set(settings.competitors)];

/** An own account, as far as earlier reads know: it is read anyway, and shows its owner more. */
function isOwn({ state }: Context, username: string): boolean {
  return Object.values(state).some(
    ({ accounts }) => (accounts as { username?: string })?.username === username,
  );
}

function ownOne({ connection }: Context, username: string): Notice {
  return {
    connection,
    account: username,
    message: `competitor ${username}: this is an account of your own, and is read as such`,
    hint: 'Leave it out of competitors',
  };
}

/** A username may be `constructor`. */
function knownOf(state: CompetitorsState, username: string): Known | undefined {
  return Object.hasOwn(state, username) ? state[username] : undefined;
}

function stateOf(context: Context, account: string): CompetitorsState {
  return (context.state[account]?.competitors as CompetitorsState | undefined) ?? {};
}

/** The profile, where the answer has it, and each post. */
function competitorItems(page: Page, json: Json): Item[] {
  const found = objectOf(objectOf(json).business_discovery);
  const posts = listOf(objectOf(found.media).data).map((entry) => mediaItem(page, objectOf(entry)));
  return textOf(found.username) === null ? posts : [accountItem(page, found, false), ...posts];
}
