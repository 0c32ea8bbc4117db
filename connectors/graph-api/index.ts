import type { Connector, Message, ReadContext } from '../contract.js';
import { SourceError } from '../errors.js';
import { type Account, discover, type FoundAccount, nothingFound, readProfile } from './accounts.js';
import { diagnose } from './diagnose.js';
import { inOrder } from './in-order.js';
import { metricHealth } from './metric-health.js';
import { parse } from './parse.js';
import { gapOf } from './part.js';
import { partsOf } from './parts.js';
import { plan } from './plan.js';
import { type GraphApiSettings, graphApiSettings } from './settings.js';
import { withSoundState } from './state.js';
import { webhooks } from './webhooks.js';

type Context = ReadContext<GraphApiSettings>;

/** Messages that an account may be ahead of its turn. */
const ahead = 200;

/** Meta's Graph API for Instagram, through Facebook Login or Instagram Login. */
export const graphApi: Connector<GraphApiSettings> = {
  name: 'graph-api',
  summary: 'Instagram Graph API: own professional accounts, through Facebook Login or Instagram Login',
  settings: graphApiSettings,
  streams: [
    { stream: 'accounts', cursor: null, lookbackDays: 0 },
    { stream: 'media', cursor: null, lookbackDays: 0 },
    { stream: 'media_insights', cursor: null, lookbackDays: 0 },
    { stream: 'account_insights', cursor: 'through', lookbackDays: 3 },
    { stream: 'demographics', cursor: null, lookbackDays: 0 },
    { stream: 'comments', cursor: null, lookbackDays: 0 },
    { stream: 'tagged_media', cursor: null, lookbackDays: 0 },
    { stream: 'hashtag_media', cursor: null, lookbackDays: 0 },
  ],
  plan: (context) => plan(withSoundState(context)),
  read,
  parse,
  diagnose,
  metrics: (context) => metricHealth(withSoundState(context)),
  webhooks,
};

/**
 * Reads every wanted account. What fails for an account or a stream becomes a gap and the rest goes on; throws
 * `SourceError` when the connection as a whole cannot be read, or when no account could be.
 */
async function* read(outer: Context): AsyncGenerator<Message, void, void> {
  const abandon = new AbortController();
  const signal = AbortSignal.any([outer.effects.signal, abandon.signal]);
  const context = withSoundState({ ...outer, effects: { ...outer.effects, signal } });

  const discovery = await discover(context);
  try {
    for (const notice of discovery.notices) yield { type: 'notice', notice };
    for (const { account, error } of discovery.failures) yield gapOf(context, account, null, error);
    if (discovery.accounts.length === 0) throw nothingFound(context.settings, discovery);
    for (const name of discovery.unknown) {
      yield gapOf(
        context,
        name,
        null,
        new SourceError(`no token reaches the account ${name}`, {
          kind: 'configuration',
          recovery: 'account',
          hint: 'Correct the name under accounts, or grant the token access to it',
        }),
      );
    }
    const failed: SourceError[] = [];
    const onFailure = (error: SourceError) => failed.push(error);
    const queue = turns();
    const readings = discovery.accounts.map((found) => {
      const turn = queue();
      return () => readAccount(context, found, turn, onFailure);
    });
    yield* inOrder(readings, {
      concurrency: context.settings.concurrency,
      ahead,
      abandon: () => abandon.abort(),
    });
    if (failed.length === discovery.accounts.length) throw failed[0]!;
  } finally {
    discovery.close();
  }
}

/** Everything of one account, what vanishes soonest first. `onFailure` hears when not even the profile could be read. */
async function* readAccount(
  context: Context,
  found: FoundAccount,
  turn: Turn,
  onFailure: (error: SourceError) => void,
): AsyncGenerator<Message, void, void> {
  const { id, graph } = found;
  let account: Account;
  let isOpen = false;
  try {
    // A light run saves the call: what vanishes can be read without the profile.
    account = context.light ? unknownProfile(found) : yield* readProfile(context, found);
    isOpen = true;
  } catch (error) {
    if (!isLocal(context, error)) throw error;
    yield gapOf(context, id, endsAccount(error) ? null : 'accounts', error);
    if (endsAccount(error)) return onFailure(error);
    account = unknownProfile(found);
    isOpen = true;
  } finally {
    turn.pass(isOpen);
  }
  const isFirst = await turn.isFirst;
  for (const { stream, read } of partsOf(context, isFirst)) {
    try {
      yield* read(context, graph, account);
    } catch (error) {
      if (!isLocal(context, error)) throw error;
      yield gapOf(context, id, endsAccount(error) ? null : stream, error);
      if (endsAccount(error)) return;
    }
  }
}

/** An account's place in the line for what is read once in a connection. */
interface Turn {
  /** Whether no account before it can do that. */
  readonly isFirst: Promise<boolean>;
  /** Says whether this one can; to be called whatever happens, as the next ones wait for it. */
  pass(can: boolean): void;
}

/** Turns in the order in which they are asked for. */
function turns(): () => Turn {
  let isFree = Promise.resolve(true);
  return () => {
    const isFirst = isFree;
    let pass: Turn['pass'] = () => {};
    const can = new Promise<boolean>((resolve) => {
      pass = resolve;
    });
    isFree = Promise.all([isFirst, can]).then(([free, taken]) => free && !taken);
    return { isFirst, pass };
  };
}

/** Whether nothing more can be read of an account. A server that fails with one thing may well answer the next. */
function endsAccount({ recovery }: SourceError): boolean {
  return recovery === 'account' || recovery === 'wait' || recovery === 'connection';
}

function unknownProfile({ id, username }: FoundAccount): Account {
  return { id, username, followers: null, mediaCount: null };
}

/** Whether a failure leaves the rest of the connection readable. With one token per account, a dead token does. */
function isLocal({ settings }: Context, error: unknown): error is SourceError {
  if (!(error instanceof SourceError)) return false;
  const hasOwnToken = typeof settings.token_env !== 'string' && error.kind === 'credentials';
  return error.recovery !== 'connection' || hasOwnToken;
}
