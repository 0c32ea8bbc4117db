import * as cells from './cells.js';
import { formatsOf } from './dates.js';

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
