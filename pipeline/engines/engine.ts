import type { ColumnType } from '../../connectors/streams.js';
import type { ArrowResult, Cell } from '../marts.js';
import type { TableBuffer } from './columns.js';

export type Params = Readonly<Record<string, Cell>>;

/**
 * The engine port: what the pipeline needs from a database. DuckDB is the default. A difference between engines lives
 * in that engine's `functions.sql` or in one of these methods, never in a model.
 */
export interface Engine {
  /** Runs statements and discards their result. @throws QueryError with the SQL. */
  exec(sql: string, params?: Params): Promise<void>;
  query(sql: string, params?: Params): Promise<ArrowResult>;
  rows<Row extends Record<string, Cell>>(sql: string, params?: Params): Promise<Row[]>;
  /** All or nothing, or what comes after the last `saveSoFar`: for work that can be begun anew. */
  transaction<T>(work: (saveSoFar: () => Promise<void>) => Promise<T>): Promise<T>;
  /** Appends rows, column by column in the order given, to an existing table. */
  append(table: string, columns: readonly ColumnType[], rows: readonly (readonly unknown[])[]): Promise<void>;
  /** The same for many rows. */
  appendTable(table: string, rows: TableBuffer): Promise<void>;
  /**
   * Tables and views that each query reads, common table expressions left out; `schema.name` where the query says so.
   * @throws QueryError for the first that is not one query.
   */
  references(queries: readonly string[]): Promise<readonly (readonly string[])[]>;
  /**
   * The columns of those tables and views that a column of a query is computed from. What only decides which rows there are
   * does not count.
   * @throws QueryError for anything that is not a query.
   */
  origins(sql: string, column: string): Promise<readonly ColumnOrigin[]>;
  /** Writes a query's rows, in its order, to one Parquet file. Same rows, same bytes. */
  writeParquet(sql: string, path: string): Promise<void>;
  /** Another connection to the same database, to work at the same time: it sees what is committed, and no temporary tables. */
  beside(): Promise<Engine>;
  /** Ends the statement that runs, which then throws a QueryError. */
  interrupt(): void;
  close(): void;
}

/** A column of a table or view, named as {@link Engine.references} names them. */
export interface ColumnOrigin {
  readonly table: string;
  readonly column: string;
}

/** A failed query always carries its SQL. */
export class QueryError extends Error {
  readonly sql: string;
  constructor(sql: string, cause: unknown) {
    super(`${cause instanceof Error ? cause.message : String(cause)}\n  in: ${sql.trim().slice(0, 2000)}`, {
      cause,
    });
    this.name = 'QueryError';
    this.sql = sql;
  }
}
