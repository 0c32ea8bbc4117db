import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { writeAtomically } from '../pipeline/index.js';
import { createFormat } from './format.js';
import { html, shortText } from './html.js';
import { page } from './page.js';
import type { WriteFile } from './report.js';
import type { ReportSettings } from './study.js';

const archived = z.object({
  run_id: z.string(),
  as_of: z.string(),
  account: z.object({ id: z.string(), username: z.string().nullable(), name: z.string().nullable() }),
  period: z.object({ label: z.string(), from: z.string(), to: z.string() }),
  headline: z.string(),
  quality: z.object({ level: z.enum(['good', 'fair', 'limited']) }),
  html: z.object({ bytes: z.number(), sha256: z.string() }),
});

export interface WrittenArchive {
  readonly path: string;
  /** Reports listed. */
  readonly reports: number;
}

/**
 * Writes `<outDir>/index.html`, a list of all reports below it, newest period first. A folder counts as a report when its
 * `report.json` can be read; others are left out.
 */
export async function writeArchiveIndex(
  outDir: string,
  { settings = {}, write = writeAtomically }: { settings?: ReportSettings; write?: WriteFile } = {},
): Promise<WrittenArchive> {
  const format = createFormat(settings.locale ?? 'en');
  const reports = (await findReports(outDir)).toSorted(
    (a, b) =>
      compareText(b.period.to, a.period.to) ||
      compareText(b.period.from, a.period.from) ||
      compareText(a.folder.join('/'), b.folder.join('/')),
  );
  const rows = reports.map(({ folder, account, period, headline, quality, html: file, as_of }) => {
    const title = account.username ? `@${account.username}` : account.name || account.id;
    return html`<tr><th scope="row" dir="auto"><a href="${folder.map(encodeURIComponent).join('/')}/index.html">${shortText(title, 60)}<span class="unseen">, ${period.label}</span></a></th>
<td>${period.label}</td><td>${shortText(headline, 240)}</td><td><span class="badge ${quality.level}">${quality.level}</span></td>
<td>${format.day(as_of.slice(0, 10))}</td><td class="number">${format.bytes(file.bytes)}</td><td><code>${file.sha256.slice(0, 12)}</code></td></tr>
`;
  });
  const document = page({
    title: 'Reports',
    body: html`<header>${settings.brand ? html`<p class="brand">${shortText(settings.brand, 60)}</p>` : ''}<h1>Reports</h1>
<p class="period">${format.count(reports.length)} <span>${reports.length === 1 ? 'report' : 'reports'}, newest period first</span></p></header>
<main id="main"><section>${
      reports.length === 0
        ? html`<p class="absent">No report has been written yet.</p>`
        : html`<div class="scroll archive" role="region" aria-label="All reports" tabindex="0"><table>
<thead><tr><th scope="col">Account</th><th scope="col">Period</th><th scope="col">Headline</th><th scope="col">Data quality</th><th scope="col">As of</th><th scope="col" class="number">Size</th><th scope="col">SHA-256</th></tr></thead>
<tbody>${rows}</tbody></table></div>`
    }</section></main>`,
  });
  const path = join(outDir, 'index.html');
  await write(path, document);
  return { path, reports: reports.length };
}

async function findReports(outDir: string) {
  const found = [];
  for (const account of await folders(outDir)) {
    for (const period of await folders(join(outDir, account))) {
      const text = await readFile(join(outDir, account, period, 'report.json'), 'utf8').catch(() => null);
      const report = text === null ? null : archived.safeParse(readJson(text));
      if (report?.success) found.push({ folder: [account, period], ...report.data });
    }
  }
  return found;
}

async function folders(path: string): Promise<string[]> {
  const entries = await readdir(path, { withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
