import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config, Marts, ReportStage } from '../pipeline/index.js';
import { writeArchiveIndex } from './archive.js';
import { type WrittenReport, writeReport } from './report.js';

export interface RenderOptions {
  readonly marts: Marts;
  readonly outDir: string;
  readonly config: Config;
  readonly asOf: Date;
  /** Only this account: its id, username or name. All own accounts with posts when missing. */
  readonly account?: string;
}

/** The nightly job's report stage: every own account, every configured period, then the archive index. */
export const reportStage: ReportStage = async ({ marts, home, config, asOf }) => {
  const periods = config.report.periods;
  const due: string[] = [];
  for (const period of periods) {
    // A calendar period that is over changes for as long as its last posts mature; after that it stays as it is.
    const settled = asOf.getUTCDate() > 10 && (await isWritten(home.out, resolveName(period, asOf)));
    if (period !== 'month' || !settled) due.push(period);
  }
  const report = { ...config.report, periods: due };
  return renderReports({ marts, outDir: home.out, config: { ...config, report }, asOf });
};

/**
 * Writes the reports and the archive index.
 * @throws ReachlineError `usage` for a period that cannot be read.
 */
export async function renderReports(options: RenderOptions): Promise<WrittenReport[]> {
  const { marts, outDir, config, asOf, account = null } = options;
  const { locale, brand, redact_captions: redactCaptions, periods } = config.report;
  const settings = { locale, brand, redactCaptions };
  const accounts = await marts.rows<{ account_id: string }>(
    `select account_id from accounts as a
     where exists (select 1 from media_performance as p where p.account_id = a.account_id)
       and case when cast($account as varchar) is null then a.is_own
         else $account in (a.account_id, a.username, a.name, concat('@', a.username)) end
     order by account_id`,
    { account },
  );
  const written: WrittenReport[] = [];
  for (const { account_id: accountId } of accounts) {
    for (const period of periods) {
      written.push(
        await writeReport({ marts, accountId, period: resolveName(period, asOf), asOf, outDir, settings }),
      );
    }
  }
  if (written.length > 0) await writeArchiveIndex(outDir, { settings });
  return written;
}

/** `month` and `week` mean the last whole ones; everything else stays as it is. */
function resolveName(period: string, asOf: Date): string {
  if (period === 'month') {
    return new Date(Date.UTC(asOf.getUTCFullYear(), asOf.getUTCMonth() - 1, 1)).toISOString().slice(0, 7);
  }
  if (period === 'week') {
    const dayMs = 86_400_000;
    const weekday = (asOf.getUTCDay() + 6) % 7;
    const thursday = new Date(
      Date.UTC(asOf.getUTCFullYear(), asOf.getUTCMonth(), asOf.getUTCDate() - weekday - 4),
    );
    const yearStart = Date.UTC(thursday.getUTCFullYear(), 0, 1);
    const week = Math.floor((thursday.getTime() - yearStart) / dayMs / 7) + 1;
    return `${thursday.getUTCFullYear()}-W${String(week).padStart(2, '0')}`;
  }
  return period;
}

async function isWritten(outDir: string, period: string): Promise<boolean> {
  const index = await readFile(join(outDir, 'index.html'), 'utf8').catch(() => '');
  return index.includes(`/${period}/`);
}
