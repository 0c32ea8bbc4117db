import type { Command } from 'commander';
import { instant } from './arguments.js';
import { contextOf } from './context.js';

export function register(program: Command): void {
  program
    .command('nightly')
    .description('the whole job as one run: sync, build, check, publish, report')
    .option('--as-of <time>', 'pretend it is this time (simulations and reruns)', instant)
    .addHelpText(
      'after',
      `
Examples:
  reachline nightly
  30 2 * * *  cd /srv/reachline && reachline nightly --log-format json 2>> nightly.log`,
    )
    .action(async (options: { asOf?: Date }, command: Command) => {
      const [{ nightly }, { reportStage }, { progress }, { showResult }] = await Promise.all([
        import('../pipeline/index.js'),
        import('../reports/index.js'),
        import('./progress.js'),
        import('./summary.js'),
      ]);
      const context = await contextOf(command, options.asOf);
      const bars = progress(context.logFormat === 'text');
      const loaded = await context.load();
      const job = {
        home: context.home,
        loaded,
        connectors: context.connectors,
        outside: context.outside,
        report: reportStage,
      };
      const result = await nightly({ ...job, events: bars }).finally(() => bars.done());
      showResult('Night', result, context);
    });
}
