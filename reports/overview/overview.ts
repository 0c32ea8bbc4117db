import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { writeAtomically } from '../../pipeline/index.js';
import { masthead } from '../brand.js';
import { linearAxis, logAxis } from '../charts/axes.js';
import { dotInterval, valueAndCount } from '../charts/dot-interval.js';
import { loadRenderer } from '../charts/render.js';
import { type Figure, figureCsv, sectionHtml } from '../figure.js';
import { createFormat, type Format } from '../format.js';
import { groupBy } from '../group.js';
import { remarkBox } from '../header.js';
import { type Html, html, shortText } from '../html.js';
import { page } from '../page.js';
import type { WriteFile, WrittenReport } from '../report.js';
import { compareText, type KeyFigure, type StoredReport, titleOf } from '../report-json.js';
import type { ReportSettings } from '../study.js';
import { type Across, acrossAccounts } from './across.js';

const overviewFile = z.object({
  as_of: z.string(),
  period: z.object({ name: z.string(), label: z.string() }),
  accounts: z.array(z.object({ title: z.string(), path: z.string() })),
  html: z.object({ bytes: z.number(), sha256: z.string() }),
});

export type StoredOverview = z.output<typeof overviewFile>;

/** More rows than this make no chart; the table has them all. */
const mostRows = 40;
const mostTiles = 5;

interface Account {
  readonly label: string;
  readonly age: string;
  readonly figures: readonly KeyFigure[];
  readonly report: StoredReport;
}

export interface OverviewOptions {
  readonly outDir: string;
  /** Reports of one period, one per account. Those of earlier versions have no key figures and are left out. */
  readonly reports: readonly StoredReport[];
  readonly settings?: ReportSettings | undefined;
  readonly write?: WriteFile | undefined;
  readonly warn?: ((message: string) => void) | undefined;
}

/**
 * Writes `<outDir>/overview/<period>/index.html`, `overview.json` and a CSV file per chart: the accounts side by side. Made
 * from their `report.json` alone, so it says what their reports say, and the same reports give the same bytes.
 */
export async function writeOverview(options: OverviewOptions): Promise<WrittenReport> {
  const { outDir, settings = {}, write = writeAtomically } = options;
  const format = createFormat(settings.locale ?? 'en');
  const accounts = accountsOf(options.reports);
  const across = acrossAccounts(accounts);
  const period = periodOf(accounts);
  const asOf = accounts
    .map(({ report }) => report.as_of)
    .toSorted(compareText)
    .at(-1)!;
  const told = headline(accounts, across, format);

  const figures = across
    .filter((each) => each.age !== null)
    .flatMap((each) => chartOf(each, wayOf(each, across), format));
  const draw = await loadRenderer(options.warn ?? (() => undefined));
  const charts =
    figures.length === 0
      ? ''
      : await sectionHtml(
          { id: 'comparison', name: 'Comparison', question: 'How do the accounts compare?', figures },
          draw,
        );
  const document = page({
    title: `All accounts, ${period.label}`,
    brand: settings,
    body: html`<a class="skip" href="#main">Skip to the overview</a>
${header(accounts, period.label, asOf, format, settings)}<main id="main">
${tiles(across, format)}${table(accounts, across)}${charts}${method(accounts)}</main>
<footer><p>Made with Reachline from the reports of ${accountCount(accounts.length, format)}. This file is a frozen snapshot: its numbers never change.</p></footer>`,
  });

  const folder = join(outDir, 'overview', period.name);
  const file = {
    bytes: Buffer.byteLength(document),
    sha256: createHash('sha256').update(document).digest('hex'),
  };
  for (const figure of figures) await write(join(folder, 'data', `${figure.id}.csv`), figureCsv(figure));
  await write(join(folder, 'index.html'), document);
  const json = {
    version: 1,
    as_of: asOf,
    period: { name: period.name, label: period.label },
    headline: told,
    accounts: accounts.map(({ report }) => ({
      title: report.summary!.title,
      path: report.summary!.path,
      run_id: report.run_id,
    })),
    key_figures: across.map(({ accounts: rows, ...each }) => ({ ...each, n: rows.length })),
    html: file,
  };
  await write(join(folder, 'overview.json'), `${JSON.stringify(json, null, 2)}\n`);
  return {
    path: join(folder, 'index.html'),
    accountId: null,
    period: { name: period.name, label: period.label, from: period.from, to: period.to },
    headline: told,
    quality: worst(accounts),
    ...file,
  };
}

