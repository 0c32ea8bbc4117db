import type { Renderer } from './charts/render.js';
import type { Chart } from './charts/theme.js';
import { frames } from './charts/theme.js';
import { type CsvCell, csv } from './csv.js';
import { type Html, html, unsafeHtml } from './html.js';
import type { Words } from './language/index.js';

/** A column of a figure's table. */
export interface Column {
  readonly label: string;
  /** Header in the CSV file: snake_case. */
  readonly field: string;
  /** How a cell reads on the page; cells without it are text. Numbers are aligned right. */
  readonly text?: ((value: number) => string) | undefined;
  /** The same for a text cell, such as a day. */
  readonly words?: ((value: string) => string) | undefined;
}

export interface Table {
  readonly columns: readonly Column[];
  /** Raw values; null prints as a dash and is an empty CSV cell. */
  readonly rows: readonly (readonly CsvCell[])[];
}

/** One chart with everything that explains it. */
export interface Figure {
  /** File name of the CSV and base of the element ids: kebab-case. */
  readonly id: string;
  /** The finding as far as the gates allow one, else a neutral title. */
  readonly title: string;
  /** Metric with denominator, statistic, n, days. */
  readonly definition: string;
  /** Trend and extremes in words, for readers who do not see the drawing. */
  readonly description: string;
  readonly caveat: string;
  readonly chart: Chart;
  readonly table: Table;
}

/** A post as readers search and sort it. */
export interface ListedPost {
  /** Local day, `YYYY-MM-DD`, and as the report writes it. */
  readonly day: string;
  readonly dayText: string;
  /** On instagram.com, or null. */
  readonly link: string | null;
  /** Short and clean; untrusted all the same. */
  readonly caption: string;
  /** Name of its format. */
  readonly format: string;
  /** One per column: what is sorted by, null when there is none, and what is read. */
  readonly values: readonly (readonly [number | null, string])[];
}

/** The posts of the period, newest first: a table that only the page's script can show, for it is long. */
export interface PostList {
  readonly title: string;
  /** Headers of day and caption, and of the format. */
  readonly names: readonly [post: string, format: string];
  /** Headers of the values. */
  readonly columns: readonly string[];
  /** How many posts there are, the ones that did not fit included. */
  readonly all: number;
  readonly rows: readonly ListedPost[];
}

/** A part of the report, in the fixed order. */
export interface Section {
  readonly id: string;
  /** Short name for the contents. */
  readonly name: string;
  readonly question: string;
  readonly figures?: readonly Figure[];
  /** One line saying why there is nothing to show. */
  readonly absent?: string;
  /** Further content after the figures. */
  readonly content?: Html;
  /** Posts to search and sort, below the content where the page has a script. */
  readonly list?: PostList;
}

/** Rows beyond this are left to the CSV file, so that a page stays light. */
const MOST_ROWS = 200;

/** Longer tables are not printed: the CSV file beside the page has them. */
const MOST_PRINTED_ROWS = 14;

export function tableHtml(table: Table, caption: string, words: Words, limit = MOST_ROWS): Html {
  const { columns, rows } = table;
  const shown = rows.slice(0, limit);
  const cell = (column: Column, value: CsvCell, index: number) => {
    const text =
      value === null
        ? '–'
        : typeof value === 'number'
          ? (column.text?.(value) ?? value)
          : (column.words?.(value) ?? value);
    return index === 0
      ? html`<th scope="row">${text}</th>`
      : html`<td${column.text ? html` class="number"` : ''}>${text}</td>`;
  };
  return html`<div class="scroll" role="region" aria-label="${caption}" tabindex="0"><table>
<caption>${caption}${rows.length > limit ? words.figure.firstRows(limit, rows.length) : ''}</caption>
<thead><tr>${columns.map((column, index) => html`<th scope="col"${column.text && index > 0 ? html` class="number"` : ''}>${column.label}</th>`)}</tr></thead>
<tbody>${shown.map((row) => html`<tr>${columns.map((column, index) => cell(column, row[index] ?? null, index))}</tr>\n`)}</tbody>
</table></div>`;
}

export function figureCsv({ table }: Figure): string {
  return csv(
    table.columns.map(({ field }) => field),
    table.rows,
  );
}

export async function figureHtml(figure: Figure, draw: Renderer, words: Words): Promise<Html> {
  const { id } = figure;
  const labelledBy = `${id}-title ${id}-description`;
  const drawings = await Promise.all(
    (['wide', 'narrow'] as const).map((name) =>
      draw(figure.chart(frames[name]), { id: `${id}-${name}`, labelledBy, className: `chart ${name}` }),
    ),
  );
  const isLong = figure.table.rows.length > MOST_PRINTED_ROWS;
  return html`<figure id="${id}" aria-labelledby="${id}-title" aria-describedby="${id}-description">
<figcaption><h3 id="${id}-title">${figure.title}</h3>
<p class="definition">${figure.definition}</p>
<p class="unseen" id="${id}-description">${figure.description}</p></figcaption>
${drawings.map(unsafeHtml)}
<p class="caveat">${figure.caveat}</p>
<details${isLong ? html` class="long"` : ''}><summary>${words.figure.dataFor(figure.title)}</summary>
${tableHtml(figure.table, figure.definition, words)}
<p class="caveat"><a href="data/${id}.csv">data/${id}.csv</a></p></details>
${isLong ? html`<p class="caveat printed">${words.figure.data(`data/${id}.csv`)}</p>` : ''}
</figure>`;
}

export async function sectionHtml(section: Section, draw: Renderer, words: Words): Promise<Html> {
  const figures = await Promise.all((section.figures ?? []).map((figure) => figureHtml(figure, draw, words)));
  const isBare = section.absent !== undefined && section.content === undefined;
  return html`<section id="${section.id}"${isBare ? html` class="bare"` : ''} aria-labelledby="${section.id}-question">
<h2 id="${section.id}-question">${section.question}</h2>
${section.absent ? html`<p class="absent">${section.absent}</p>` : ''}${figures}${section.content}
</section>
`;
}
