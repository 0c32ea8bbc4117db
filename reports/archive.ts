import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeAtomically } from '../pipeline/index.js';
import { masthead } from './brand.js';
import { createFormat, type Format } from './format.js';
import { groupBy } from './group.js';
import { type Html, html, shortText } from './html.js';
import { readOverviews, type StoredOverview } from './overview/overview.js';
import { page } from './page.js';
import type { WriteFile } from './report.js';
import { compareText, readReports, type StoredReport, titleOf } from './report-json.js';
import type { ReportSettings } from './study.js';

export interface WrittenArchive {
  readonly path: string;
  /** Reports listed. */
  readonly reports: number;
}

/**
 * Writes `<outDir>/index.html`, the list of all reports below it by account, newest period first, and for each account
 * `latest.html`, a copy of its newest report. A folder counts as a report when its `report.json` can be read; others are
 * left out.
 */
export async function writeArchiveIndex(
  outDir: string,
  { settings = {}, write = writeAtomically }: { settings?: ReportSettings; write?: WriteFile } = {},
): Promise<WrittenArchive> {
  const format = createFormat(settings.locale ?? 'en');
  const { archive: words } = format.words;
  const [reports, overviews] = await Promise.all([readReports(outDir), readOverviews(outDir)]);
  const accounts = [...groupBy(reports, ({ folder }) => folder[0]).values()].toSorted(
    ([a], [b]) => compareText(titleOf(a!), titleOf(b!)) || compareText(a!.folder[0], b!.folder[0]),
  );
  for (const [newest] of accounts) await writeLatest(outDir, newest!, write);
  const document = page({
    title: words.title,
    locale: format.locale,
    brand: settings,
    body: html`<header>${masthead(settings, format.words)}<h1>${words.title}</h1>
<p class="period">${format.count(reports.length)} <span>${words.count(reports.length, accounts.length)}</span></p></header>
<main id="main">${overviews.length > 0 ? overviewList(overviews, format) : ''}${
      accounts.length === 0
        ? html`<section><p class="absent">${words.none}</p></section>`
        : accounts.map((list, index) => accountList(list, index, format))
    }</main>
<footer><p>${words.foot}</p></footer>`,
  });
  const path = join(outDir, 'index.html');
  await write(path, document);
  return { path, reports: reports.length };
}

function accountList(reports: readonly StoredReport[], index: number, format: Format): Html {
  const { archive: words } = format.words;
  const newest = reports[0]!;
  const title = shortText(titleOf(newest), 60);
  const rows = reports.map((report) => {
    const folder = report.folder.map(encodeURIComponent).join('/');
    const pdf = report.hasPdf ? html` <a href="${folder}/report.pdf">PDF</a>` : '';
    return row(
      `${folder}/index.html`,
      html`${report.period.label}<span class="unseen">, ${title}</span>`,
      pdf,
      [
        html`<td class="headline"${report.locale === format.locale ? '' : html` lang="${report.locale}"`}>${shortText(report.headline, 240)}</td>`,
        html`<td><span class="badge ${report.quality.level}">${format.words.levels[report.quality.level]}</span></td>`,
        ...fileCells(report, `${folder}/report.json`, format),
      ],
    );
  });
  return html`<section aria-labelledby="account-${index + 1}"><h2 id="account-${index + 1}" dir="auto">${title}</h2>
<p class="definition"><a href="${encodeURIComponent(newest.folder[0])}/latest.html">${words.latest}<span class="unseen">${words.latestOf(title)}</span></a></p>
${list(words.reportsOf(title), [words.columns.headline, words.columns.quality], rows, format)}</section>
`;
}

function overviewList(overviews: readonly StoredOverview[], format: Format): Html {
  const { archive: words } = format.words;
  const rows = overviews.map((overview) => {
    const folder = `overview/${encodeURIComponent(overview.period.name)}`;
    return row(`${folder}/index.html`, html`${overview.period.label}`, '', [
      html`<td>${words.sideBySide(overview.accounts.length)}</td>`,
      ...fileCells(overview, `${folder}/overview.json`, format),
    ]);
  });
  return html`<section aria-labelledby="overview"><h2 id="overview">${words.allAccounts}</h2>
${list(words.overviews, [words.columns.accounts], rows, format)}</section>
`;
}

function list(
  name: string,
  columns: readonly string[],
  rows: readonly Html[],
  { words: { archive: words } }: Format,
): Html {
  return html`<div class="scroll archive" role="region" aria-label="${name}" tabindex="0"><table>
<thead><tr><th scope="col">${words.columns.period}</th>${columns.map((column) => html`<th scope="col">${column}</th>`)}<th scope="col">${words.columns.asOf}</th><th scope="col" class="number">${words.columns.size}</th><th scope="col">SHA-256</th></tr></thead>
<tbody>${rows}</tbody></table></div>`;
}

function row(link: string, label: Html, after: Html | '', cells: readonly Html[]): Html {
  return html`<tr><th scope="row"><a href="${link}">${label}</a>${after}</th>${cells}</tr>
`;
}

function fileCells(
  { as_of, html: file }: { as_of: string; html: { bytes: number; sha256: string } },
  json: string,
  format: Format,
): Html[] {
  return [
    html`<td>${format.day(as_of.slice(0, 10))}</td>`,
    html`<td class="number">${format.bytes(file.bytes)}</td>`,
    html`<td><a href="${json}"><code>${file.sha256.slice(0, 12)}</code></a></td>`,
  ];
}

/** A page that always shows the newest report of an account; its links to data lead into that report's folder. */
async function writeLatest(outDir: string, { folder }: StoredReport, write: WriteFile): Promise<void> {
  const [account, period] = folder;
  const newest = await readFile(join(outDir, account, period, 'index.html'), 'utf8').catch(() => null);
  if (newest === null) return;
  const moved = newest.replaceAll('href="data/', `href="${encodeURIComponent(period)}/data/`);
  await write(join(outDir, account, 'latest.html'), moved);
}
