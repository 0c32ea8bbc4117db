import type { DuckDBConnection, DuckDBType } from '@duckdb/node-api';
import bindings, { type Vector } from '@duckdb/node-bindings';
import type { ColumnBuffer, TableBuffer } from '../columns.js';
import { BOOLEAN, DuckDBDataChunk, ENUM, VARCHAR } from './node-api.js';
import { columnTypes } from './types.js';

const chunkRows = 2048;

/**
 * Appends rows to a table, whose columns are those of the buffer. Columns are copied whole; each call of the binding costs more
 * than the value that it carries, so texts that repeat travel once each, as the values of an enumeration, and as numbers
 * in the rows: DuckDB turns them into text again.
 */
export async function appendRows(
  connection: DuckDBConnection,
  table: { readonly schema: string; readonly name: string },
  buffer: TableBuffer,
): Promise<void> {
  const { rows } = buffer;
  if (rows === 0) return;
  const columns = buffer.columns();
  const appender = await connection.createAppender(table.name, table.schema);
  try {
    const chunk = DuckDBDataChunk.create(columns.map(typeOf));
    for (let start = 0; start < rows; start += chunkRows) {
      const count = Math.min(chunkRows, rows - start);
      chunk.reset(); // lets go of the texts of the rows before
      chunk.rowCount = count;
      for (const [index, column] of columns.entries())
        fill(bindings.data_chunk_get_vector(chunk.chunk, index), column, rows, start, count);
      appender.appendDataChunk(chunk);
    }
    appender.flushSync();
  } finally {
    appender.closeSync();
  }
}

function typeOf({ type, dictionary, knownRows }: ColumnBuffer): DuckDBType {
  if (knownRows === 0) return BOOLEAN; // the cheapest of all that can be null
  if (type !== 'string') return columnTypes[type];
  return dictionary ? ENUM(dictionary) : VARCHAR;
}

/** Writes rows of a column of `rows` to a vector that is empty. */
function fill(vector: Vector, column: ColumnBuffer, rows: number, start: number, count: number): void {
  if (column.knownRows < rows) {
    const mask = validity(column, start, count);
    bindings.vector_ensure_validity_writable(vector);
    bindings.copy_data_to_vector_validity(vector, 0, mask.buffer, 0, mask.byteLength);
    if (column.knownRows === 0) return;
  }
  if (column.type === 'string' && !column.dictionary) {
    for (let row = start; row < start + count; row++) {
      if (column.known[row] === 1)
        bindings.vector_assign_string_element(vector, row - start, column.textOf(row));
    }
    return;
  }
  const { buffer, byteOffset, byteLength } = valuesOf(column, start, count);
  bindings.copy_data_to_vector(vector, 0, buffer as ArrayBuffer, byteOffset, byteLength);
}

/** As DuckDB keeps it: a bit per row, set where there is a value. */
function validity({ known }: ColumnBuffer, start: number, count: number): Uint8Array<ArrayBuffer> {
  const mask = new Uint8Array(Math.ceil(count / 64) * 8);
  for (let row = 0; row < count; row++) mask[row >> 3]! |= known[start + row]! << (row & 7);
  return mask;
}

/** As DuckDB keeps them. */
function valuesOf({ type, values, dictionary }: ColumnBuffer, start: number, count: number): ArrayBufferView {
  const numbers = values.subarray(start, start + count);
  switch (type) {
    case 'number':
      return numbers;
    case 'integer':
      return bigIntegers(numbers, 1);
    case 'timestamp':
      return bigIntegers(numbers, 1000); // milliseconds to microseconds
    case 'date':
      return Int32Array.from(numbers);
    case 'boolean':
      return Uint8Array.from(numbers);
    case 'string':
      // DuckDB gives an enumeration a byte as long as its size is below 2^8
      return dictionary!.length < 256 ? Uint8Array.from(numbers) : Uint16Array.from(numbers);
  }
}

/** Whole numbers as 64 bits each, without a BigInt for each. */
function bigIntegers(numbers: Float64Array, factor: number): Int32Array {
  const halves = new Int32Array(2 * numbers.length);
  for (let row = 0; row < numbers.length; row++) {
    const number = numbers[row]! * factor;
    if (!Number.isSafeInteger(number)) throw new RangeError(`${number} is not a whole number below 2^53`);
    halves[2 * row] = number % 2 ** 32;
    halves[2 * row + 1] = Math.floor(number / 2 ** 32);
  }
  return halves;
}
