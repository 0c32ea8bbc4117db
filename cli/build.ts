import type { Command } from 'commander';
import { runJob } from './job.js';

export function register(program: Command): void {
  program
    .command('build')
    .description('raw files to published marts: load, model, check, publish')
    .option('--full', 'start from an empty warehouse; the result is the same')
    .addHelpText('after', '\nExamples:\n  reachline build\n  reachline build --full')
    .action(async (options: { full?: boolean }, command: Command) => {
      const { buildOnly } = await import('../pipeline/index.js');
      await runJob('Build', command, (job) => buildOnly(job, options.full ?? false));
    });
}
