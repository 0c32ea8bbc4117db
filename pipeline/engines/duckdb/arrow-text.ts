import bindings, { type Vector } from '@duckdb/node-bindings';
import { type Data, makeData, type Utf8 } from 'apache-arrow';
import { type Column, isNull } from './arrow-nulls.js';

/** Arrow's offsets are signed 32-bit integers. */
export const maxOffset = 2 ** 31 - 1;

/** Bytes that fit into an entry; longer strings lie elsewhere. */
const inlined = 12;

/**
 * A text or blob column: its strings one after another, and where each begins.
 *
 * DuckDB keeps 16 bytes per string: its length, then the string itself or, beyond 12 bytes, its first 4 bytes and its
 * address. The bindings copy bytes from the address that an entry holds, at nearly a microsecond a call. So strings are
 * read by runs: where one begins exactly where the one before it ends, both are read at once. A read never touches a
 * byte that is not part of a string of this column.
 */
export function textData(column: Column<Utf8>, vector: Vector): Data {
  const { length, nullBitmap } = column;
  const entries = bindings.vector_get_data(vector, length * 16);
  const words = new Uint32Array(entries.buffer, entries.byteOffset, length * 4);
  const valueOffsets = new Int32Array(length + 1);
  let total = 0;
  for (let row = 0; row < length; row++) {
    if (isNull(nullBitmap, row)) words[row * 4] = 0; // what a null's entry holds means nothing
    total += words[row * 4]!;
    if (total > maxOffset) throw new RangeError('more than 2 GiB of text in one column of a batch');
    valueOffsets[row + 1] = total;
  }

  const data = new Uint8Array(total);
  let run: Uint8Array = new Uint8Array(0);
  let runStart = 0;
  for (let row = 0; row < length; row++) {
    const size = words[row * 4]!;
    const target = valueOffsets[row]!;
    if (size <= inlined) {
      const source = row * 16 + 4;
      for (let index = 0; index < size; index++) data[target + index] = entries[source + index]!;
      continue;
    }
    const address = addressOf(words, row);
    if (address < runStart || address + size > runStart + run.length) {
      runStart = address;
      run = bindings.get_data_from_pointer(
        entries.buffer as ArrayBuffer,
        entries.byteOffset + row * 16 + 8,
        runLength(words, row),
      );
    }
    data.set(run.subarray(address - runStart, address - runStart + size), target);
  }
  return makeData({ ...column, valueOffsets, data });
}

/**
 * Bytes from the string of `row` to the end of the last one that follows without a gap, in entries of four 32-bit words;
 * strings that an entry holds itself are passed over.
 */
export function runLength(words: Uint32Array, row: number): number {
  const start = addressOf(words, row);
  let end = start + words[row * 4]!;
  for (let next = row + 1; next * 4 < words.length; next++) {
    const size = words[next * 4]!;
    if (size <= inlined) continue;
    if (addressOf(words, next) !== end) break;
    end += size;
  }
  return end - start;
}

/** Addresses of a process fit 48 bits, so a double holds them exactly. */
function addressOf(words: Uint32Array, row: number): number {
  return words[row * 4 + 3]! * 2 ** 32 + words[row * 4 + 2]!;
}
