import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { type Marts, writeAtomically } from '../pipeline/index.js';
import { loadRenderer } from './charts/render.js';
import { figureCsv, sectionHtml } from './figure.js';
import { contents, header, periodLabel, summary } from './header.js';
import { html, shortText } from './html.js';
import { page } from './page.js';
import { createPageData } from './page-data.js';
import { readPageScript } from './page-script.js';
import { reportJson } from './report-json.js';
import { findings } from './sections/changes.js';
import { sectionsOf } from './sections/index.js';
import { headline, tiles } from './sections/summary.js';
import { type ReportSettings, readStudy } from './study.js';

/** Writes one text file, creating its folder. */
export type WriteFile = (path: string, content: string) => Promise<void>;

export interface ReportOptions {
  readonly marts: Marts;
  readonly accountId: string;
  /** `last-28-days` or another number, `2026-10`, `2026-W45`, `2026`, `month`, `week`. */
  readonly period: string;
  /** The run's clock, an instant; decides the account's local as-of day. */
  readonly asOf: Date;
  /** Folder of all reports, such as `out`. */
  readonly outDir: string;
  readonly settings?: ReportSettings | undefined;
  /** Writes one file, creating its folder; by default to disk through a temporary file and a rename. */
  readonly write?: WriteFile | undefined;
  /** Told about charts that Vega finds odd; silent by default. */
  readonly warn?: ((message: string) => void) | undefined;
}

export interface WrittenReport {
  /** Path of `index.html`, below `outDir`. */
  readonly path: string;
  /** Null for the overview of all accounts. */
  readonly accountId: string | null;
  /** First and last local day, `YYYY-MM-DD`, and how the report writes them. */
  readonly period: {
    readonly name: string;
    readonly label: string;
    readonly from: string;
    readonly to: string;
  };
  /** The main finding, one or two sentences of plain text. */
  readonly headline: string;
  readonly quality: 'good' | 'fair' | 'limited';
  /** Size of `index.html`. */
  readonly bytes: number;
  /** SHA-256 of `index.html`, lower-case hex. */
  readonly sha256: string;
}

/**
 * Writes the report of one account and period: `<outDir>/<account>/<period>/index.html`, `report.json` and one CSV file
 * per chart in `data/`. Depends on the marts, the as-of instant and the settings only: the same inputs give the same bytes.
 * @throws ReachlineError (usage) for a bad period or an account that is not published; (cannotWrite) from the disk.
 */
export async function writeReport(options: ReportOptions): Promise<WrittenReport> {
  const { marts, accountId, outDir, settings = {}, write = writeAtomically } = options;
  const study = await readStudy(marts, accountId, options.period, options.asOf, settings);
  const pageData = createPageData();
  const draw = await loadRenderer(options.warn ?? (() => undefined), pageData.compiled);
  const isInteractive = settings.interactive !== false;
  const { account, period, format } = study;
  const { words } = format;

  const told = findings(study);
  const keyFigures = tiles(study);
  const sections = sectionsOf(study, told);
  const parts = [];
  for (const section of sections) parts.push(await sectionHtml(section, draw, words));
  const title = `${shortText(account.title, 60)}, ${periodLabel(study)}`;
  const document = page({
    title,
    locale: format.locale,
    brand: settings,
    script: isInteractive ? { code: await readPageScript(), data: pageData.collect(sections, words) } : null,
    body: html`<a class="skip" href="#main">${words.page.skip}</a>
${header(study)}${contents(sections, words)}<main id="main">
${await summary(study, keyFigures, draw)}${parts}</main>
<footer><p>${settings.brand ? `${shortText(settings.brand, 60)}. ` : ''}${words.page.foot(study.runId)}</p></footer>`,
  });

  const folder = join(outDir, account.folder, period.name);
  const written: WrittenReport = {
    path: join(folder, 'index.html'),
    accountId,
    period: { name: period.name, label: periodLabel(study), from: period.from, to: period.to },
    headline: headline(study),
    quality: study.quality.level,
    bytes: Buffer.byteLength(document),
    sha256: createHash('sha256').update(document).digest('hex'),
  };
  const figures = sections.flatMap((section) => section.figures ?? []);
  for (const figure of figures) await write(join(folder, 'data', `${figure.id}.csv`), figureCsv(figure));
  await write(join(folder, 'index.html'), document);
  const json = reportJson(study, {
    period: written.period,
    headline: written.headline,
    keyFigures,
    findings: told,
    figures,
    html: { bytes: written.bytes, sha256: written.sha256, interactive: isInteractive },
  });
  await write(join(folder, 'report.json'), json);
  return written;
}