/** All overviews below the output folder, newest first. */
export async function readOverviews(outDir: string): Promise<StoredOverview[]> {
  const found: StoredOverview[] = [];
  for (const name of await readdir(join(outDir, 'overview')).catch(() => [])) {
    const text = await readFile(join(outDir, 'overview', name, 'overview.json'), 'utf8').catch(() => 'null');
    const overview = overviewFile.safeParse(JSON.parse(text));
    if (overview.success) found.push(overview.data);
  }
  return found.toSorted((a, b) => compareText(b.as_of, a.as_of) || compareText(a.period.name, b.period.name));
}

/** By name, and told apart where two have the same one. */
function accountsOf(reports: readonly StoredReport[]): Account[] {
  const names = reports.map((report) => shortText(titleOf(report), 28));
  return reports
    .map((report, index) => ({
      label:
        names.indexOf(names[index]!) === names.lastIndexOf(names[index]!) ? names[index]! : report.folder[0],
      age: report.measure.age,
      figures: report.summary?.key_figures ?? [],
      report,
    }))
    .filter(({ figures }) => figures.length > 0)
    .toSorted((a, b) => compareText(a.label, b.label));
}

/** The accounts' period; days of their own where their zones or the ends of their data differ. */
function periodOf(accounts: readonly Account[]) {
  const periods = accounts.map(({ report }) => report.period);
  const { name, label } = periods[0]!;
  const isOne = periods.every((each) => each.label === label);
  const days = /^last-(\d+)-days$/.exec(name)?.[1];
  return {
    name,
    isOne,
    label: isOne ? label : days === undefined ? name : `Last ${days} days`,
    from: periods.map(({ from }) => from).toSorted(compareText)[0]!,
    to: periods
      .map(({ to }) => to)
      .toSorted(compareText)
      .at(-1)!,
  };
}

function header(
  accounts: readonly Account[],
  label: string,
  asOf: string,
  format: Format,
  settings: ReportSettings,
): Html {
  const levels = (['good', 'fair', 'limited'] as const)
    .map((level) => ({ level, n: accounts.filter(({ report }) => report.quality.level === level).length }))
    .filter(({ n }) => n > 0);
  const facts: [string, string | Html][] = [
    ['Accounts', format.count(accounts.length)],
    [
      'Data quality',
      html`${levels.map(({ level, n }) => html`<span class="badge ${level}">${format.count(n)} ${level}</span> `)}`,
    ],
    ['As of', `${format.moment(new Date(asOf), 'UTC')} UTC`],
  ];
  const remarks = periodOf(accounts).isOne
    ? []
    : [
        'The accounts’ days differ, by their zones or because the data of some ends earlier; the table says which days are whose.',
      ];
  return html`<header id="top">${masthead(settings)}
<h1>All accounts</h1>
<p class="period">${label} <span>each account against its own period before</span></p>
<dl class="facts">${facts.map(([term, value]) => html`<div><dt>${term}</dt><dd>${value}</dd></div>`)}</dl>
${remarkBox(remarks)}
</header>
`;
}

function tiles(across: readonly Across[], format: Format): Html | '' {
  // One way of measuring each, that of most accounts.
  const shown = across
    .filter((each) => each.median !== null && across.find(({ id }) => id === each.id) === each)
    .slice(0, mostTiles);
  if (shown.length === 0) return '';
  return html`<section id="summary" aria-labelledby="summary-question"><h2 id="summary-question">How is the typical account doing?</h2>
<ul class="tiles">${shown.map(
    (each) => html`<li><span class="label">${each.label}</span>
<span class="value">${valueText(each.unit, each.median!, format)}</span>
<p class="change">${verdicts(each, format)}</p>
<p class="detail">${rangeText(each, format)}</p>
<p class="detail">n = ${accountCount(each.accounts.length, format)}; ${each.definition}</p></li>`,
  )}</ul>
<p class="caveat">Median over the accounts of each account’s own value; posts of different accounts are never pooled. Not every account measures everything alike: each tile counts those that do.</p></section>
`;
}

