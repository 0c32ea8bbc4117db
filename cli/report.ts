import { type Command, Option } from 'commander';
import { ReachlineError } from '../pipeline/errors.js';
import { instant } from './arguments.js';
import { contextOf } from './context.js';
import { indent } from './summary.js';
import { bold, bytes, count, okMark, print, shown, table } from './terminal.js';

interface Options {
  readonly account?: string;
  readonly period?: string;
  readonly overview?: boolean;
  readonly redact?: boolean;
  readonly static?: boolean;
  readonly format: 'html' | 'pdf';
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
    .option('--overview', 'also set all accounts side by side (by itself from two own accounts on)')
    .option('--redact', 'leave caption texts out')
    .option('--static', 'leave the script out: a small page, the same numbers')
    .addOption(
      new Option('--format <format>', 'pdf also prints each page, through an installed Chromium')
        .choices(['html', 'pdf'])
        .default('html'),
    )
    .option('--out <dir>', 'where to write (default: out/ in the home)')
    .option('--as-of <time>', 'pretend it is this time', instant)
    .addHelpText(
      'after',
      `
Examples:
  reachline report
  reachline report --account casa_do_pao --period 2026-10
  reachline report --format pdf --redact --out for-the-client`,
    )
    .action(async (options: Options, command: Command) => {
      const [{ openMarts }, { findChromium, renderReports }] = await Promise.all([
        import('../pipeline/index.js'),
        import('../reports/index.js'),
      ]);
      const context = await contextOf(command, options.asOf);
      const { config } = await context.load();
      const { env, signal } = context.outside;
      // Looked for first: an hour of reports should not end with this.
      const pdf = options.format === 'pdf' ? { chromium: await findChromium(env), env, signal } : null;
      const marts = await openMarts(context.home);
      try {
        const written = await renderReports({
          marts,
          outDir: options.out ?? context.home.out,
          home: context.home.root,
          config: {
            ...config,
            report: {
              ...config.report,
              ...(options.period ? { periods: [options.period] } : {}),
              ...(options.redact ? { redact_captions: true } : {}),
              ...(options.static ? { interactive: false } : {}),
            },
          },
          asOf: context.outside.now(),
          ...(options.account ? { account: options.account } : {}),
          ...(options.overview ? { overview: true } : {}),
          ...(pdf ? { pdf } : {}),
        });
        if (written.length === 0) {
          throw new ReachlineError(
            'usage',
            options.account ? `no account "${options.account}" has posts` : 'no account has posts yet',
            {
              hint: 'See the accounts with: reachline query "select account_id, username, name from accounts"',
            },
          );
        }
        const overviews = written.filter(({ accountId }) => accountId === null).length;
        const reports = count(written.length - overviews, 'report');
        print(`${okMark} ${bold(overviews > 0 ? `${reports}, ${count(overviews, 'overview')}` : reports)}`);
        const rows = written.map(({ headline, path, bytes: size }) => [headline, bytes(size), shown(path)]);
        print(indent(table(['headline', 'size', 'open'], rows, 90)));
        if (pdf) print('  Each is printed as report.pdf beside it.');
      } finally {
        marts.close();
      }
    });
}
