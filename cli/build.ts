import type { Command } from 'commander';
import { contextOf } from './context.js';

export function register(program: Command): void {
  program
    .command('build')
    .description('raw files to published marts: load, model, check, publish')
    .option('--full', 'start from an empty warehouse; the result is the same')
    .addHelpText('after', '\nExamples:\n  reachline build\n  reachline build --full')
    .action(async (options: { full?: boolean }, command: Command) => {
      const [{ buildOnly }, { progress }, { showResult }] = await Promise.all([
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
      const result = await buildOnly(job, options.full ?? false).finally(() => bars.done());
      showResult('Build', result, context);
    });
}
