import { relative } from 'node:path';
import { stripVTControlCharacters, styleText } from 'node:util';

/** Writes a line to standard output. */
export function print(line = ''): void {
  process.stdout.write(`${line}\n`);
}

/** Writes a line to standard error. */
export function note(line: string): void {
  process.stderr.write(`${line}\n`);
}

const colour = process.stdout.isTTY === true && !process.env.NO_COLOR;

export const bold = (text: string): string => (colour ? styleText('bold', text) : text);
export const dim = (text: string): string => (colour ? styleText('dim', text) : text);
export const warnMark = colour ? styleText('yellow', '!') : '!';
export const okMark = colour ? styleText('green', '✓') : '✓';
export const errorMark = colour ? styleText('red', '✗') : '✗';

/** Text of strangers, made safe for a terminal: one line, no control sequences, no bidirectional overrides. */
export function safe(text: string): string {
  return safeLines(stripVTControlCharacters(text).replace(/\s+/g, ' '));
}

/** The same for a message, which keeps its lines and their indentation. */
export function safeLines(text: string): string {
  return stripVTControlCharacters(text).replace(
    /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g,
    '',
  );
}

/** Columns aligned by their widest cell; numbers to the right. */
export function table(header: readonly string[], rows: readonly (readonly string[])[], maximum = 48): string {
  const cut = (text: string): string => shortened(text, maximum);
  const cells = rows.map((row) => row.map((text) => cut(safe(text))));
  const names = header.map((name) => cut(safe(name)));
  const right = names.map(
    (_, column) => cells.length > 0 && cells.every((row) => /^[+−-]?[\d,.]*%?$/.test(row[column]!)),
  );
  const widths = names.map((name, column) =>
    Math.max(name.length, ...cells.map((row) => row[column]!.length)),
  );
  const line = (row: readonly string[]): string =>
    row
      .map((text, column) => (right[column] ? text.padStart(widths[column]!) : text.padEnd(widths[column]!)))
      .join('  ')
      .trimEnd();
  return [dim(line(names)), ...cells.map(line)].join('\n');
}

/** At most so many characters; … stands for the rest. */
export function shortened(text: string, maximum: number): string {
  return text.length > maximum ? `${text.slice(0, maximum - 1)}…` : text;
}

export function count(number: number, one: string, many = `${one}s`): string {
  return `${number.toLocaleString('en-US')} ${number === 1 ? one : many}`;
}

export function bytes(number: number): string {
  if (number < 1000) return `${number} B`;
  if (number < 1e6) return `${(number / 1e3).toFixed(0)} kB`;
  if (number < 1e9) return `${(number / 1e6).toFixed(1)} MB`;
  return `${(number / 1e9).toFixed(1)} GB`;
}

/** A path as one would type it here: relative below the current folder, absolute elsewhere. */
export function shown(path: string): string {
  const here = relative('.', path);
  return here.startsWith('..') ? path : here || '.';
}
