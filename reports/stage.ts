import { ReachlineError } from '../pipeline/errors.js';
import type { Config, Home, Marts } from '../pipeline/index.js';
import { writeArchiveIndex } from './archive.js';
import { type WrittenReport, writeReport } from './report.js';
import type { ReportSettings } from './study.js';

export interface RenderOptions {
  readonly marts: Marts;
  /** Folder of all reports. */
  readonly outDir: string;
  readonly config: Pick<Config, 'report'>;
  readonly asOf: Date;
  /** Only this account: its id, username (with or without @) or name. All accounts with a feed post by default. */
  readonly account?: string | undefined;
}

/**
 * Writes a report for every configured period of every account that has a feed post, and the archive page.
 * @throws ReachlineError (usage) when `account` names none.
 */
export async function renderReports({
  marts,
  outDir,
  config,
  asOf,
  account,
}: RenderOptions): Promise<WrittenReport[]> {
  const { locale, brand, redact_captions: redactCaptions, periods } = config.report;
  const settings: ReportSettings = { locale, brand, redactCaptions };
  const accounts = await marts.rows<{
    account_id: string;
    username: string | null;
    name: string | null;
    posts: number;
  }>(
    `select a.account_id, a.username, a.name,
       (select count(*) from media_performance as m
        where m.account_id = a.account_id and coalesce(m.format, '') <> 'story') as posts
     from accounts as a order by a.account_id`,
  );
  const wanted = account?.replace(/^@/, '');
  const chosen = accounts.filter(({ account_id: id, username, name, posts }) =>
    wanted === undefined ? posts > 0 : [id, username, name].includes(wanted),
  );
  if (wanted !== undefined && chosen.length === 0) {
    throw new ReachlineError('usage', `no account "${wanted}" is published`, {
      hint: 'See the accounts with: reachline query "select account_id, username, name from accounts"',
    });
  }
  const written: WrittenReport[] = [];
  for (const { account_id: accountId } of chosen) {
    for (const period of periods) {
      written.push(await writeReport({ marts, accountId, period, asOf, outDir, settings }));
    }
  }
  await writeArchiveIndex(outDir, { settings });
  return written;
}

/** The report step of a night. */
export function reportStage({
  marts,
  home,
  config,
  asOf,
}: {
  readonly marts: Marts;
  readonly home: Pick<Home, 'out'>;
  readonly config: Pick<Config, 'report'>;
  readonly asOf: Date;
}): Promise<WrittenReport[]> {
  return renderReports({ marts, outDir: home.out, config, asOf });
}
