import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Command, Option } from 'commander';
import { QueryError } from '../pipeline/engines/engine.js';
import { ReachlineError } from '../pipeline/errors.js';
import { homeAt } from '../pipeline/home.js';
import { openMarts } from '../pipeline/published.js';
import { interrupted } from './interrupt.js';
import type { Format } from './query-formats.js';

export function register(program: Command): void {
  program
    .command('query')
    .argument('<sql>', 'DuckDB SQL over the published marts')
    .description('query the published marts, read-only')
    .addOption(
      new Option('--format <format>', 'how to write the result')
        .choices(['table', 'csv', 'json', 'ndjson', 'arrow', 'parquet'] satisfies Format[])
        .default('table'),
    )
    .addHelpText(
      'after',
      `
Examples:
  reachline query "select format, count(*) as posts from media_performance group by format"
  reachline query "select * from media_performance" --format arrow > posts.arrows
  reachline query "show tables"`,
    )
    .action(async (sql: string, options: { format: Format }, command: Command) => {
      if (sql.trim() === '') throw new ReachlineError('usage', 'the query is empty');
      const { home } = command.optsWithGlobals<{ home?: string }>();
      const scratch = await mkdtemp(join(tmpdir(), 'reachline-'));
      process.once('exit', () => rmSync(scratch, { recursive: true, force: true })); // also when the reader goes away
      const marts = await openMarts(homeAt(home ?? process.env.REACHLINE_HOME ?? '.'), { scratch });
      interrupted.signal.addEventListener('abort', () => marts.interrupt(), { once: true });
      try {
        const { writers } = await import('./query-formats.js');
        interrupted.signal.throwIfAborted(); // a signal that came before there was a query to interrupt
        await writers[options.format](marts, sql, scratch);
      } catch (error) {
        if (!(error instanceof QueryError)) throw error;
        const reason = (error.cause instanceof Error ? error.cause.message : error.message).replace(
          /^Failed to extract statements: /,
          '',
        );
        throw new ReachlineError('usage', reason, {
          hint: `The tables are ${Object.keys(marts.publication.tables).join(', ')}; \`describe NAME\` shows columns.`,
        });
      } finally {
        marts.close();
      }
    });
}
