import { inspect } from 'node:util';
import type { RecordBatch } from 'apache-arrow';
import {
  type Cell,
  type Home,
  type PublishedMarts,
  ReachlineError,
  readCurrent,
} from '../../pipeline/index.js';
import type { Display } from './display.js';
import { type MartNames, martNames } from './identifier.js';
import type { InTurn } from './one-at-a-time.js';
import { boundQuery, type Value } from './query-text.js';
import { Table } from './table.js';

interface Options {
  readonly home: Home;
  readonly mostRows: number;
  readonly display: Display | null;
  readonly inTurn: InTurn;
}

/**
 * The tables of one publication, read-only. What a night publishes meanwhile does not show: `open` again to read it.
 */
export class Warehouse {
  /** The run whose tables these are. */
  readonly runId: string;
  readonly publishedAt: Date;
  /** Names of marts and columns for `sql`. */
  readonly marts: MartNames;
  readonly #home: Home;
  readonly #marts: PublishedMarts;
  readonly #mostRows: number;
  readonly #display: Display | null;
  readonly #inTurn: InTurn;

  private constructor(marts: PublishedMarts, names: MartNames, { home, mostRows, display, inTurn }: Options) {
    this.runId = marts.publication.run_id;
    this.publishedAt = new Date(marts.publication.published_at);
    this.marts = names;
    this.#home = home;
    this.#marts = marts;
    this.#mostRows = mostRows;
    this.#display = display;
    this.#inTurn = inTurn;
  }

  static async over(marts: PublishedMarts, options: Options): Promise<Warehouse> {
    const columns = await marts.rows<{ mart: string; column: string }>(
      `select table_name as mart, column_name as "column" from information_schema.columns
       order by table_name, ordinal_position`,
    );
    return new Warehouse(marts, martNames(columns), options);
  }

  /**
   * Runs a query: sql`select … where account_id = ${id}`. Values become parameters, a list one for `in`, names of `marts` stand for
   * themselves. More than `mostRows` rows are not read: the table says so, and so does the cell. One query runs at a time.
   * @throws QueryError for anything but one query, ReachlineError when the tables are no longer kept.
   */
  async sql<Row = Record<string, Cell>>(
    parts: TemplateStringsArray,
    ...values: readonly Value[]
  ): Promise<Table<Row>> {
    const { text, params } = boundQuery(parts, values);
    return this.#inTurn(() => this.#read<Row>(text, params));
  }

  /** Closes the tables. A kernel that ends closes them too. */
  close(): void {
    this.#marts.close();
  }

  [inspect.custom](): string {
    return `Warehouse (run ${this.runId}, published ${this.publishedAt.toISOString()}, ${Object.keys(this.marts).length} marts)`;
  }

  async #read<Row>(text: string, params: Readonly<Record<string, Cell>>): Promise<Table<Row>> {
    const interrupt = () => this.#marts.interrupt();
    process.on('SIGINT', interrupt); // what a notebook's stop button sends
    try {
      const { schema, batches } = await this.#marts.query(text, params);
      const read: RecordBatch[] = [];
      let rows = 0;
      for await (const batch of batches) {
        const room = this.#mostRows - rows;
        if (batch.numRows > room) return this.#cut<Row>(schema, [...read, batch.slice(0, room)]);
        read.push(batch);
        rows += batch.numRows;
      }
      return new Table<Row>(schema, read, { display: this.#display });
    } catch (error) {
      throw (await this.#isGone()) ? this.#goneError(error) : error;
    } finally {
      process.off('SIGINT', interrupt);
    }
  }

  /** Whether so many nights have published since that the files were removed. */
  async #isGone(): Promise<boolean> {
    const current = await readCurrent(this.#home).catch(() => null);
    return current !== null && ![current, ...current.superseded].some(({ run_id }) => run_id === this.runId);
  }

  #goneError(cause: unknown): ReachlineError {
    return new ReachlineError('refused', `the tables of run ${this.runId} are no longer kept`, {
      hint: 'Newer ones are published; run the cell with open() again.',
      cause,
    });
  }

  #cut<Row>(schema: ConstructorParameters<typeof Table>[0], read: readonly RecordBatch[]): Table<Row> {
    const note = `Cut: the query has more than ${this.#mostRows.toLocaleString('en')} rows, and only these were read (open({ mostRows }) changes it).`;
    if (this.#display === null) process.emitWarning(note);
    else this.#display.html(`<p><strong>${note}</strong></p>`);
    return new Table<Row>(schema, read, { isCut: true, display: this.#display });
  }
}
