import type { InputFile, Item } from '../contract.js';
import type { Dialect } from './dialect.js';
import { draftOf } from './draft.js';
import { itemsOf } from './items.js';
import { headerTest } from './layout.js';
import { pageOf } from './page.js';
import { firstRows, rowsToJudge, understand } from './read.js';
import type { Role } from './roles.js';
import type { ImportSettings } from './settings.js';
import { openTable, overStrayQuotes, type Row } from './table.js';

/** What an import of a file would do. */
export interface FileDescription {
  readonly file: string;
  /** The kind's name and title. */
  readonly kind: string;
  readonly title: string;
  readonly layout: string;
  readonly rows: number;
  /** The account of all rows, or `mixed`. */
  readonly account: string;
  readonly dialect: Dialect;
  /** In file order; `role` is `null` for columns that are not loaded. */
  readonly columns: readonly { readonly name: string; readonly role: Role | null }[];
  /** The first five rows as they would be loaded; unstated observation times show the file's own time. */
  readonly first: readonly Item[];
}

/**
 * Describes a file without importing it.
 *
 * @throws SourceError of kind `input` for a file that an import would refuse.
 */
export async function inspectFile(file: InputFile, settings: ImportSettings): Promise<FileDescription> {
  const { table, assignment, dialect, account, observedAt, rows } = await understand(file, settings);
  const first: Row[] = [];
  for await (const row of table.rows()) {
    first.push(row);
    if (first.length === 5) break;
  }
  const source = {
    connection: '',
    file,
    format: table.format,
    assignment,
    dialect,
    account,
    settings,
    observedAt,
  };
  const roleOf = new Map([...assignment.fields.values()].map(({ column, role }) => [column, role]));
  return {
    file: file.name,
    kind: assignment.kind.name,
    title: assignment.kind.title,
    layout: assignment.layout.name,
    rows,
    account,
    dialect,
    columns: table.columns.map((name) => ({ name, role: roleOf.get(name) ?? null })),
    first: itemsOf(pageOf(source, first, file.modifiedAt)),
  };
}

/** A column map for a file, or a sheet of a workbook, as YAML with guesses filled in, for `--map-draft`. */
export async function draftMap(file: InputFile, sheet: string | null = null): Promise<string> {
  const table = await overStrayQuotes((strayQuote) => openTable(file, headerTest({}), strayQuote, sheet));
  return `${draftOf(table.columns, await firstRows(table, rowsToJudge))}\n`;
}
