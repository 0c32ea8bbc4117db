import type { Command } from 'commander';
import { instant } from './arguments.js';
import { runJob } from './job.js';

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
      const [{ nightly }, { reportStage }] = await Promise.all([
        import('../pipeline/index.js'),
        import('../reports/index.js'),
      ]);
      await runJob('Night', command, (job) => nightly({ ...job, report: reportStage }), options.asOf);
    });
}
