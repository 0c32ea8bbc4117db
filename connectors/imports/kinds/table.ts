import type { Kind } from './kind.js';

/** Any CSV, TSV, JSON or NDJSON file whose columns the user names in a map. */
export const mappedTable: Kind = {
  name: 'table',
  title: 'any table, with a column map',
  zone: 'UTC',
  layouts: [{ name: 'mapped', signature: [], dates: 'iso', columns: {} }],
};
