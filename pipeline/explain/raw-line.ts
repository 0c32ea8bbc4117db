import { join } from 'node:path';
import type { Connector, Item, Page } from '../../connectors/contract.js';
import { type StreamDeclaration, type StreamName, streams } from '../../connectors/streams.js';
import type { Home } from '../home.js';
import { fromLine } from '../landing/envelope.js';
import { linesOfGzip } from '../landing/lines.js';
import type { Cell } from '../marts.js';
import { type Excerpt, excerptOf } from './excerpt.js';

/** A row of landing: where it lies in raw, and what tells it from others. */
export interface LandedRow {
  readonly stream: StreamName;
  /** The columns of the stream's primary key, and the one that is explained. */
  readonly values: Readonly<Record<string, Cell>>;
  readonly raw_file: string;
  readonly line: number;
}

/** What a raw line says, read again. */
export interface RawRecord {
  /** The request of the page, without secrets, as it was stored. */
  readonly request: Readonly<Record<string, unknown>>;
  readonly status: number;
  readonly connection: string;
  /** The record's item as the source calls it: an API id, `line 7` of a file. */
  readonly ref: string;
  /** The item's place among those of its line, from 1, and how many there are. */
  readonly item: number;
  readonly items: number;
  /** The column's value, parsed again. */
  readonly value: Cell;
  /** The part of the answer that holds the value; `null` when none does alone. */
  readonly excerpt: Excerpt | null;
}

/** Reads a raw line again through its connector and finds a row's record in it; a text says why it cannot. */
export async function rereadRow(
  home: Home,
  connectors: readonly Connector[],
  row: LandedRow,
  column: string,
): Promise<RawRecord | string> {
  const content = await lineAt(join(home.raw, row.raw_file), row.line);
  if (content === null) return 'the raw file is missing, damaged or shorter than that';
  let page: Page;
  let items: Item[];
  let connector: Connector | undefined;
  try {
    page = fromLine(content);
    connector = connectors.find(({ name }) => name === page.source);
    if (!connector) return `there is no connector "${page.source}" to read the line with`;
    items = connector.parse(page);
  } catch (error) {
    return `the line cannot be read: ${error instanceof Error ? error.message : String(error)}`;
  }
  const { primaryKey }: StreamDeclaration = streams[row.stream];
  // of records with one key the last is the one that landing keeps
  for (const [index, item] of [...items.entries()].reverse()) {
    if ('reject' in item) continue;
    const place = item.records.findLastIndex(
      ({ stream, values }) =>
        stream === row.stream &&
        primaryKey.every((name) => isSame((values as Values)[name], row.values[name] ?? null)),
    );
    if (place < 0) continue;
    const valueIn = (other: readonly Item[]): Cell | undefined => {
      const again = other[index];
      return again && 'records' in again
        ? (again.records[place]?.values as Values | undefined)?.[column]
        : undefined;
    };
    const value = valueIn(items) ?? null;
    const { request, status, connection } = page;
    const parse = connector.parse.bind(connector);
    const excerpt = excerptOf(page, { ref: item.ref, index, items: items.length, value }, (body) =>
      valueIn(parse({ ...page, body })),
    );
    return {
      request,
      status,
      connection,
      ref: item.ref,
      item: index + 1,
      items: items.length,
      value,
      excerpt,
    };
  }
  return 'the line no longer holds this record';
}

type Values = Readonly<Record<string, Cell>>;

export function isSame(a: Cell | undefined, b: Cell | undefined): boolean {
  return a instanceof Date && b instanceof Date ? a.getTime() === b.getTime() : (a ?? null) === (b ?? null);
}

/** A line of a gzipped file, from 1; `null` when it cannot be read. */
async function lineAt(path: string, number: number): Promise<string | null> {
  let line = 0;
  try {
    for await (const content of await linesOfGzip(path)) {
      line += 1;
      if (line === number) return content;
    }
  } catch {
    // a missing or damaged file has no such line
  }
  return null;
}
