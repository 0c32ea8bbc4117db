import type { Command } from 'commander';
import { ReachlineError } from '../pipeline/errors.js';
import { instant } from './arguments.js';
import { contextOf } from './context.js';
import { indent } from './summary.js';
import { bold, bytes, count, okMark, print, shown, table } from './terminal.js';

interface Options {
  readonly account?: string;
  readonly period?: string;
  readonly out?: string;
  readonly asOf?: Date;
}

export function register(program: Command): void {
  program
    .command('report')
    .description('write the reports from the published tables')
    .option('--account <account>', 'only this account: its id, username or name')
    .option(
      '--period <period>',
      'last-28-days, 2026-10, 2026-W45, 2026 (default: the periods in reachline.yaml)',
    )
    .option('--out <dir>', 'where to write (default: out/ in the home)')
    .option('--as-of <time>', 'pretend it is this time', instant)
    .addHelpText(
      'after',
      `
Examples:
  reachline report
  reachline report --account casa_do_pao --period 2026-10`,
    )
    .action(async (options: Options, command: Command) => {
      const [{ openMarts }, { renderReports }] = await Promise.all([
        import('../pipeline/index.js'),
        import('../reports/index.js'),
      ]);
      const context = await contextOf(command, options.asOf);
      const { config } = await context.load();
      const marts = await openMarts(context.home);
      try {
        const reports = await renderReports({
          marts,
          outDir: options.out ?? context.home.out,
          config: options.period
            ? { ...config, report: { ...config.report, periods: [options.period] } }
            : config,
          asOf: context.outside.now(),
          ...(options.account ? { account: options.account } : {}),
        });
        if (reports.length === 0) {
          throw new ReachlineError(
            'usage',
            options.account ? `no account "${options.account}" has posts` : 'no account has posts yet',
            {
              hint: 'See the accounts with: reachline query "select account_id, username, name from accounts"',
            },
          );
        }
        print(`${okMark} ${bold(count(reports.length, 'report'))}`);
        const rows = reports.map(({ headline, path, bytes: size }) => [headline, bytes(size), shown(path)]);
        print(indent(table(['headline', 'size', 'open'], rows, 90)));
      } finally {
        marts.close();
      }
    });
}
