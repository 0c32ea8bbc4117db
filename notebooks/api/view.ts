import { type Table, Type } from 'apache-arrow';
import { html, shortText } from '../../reports/index.js';
import { columnValues } from './values.js';

/** Longer texts are cut where they are shown, and say so by their ellipsis. */
const MOST_LETTERS = 80;
/** More columns are not shown. */
const MOST_COLUMNS = 24;

/**
 * The first rows of a table as markup. Everything in it is escaped; what is not shown is said below. Its class keeps MathJax from
 * reading two dollar signs as a formula.
 */
export function tableHtml(table: Table, { rows, isCut }: { rows: number; isCut: boolean }): string {
  const first = table.numRows > rows ? table.slice(0, rows) : table; // one without rows cannot be sliced
  const fields = table.schema.fields.slice(0, MOST_COLUMNS);
  const columns = fields.map((_, index) => columnValues(first, index, String));
  const isNumber = fields.map(({ type }) => type.typeId === Type.Int || type.typeId === Type.Float);
  const align = (index: number) => html`style="text-align:${isNumber[index] ? 'right' : 'left'}"`;
  const notes = [
    isCut && `Cut: the query has more rows; only the first ${count(table.numRows)} were read.`,
    first.numRows < table.numRows && `${count(first.numRows)} of ${count(table.numRows)} rows are shown.`,
    fields.length < table.numCols && `${fields.length} of ${table.numCols} columns are shown.`,
    table.numRows === 0 && 'No rows.',
  ].filter((note) => note !== false);
  return html`<table class="dataframe tex2jax_ignore mathjax_ignore">
<thead><tr>${fields.map(({ name }, index) => html`<th ${align(index)}>${shortText(name, MOST_LETTERS)}</th>`)}</tr></thead>
<tbody>${Array.from({ length: first.numRows }, (_, row) => html`<tr>${columns.map((values, index) => html`<td ${align(index)}>${shown(values[row])}</td>`)}</tr>\n`)}</tbody>
</table>${notes.map((note) => html`<p><strong>${note}</strong></p>`)}`.text;
}

/** A value as a cell reads. */
function shown(value: unknown) {
  if (value === null) return html`<em>null</em>`;
  if (value instanceof Date) return value.toISOString().replace(/\.000Z$/, 'Z');
  if (typeof value === 'number')
    return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(5)));
  return shortText(typeof value === 'object' ? JSON.stringify(value) : String(value), MOST_LETTERS);
}

function count(value: number): string {
  return value.toLocaleString('en');
}
