import type { Command } from 'commander';
import type { ConnectionCalls } from '../pipeline/index.js';
import { accountNames } from './account-names.js';
import { instant } from './arguments.js';
import { contextOf } from './context.js';
import { indent } from './summary.js';
import { bold, count, print, table } from './terminal.js';

export function register(program: Command): void {
  program
    .command('plan')
    .description('what the next night would do: API calls, builds, reports; changes nothing')
    .option('--as-of <time>', 'pretend it is this time (simulations and reruns)', instant)
    .addHelpText('after', '\nExample:\n  reachline plan')
    .action(async ({ asOf }: { asOf?: Date }, command: Command) => {
      const { planNight } = await import('../pipeline/index.js');
      const context = await contextOf(command, asOf);
      const plan = await planNight(context.home, await context.load(), context.outside);
      const total = plan.calls.reduce((sum, { calls }) => sum + calls, 0);
      const isLeast = plan.calls.some((calls) => calls.isLeast);
      print(`${bold('Calls')}  ${isLeast ? 'at least' : 'about'} ${count(total, 'call')}`);
      if (plan.calls.length > 0) {
        print(indent(callsTable(plan.calls, await accountNames(context.home))));
      } else {
        print('  no connection in reachline.yaml: the night builds and reports what was imported');
      }
      print(
        `${bold('Build')}  ${count(plan.models, 'model')}; ${count(plan.waitingFiles, 'raw file')} already waiting`,
      );
      print(
        `${bold('Reports')}  ${plan.reportsTonight ? plan.periods.join(', ') : 'none tonight (report.weekdays in reachline.yaml)'}`,
      );
    });
}

/** Predicted calls, a line for each account and stream. */
export function callsTable(planned: readonly ConnectionCalls[], nameOf: (account: string) => string): string {
  const rows = planned.map(({ connection, account, stream, calls, why }) => [
    connection,
    nameOf(account),
    stream,
    String(calls),
    why,
  ]);
  return table(['connection', 'account', 'stream', 'calls', 'why'], rows, 100);
}
