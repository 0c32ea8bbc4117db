import type { InputFile } from '../contract.js';
import { SourceError } from '../errors.js';
import { headOf } from '../files/bytes.js';
import { unpacked } from '../files/unpacked.js';
import { csvRows, separatorOf } from './csv.js';
import { type Encoding, encodingOf, textOf } from './encoding.js';
import { headerOf, holdsValues, numbered } from './header.js';
import { flatten, type JsonRow, jsonObjects, rowsOfObjects } from './json.js';
import { refuseNoise, refuseNoTable } from './no-table.js';
import { onItsSide } from './on-its-side.js';
import { parquetRows } from './parquet.js';
import { StrayQuote, UnreadableRow } from './unreadable-row.js';
import { type Sheet, sheetsOf } from './workbook.js';

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
  /** What stands in the rows above the header; empty when there are none. */
  readonly title: string;
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
 * Opens a CSV, TSV, XLSX, JSON, NDJSON or Parquet file, packed with gzip or xz or not. Of text nothing is kept in memory but
 * one row. The header of a table is the first of its first rows that `isHeader` accepts (some tools write a title and a
 * period above it), else the first.
 *
 * A quote that is not doubled is a {@link StrayQuote} unless `strayQuote` says where the first of them is. Of a workbook the `sheet`
 * of that name is read, else the first with a header that means something, else the first that holds anything.
 *
 * @throws SourceError of kind `input` when the file is empty, binary, or has no header; reading rows throws it for
 * text that cannot be cut into rows.
 */
