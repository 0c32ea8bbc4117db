import { z } from 'zod';
import type { InputFile, Page } from '../contract.js';
import { pageAccount } from './account.js';
import { dateFormats } from './dates.js';
import type { Dialect } from './dialect.js';
import type { Assignment } from './layout.js';
import { type Role, roles } from './roles.js';
import type { ColumnUse, ImportSettings } from './settings.js';
import type { Row } from './table.js';

const role = z.enum(roles as [Role, ...Role[]]);
const columnUse = z.object({
  column: z.string(),
  or: z.array(z.string()).optional(),
  optional: z.boolean().optional(),
  format: z.enum(dateFormats).optional(),
  zone: z.string().optional(),
  decimal: z.enum(['.', ',']).optional(),
});

/** What a stored page of rows says about itself; enough to read its rows again. */
export const pageRequest = z.object({
  file: z.string(),
  sha256: z.string(),
  kind: z.string(),
  layout: z.string(),
  format: z.enum(['csv', 'json']),
  columns: z.array(z.string()),
  map: z.partialRecord(role, columnUse),
  dialect: z.object({
    quotes: z.enum(['doubled', 'stray']),
    zone: z.string(),
    account_zone: z.string().nullable(),
    date_format: z.partialRecord(role, z.enum(dateFormats)),
    number_format: z.partialRecord(role, z.enum(['.', ',']).nullable()),
    ids: z.enum(['as written', 'rounded']),
    text: z.enum(['as written', 'mended']).default('as written'),
    relative_to: z.string().nullable().default(null),
  }),
  observed_at: z.string().nullable(),
  account: z.string().nullable(),
  first_line: z.number(),
});
export type PageRequest = z.infer<typeof pageRequest>;

export const pageBody = z.object({
  rows: z.array(z.object({ line: z.number(), cells: z.array(z.string()) })),
});

interface Source {
  readonly connection: string;
  readonly file: InputFile;
  readonly format: 'csv' | 'json';
  readonly assignment: Assignment;
  readonly dialect: Dialect;
  readonly account: string;
  readonly settings: ImportSettings;
  /** When the file held true, where its rows do not say; `null`: when it is read. */
  readonly observedAt: Date | null;
}

/** A page of rows, cells verbatim. */
export function pageOf(source: Source, rows: readonly Row[], fetchedAt: Date): Page {
  const { file, assignment, settings } = source;
  const request = {
    file: file.name,
    sha256: file.sha256,
    kind: assignment.kind.name,
    layout: assignment.layout.name,
    format: source.format,
    columns: assignment.columns,
    map: (settings.map ?? {}) as Partial<Record<string, ColumnUse>>,
    dialect: source.dialect,
    observed_at: source.observedAt?.toISOString() ?? null,
    account: settings.account ?? null,
    first_line: rows[0]?.line ?? 0,
  };
  return {
    source: 'imports',
    connection: source.connection,
    account: pageAccount(source.account),
    stream: assignment.fields.has('day') ? 'account_insights' : 'media',
    request,
    fetched_at: fetchedAt,
    status: 200,
    body: JSON.stringify({ rows: rows.map(({ line, cells }) => ({ line, cells })) }),
  };
}
