import { createRequire } from 'node:module';
import type * as api from '@duckdb/node-api';

/**
 * What we use of DuckDB's package, required: it is CommonJS in some two hundred files, and before `import` gives any of its names Node
 * reads all of them for what they export, which takes longer than to load them.
 */
export const {
  BIGINT,
  BOOLEAN,
  DATE,
  DOUBLE,
  DuckDBDataChunk,
  DuckDBDateValue,
  DuckDBInstance,
  DuckDBTimestampTZValue,
  DuckDBTypeId,
  DuckDBVector,
  ENUM,
  LIST,
  listValue,
  ResultReturnType,
  TIMESTAMPTZ,
  VARCHAR,
  version,
} = createRequire(import.meta.url)('@duckdb/node-api') as typeof api;

export type DuckDBInstance = api.DuckDBInstance;
export type DuckDBTimestampTZValue = api.DuckDBTimestampTZValue;
