import type { InputFile } from '../contract.js';
import { whole } from '../files/bytes.js';
import type { Row } from './table.js';
import { UnreadableRow } from './unreadable-row.js';

/** A workbook is read into memory. */
const largestWorkbook = 100 * 1024 * 1024;
const largestContents = 1024 * 1024 * 1024;

export interface Sheet {
  readonly name: string;
  /** With the header, and empty rows left out; `line` is the row as the spreadsheet numbers it. */
  readonly rows: readonly Row[];
}

/**
 * The sheets of an Excel workbook that hold anything, cells as texts: numbers digit by digit as they are stored, dates as
 * `2026-01-31T18:30:00` without a zone.
 *
 * @throws UnreadableRow when it cannot be read or is too large.
 */
export async function sheetsOf(file: InputFile): Promise<Sheet[]> {
  const { zipEntries } = await import('../files/zip.js');
  const entries = await zipEntries(file);
  const bytes = entries.reduce((sum, entry) => sum + entry.bytes, 0);
  if (file.bytes > largestWorkbook || bytes > largestContents)
    throw new UnreadableRow('the workbook is too large; save the sheet as CSV');
  const { default: readWorkbook } = await import('read-excel-file/node');
  try {
    const sheets = await readWorkbook(await whole(file.open()), { parseNumber: (text) => text, trim: false });
    return sheets
      .map(({ sheet, data }) => ({
        name: sheet,
        rows: data
          .map((cells, index): Row => ({ line: index + 1, cells: cells.map(textOf) }))
          .filter(({ cells }) => cells.some((cell) => cell !== '')),
      }))
      .filter(({ rows }) => rows.length > 0);
  } catch (error) {
    throw new UnreadableRow((error as Error).message);
  }
}

function textOf(cell: unknown): string {
  if (cell === null || cell === undefined) return '';
  return cell instanceof Date ? cell.toISOString().replace(/(?:T00:00:00)?\.000Z$/, '') : String(cell);
}
