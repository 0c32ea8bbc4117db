import { inspect } from 'node:util';
import { Table as ArrowTable, type RecordBatch, type Schema } from 'apache-arrow';
import type { Cell } from '../../pipeline/index.js';
import { type Danfo, danfoValue } from './danfo.js';
import type { Display } from './display.js';
import { columnValues, exactNumber } from './values.js';
import { tableHtml } from './view.js';

/** Rows that a table shows unless told otherwise. */
const SHOWN = 20;

/**
 * What a query gave. The last expression of a cell, it shows its first rows; `show` shows more of them.
 */
export class Table<Row = Record<string, Cell>> {
  /** True when there were more rows than are read: these are the first ones only. */
  readonly isCut: boolean;
  readonly columns: readonly (keyof Row & string)[];
  readonly #table: ArrowTable;
  readonly #display: Display | null;

  constructor(
    schema: Schema,
    batches: readonly RecordBatch[],
    { isCut = false, display = null }: { isCut?: boolean; display?: Display | null } = {},
  ) {
    this.#table = new ArrowTable(schema, [...batches]);
    this.columns = schema.fields.map(({ name }) => name) as (keyof Row & string)[];
    this.isCut = isCut;
    this.#display = display;
  }

  /** Rows. */
  get length(): number {
    return this.#table.numRows;
  }

  /** The columns as DuckDB gave them: 64-bit integers, instants in UTC. Nothing is copied. */
  arrow(): ArrowTable {
    return this.#table;
  }

  /** A column as plain values; null where there is none. @throws RangeError for an unknown column or an integer beyond 2^53. */
  column<Name extends keyof Row & string>(name: Name): Row[Name][] {
    const index = this.columns.indexOf(name);
    if (index === -1) throw new RangeError(`no column "${name}"; there are ${this.columns.join(', ')}`);
    return columnValues(this.#table, index, exactNumber(name)) as Row[Name][];
  }

  /** Plain objects: counts and rates as numbers, instants as `Date`, days as `YYYY-MM-DD`. @throws RangeError beyond 2^53. */
  rows(): Row[] {
    const columns = this.columns.map((name) => [name, this.column(name)] as const);
    return Array.from(
      { length: this.length },
      (_, row) => Object.fromEntries(columns.map(([name, values]) => [name, values[row]])) as Row,
    );
  }

  /**
   * A danfojs DataFrame, columns by name. danfojs has no type for 64-bit integers, instants and lists: integers become numbers,
   * instants ISO text in UTC (which its `dt` reads), lists JSON text. @throws RangeError for an integer beyond 2^53.
   */
  dataframe<DataFrame>(danfo: Danfo<DataFrame>): DataFrame {
    return new danfo.DataFrame(
      Object.fromEntries(this.columns.map((name) => [name, this.column(name).map(danfoValue)])),
    );
  }

  /** One column as a danfojs Series, converted as in `dataframe`. */
  series<Series>(danfo: Danfo<unknown, Series>, name: keyof Row & string): Series {
    return new danfo.Series(this.column(name).map(danfoValue));
  }

  /** Shows the first rows. @throws Error when the notebook was opened without a display. */
  show({ rows = SHOWN }: { readonly rows?: number } = {}): void {
    if (this.#display === null) throw new Error('opened without a display; print the table instead');
    this.#display.html(tableHtml(this.#table, { rows, isCut: this.isCut }));
  }

  /** A cell's last expression and `console.log` print it: as markup where there is a display, else as text. */
  [inspect.custom](depth: number, options: { readonly depth?: number | null }): string {
    const size = `${this.length.toLocaleString('en')} rows × ${this.columns.length} columns`;
    if (this.#display === null || depth !== options.depth) return `Table (${size})`;
    this.show();
    return `Table (${size})`;
  }
}