function verdicts({ rose, fell, unclear }: Across, format: Format): string {
  if (rose + fell + unclear === 0) return '';
  const words: readonly (readonly [number, string])[] = [
    [rose, 'rose'],
    [fell, 'fell'],
    [unclear, 'without clear change'],
  ];
  return words
    .filter(([n]) => n > 0)
    .map(([n, what]) => `${format.count(n)} ${what}`)
    .join(', ');
}

function rangeText({ interval, lowest, highest, unit }: Across, format: Format): string {
  const text = (value: number) => valueText(unit, value, format);
  return interval === null
    ? `accounts from ${text(lowest)} to ${text(highest)}`
    : `95%: ${text(interval.low)} to ${text(interval.high)}; accounts from ${text(lowest)} to ${text(highest)}`;
}

function table(accounts: readonly Account[], across: readonly Across[]): Html {
  const { isOne } = periodOf(accounts);
  const columns = [...groupBy(across, ({ id }) => id).values()];
  const rows = accounts.map(({ label, report }) => {
    const link = `../../${report.folder.map(encodeURIComponent).join('/')}/index.html`;
    const days = isOne ? '' : html`<small>${report.period.label}</small>`;
    const quality = html`<small>Data quality: <span class="badge ${report.quality.level}">${report.quality.level}</span></small>`;
    return html`<tr><th scope="row" dir="auto"><a href="${link}">${label}</a>${days}${quality}</th>${columns.map((ways) => cell(ways, label))}</tr>
`;
  });
  return html`<section id="accounts" aria-labelledby="accounts-question"><h2 id="accounts-question">How is each account doing?</h2>
<div class="scroll beside" role="region" aria-label="Key figures by account" tabindex="0"><table>
<thead><tr><th scope="col">Account</th>${columns.map(([first]) => html`<th scope="col" class="number">${first!.label}</th>`)}</tr></thead>
<tbody>${rows}</tbody></table></div>
<p class="caveat">By name, not by rank; each links to its own report. A dash: the account has no such value. Where accounts measure one thing in several ways, the cell says how; only what is measured alike shares a median and a chart.</p></section>
`;
}

/** The figure of one account; how it is measured, where others measure it in another way. */
function cell(ways: readonly Across[], label: string): Html {
  for (const { accounts, definition, age } of ways) {
    const figure = accounts.find((one) => one.label === label)?.figure;
    if (figure === undefined) continue;
    const details = [
      figure.interval_text,
      figure.change_text,
      figure.n === null ? '' : `n = ${figure.n}`,
      ways.length < 2 ? '' : `${definition}${age === null ? '' : `, ${age}`}`,
    ].filter((text) => text !== '');
    return html`<td class="number"><strong>${figure.text}</strong>${details.map((text) => html`<small>${text}</small>`)}</td>`;
  }
  return html`<td class="number">–</td>`;
}

/** Which of the ways to measure one thing this is, that of most accounts first. */
function wayOf(each: Across, across: readonly Across[]): number {
  return across.filter(({ id }) => id === each.id).indexOf(each) + 1;
}

