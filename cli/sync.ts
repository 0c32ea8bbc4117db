import type { Command } from 'commander';
import { contextOf } from './context.js';

export function register(program: Command): void {
  program
    .command('sync')
    .description('read every connection and land the answers; build them later')
    .addHelpText('after', '\nExample:\n  reachline sync && reachline build')
    .action(async (_options: object, command: Command) => {
      const [{ syncOnly }, { progress }, { showResult }] = await Promise.all([
        import('../pipeline/index.js'),
        import('./progress.js'),
        import('./summary.js'),
      ]);
      const context = await contextOf(command);
      const bars = progress(context.logFormat === 'text');
      const loaded = await context.load();
      const job = {
        home: context.home,
        loaded,
        connectors: context.connectors,
        outside: context.outside,
        events: bars,
      };
      const result = await syncOnly(job).finally(() => bars.done());
      showResult('Sync', result, context);
    });
}
