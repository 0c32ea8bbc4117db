import type { InputFile, Message, ReadContext } from '../contract.js';
import { pageAccount } from './account.js';
import { type Survey, survey } from './dialect.js';
import { type Assignment, assign, headerTest } from './layout.js';
import { pageOf } from './page.js';
import type { ImportSettings } from './settings.js';
import { openTable, overStrayQuotes, type Row, type Table } from './table.js';

const rowsPerPage = 500;
/** Characters; keeps pages of long captions small. */
const pageSize = 4_000_000;

/** A file whose columns and dialect are known. */
export interface UnderstoodFile extends Survey {
  readonly table: Table;
  readonly assignment: Assignment;
}

/**
 * Opens a file and finds out all about it, in one pass over its rows.
 *
 * @throws SourceError of kind `input` when it cannot be used; the message names the file and the hint what to do.
 */
export function understand(file: InputFile, settings: ImportSettings): Promise<UnderstoodFile> {
  return overStrayQuotes(async (strayQuote) => {
    const table = await openTable(file, headerTest(settings), strayQuote);
    const assignment = assign(file.name, table.columns, settings);
    return { table, assignment, ...(await survey(table, assignment, settings)) };
  });
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
  for (const { table, assignment, dialect, account, rows: total } of files) {
    const { file, format } = table;
    effects.log.info(`${file.name}: ${assignment.kind.title}`, { rows: total, decided: dialect.why });
    for (const warning of dialect.warnings) effects.log.warn(`${file.name}: ${warning}`);
    const source = { connection, file, format, assignment, dialect, account, settings };
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