function chartOf(each: Across, way: number, format: Format): Figure[] {
  const { accounts, unit, id } = each;
  if (each.median === null || accounts.length > mostRows) return [];
  const text = (value: number) => valueText(unit, value, format);
  // Accounts of different size share a chart only on a log scale, which has no zero.
  const isLog = unit !== 'share';
  const drawn = isLog ? accounts.filter(({ figure }) => figure.value > 0) : accounts;
  const ends = drawn.flatMap(({ figure: { value, interval } }) =>
    interval === null ? [value] : [value, interval.low, interval.high],
  );
  const floor = isLog ? Math.min(...ends.filter((end) => end > 0)) : 0;
  const axis = isLog
    ? logAxis(ends, text, each.label, { horizontal: true })
    : linearAxis(ends, text, each.label, { horizontal: true });
  const rows = accounts.map(({ label, figure }) => ({
    label,
    value: figure.value,
    low: figure.interval?.low ?? null,
    high: figure.interval?.high ?? null,
    n: figure.n ?? 0,
    text: valueAndCount(figure.text, figure.n ?? 0, format),
  }));
  const dots = rows
    .filter(({ value }) => !isLog || value > 0)
    .map((row) => ({ ...row, low: row.low === null ? null : Math.max(row.low, floor) }));
  if (dots.length < 2) return [];
  const atZero = rows.length - dots.length;
  const line = isLog && each.median! <= 0 ? {} : { reference: each.median! };
  return [
    {
      id: `${id.replaceAll('_', '-')}${way > 1 ? `-${way}` : ''}`,
      title: `${each.label} by account${way > 1 ? ` (${each.definition})` : ''}`,
      definition: `${each.definition}, ${each.age}; median over the posts of each account with its 95% interval, n = ${accountCount(accounts.length, format)}. Line: the median of the account medians, ${text(each.median!)}.`,
      description: rows.map((row) => `${row.label} ${row.text}.`).join(' '),
      caveat: `Accounts differ in audience and subject: a higher value is not better work. No ranking is claimed.${atZero > 0 ? ` ${accountCount(atZero, format)} at zero cannot be drawn on a log scale.` : ''}`,
      chart: (frame) => dotInterval(dots, axis, frame, { scale: isLog ? 'log' : 'linear', ...line, text }),
      table: {
        columns: [
          { label: 'Account', field: 'account' },
          { label: each.label, field: id, text },
          { label: 'Low (95%)', field: 'low', text },
          { label: 'High (95%)', field: 'high', text },
          { label: 'Posts', field: 'posts', text: format.count },
        ],
        rows: rows.map((row) => [row.label, row.value, row.low, row.high, row.n]),
      },
    },
  ];
}

function method(accounts: readonly Account[]): Html {
  const terms: [string, string][] = [
    [
      'One account, one vote',
      'The overview takes the median of each account’s posts, and then the median of these medians. Pooling posts would let the account that posts most decide, and a change in who posts would look like a change in results (Simpson’s paradox).',
    ],
    [
      'Intervals',
      'Those of accounts are from their reports. Of the median over accounts: order statistics from six accounts on; below that the lowest and the highest account.',
    ],
    [
      'Changes',
      'Counted from the accounts’ own reports: “rose” and “fell” have passed the gates there (5 posts on both sides, a 95% interval without zero, at least 5%).',
    ],
    [
      'Alike',
      'Only values with the same counters, the same denominator and the same age of posts enter one median, one column and one chart.',
    ],
    ['Runs', [...new Set(accounts.map(({ report }) => report.run_id))].join(', ')],
  ];
  return html`<section id="method" aria-labelledby="method-question"><h2 id="method-question">How was it computed?</h2>
<dl class="glossary">${terms.map(([term, text]) => html`<dt>${term}</dt><dd>${text}</dd>`)}</dl></section>
`;
}

function headline(accounts: readonly Account[], across: readonly Across[], format: Format): string {
  const main = across.find(({ median }) => median !== null);
  if (main === undefined) return `${accountCount(accounts.length, format)}, each measured in its own way.`;
  const changed = verdicts(main, format);
  return `${main.label} of the typical account: ${valueText(main.unit, main.median!, format)} (n = ${accountCount(main.accounts.length, format)}${changed === '' ? '' : `: ${changed}`}).`;
}

function worst(accounts: readonly Account[]): WrittenReport['quality'] {
  return (
    (['limited', 'fair'] as const).find((level) =>
      accounts.some(({ report }) => report.quality.level === level),
    ) ?? 'good'
  );
}

/** As the reports print values of this unit. */
function valueText(unit: string, value: number, format: Format): string {
  if (unit === 'share') return format.rate(value);
  if (unit === 'followers') return format.change(value);
  return unit === 'posts per week' ? format.decimal(value) : format.count(value);
}

function accountCount(count: number, format: Format): string {
  return `${format.count(count)} ${count === 1 ? 'account' : 'accounts'}`;
}
