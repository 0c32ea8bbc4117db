import { contentOf } from './content.js';
import type { Row, Table } from './table.js';

/** A table that lies on its side has a row per field; no more are looked at. */
const mostFields = 100;

/**
 * Some tables lie on their side, a post in every column: they are told by a row of nothing but ids among the first two. Then
 * rows and columns change places, and columns are called by their place and what they hold, `column 1 (id)`; `null` for any
 * other table.
 */
export async function onItsSide(
  first: readonly (readonly string[])[],
  all: () => AsyncIterable<Row>,
): Promise<Pick<Table, 'columns' | 'rows' | 'why'> | null> {
  const start = first.slice(0, 2).findIndex(isRowOfIds);
  if (start < 0 || first.slice(start + 1).some(isRowOfIds)) return null;
  const fields: (readonly string[])[] = [];
  let position = 0;
  for await (const { cells } of all()) {
    if (position >= start) fields.push(cells);
    if (fields.length > mostFields) return null;
    position += 1;
  }
  if (fields.length < 2) return null;
  const [ids = []] = fields;
  const posts = ids.map(
    (_, post): Row => ({ line: post + 1, cells: fields.map((field) => field[post] ?? '') }),
  );
  const columns = fields.map((field, index) => {
    const [content = 'nothing'] = field.map(contentOf).filter((one) => one !== 'nothing');
    const isText = field.some((cell) => contentOf(cell) === 'text');
    return `column ${index + 1} (${isText ? 'text' : content})`;
  });
  const why = [`the table lies on its side: a post in each of ${posts.length} columns`];
  async function* rows(): AsyncGenerator<Row> {
    yield* posts;
  }
  return { columns, rows, why };
}

function isRowOfIds(row: readonly string[]): boolean {
  return row.length > 2 && row.every((cell) => contentOf(cell) === 'id');
}
