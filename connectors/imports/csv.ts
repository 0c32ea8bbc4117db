import { Readable } from 'node:stream';
import { CsvError, type Options, parse } from 'csv-parse';
import { parse as parseNow } from 'csv-parse/sync';
import type { Row } from './table.js';
import { StrayQuote, UnreadableRow } from './unreadable-row.js';

/** The largest row that is read, in bytes. A stray quote would otherwise swallow the rest of a file into memory. */
const largestRow = 8 * 1024 * 1024;

const separators = [',', ';', '\t', '|'] as const;

function optionsFor(separator: string, strayQuotes: boolean) {
  return {
    delimiter: separator,
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    relax_quotes: strayQuotes,
    skip_empty_lines: true,
    max_record_size: largestRow,
  } satisfies Options;
}

/** A row and the byte, of the text as UTF-8, at which the one before it ended. */
interface Parsed {
  readonly cells: string[];
  readonly start: number;
  /** Empty lines between the two. */
  readonly skipped: number;
}

const strayCodes = ['CSV_INVALID_CLOSING_QUOTE', 'INVALID_OPENING_QUOTE'];

/**
 * The rows of separated text, header included, with the line on which each begins. Quoted cells may hold line breaks;
 * rows end with LF, CR or CRLF; empty lines are no rows.
 *
 * @throws StrayQuote for a quote that is not doubled, unless `strayQuotes`; then it is kept as text, and a row may have
 * swallowed the next ones ({@link mayHaveSwallowed}).
 * @throws UnreadableRow when a quote is never closed or a row is larger than 8 MiB.
 */
export async function* csvRows(
  text: AsyncIterable<string>,
  separator: string,
  strayQuotes: boolean,
): AsyncGenerator<Row> {
  const lines = new LineCounter();
  const source = Readable.from(lines.watch(text), { objectMode: false });
  let end = 0;
  let emptyLines = 0;
  const options: Options<Parsed, string[]> = {
    ...optionsFor(separator, strayQuotes),
    on_record: (cells: string[], { bytes, empty_lines }): Parsed => {
      const row = { cells, start: end, skipped: empty_lines - emptyLines };
      end = bytes;
      emptyLines = empty_lines;
      return row;
    },
  };
  const parser = parse(options as unknown as Options);
  source.on('error', (error) => parser.destroy(error));
  source.pipe(parser);
  try {
    for await (const { cells, start, skipped } of parser as AsyncIterable<Parsed>) {
      yield { line: lines.upTo(start) + skipped, cells };
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = lines.upTo(end);
    if (strayCodes.includes(error.code)) {
      throw new StrayQuote(`the row that begins on line ${line} has a quote that is not doubled`);
    }
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
 * True for a row, read with `strayQuotes`, in which a quoted cell with line breaks ended at a stray quote: what follows
 * the break may be rows of their own. The parser leaves the opening quote in such a cell.
 */
export function mayHaveSwallowed(cells: readonly string[]): boolean {
  return cells.some((cell) => cell.startsWith('"') && /[\r\n]/.test(cell));
}

/**
 * The separator of a text, from its first rows: what `sep=;` in its first line says, else the one that brings out a
 * header that `isHeader` knows, else the one that cuts most rows into as many cells as the first, and among equals
 * the one that gives most cells.
 */
export function separatorOf(head: string, isHeader: (cells: readonly string[]) => boolean): string {
  const stated = head.match(/^sep=([^\r\n])(?:\r\n|\n|\r)/i)?.[1];
  if (stated) return stated;
  let best: { separator: string; score: number } = { separator: ',', score: 0 };
  for (const separator of separators) {
    const rows = firstRows(head, separator);
    if (rows.slice(0, 10).some(isHeader)) return separator;
    const width = rows[0]?.length ?? 0;
    if (width < 2) continue;
    const even = rows.filter((row) => row.length === width).length / rows.length;
    const score = even + Math.min(width, 1000) / 1001;
    if (score > best.score) best = { separator, score };
  }
  return best.separator;
}

function firstRows(head: string, separator: string): string[][] {
  for (const to of [20, 10, 5, 1]) {
    try {
      return parseNow(head, { ...optionsFor(separator, true), to });
    } catch {
      // The head may end inside a quoted cell; fewer rows will do then.
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
