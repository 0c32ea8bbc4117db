import type { Command } from 'commander';
import { ReachlineError } from '../pipeline/errors.js';
import { instant } from './arguments.js';
import { runJob } from './job.js';

interface Options {
  readonly build?: boolean;
  readonly asOf?: Date;
}

export function register(program: Command): void {
  program
    .command('stories')
    .description('a light run for every hour: lands the stories that are alive, in few calls')
    .option('--build', 'build and publish them at once (default: the next night does)')
    .option('--as-of <time>', 'pretend it is this time (simulations and reruns)', instant)
    .addHelpText(
      'after',
      `
While another run works here it does nothing and ends with 75: the next hour looks again, and a night reads stories too.

Examples:
  reachline stories
  5 * * * *  cd /srv/reachline && reachline stories --log-format json 2>> stories.log`,
    )
    .action(async ({ build = false, asOf }: Options, command: Command) => {
      const { HomeLocked, storiesOnly } = await import('../pipeline/index.js');
      try {
        await runJob('Stories', command, (job) => storiesOnly(job, build), asOf);
      } catch (error) {
        if (!(error instanceof HomeLocked)) throw error;
        throw new ReachlineError('tryLater', `skipped: ${error.message}`); // one line, for the mail that cron writes
      }
    });
}
