import type { Row } from './table.js';
import { StrayQuote, UnreadableRow } from './unreadable-row.js';

/** The largest row that is read, in characters. A stray quote would otherwise swallow the rest of a file into memory. */
const largestRow = 8 * 1024 * 1024;

const separators = [',', ';', '\t', '|'] as const;

/**
 * The rows of separated text, header included, with the line on which each begins. Quoted cells may hold line breaks;
 * rows end with LF, CR or CRLF; empty lines are no rows.
 *
 * @throws StrayQuote for a quote that is not doubled, unless `strayQuotes`; then it is kept as text, and a row may have
 * swallowed the next ones ({@link mayHaveSwallowed}).
 * @throws UnreadableRow when a quote is never closed or a row is larger than 8 Mi characters.
 */
export async function* csvRows(
  text: AsyncIterable<string>,
  separator: string,
  strayQuotes: boolean,
): AsyncGenerator<Row> {
  const cutter = new RowCutter(separator, strayQuotes);
  for await (const chunk of text) {
    cutter.add(chunk);
    for (let row = cutter.next(); row; row = cutter.next()) yield row;
  }
  cutter.end();
  for (let row = cutter.next(); row; row = cutter.next()) yield row;
}

/**
 * True for a row, read with `strayQuotes`, in which a quoted cell with line breaks ended at a stray quote: what follows
 * the break may be rows of their own. Such a cell keeps its opening quote.
 */
export function mayHaveSwallowed(cells: readonly string[]): boolean {
  return cells.some((cell) => cell.startsWith('"') && /[\r\n]/.test(cell));
}

/** A separator, and how it was found. */
export interface Separator {
  readonly separator: string;
  readonly why: string;
}

/**
 * The separator of a text, from its first rows: what `sep=;` in its first line says, else the one that brings out a
 * header that `isHeader` knows, else the one that cuts most rows into as many cells as the first, and among equals
 * the one that gives most cells.
 */
