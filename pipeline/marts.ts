import type { RecordBatch } from 'apache-arrow';

/** A value as `rows` gives it: counts and rates as numbers, times as `Date` (UTC), days as `YYYY-MM-DD`, else text. */
export type Cell = string | number | boolean | Date | null | readonly Cell[];

/** The published marts of one run, read-only. Opening resolves the run once; later publishes do not show. */
export interface Marts {
  /** The run whose tables these are. */
  readonly publication: Publication;
  /** Arrow record batches of a query. `params` fill `$name` placeholders. */
  query(sql: string, params?: Readonly<Record<string, Cell>>): AsyncIterable<RecordBatch>;
  /** The same as plain objects; integers beyond 2^53 throw. */
  rows<Row extends Record<string, Cell>>(sql: string, params?: Readonly<Record<string, Cell>>): Promise<Row[]>;
  close(): void;
}

export interface Publication {
  readonly run_id: string;
  /** The run's clock when it published; UTC. */
  readonly published_at: string;
  /** Mart name → its immutable Parquet file and shape. */
  readonly tables: Readonly<Record<string, PublishedTable>>;
}

export interface PublishedTable {
  readonly file: string;
  readonly sha256: string;
  readonly rows: number;
  readonly description: string;
}
