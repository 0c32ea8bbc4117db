import type { InputFile, Message, ReadContext } from '../contract.js';
import { pageAccount } from './account.js';
import { datedByName } from './dated-name.js';
import { type Survey, survey } from './dialect.js';
import { noAccount } from './draft.js';
import { type Assignment, assign, headerTest, kindReason } from './layout.js';
import { pageOf } from './page.js';
import type { ImportSettings } from './settings.js';
import { openTable, overStrayQuotes, type Row, type Table } from './table.js';

const rowsPerPage = 500;
/** Characters; keeps pages of long captions small. */
const pageSize = 4_000_000;

/** A column is judged by so many rows. */
export const rowsToJudge = 50;

/** A file whose columns and dialect are known. */
export interface UnderstoodFile extends Survey {
  readonly account: string;
  readonly table: Table;
  readonly assignment: Assignment;
  /** When the file held true, where its rows do not say; `null` when nothing tells. */
  readonly observedAt: Date | null;
}

/**
 * Opens a file and finds out all about it, in one pass over its rows.
 *
 * @throws SourceError of kind `input` when it cannot be used; the message names the file and the hint what to do.
 */
export function understand(file: InputFile, settings: ImportSettings): Promise<UnderstoodFile> {
  return overStrayQuotes(async (strayQuote) => {
    const table = await openTable(file, headerTest(settings), strayQuote, settings.sheet ?? null);
    const sample = await firstRows(table, rowsToJudge);
    const heading = { file: file.name, columns: table.columns, title: table.title, sample };
    const assignment = assign(heading, settings);
    const { dialect, account, rows } = await survey(table, assignment, settings);
    if (account === null && rows > 0) throw noAccount(file.name, assignment.kind.title);
    const observed = observedAt(file, assignment, settings);
    const why = [kindReason(assignment), ...dialect.why, ...(observed.why === null ? [] : [observed.why])];
    return {
      table,
      assignment,
      rows,
      account: account ?? 'mixed',
      dialect: { ...dialect, why },
      observedAt: observed.at,
    };
  });
}

/** The cells of the first rows. */
export async function firstRows(table: Table, count: number): Promise<(readonly string[])[]> {
  const rows: (readonly string[])[] = [];
  for await (const row of table.rows()) {
    rows.push(row.cells);
    if (rows.length === count) break;
  }
  return rows;
}

function observedAt(
  file: InputFile,
  { kind, fields }: Assignment,
  { observed_at }: ImportSettings,
): { readonly at: Date | null; readonly why: string | null } {
  if (observed_at !== undefined) return { at: new Date(observed_at), why: null };
  const named = kind.isDatedByName && !fields.has('observed_at') ? datedByName(file) : null;
  if (named === null) return { at: file.importedAt ?? null, why: null };
  return { at: named, why: `as of ${named.toISOString()}: by the name of the file` };
}

/**
 * Pages of up to 500 rows of every file handed over. All files are looked at before the first page, so that one that
 * cannot be used stops the import before anything of it, or of the others, is stored.
 */
export async function* readFiles(context: ReadContext<ImportSettings>): AsyncGenerator<Message, void, void> {
  const { effects, settings, connection } = context;
  const files: UnderstoodFile[] = [];
  for (const file of effects.files) {
    effects.signal.throwIfAborted();
    files.push(await understand(file, settings));
  }
  for (const { table, assignment, dialect, account, observedAt, rows: total } of files) {
    const { file, format } = table;
    effects.log.info(`${file.name}: ${assignment.kind.title}`, { rows: total, decided: dialect.why });
    for (const warning of dialect.warnings) effects.log.warn(`${file.name}: ${warning}`);
    const source = { connection, file, format, assignment, dialect, account, settings, observedAt };
    let done = 0;
    for await (const rows of batches(table.rows())) {
      effects.signal.throwIfAborted();
      yield { type: 'page', page: pageOf(source, rows, effects.now()) };
      done += rows.length;
      yield { type: 'progress', account: pageAccount(account), done, total };
    }
  }
}

async function* batches(rows: AsyncIterable<Row>): AsyncGenerator<Row[]> {
  let batch: Row[] = [];
  let size = 0;
  for await (const row of rows) {
    batch.push(row);
    for (const cell of row.cells) size += cell.length;
    if (batch.length < rowsPerPage && size < pageSize) continue;
    yield batch;
    batch = [];
    size = 0;
  }
  if (batch.length > 0) yield batch;
}
