import { readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Config, Marts, ReportStage } from '../pipeline/index.js';
import { isCalled, readAccount } from './account.js';
import { writeArchiveIndex } from './archive.js';
import { readBrand } from './brand.js';
import { addDays, localDay } from './calendar.js';
import { writeOverview } from './overview/overview.js';
import { type PrintOptions, printPdf } from './pdf.js';
import { firstDay, type Period, resolvePeriod } from './period.js';
import { type WrittenReport, writeReport } from './report.js';
import { readReports } from './report-json.js';

export interface RenderOptions {
  readonly marts: Marts;
  readonly outDir: string;
  readonly config: Config;
  /** Folder where a relative path in the configuration starts, such as the logo's; the current one by default. */
  readonly home?: string;
  readonly asOf: Date;
  /** Only this account: its id, username or name. All own accounts with posts when missing. */
  readonly account?: string;
  /** Leave out reports of calendar periods whose numbers had settled when they were written, unless in another locale. */
  readonly onlyChanging?: boolean;
  /** Set every account that has a report of the period side by side, own or not, one or many. */
  readonly overview?: boolean;
  /** Print each written page as `report.pdf` beside it. */
  readonly pdf?: Pick<PrintOptions, 'chromium' | 'env' | 'signal'>;
}

/** The nightly job's report stage: every own account, every configured period, then overviews and the archive index. */
export const reportStage: ReportStage = async ({ marts, home, config, asOf, uses }) => {
  const reports = await renderReports({
    marts,
    outDir: home.out,
    home: home.root,
    config,
    asOf,
    onlyChanging: true,
  });
  if (reports.length > 0) uses?.('vega', (await import('vega')).version);
  return reports;
};

/**
 * Writes the reports, an overview of each period that two or more own accounts have a report of, and the archive index.
 * Returns what it wrote, overviews last.
 * @throws ReachlineError `usage` for a period that cannot be read, `configuration` for the brand.
 */
export async function renderReports(options: RenderOptions): Promise<WrittenReport[]> {
  const { marts, outDir, config, asOf, account: wanted = null, onlyChanging = false } = options;
  const { locale, interactive, redact_captions: redactCaptions, periods, events } = config.report;
  const settings = {
    locale,
    interactive,
    redactCaptions,
    events,
    ...(await readBrand(config.report, options.home ?? '.')),
  };
  const withPosts = await marts.rows<Candidate>(
    `select account_id, username, name, is_own from accounts as a
     where exists (select 1 from media_performance as p where p.account_id = a.account_id)
     order by account_id`,
  );
  const accounts = withPosts.filter((one) =>
    wanted === null ? one.is_own : isCalled({ ...one, id: one.account_id }, wanted),
  );
  const written: WrittenReport[] = [];
  for (const { account_id: accountId } of accounts) {
    const account = await readAccount(marts, accountId);
    for (const name of periods) {
      if (onlyChanging && isAhead(name, account.zone, asOf)) continue;
      const period = resolvePeriod(name, account.zone, asOf, account.settledDay ?? account.lastDay);
      if (onlyChanging && (await isSettled(join(outDir, account.folder), period, account.zone, locale)))
        continue;
      written.push(await writeReport({ marts, accountId, period: period.name, asOf, outDir, settings }));
    }
  }
  if (written.length === 0) return written;
  if (wanted === null || options.overview) {
    const own = new Set(withPosts.filter(({ is_own }) => is_own).map(({ account_id }) => account_id));
    const stored = (await readReports(outDir)).filter(
      ({ account, summary }) => summary !== undefined && (options.overview || own.has(account.id)),
    );
    for (const period of new Set(written.map(({ period: { name } }) => name))) {
      const reports = stored.filter((report) => report.period.name === period);
      if (reports.length < (options.overview ? 1 : 2)) continue;
      written.push(await writeOverview({ outDir, reports, settings }));
    }
  }
  for (const { path } of written) {
    // A PDF of the page that was here before would tell other numbers than the page beside it.
    if (options.pdf) await printPdf({ ...options.pdf, path, asOf });
    else await rm(join(dirname(path), 'report.pdf'), { force: true });
  }
  await writeArchiveIndex(outDir, { settings });
  return written;
}

type Candidate = { account_id: string; username: string | null; name: string | null; is_own: boolean | null };

/** Whether a configured calendar period has not begun: its first report comes when it has. */
function isAhead(name: string, zone: string, asOf: Date): boolean {
  const first = firstDay(name);
  return first !== null && first > localDay(asOf, zone);
}

/** Posts mature for seven days, and the platform corrects its numbers for two more. */
const settlingDays = 9;

/** Whether a calendar period's report was written in this locale, after everything in it had settled. */
async function isSettled(folder: string, period: Period, zone: string, locale: string): Promise<boolean> {
  if (period.kind === 'days') return false;
  const text = await readFile(join(folder, period.name, 'report.json'), 'utf8').catch(() => null);
  if (text === null) return false;
  // Reports of earlier versions were all in English.
  const { as_of: asOf, locale: written = 'en' } = JSON.parse(text) as { as_of: string; locale?: string };
  return written === locale && localDay(new Date(asOf), zone) > addDays(period.to, settlingDays);
}
