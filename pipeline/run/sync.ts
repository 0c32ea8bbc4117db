import type { Message, ReadContext } from '../../connectors/contract.js';
import { SourceError } from '../../connectors/errors.js';
import type { Connection } from '../config/load.js';
import { ReachlineError } from '../errors.js';
import type { SourceTraffic } from '../landing/manifest.js';
import { effectsOf, type Outside } from './effects.js';
import { plannedCalls } from './plan.js';
import type { Run } from './run.js';

export interface SyncEvents {
  progress?(connection: string, account: string, done: number, total: number): void;
}

/** What to read when it is not what a night reads: another window, what vanishes, one account. */
export type Scope = Pick<ReadContext<unknown>, 'window' | 'light' | 'account'>;

/**
 * Reads every connection into landing. What one account or connection fails to give is a gap in the manifest; the others go
 * on.
 * @throws ReachlineError when nothing at all could be read: `credentials`, `tryLater` or `unavailable`.
 */
export async function sync(
  run: Run,
  connections: readonly Connection[],
  outside: Outside,
  scope: Scope = {},
  events: SyncEvents = {},
): Promise<void> {
  const { manifest } = run;
  const { window } = scope;
  if (window) manifest.window = { from: window.from.toISOString(), to: window.to.toISOString() };
  const planned = plannedCalls(run.home, connections, manifest.state, outside, scope);
  manifest.calls.planned = 0;
  for (const { connection, account, calls, isLeast } of planned) {
    manifest.calls.planned += calls;
    manifest.calls.planned_is_least ||= isLeast === true;
    callsOf(run, connection, account).planned += calls;
  }
  const landedBefore = manifest.raw_files.length; // by webhooks
  const failures: SourceError[] = [];
  for (const connection of connections) {
    try {
      await readConnection(run, connection, outside, scope, events);
    } catch (error) {
      if (outside.signal.aborted || !(error instanceof SourceError)) throw error;
      failures.push(error);
      manifest.gaps.push({
        connection: connection.name,
        account: null,
        stream: null,
        recovery: error.recovery,
        message: error.message,
        hint: error.hint,
      });
    } finally {
      // however the reading ended, what was answered until then is an observation that cannot be made again
      await run.commit();
    }
  }
  const read = manifest.raw_files.length > landedBefore;
  if (connections.length > 0 && !read && manifest.gaps.length > 0) throw nothingRead(run, failures);
}

async function readConnection(
  run: Run,
  { name, connector, settings }: Connection,
  outside: Outside,
  scope: Scope,
  events: SyncEvents,
): Promise<void> {
  const traffic: SourceTraffic = { connection: name, requests: 0, retries: 0, rate_limited: 0, bytes: 0 };
  run.manifest.sources.push(traffic);
  const context: ReadContext<unknown> = {
    ...scope,
    connection: name,
    settings,
    state: run.manifest.state[name] ?? {},
    effects: effectsOf(
      outside,
      run.home,
      (account, { isRepeated = false, isLimited = false, bytes = 0 } = {}) => {
        run.manifest.calls.requests += 1;
        callsOf(run, name, account).requests += 1;
        traffic.requests += 1;
        traffic.retries += isRepeated ? 1 : 0;
        traffic.rate_limited += isLimited ? 1 : 0;
        traffic.bytes += bytes;
      },
    ),
  };
  for await (const message of connector.read(context)) {
    context.effects.signal.throwIfAborted();
    await take(run, name, message, context, events);
  }
}

/** The count of calls for an account, which starts when first asked for. */
function callsOf({ manifest }: Run, connection: string, account: string | null) {
  const counted = manifest.calls.by_account;
  const known = counted.find((count) => count.connection === connection && count.account === account);
  if (known) return known;
  const fresh = { connection, account, planned: 0, requests: 0 };
  counted.push(fresh);
  return fresh;
}

async function take(
  run: Run,
  connection: string,
  message: Message,
  { effects }: ReadContext<unknown>,
  events: SyncEvents,
): Promise<void> {
  const { manifest } = run;
  switch (message.type) {
    case 'page':
      return run.writer.write(message.page);
    case 'checkpoint': {
      const { account, stream, value } = message;
      await run.writer.flush(); // first: should it fail, the pages before the checkpoint are to be read again
      const before = manifest.state[connection] ?? {};
      manifest.state = {
        ...manifest.state,
        [connection]: { ...before, [account]: { ...before[account], [stream]: value } },
      };
      manifest.completed.push({ connection, account, stream });
      return run.commit();
    }
    case 'gap':
      manifest.gaps.push(message.gap);
      effects.log.warn(message.gap.message, { ...message.gap });
      return;
    case 'notice':
      manifest.notices.push(message.notice);
      effects.log.warn(message.notice.message, { ...message.notice });
      return;
    case 'progress':
      events.progress?.(connection, message.account, message.done, message.total);
      return;
  }
}

const laterHint = 'Run the same command again later. The published tables are those of the last good run.';

/** The error of a run in which no account gave anything, by the most telling of its gaps. */
function nothingRead({ manifest: { gaps } }: Run, failures: readonly SourceError[]): ReachlineError {
  const fatal = gaps.find(
    ({ recovery }) => recovery === 'connection' || recovery === 'account' || recovery === 'stream',
  );
  const waiting = gaps.find(({ recovery }) => recovery === 'wait');
  const kinds = new Set(failures.map(({ kind }) => kind));
  const kind =
    kinds.has('credentials') || (fatal && kinds.size === 0)
      ? 'credentials'
      : kinds.has('configuration')
        ? 'configuration'
        : kinds.has('rate_limited') || (waiting && kinds.size === 0)
          ? 'tryLater'
          : 'unavailable';
  const gap = fatal ?? waiting ?? gaps[0]!;
  return new ReachlineError(kind, `nothing could be read: ${gap.message}`, {
    hint: gap.hint ?? (kind === 'unavailable' ? laterHint : null),
  });
}
