import type { RecordBatch, Schema } from 'apache-arrow';

/** A value as `rows` gives it: counts and rates as numbers, times as `Date` (UTC), days as `YYYY-MM-DD`, else text. */
export type Cell = string | number | boolean | Date | null | readonly Cell[];

/** Arrow out: the schema is known before the first batch, so an empty result still has its types. */
export interface ArrowResult {
  readonly schema: Schema;
  readonly batches: AsyncIterable<RecordBatch>;
}

/** The published marts of one run, read-only. Opening resolves the run once; later publishes do not show. */
export interface Marts {
  /** The run whose tables these are. */
  readonly publication: Publication;
  /** A query's result as Arrow. `params` fill `$name` placeholders. */
  query(sql: string, params?: Readonly<Record<string, Cell>>): Promise<ArrowResult>;
  /** The same as plain objects; integers beyond 2^53 throw. */
  rows<Row extends Record<string, Cell>>(
    sql: string,
    params?: Readonly<Record<string, Cell>>,
  ): Promise<Row[]>;
  close(): void;
}

export interface Publication {
  readonly run_id: string;
  /** The run's clock when it published; UTC. */
  readonly published_at: string;
  /** Mart name → its immutable Parquet files. */
  readonly tables: Readonly<Record<string, PublishedTable>>;
}

export interface PublishedTable {
  readonly rows: number;
  /** Of the checksums of its files: the same for the same rows. */
  readonly sha256: string;
  readonly files: readonly PublishedFile[];
  readonly description: string;
}

/** The rows of one local month of a mart (also `unknown` and `all`), or all of them. */
export interface PublishedFile {
  /** Relative to `data/published`, with `/`. */
  readonly file: string;
  readonly month: string;
  /** The run that last built these rows; `null` where they are built each time. */
  readonly version: string | null;
  readonly sha256: string;
  readonly bytes: number;
  readonly rows: number;
}
