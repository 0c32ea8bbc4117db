import type { Kind } from './kind.js';

/** Any file of rows whose columns the user names in a map. */
export const mappedTable: Kind = {
  name: 'table',
  title: 'any table, with a column map',
  origin:
    'any other CSV, TSV, XLSX, JSON, NDJSON or Parquet file; `reachline import FILE --map-draft` proposes the map',
  reads: 'what the map names: posts with counters, an account per row, or a day of an account per row',
  unknown: 'What the map does not name',
  zone: 'UTC',
  layouts: [{ name: 'mapped', signature: [], dates: 'iso', columns: {} }],
};
