import type { InputFile } from '../contract.js';
import { SourceError } from '../errors.js';
import { headOf } from '../files/bytes.js';

const exportAgain = 'Export the table itself, as CSV or XLSX, and import that.';

/** What people take for a table, by its first characters (each a byte), and what helps. */
const strangers: readonly (readonly [start: RegExp, what: string, hint: string])[] = [
  [/^\x89PNG|^\xff\xd8\xff|^GIF8|^RIFF.{4}WEBP|^.{4}ftyphei/s, 'is a picture', exportAgain],
  [/^.{4}ftyp/s, 'is a video', exportAgain],
  [/^%PDF-/, 'is a PDF', exportAgain],
  [
    /^\xd0\xcf\x11\xe0/,
    'is an Excel workbook with a password, or one of the time before 2007 (.xls)',
    'Open it in the spreadsheet, choose "Save as" → "Excel workbook (.xlsx)" without a password, or "CSV UTF-8", and import that.',
  ],
  [
    /^Rar!|^7z\xbc\xaf/,
    'is packed in a way that Reachline does not unpack',
    'Unpack it and import the folder.',
  ],
  [
    /^(?:\xef\xbb\xbf)?\s*(?:<!doctype html|<html)/i,
    'is a web page, not a table',
    'Where a download gave a log-in page, log in and download again. A table that was saved as a web page opens in a spreadsheet: choose "Save as" → "CSV UTF-8" there.',
  ],
];

/** @throws SourceError of kind `input` for a file that is no table, whatever its name says. */
export async function refuseNoTable(file: InputFile): Promise<void> {
  const start = Buffer.from(await headOf(file, 512)).toString('latin1');
  const found = strangers.find(([shape]) => shape.test(start));
  if (found) throw noTable(file, found[1], found[2]);
}

/** Among fewer characters one that steers a device may be there by accident. */
const fewest = 64;
const mostSteering = 0.02;
/** NUL is what some tools leave between texts; tabs, line ends and form feeds are text. */
const steering = /[\x01-\x08\x0b\x0e-\x1f]/g;

/** @throws SourceError of kind `input` for bytes that read as noise: no table is written in characters that steer devices. */
export function refuseNoise(file: InputFile, head: string): void {
  if (head.length < fewest || (head.match(steering)?.length ?? 0) < mostSteering * head.length) return;
  throw noTable(file, 'is no text, and no format that Reachline reads', exportAgain);
}

function noTable(file: InputFile, what: string, hint: string): SourceError {
  return new SourceError(`${file.name} ${what}.`, {
    kind: 'input',
    recovery: 'skip',
    hint: `Nothing of it was imported. ${hint}`,
  });
}
