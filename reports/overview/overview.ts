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
  const { overview: words } = format.words;
  const accounts = accountsOf(options.reports);
  const across = acrossAccounts(accounts);
  const period = periodOf(accounts, format);
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
          { id: 'comparison', name: words.comparison.name, question: words.comparison.question, figures },
          draw,
          format.words,
        );
  const document = page({
    title: `${words.title}, ${period.label}`,
    locale: format.locale,
    brand: settings,
    body: html`<a class="skip" href="#main">${words.skip}</a>
${header(accounts, period.label, asOf, format, settings)}<main id="main">
${tiles(across, format)}${table(accounts, across, format)}${charts}${method(accounts, format)}</main>
<footer><p>${words.foot(accounts.length)}</p></footer>`,
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
    locale: format.locale,
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
function periodOf(accounts: readonly Account[], { words }: Format) {
  const periods = accounts.map(({ report }) => report.period);
  const { name, label } = periods[0]!;
  const isOne = periods.every((each) => each.label === label);
  const days = /^last-(\d+)-days$/.exec(name)?.[1];
  return {
    name,
    isOne,
    label: isOne ? label : days === undefined ? name : words.overview.lastDays(Number(days)),
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
  const { header: cover, overview: words, levels: names } = format.words;
  const levels = (['good', 'fair', 'limited'] as const)
    .map((level) => ({ level, n: accounts.filter(({ report }) => report.quality.level === level).length }))
    .filter(({ n }) => n > 0);
  const facts: [string, string | Html][] = [
    [words.accounts, format.count(accounts.length)],
    [
      cover.quality,
      html`${levels.map(({ level, n }) => html`<span class="badge ${level}">${words.level(n, names[level])}</span> `)}`,
    ],
    [cover.asOf, `${format.moment(new Date(asOf), 'UTC')} UTC`],
  ];
  const remarks = periodOf(accounts, format).isOne ? [] : [words.daysDiffer];
  return html`<header id="top">${masthead(settings, format.words)}
<h1>${words.title}</h1>
<p class="period">${label} <span>${words.against}</span></p>
<dl class="facts">${facts.map(([term, value]) => html`<div><dt>${term}</dt><dd>${value}</dd></div>`)}</dl>
${remarkBox(remarks)}
</header>
`;
}

function tiles(across: readonly Across[], format: Format): Html | '' {
  const { tiles: words } = format.words.overview;
  // One way of measuring each, that of most accounts.
  const shown = across
    .filter((each) => each.median !== null && across.find(({ id }) => id === each.id) === each)
    .slice(0, mostTiles);
  if (shown.length === 0) return '';
  return html`<section id="summary" aria-labelledby="summary-question"><h2 id="summary-question">${words.question}</h2>
<ul class="tiles">${shown.map(
    (each) => html`<li><span class="label">${each.label}</span>
<span class="value">${valueText(each.unit, each.median!, format)}</span>
<p class="change">${verdicts(each, format)}</p>
<p class="detail">${rangeText(each, format)}</p>
<p class="detail">${words.definition(each.accounts.length, each.definition)}</p></li>`,
  )}</ul>
<p class="caveat">${words.note}</p></section>
`;
}

function verdicts({ rose, fell, unclear }: Across, format: Format): string {
  const { tiles: words } = format.words.overview;
  const told = [
    rose > 0 ? words.rose(rose) : '',
    fell > 0 ? words.fell(fell) : '',
    unclear > 0 ? words.unclear(unclear) : '',
  ];
  return told.filter((text) => text !== '').join(', ');
}

function rangeText({ interval, lowest, highest, unit }: Across, format: Format): string {
  const text = (value: number) => valueText(unit, value, format);
  const spread = format.words.overview.tiles.spread(text(lowest), text(highest));
  return interval === null
    ? spread
    : `${format.words.interval(text(interval.low), text(interval.high))}; ${spread}`;
}

function table(accounts: readonly Account[], across: readonly Across[], format: Format): Html {
  const { table: words } = format.words.overview;
  const { isOne } = periodOf(accounts, format);
  const columns = [...groupBy(across, ({ id }) => id).values()];
  const rows = accounts.map(({ label, report }) => {
    const link = `../../${report.folder.map(encodeURIComponent).join('/')}/index.html`;
    const days = isOne ? '' : html`<small>${report.period.label}</small>`;
    const quality = html`<small>${words.quality} <span class="badge ${report.quality.level}">${format.words.levels[report.quality.level]}</span></small>`;
    return html`<tr><th scope="row" dir="auto"><a href="${link}">${label}</a>${days}${quality}</th>${columns.map((ways) => cell(ways, label, format))}</tr>
`;
  });
  return html`<section id="accounts" aria-labelledby="accounts-question"><h2 id="accounts-question">${words.question}</h2>
<div class="scroll beside" role="region" aria-label="${words.name}" tabindex="0"><table>
<thead><tr><th scope="col">${format.words.columns.account}</th>${columns.map(([first]) => html`<th scope="col" class="number">${first!.label}</th>`)}</tr></thead>
<tbody>${rows}</tbody></table></div>
<p class="caveat">${words.note}</p></section>
`;
}

/** The figure of one account; how it is measured, where others measure it in another way. */
function cell(ways: readonly Across[], label: string, format: Format): Html {
  for (const { accounts, definition, age } of ways) {
    const figure = accounts.find((one) => one.label === label)?.figure;
    if (figure === undefined) continue;
    const details = [
      figure.interval_text,
      figure.change_text,
      figure.n === null ? '' : `n = ${format.count(figure.n)}`,
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
  const { columns, overview } = format.words;
  const { comparison: words } = overview;
  const text = (value: number) => valueText(unit, value, format);
  // Accounts of different size share a chart only on a log scale, which has no zero.
  const isLog = unit !== 'share';
  const drawn = isLog ? accounts.filter(({ figure }) => figure.value > 0) : accounts;
  const ends = drawn.flatMap(({ figure: { value, interval } }) =>
    interval === null ? [value] : [value, interval.low, interval.high],
  );
  const floor = isLog ? Math.min(...ends.filter((end) => end > 0)) : 0;
  const axis = isLog
    ? logAxis(ends, text, each.label, format, { horizontal: true })
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
      title: words.title(each.label, way > 1 ? each.definition : null),
      definition: words.definition({
        definition: each.definition,
        age: each.age!,
        n: accounts.length,
        median: text(each.median!),
      }),
      description: rows.map((row) => `${row.label} ${row.text}.`).join(' '),
      caveat: `${words.caveat}${atZero > 0 ? words.atZero(atZero) : ''}`,
      chart: (frame) =>
        dotInterval(dots, axis, frame, format, { scale: isLog ? 'log' : 'linear', ...line, text }),
      table: {
        columns: [
          { label: columns.account, field: 'account' },
          { label: each.label, field: id, text },
          { label: words.low, field: 'low', text },
          { label: words.high, field: 'high', text },
          { label: columns.posts, field: 'posts', text: format.count },
        ],
        rows: rows.map((row) => [row.label, row.value, row.low, row.high, row.n]),
      },
    },
  ];
}

function method(accounts: readonly Account[], format: Format): Html {
  const { method: words } = format.words.overview;
  const runs = [...new Set(accounts.map(({ report }) => report.run_id))].join(', ');
  const terms = [words.vote, words.intervals, words.changes, words.alike, { term: words.runs, text: runs }];
  return html`<section id="method" aria-labelledby="method-question"><h2 id="method-question">${words.question}</h2>
<dl class="glossary">${terms.map(({ term, text }) => html`<dt>${term}</dt><dd>${text}</dd>`)}</dl></section>
`;
}

function headline(accounts: readonly Account[], across: readonly Across[], format: Format): string {
  const main = across.find(({ median }) => median !== null);
  const { headline: words } = format.words.overview;
  if (main === undefined) return words.alone(accounts.length);
  return words.typical({
    label: main.label,
    value: valueText(main.unit, main.median!, format),
    n: main.accounts.length,
    changes: verdicts(main, format),
  });
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
