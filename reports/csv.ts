/** A cell before it is written. */
export type CsvCell = string | number | null;

/** How a formula begins, after spaces; some spreadsheets take the wide signs of East Asian keyboards for the same. */
const formula = /^\s*[=+\-@\uff1d\uff0b\uff0d\uff20]|^[\t\r\n]/;

/**
 * RFC 4180 text with a header row and CRLF line ends. Text that a spreadsheet would run as a formula is prefixed with
 * an apostrophe; numbers are written unformatted, so nothing is lost to rounding; null is an empty cell.
 */
export function csv(header: readonly string[], rows: readonly (readonly CsvCell[])[]): string {
  return [header, ...rows].map((row) => `${row.map(cell).join(',')}\r\n`).join('');
}

function cell(value: CsvCell): string {
  if (value === null) return '';
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : '';
  const guarded = formula.test(value) ? `'${value}` : value;
  return /[",\r\n;]/.test(guarded) || guarded !== value ? `"${guarded.replaceAll('"', '""')}"` : guarded;
}
