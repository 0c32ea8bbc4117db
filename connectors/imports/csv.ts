import { Readable } from 'node:stream';
import { CsvError, type Options, parse } from 'csv-parse';
import { parse as parseNow } from 'csv-parse/sync';
import type { Row } from './table.js';

/** The largest row that is read, in bytes. A stray quote would otherwise swallow the rest of a file into memory. */
const largestRow = 8 * 1024 * 1024;

const separators = [',', ';', '\t', '|'] as const;

function optionsFor(separator: string): Options {
  return {
    delimiter: separator,
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    max_record_size: largestRow,
    info: true,
  };
}

interface Parsed {
  readonly record: string[];
  readonly info: { readonly bytes: number; readonly empty_lines: number };
}

/** A row whose text cannot be cut into cells; the message says where it begins. */
export class UnreadableRow extends Error {}

/**
 * The rows of separated text, header included, with the line on which each begins. Quoted cells may hold line breaks;
 * rows end with LF, CR or CRLF; empty lines are no rows.
 *
 * @throws UnreadableRow when a quote is never closed or a row is larger than 8 MiB.
 */
export async function* csvRows(text: AsyncIterable<string>, separator: string): AsyncGenerator<Row> {
  const lines = new LineCounter();
  const source = Readable.from(lines.watch(text), { objectMode: false });
  const parser = parse(optionsFor(separator));
  source.on('error', (error) => parser.destroy(error));
  source.pipe(parser);
  let end = 0;
  let emptyLines = 0;
  try {
    for await (const { record, info } of parser as AsyncIterable<Parsed>) {
      yield { line: lines.upTo(end) + info.empty_lines - emptyLines, cells: record };
      end = info.bytes;
      emptyLines = info.empty_lines;
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = lines.upTo(end);
    throw new UnreadableRow(
      error.code === 'CSV_QUOTE_NOT_CLOSED'
        ? `the row that begins on line ${line} opens a quote that is never closed`
        : `the row that begins on line ${line} cannot be read (${error.code})`,
    );
  } finally {
    source.destroy();
    parser.destroy();
  }
}

/**
 * The separator of a text, from its first rows: the one that cuts most rows into as many cells as the header has,
 * and among equals the one that gives most cells.
 */
export function separatorOf(head: string): string {
  let best: { separator: string; score: number } = { separator: ',', score: 0 };
  for (const separator of separators) {
    const rows = firstRows(head, separator);
    const width = rows[0]?.length ?? 0;
    if (width < 2) continue;
    const even = rows.filter((row) => row.length === width).length / rows.length;
    const score = even + Math.min(width, 1000) / 1001;
    if (score > best.score) best = { separator, score };
  }
  return best.separator;
}

function firstRows(head: string, separator: string): string[][] {
  const { info: _, ...options } = optionsFor(separator);
  for (const to of [20, 1]) {
    try {
      return parseNow(head, { ...options, to }) as string[][];
    } catch {
      // The head may end inside a quoted cell; the header alone will do then.
    }
  }
  return [];
}

/** Counts line breaks of the bytes that the parser has consumed; the parser's own count takes CRLF in a cell twice. */
class LineCounter {
  #breaks: number[] = [];
  #next = 0;
  #line = 1;

  async *watch(text: AsyncIterable<string>): AsyncGenerator<Buffer> {
    let offset = 0;
    let afterReturn = false;
    for await (const chunk of text) {
      const bytes = Buffer.from(chunk, 'utf8');
      for (let index = 0; index < bytes.length; index += 1) {
        const byte = bytes[index];
        if (byte === 13 || (byte === 10 && !afterReturn)) this.#breaks.push(offset + index);
        afterReturn = byte === 13;
      }
      offset += bytes.length;
      yield bytes;
    }
  }

  /** The line on which byte `end` stands. */
  upTo(end: number): number {
    while (this.#next < this.#breaks.length && (this.#breaks[this.#next] as number) < end) {
      this.#next += 1;
      this.#line += 1;
    }
    if (this.#next > 10_000) {
      this.#breaks = this.#breaks.slice(this.#next);
      this.#next = 0;
    }
    return this.#line;
  }
}
