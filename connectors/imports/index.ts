import type { Connector } from '../contract.js';
import { itemsOf } from './items.js';
import { readFiles } from './read.js';
import { type ImportSettings, importSettings } from './settings.js';

export { draftMap, type FileDescription, inspectFile } from './inspect.js';
export { kinds } from './kinds/index.js';
export type { Kind } from './kinds/kind.js';
export { type ImportSettings, importSettings } from './settings.js';

/** Files that users already hold: exports of other tools, and any table with a column map. */
export const imports: Connector<ImportSettings> = {
  name: 'imports',
  summary: 'exports of Meta Business Suite, Fanpage Karma, Apify and others, and any table with a column map',
  settings: importSettings,
  streams: [
    { stream: 'accounts', cursor: null, lookbackDays: 0 },
    { stream: 'media', cursor: null, lookbackDays: 0 },
    { stream: 'media_insights', cursor: null, lookbackDays: 0 },
  ],
  plan: () => [],
  picks: (paths) =>
    paths.filter((path) => /\.(?:csv|tsv|json|ndjson|jsonl|xlsx|parquet)(?:\.gz|\.xz)?$/i.test(path)),
  read: readFiles,
  parse: itemsOf,
  diagnose: async () => [],
};
