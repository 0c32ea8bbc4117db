import * as cells from './cells.js';
import { formatsOf } from './dates.js';

/**
 * Where among the first rows the header stands: the first that `isHeader` knows, when all rows above are titles, which fill
 * less than half of its columns or are a single text; -1 for none. What fills more may be a record, and is not to be passed over.
 */
export function headerOf(
  rows: readonly (readonly string[])[],
  isHeader: (columns: readonly string[]) => boolean,
): number {
  const known = rows.findIndex(isHeader);
  const width = filled(rows[known] ?? []);
  return rows.slice(0, Math.max(known, 0)).every((row) => isTitle(row, width)) ? known : -1;
}

function isTitle(row: readonly string[], width: number): boolean {
  return (
    2 * filled(row) < width ||
    (filled(row) === 1 && /\p{L}/u.test(row[0] ?? '') && telltale(row[0] ?? '') === null)
  );
}

function filled(row: readonly string[]): number {
  return row.filter((cell) => cell.trim() !== '').length;
}

/**
 * True when the first row of a table is no header: it holds links, long ids or times, where the second row has the same.
 * Numbers alone show nothing; some tools number their columns.
 */
export function holdsValues(first: readonly string[], second: readonly string[] | undefined): boolean {
  const telling = first.flatMap((cell, index) => {
    const kind = telltale(cell);
    return kind === null ? [] : [{ kind, below: second?.[index] ?? '' }];
  });
  return (
    telling.length > 0 &&
    telling.every(({ kind, below }) => cells.isAbsent(below) || telltale(below) === kind)
  );
}

/** What a cell is that never names a column. */
function telltale(cell: string): 'link' | 'id' | 'time' | null {
  const value = cell.trim();
  if (/^https?:\/\/\S+$/i.test(value)) return 'link';
  if (/^\d{15,}$/.test(value)) return 'id';
  return formatsOf(value).some((format) => format.includes('/') || format === 'iso') ? 'time' : null;
}

/** `column 1`, `column 2`, …: what columns without names are called. */
export function numbered(row: readonly string[]): string[] {
  return row.map((_, index) => `column ${index + 1}`);
}
