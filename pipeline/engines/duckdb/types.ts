import type { DuckDBType } from '@duckdb/node-api';
import type { ColumnType } from '../../../connectors/streams.js';
import { BIGINT, BOOLEAN, DATE, DOUBLE, TIMESTAMPTZ, VARCHAR } from './node-api.js';

/** The types of canonical columns. */
export const columnTypes: Readonly<Record<ColumnType, DuckDBType>> = {
  string: VARCHAR,
  integer: BIGINT,
  number: DOUBLE,
  boolean: BOOLEAN,
  timestamp: TIMESTAMPTZ,
  date: DATE,
};

/** The column type in DuckDB's DDL. */
export function ddlType(type: ColumnType): string {
  return columnTypes[type].toString();
}
