import type { Drift, Item, Page } from '../contract.js';
import type { CanonicalRecord } from '../streams.js';
import { mayHaveSwallowed } from './csv.js';
import { dayRecords } from './days.js';
import { columnsOf, fieldsOf, kindNamed, unusedColumns } from './layout.js';
import { pageBody, pageRequest } from './page.js';
import { postRecords } from './posts.js';
import { RowReader, Unusable } from './row-reader.js';
import type { Row } from './table.js';

/** Of a cell of a column that is not known. */
const excerptLimit = 200;

/**
 * The items of a stored page: one per row, in order. A row becomes what it says of a post ({@link postRecords}), of an
 * account, or of a day of an account ({@link dayRecords}); or a reject that says which cell is at fault.
 */
export function itemsOf(page: Page): Item[] {
  const request = pageRequest.parse(page.request);
  const { rows } = pageBody.parse(JSON.parse(page.body));
  const kind = kindNamed(request.kind);
  const layout = kind?.layouts.find((one) => one.name === request.layout);
  if (!kind || !layout)
    throw new Error(`no kind of file "${request.kind}" with the layout "${request.layout}"`);
  const assignment = fieldsOf(kind, layout, request.columns, request.map);
  const places = new Map<readonly string[], readonly number[]>();
  const place = (spellings: readonly string[]) => {
    const known = places.get(spellings) ?? columnsOf(request.columns, spellings);
    places.set(spellings, known);
    return known;
  };
  const recordsOf = assignment.fields.has('day') ? dayRecords : postRecords;
  const profiles = new Set<string>();
  const strangers = unusedColumns(assignment);
  const noun = request.format === 'csv' ? 'line' : 'object';
  return rows.map((row) => {
    const ref = `${noun} ${row.line}`;
    try {
      checkWidth(row, request.format === 'json' ? null : request.columns.length, request.dialect.quotes);
      const reader = new RowReader(row, assignment, request, page.fetched_at, place);
      const refusal = kind.refuse?.((spellings) => reader.cell(spellings));
      if (refusal) throw new Unusable(refusal.rule, refusal.field, refusal.message);
      const drifts: Drift[] = strangers.map(({ column, index }) => ({
        kind: 'column',
        field: column,
        value: (row.cells[index] ?? '').slice(0, excerptLimit),
      }));
      const records: CanonicalRecord[] = recordsOf(reader, profiles);
      drifts.push(...reader.drifts);
      return drifts.length > 0 ? { ref, records, drifts } : { ref, records };
    } catch (error) {
      if (!(error instanceof Unusable)) throw error;
      const payload = Object.fromEntries(
        row.cells.map((cell, index) => [request.columns[index] ?? `column ${index + 1}`, cell]),
      );
      const { rule, field, message } = error;
      return { ref, reject: { rule, field, message, payload: JSON.stringify(payload) } };
    }
  });
}

function checkWidth(row: Row, width: number | null, quotes: 'doubled' | 'stray'): void {
  if (quotes === 'stray' && mayHaveSwallowed(row.cells)) {
    throw new Unusable(
      'stray-quote',
      null,
      'a quote in a text is not doubled, so that rows may have run together',
    );
  }
  if (width === null || row.cells.length === width) return;
  if (row.cells.length > width && row.cells.slice(width).every((cell) => cell.trim() === '')) return;
  throw new Unusable(
    'wrong-cell-count',
    null,
    `the row has ${row.cells.length} cells and the header ${width}: a quote or a separator in a text is probably not escaped`,
  );
}
