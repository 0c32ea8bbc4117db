import type { Command } from 'commander';
import { runJob } from './job.js';

export function register(program: Command): void {
  program
    .command('sync')
    .description('read every connection and land the answers; build them later')
    .addHelpText('after', '\nExample:\n  reachline sync && reachline build')
    .action(async (_options: object, command: Command) => {
      const { syncOnly } = await import('../pipeline/index.js');
      await runJob('Sync', command, syncOnly);
    });
}
