import type { Command } from 'commander';
import { ReachlineError } from '../pipeline/errors.js';
import type { BackfillOptions, Connection, ConnectionCalls, JobOptions } from '../pipeline/index.js';
import { accountNames } from './account-names.js';
import { day, instant } from './arguments.js';
import { contextOf } from './context.js';
import { runJob } from './job.js';
import { callsTable } from './plan.js';
import { indent, say } from './summary.js';
import { count, print } from './terminal.js';

interface Options {
  readonly from: Date;
  readonly to?: Date;
  readonly connection?: string;
  readonly account?: string;
  readonly dryRun?: boolean;
  readonly report?: boolean;
  readonly asOf?: Date;
}

type Window = BackfillOptions['window'];

const dayMs = 86_400_000;
/** Instagram began then. */
const beginning = new Date('2010-10-06T00:00:00Z');

export function register(program: Command): void {
  program
    .command('backfill')
    .description('read a window of the past, then build, check and publish')
    .requiredOption('--from <day>', 'first day (UTC)', day)
    .option('--to <day>', 'last day (UTC; default: yesterday)', day)
    .option('--connection <name>', 'only this connection')
    .option('--account <account>', 'only this account: its id or username')
    .option('--dry-run', 'only say what it would cost')
    .option('--report', 'write the reports as well')
    .option('--as-of <time>', 'pretend it is this time (simulations and reruns)', instant)
    .addHelpText(
      'after',
      `
What the platform keeps no longer stays unknown. One that was cut short goes on where it stopped: run it again.

Examples:
  reachline backfill --from 2026-01-01 --dry-run
  reachline backfill --from 2026-01-01 --to 2026-03-31 --account casa_do_pao`,
    )
    .action(async (options: Options, command: Command) => {
      if (options.dryRun) {
        const context = await contextOf(command, options.asOf);
        const { line, calls } = await estimate({ ...context, loaded: await context.load() }, options);
        print(line);
        print(indent(callsTable(calls, await accountNames(context.home))));
        return;
      }
      const [{ backfill }, { reportStage }] = await Promise.all([
        import('../pipeline/index.js'),
        import('../reports/index.js'),
      ]);
      const work: Parameters<typeof runJob>[2] = async (job, context) => {
        const { line, window, connections } = await estimate(job, options);
        say(context, line);
        return backfill({
          ...job,
          window,
          connections,
          ...(options.account === undefined ? {} : { account: options.account }),
          ...(options.report ? { report: reportStage } : {}),
        });
      };
      await runJob('Back-fill', command, work, options.asOf);
    });
}

interface Estimate {
  /** e.g. `365 days of 3 accounts: about 4,400 calls`. */
  readonly line: string;
  readonly calls: readonly ConnectionCalls[];
  readonly window: Window;
  /** Those that have something to read. */
  readonly connections: readonly Connection[];
}

/**
 * What is to be read, and what it is going to cost.
 * @throws ReachlineError `usage` for a window, connection or account that there is not.
 */
async function estimate(
  { home, loaded, outside }: Pick<JobOptions, 'home' | 'loaded' | 'outside'>,
  { from, to, connection, account }: Options,
): Promise<Estimate> {
  const { planBackfill } = await import('../pipeline/index.js');
  const window = windowOf(from, to, outside.now());
  const asked = connectionsNamed(loaded.connections, connection);
  const scope = { window, ...(account === undefined ? {} : { account }) };
  const calls = await planBackfill(home, asked, outside, scope);
  const connections = asked.filter(({ name }) => calls.some((planned) => planned.connection === name));
  if (account !== undefined && connections.length === 0) {
    throw new ReachlineError('usage', `no connection has the account ${account}`, {
      hint: 'See the accounts with `reachline plan`. One that was never read: name it under accounts, or run a night first.',
    });
  }
  const days = count(Math.round((window.to.getTime() - window.from.getTime()) / dayMs), 'day');
  const accounts = count(new Set(calls.map((one) => `${one.connection} ${one.account}`)).size, 'account');
  const total = calls.reduce((sum, one) => sum + one.calls, 0);
  return { line: `${days} of ${accounts}: about ${count(total, 'call')}`, calls, window, connections };
}

/** From the start of the first day to the end of the last, UTC. */
function windowOf(first: Date, last: Date | undefined, now: Date): Window {
  const yesterday = new Date(Math.floor(now.getTime() / dayMs - 1) * dayMs);
  const lastDay = last ?? yesterday;
  for (const [flag, at] of [
    ['--from', first],
    ['--to', lastDay],
  ] as const) {
    if (at > now) throw new ReachlineError('usage', `${flag} ${dayOf(at)} is in the future`);
    if (at < beginning) throw new ReachlineError('usage', `${flag} ${dayOf(at)} is before Instagram began`);
  }
  if (first > lastDay) {
    const end = last ? `--to ${dayOf(last)}` : `yesterday, ${dayOf(yesterday)}`;
    throw new ReachlineError('usage', `--from ${dayOf(first)} is after ${end}`);
  }
  return { from: first, to: new Date(lastDay.getTime() + dayMs - 1) };
}

function dayOf(at: Date): string {
  return at.toISOString().slice(0, 10);
}

function connectionsNamed(
  connections: readonly Connection[],
  name: string | undefined,
): readonly Connection[] {
  if (connections.length === 0) {
    throw new ReachlineError('configuration', 'no connection in reachline.yaml', {
      hint: 'Write one with `reachline init`.',
    });
  }
  if (name === undefined) return connections;
  const named = connections.filter((connection) => connection.name === name);
  if (named.length > 0) return named;
  const known = connections.map((connection) => connection.name).join(', ');
  throw new ReachlineError('usage', `no connection "${name}"`, { hint: `There are: ${known}` });
}