export async function openTable(
  packed: InputFile,
  isHeader: IsHeader,
  strayQuote: string | null = null,
  sheet: string | null = null,
): Promise<Table> {
  const file = await unpacked(packed);
  const start = Buffer.from(await headOf(file, 4)).toString('latin1');
  if (start === 'PK\x03\x04') return openWorkbook(file, isHeader, sheet);
  if (start === 'PAR1')
    return openObjects(file, binary, async function* () {
      for await (const row of parquetRows(file)) yield flatten(row);
    });
  await refuseNoTable(file);
  const encoding = await encodingOf(file);
  const text = () => textOf(file, encoding);
  const head = await headText(text());
  refuseNoise(file, head.slice(0, 4096));
  if (/^\s*[[{]/.test(head)) return openObjects(file, encoding, () => jsonObjects(text()));
  const { separator, why } = separatorOf(head, isHeader);
  const rows = () => csvRows(text(), separator, strayQuote !== null);
  const cut = [`separator ${JSON.stringify(separator)}: ${why}`];
  if (sheet !== null) cut.push(`no workbook: it has no sheet ${JSON.stringify(sheet)}, and is read whole`);
  // Excel's own hint, `sep=;`, is a line before the header.
  const hinted = /^sep=.$/i.test(head.split(/\r\n|\n|\r/, 1)[0] ?? '');
  return headed({ file, encoding, separator, why: cut, strayQuote }, rows, isHeader, hinted ? 1 : 0);
}

const binary: Encoding = { name: 'utf-8', why: 'as every file of this format', damaged: 0 };

async function openWorkbook(file: InputFile, isHeader: IsHeader, chosen: string | null): Promise<Table> {
  let sheets: Sheet[];
  try {
    sheets = await sheetsOf(file);
  } catch (error) {
    if (!(error instanceof UnreadableRow || error instanceof SourceError)) throw error;
    throw new SourceError(`${file.name} cannot be read as an Excel workbook: ${error.message}`, {
      kind: 'input',
      recovery: 'skip',
      hint: 'Nothing of it was imported. In the spreadsheet choose "Save as" → "CSV UTF-8", and import that.',
      cause: error,
    });
  }
  if (sheets.length === 0) throw unreadable(file, 'the workbook is empty');
  const known = sheets.find(({ rows }) => rows.slice(0, headerWithin).some(({ cells }) => isHeader(cells)));
  const named = sheets.find(({ name }) => name.trim().toLowerCase() === chosen?.trim().toLowerCase());
  const sheet = chosen === null ? (known ?? sheets[0]!) : named;
  if (!sheet) throw noSheet(file, chosen!, sheets);
  const others = sheets.filter((other) => other !== sheet).map(({ name }) => JSON.stringify(name));
  const unread = others.length > 0 ? `; not read: ${others.join(', ')} (--sheet NAME chooses)` : '';
  const basis =
    chosen !== null
      ? ', as stated'
      : others.length === 0
        ? ''
        : known
          ? ', the first with a known header'
          : ', the first';
  const why = [`sheet ${JSON.stringify(sheet.name)}${basis}${unread}`];
  const rows = async function* () {
    yield* sheet.rows;
  };
  return headed({ file, encoding: binary, separator: null, why, strayQuote: null }, rows, isHeader, 0);
}

function noSheet(file: InputFile, chosen: string, sheets: readonly Sheet[]): SourceError {
  const names = sheets.map(({ name }) => JSON.stringify(name)).join(', ');
  return new SourceError(`${file.name} has no sheet ${JSON.stringify(chosen)} that holds anything.`, {
    kind: 'input',
    recovery: 'skip',
    hint: `Nothing of it was imported. Its sheets: ${names}.`,
  });
}

/** Rows as a table with a header; `usual` is the row that it stands in when none is known. */
async function headed(
  opened: Pick<Table, 'file' | 'encoding' | 'separator' | 'why' | 'strayQuote'>,
  read: () => AsyncGenerator<Row>,
  isHeader: IsHeader,
  usual: number,
): Promise<Table> {
  const all = () => explained(opened.file, read());
  const first: (readonly string[])[] = [];
  for await (const row of all()) {
    first.push(row.cells);
    if (first.length === headerWithin) break;
  }
  const known = headerOf(first, isHeader);
  const hasHeader = known >= 0 || usual > 0 || !holdsValues(first[0] ?? [], first[1]);
  const headerIndex = known >= 0 ? known : hasHeader ? usual : -1;
  const header = first[Math.max(headerIndex, 0)];
  if (!header) throw unreadable(opened.file, 'it has no header row');
  const above = first.slice(0, Math.max(headerIndex, 0));
  async function* rows(): AsyncGenerator<Row> {
    let position = 0;
    for await (const row of all()) {
      if (position > headerIndex) yield row;
      position += 1;
    }
  }
  const why = [...opened.why];
  if (above.length > 0) {
    const lines = above.map((row) => JSON.stringify(row.join(' ').trim().slice(0, 40)));
    why.push(`above the header, not read: ${lines.join(', ')}`);
  }
  const title = above
    .flat()
    .filter((cell) => cell.trim() !== '' && !/^sep=/i.test(cell))
    .join(' ');
  const table = { ...opened, format: 'csv' as const, title };
  if (known < 0) {
    const posts = await onItsSide(first, all);
    if (posts) return { ...table, ...posts };
  }
  if (!hasHeader) {
    const values = header.slice(0, 3).map((cell) => JSON.stringify(cell.slice(0, 40)));
    why.push(
      `no header: the first row holds values (${values.join(', ')}), so columns are called column 1, column 2, …`,
    );
  }
  return { ...table, why, columns: hasHeader ? distinct(header) : numbered(header), rows };
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

async function openObjects(
  file: InputFile,
  encoding: Encoding,
  objects: () => AsyncGenerator<JsonRow>,
): Promise<Table> {
  const names = new Set<string>();
  for await (const object of explained(file, objects())) {
    for (const name of object.keys()) names.add(name);
    if (names.size > mostColumns)
      throw unreadable(file, `its objects have more than ${mostColumns} different keys`);
  }
  const columns = [...names];
  const rows = () => explained(file, rowsOfObjects(objects(), columns));
  const told = { separator: null, why: [], strayQuote: null, title: '' };
  return { file, format: 'json', encoding, ...told, columns, rows };
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
