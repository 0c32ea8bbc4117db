import type { InputFile } from '../contract.js';
import { SourceError } from '../errors.js';
import { csvRows, separatorOf } from './csv.js';
import { type Encoding, encodingOf, textOf } from './encoding.js';
import { headerOf, holdsValues, numbered } from './header.js';
import { jsonObjects, jsonRows } from './json.js';
import { StrayQuote, UnreadableRow } from './unreadable-row.js';

/** One row as the file gives it. */
export interface Row {
  /** The line on which the row begins, from 1; in JSON the position of the object, from 1. */
  readonly line: number;
  readonly cells: readonly string[];
}

/** A file as rows of text cells. */
export interface Table {
  readonly file: InputFile;
  readonly format: 'csv' | 'json';
  readonly encoding: Encoding;
  /** `null` for JSON. */
  readonly separator: string | null;
  /** How the text was cut into columns, in words. */
  readonly why: readonly string[];
  /** Where a quote is not doubled, in words; its rows are read as well as they can be. `null` when all quotes are. */
  readonly strayQuote: string | null;
  /** Header names, made distinct; JSON: every path that occurs, in order of appearance. */
  readonly columns: readonly string[];
  /** Reads the file again from its start, header excluded. */
  rows(): AsyncGenerator<Row>;
}

const headSize = 256 * 1024;
const mostColumns = 5000;
/** A header is looked for in this many rows. */
const headerWithin = 10;

/**
 * Opens a CSV, TSV, JSON or NDJSON file. Nothing is kept in memory but one row. The header of separated text is the
 * first of its first rows that `isHeader` accepts (some tools write a title and a period above it), else the first.
 *
 * A quote that is not doubled is a {@link StrayQuote} unless `strayQuote` says where the first of them is.
 *
 * @throws SourceError of kind `input` when the file is empty, binary, or has no header; reading rows throws it for
 * text that cannot be cut into rows.
 */
export async function openTable(
  file: InputFile,
  isHeader: IsHeader,
  strayQuote: string | null = null,
): Promise<Table> {
  const encoding = await encodingOf(file);
  const text = () => textOf(file, encoding);
  const head = await headText(text());
  if (/^\s*[[{]/.test(head)) return openJson(file, encoding, text);
  const { separator, why } = separatorOf(head, isHeader);
  const all = () => explained(file, csvRows(text(), separator, strayQuote !== null));
  const first: (readonly string[])[] = [];
  for await (const row of all()) {
    first.push(row.cells);
    if (first.length === headerWithin) break;
  }
  const known = headerOf(first, isHeader);
  // Excel's own hint, `sep=;`, is a line before the header.
  const hinted = /^sep=.$/i.test(head.split(/\r\n|\n|\r/, 1)[0] ?? '');
  const hasHeader = known >= 0 || hinted || !holdsValues(first[0] ?? [], first[1]);
  const headerIndex = known >= 0 ? known : hinted ? 1 : hasHeader ? 0 : -1;
  const header = first[Math.max(headerIndex, 0)];
  if (!header) throw unreadable(file, 'it has no header row');
  async function* rows(): AsyncGenerator<Row> {
    let position = 0;
    for await (const row of all()) {
      if (position > headerIndex) yield row;
      position += 1;
    }
  }
  const columns = hasHeader ? distinct(header) : numbered(header);
  const cut = [`separator ${JSON.stringify(separator)}: ${why}`];
  if (headerIndex > 0) {
    const lines = first.slice(0, headerIndex).map((row) => JSON.stringify(row.join(' ').trim().slice(0, 40)));
    cut.push(`above the header, not read: ${lines.join(', ')}`);
  }
  if (!hasHeader) {
    const values = header.slice(0, 3).map((cell) => JSON.stringify(cell.slice(0, 40)));
    cut.push(
      `no header: the first row holds values (${values.join(', ')}), so columns are called column 1, column 2, …`,
    );
  }
  return { file, format: 'csv', encoding, separator, why: cut, strayQuote, columns, rows };
}

/**
 * Does something with a table, and again with stray quotes allowed when it meets one. `use` passes its argument to
 * {@link openTable}.
 */
export async function overStrayQuotes<T>(use: (strayQuote: string | null) => Promise<T>): Promise<T> {
  try {
    return await use(null);
  } catch (error) {
    if (error instanceof StrayQuote) return use(error.message);
    throw error;
  }
}

/** True for column names that mean something: those of a known kind, or the ones a map asks for. */
export type IsHeader = (columns: readonly string[]) => boolean;

async function openJson(
  file: InputFile,
  encoding: Encoding,
  text: () => AsyncGenerator<string>,
): Promise<Table> {
  const names = new Set<string>();
  for await (const object of explained(file, jsonObjects(text()))) {
    for (const name of object.keys()) names.add(name);
    if (names.size > mostColumns)
      throw unreadable(file, `its objects have more than ${mostColumns} different keys`);
  }
  const columns = [...names];
  const rows = () => explained(file, jsonRows(text(), columns));
  return { file, format: 'json', encoding, separator: null, why: [], strayQuote: null, columns, rows };
}

/** Empty names become `column 3`; a name that occurs again becomes `name (2)`. */
function distinct(header: readonly string[]): string[] {
  const seen = new Set<string>();
  return header.map((cell, index) => {
    const name = cell.trim() || `column ${index + 1}`;
    let unique = name;
    for (let copy = 2; seen.has(unique); copy += 1) unique = `${name} (${copy})`;
    seen.add(unique);
    return unique;
  });
}

async function headText(text: AsyncGenerator<string>): Promise<string> {
  let head = '';
  for await (const chunk of text) {
    head += chunk;
    if (head.length >= headSize) break;
  }
  return head.slice(0, headSize);
}

async function* explained<T>(file: InputFile, rows: AsyncGenerator<T>): AsyncGenerator<T> {
  try {
    yield* rows;
  } catch (error) {
    if (error instanceof UnreadableRow && !(error instanceof StrayQuote))
      throw unreadable(file, error.message);
    throw error;
  }
}

function unreadable(file: InputFile, why: string): SourceError {
  return new SourceError(`${file.name} cannot be read: ${why}.`, {
    kind: 'input',
    recovery: 'skip',
    hint: 'Nothing of this file was imported. Export it again, or mend the named place in a text editor.',
  });
}