export function separatorOf(head: string, isHeader: (cells: readonly string[]) => boolean): Separator {
  const stated = head.match(/^sep=([^\w\r\n" ])(?:\r\n|\n|\r)/i)?.[1];
  if (stated) return { separator: stated, why: 'the first line says so' };
  let best = { separator: ',', why: 'the usual one; the first rows show no other', score: 0 };
  for (const separator of separators) {
    const rows = firstRows(head, separator);
    if (rows.slice(0, 10).some(isHeader)) return { separator, why: 'it brings out a known header' };
    const width = rows[0]?.length ?? 0;
    if (width < 2) continue;
    const even = rows.filter((row) => row.length === width).length;
    const score = even / rows.length + Math.min(width, 1000) / 1001;
    const why = `it cuts ${even} of the first ${rows.length} rows into ${width} cells`;
    if (score > best.score) best = { separator, why, score };
  }
  return best;
}

/** The head may end inside a row, which does not count then. */
function firstRows(head: string, separator: string): (readonly string[])[] {
  const cutter = new RowCutter(separator, true);
  const rows: (readonly string[])[] = [];
  cutter.add(head);
  while (rows.length < 20) {
    const row = cutter.next();
    if (!row) break;
    rows.push(row.cells);
  }
  if (rows.length > 0) return rows;
  cutter.end();
  try {
    const row = cutter.next();
    return row ? [row.cells] : [];
  } catch {
    return []; // a quote that is open to the end
  }
}

const quote = 34;
const lineFeed = 10;
const carriageReturn = 13;

/** Cuts text that comes in chunks into rows; holds no more of it than the row that is not whole yet. */
class RowCutter {
  readonly #separator: number;
  /** No character that ends a cell is above it. */
  readonly #highest: number;
  readonly #strayQuotes: boolean;
  #text = '';
  /** Where the next row begins in the text. */
  #at = 0;
  #line = 1;
  #ended = false;
  /** A row that is not whole is looked at again when there is this much of it: twice of what there was. */
  #enough = 0;
  #cells: string[] = [];
  #breaks = 0;

  constructor(separator: string, strayQuotes: boolean) {
    this.#separator = separator.charCodeAt(0);
    this.#highest = Math.max(this.#separator, quote);
    this.#strayQuotes = strayQuotes;
  }

  add(chunk: string): void {
    this.#text = this.#at === 0 ? this.#text + chunk : this.#text.slice(this.#at) + chunk;
    this.#at = 0;
  }

  end(): void {
    this.#ended = true;
  }

  /** The next row; `null` when the text does not hold a whole one (yet). */
  next(): Row | null {
    const text = this.#text;
    this.#skipEmptyLines();
    if (this.#at >= text.length) return null;
    if (!this.#ended && text.length - this.#at < this.#enough) return null;
    this.#cells = [];
    this.#breaks = 0;
    const end = this.#cut(this.#at);
    const size = (end < 0 ? text.length : end) - this.#at;
    if (size > largestRow)
      throw new UnreadableRow(
        `the row that begins on line ${this.#line} is larger than 8 million characters`,
      );
    if (end < 0) {
      this.#enough = 2 * size;
      return null;
    }
    this.#enough = 0;
    const row = { line: this.#line, cells: this.#cells };
    this.#at = end;
    this.#line += this.#breaks;
    return row;
  }

  #skipEmptyLines(): void {
    const text = this.#text;
    for (;;) {
      const code = text.charCodeAt(this.#at);
      if (code === lineFeed) this.#at += 1;
      else if (code === carriageReturn) {
        if (this.#at + 1 === text.length && !this.#ended) return;
        this.#at += text.charCodeAt(this.#at + 1) === lineFeed ? 2 : 1;
      } else return;
      this.#line += 1;
    }
  }

  /** Cuts the row that begins at `at` into cells; returns where the next begins, or -1 when it is not whole. */
  #cut(at: number): number {
    for (;;) {
      const end = this.#text.charCodeAt(at) === quote ? this.#quoted(at) : this.#bare(at, at, '');
      if (end < 0) return -1;
      const { length } = this.#text;
      if (end >= length) return this.#ended ? length : -1;
      const code = this.#text.charCodeAt(end);
      if (code === this.#separator) {
        at = end + 1;
        continue;
      }
      this.#breaks += 1;
      if (code === lineFeed) return end + 1;
      if (end + 1 === length) return this.#ended ? length : -1;
      return this.#text.charCodeAt(end + 1) === lineFeed ? end + 2 : end + 1;
    }
  }

  /** A cell without quotes around it, or the rest of one from `from` on; returns where it ends. */
  #bare(at: number, from: number, before: string): number {
    const text = this.#text;
    const [separator, highest] = [this.#separator, this.#highest];
    for (let index = from; index < text.length; index += 1) {
      const code = text.charCodeAt(index);
      if (code > highest) continue;
      if (code === separator || code === lineFeed || code === carriageReturn) {
        this.#cells.push(before + text.slice(at, index));
        return index;
      }
      if (code === quote && !this.#strayQuotes) throw this.#stray();
    }
    this.#cells.push(before + text.slice(at));
    return text.length;
  }

  /** A cell whose opening quote is at `at`; returns where it ends, or -1 when it does not. */
  #quoted(at: number): number {
    const text = this.#text;
    const begin = at + 1;
    let isDoubled = false;
    for (let index = text.indexOf('"', begin); ; index = text.indexOf('"', index + 2)) {
      if (index < 0) return this.#open();
      const after = index + 1;
      if (after === text.length && !this.#ended) return -1;
      const code = text.charCodeAt(after);
      if (code === quote) {
        isDoubled = true;
        continue;
      }
      const raw = text.slice(begin, index);
      const value = isDoubled ? raw.replaceAll('""', '"') : raw;
      this.#breaks += breaksIn(value);
      if (after === text.length || code === this.#separator || code === lineFeed || code === carriageReturn) {
        this.#cells.push(value);
        return after;
      }
      if (!this.#strayQuotes) throw this.#stray();
      return this.#bare(index, after, `"${value}`);
    }
  }

  #open(): number {
    if (!this.#ended) return -1;
    throw new UnreadableRow(`the row that begins on line ${this.#line} opens a quote that is never closed`);
  }

  #stray(): StrayQuote {
    return new StrayQuote(`the row that begins on line ${this.#line} has a quote that is not doubled`);
  }
}

/** Line breaks as an editor counts them: CRLF is one. */
function breaksIn(text: string): number {
  let breaks = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) breaks += 1;
  for (let at = text.indexOf('\r'); at >= 0; at = text.indexOf('\r', at + 1)) {
    if (text.charCodeAt(at + 1) !== lineFeed) breaks += 1;
  }
  return breaks;
}
