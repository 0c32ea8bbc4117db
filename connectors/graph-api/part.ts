import type { Item, Message, Page, PlannedCalls, ReadContext } from '../contract.js';
import type { SourceError } from '../errors.js';
import type { Json } from '../http/json.js';
import type { StreamName } from '../streams.js';
import type { Account } from './accounts.js';
import { utcDay } from './days.js';
import type { Graph } from './graph.js';
import type { Asker } from './metric-table.js';
import type { GraphApiSettings } from './settings.js';

export type Context = ReadContext<GraphApiSettings>;

/** Canonical items of a stored answer; pure. */
export type Parser = (page: Page, json: Json) => Item[];

/**
 * One thing that is read of an account: what it asks, what that costs, and what the answers say. A new one is a file and
 * a line in parts.ts.
 */
export interface Part {
  /** Where its failures are filed. */
  readonly stream: StreamName;
  /** Read once in a connection, through its first account that is open, rather than for each account. */
  readonly once?: true;
  /** Gone within a day: a light run reads these parts alone, a backfill leaves them out. */
  readonly vanishing?: true;
  /** Has a past that a backfill can read. */
  readonly past?: true;
  /** Whether the settings ask for it. */
  isWanted(settings: GraphApiSettings): boolean;
  /**
   * Yields what the platform answered. Throws `SourceError` for what ends this part (`stream`, `skip`, `retry`), the account
   * (`account`, `wait`) or the connection. Keeps its state under names of its own in checkpoints.
   */
  read(context: Context, graph: Graph, account: Account): AsyncGenerator<Message, void, void>;
  /** What `read` would cost now, from what earlier reads checkpointed; also for an account that was never read. */
  plan(context: Context, accountId: string): Omit<PlannedCalls, 'account' | 'stream'>;
  /** By `request.kind` of the pages that it yields. */
  readonly parsers: Readonly<Record<string, Parser>>;
}

/** How the platform is asked now. */
export function askerOf({ settings, effects }: Context): Asker {
  const version = Number(settings.api_version.slice(1).split('.')[0]);
  return { login: settings.login, on: utcDay(effects.now()), version };
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
