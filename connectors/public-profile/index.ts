import type { Connector, Message } from '../contract.js';
import { SourceError } from '../errors.js';
import { accountsDue, type Due } from './accounts.js';
import { diagnose } from './diagnose.js';
import { parse } from './parse.js';
import { plan } from './plan.js';
import { questionAbout, readProfile } from './profile.js';
import { type Rules, readRobots } from './robots.js';
import { type PublicProfileSettings, publicProfileSettings } from './settings.js';
import {
  type Context,
  capReached,
  coolingDown,
  otherWays,
  requestsLeft,
  sentAway,
  type Visitor,
  visitor,
} from './visitor.js';

/**
 * Public profile pages, read by somebody who says who it is and goes when it is told to. Off unless a connection states what
 * for and by what right; without login, cookies, proxy or disguise.
 */
export const publicProfile: Connector<PublicProfileSettings> = {
  name: 'public-profile',
  summary:
    'public pages of own or consenting accounts: counts and the newest posts, politely; off by default',
  settings: publicProfileSettings,
  single: true,
  streams: [
    { stream: 'accounts', cursor: null, lookbackDays: 0 },
    { stream: 'media', cursor: null, lookbackDays: 0 },
    { stream: 'media_insights', cursor: null, lookbackDays: 0 },
  ],
  plan,
  read,
  parse,
  diagnose,
};

/**
 * Reads the accounts that are due, one request after the other. Throws `SourceError` when nothing more can be read tonight: a
 * block, an unreachable site, a robots.txt that says no.
 */
async function* read(context: Context): AsyncGenerator<Message, void, void> {
  const { settings, effects, light, window } = context;
  effects.signal.throwIfAborted();
  // Pages have no past and nothing that vanishes.
  if (light || window) return;
  const left = ({ visits }: Visitor) => requestsLeft(visits, settings, effects.now());
  const namesOf = (some: readonly Due[]) => some.map(({ username }) => username);
  const due = accountsDue(context);
  if (due.length === 0) return;
  const site = visitor(context);
  try {
    const block = coolingDown(site.visits, effects.now());
    if (block) throw sentAway(block);
    // One of them is for robots.txt.
    if (left(site) < 2) throw capReached(settings, namesOf(due));
    const allowed = yield* allowedOf(context, site, due, yield* readRobots(site));
    for (const [index, account] of allowed.entries()) {
      if (left(site) < 1) throw capReached(settings, namesOf(allowed.slice(index)));
      yield* readAccount(context, site, account);
    }
    const { block: past } = site.visits;
    // A night without a block takes one off those in a row.
    if (past && past.repeated > 0) yield site.remember({ block: { ...past, repeated: past.repeated - 1 } });
  } finally {
    site.close();
  }
}

/** The accounts whose pages robots.txt allows; the others are gaps. Throws when it allows none. */
async function* allowedOf(
  { connection, effects }: Context,
  site: Visitor,
  due: readonly Due[],
  rules: Rules,
): AsyncGenerator<Message, Due[], void> {
  const judged = due.map((account) => ({
    account,
    refused: rules.refusal(site.urlOf(questionAbout(account.username))),
  }));
  const allowed = judged.filter(({ refused }) => refused === null).map(({ account }) => account);
  const refused = judged.find((one) => one.refused !== null)?.refused ?? null;
  yield site.remember({ robots: { at: effects.now().toISOString(), refused } });
  if (refused === null) {
    if (rules.crawlDelay !== null) site.slowDown(rules.crawlDelay);
    return allowed;
  }
  const error = new SourceError(`public pages: ${refused}; it is obeyed`, {
    kind: 'credentials',
    recovery: 'connection',
    hint: otherWays,
  });
  if (allowed.length === 0) throw error;
  for (const { account, refused } of judged) {
    if (refused !== null) yield gapOf(connection, account.ref, error);
  }
  return allowed;
}

/** What concerns the account alone is a gap; anything else ends the read. */
async function* readAccount(
  context: Context,
  site: Visitor,
  account: Due,
): AsyncGenerator<Message, void, void> {
  const { username, ref } = account;
  yield { type: 'progress', account: username, done: 0, total: 1 };
  try {
    yield* readProfile(context, site, account);
  } catch (error) {
    const isLocal =
      error instanceof SourceError && (error.recovery === 'account' || error.recovery === 'stream');
    if (!isLocal) throw error;
    yield gapOf(context.connection, ref, error);
  }
  yield { type: 'progress', account: username, done: 1, total: 1 };
}

function gapOf(connection: string, account: string | null, error: SourceError): Message {
  const { recovery, message, hint } = error;
  const stream = recovery === 'stream' ? 'media' : null;
  return { type: 'gap', gap: { connection, account, stream, recovery, message, hint } };
}
