import bindings, { type Vector } from '@duckdb/node-bindings';
import type { DataType } from 'apache-arrow';

/** What every column starts from: its Arrow type and its null rows. */
export interface Column<Type extends DataType> {
  readonly type: Type;
  readonly length: number;
  readonly nullCount: number;
  /** One bit per row, least significant first, one means valid; empty when no row is null. */
  readonly nullBitmap: Uint8Array;
}

/** The null rows of a vector; DuckDB's mask has Arrow's layout. */
export function nullsOf(vector: Vector, length: number): Pick<Column<DataType>, 'nullBitmap' | 'nullCount'> {
  // DuckDB masks in words of 64 rows, and gives no mask when it knows of no null
  const mask = bindings.vector_get_validity(vector, Math.ceil(length / 64) * 8) as
    | Uint8Array
    | null
    | undefined;
  if (!mask) return { nullBitmap: new Uint8Array(0), nullCount: 0 };
  const nullBitmap = mask.subarray(0, Math.ceil(length / 8));
  if (length % 8 !== 0) nullBitmap[length >> 3]! &= (1 << (length % 8)) - 1; // bits beyond the last row mean nothing
  const nullCount = length - ones(nullBitmap);
  return nullCount === 0 ? { nullBitmap: new Uint8Array(0), nullCount } : { nullBitmap, nullCount };
}

export function isNull(nullBitmap: Uint8Array, row: number): boolean {
  return nullBitmap.length > 0 && ((nullBitmap[row >> 3]! >> (row & 7)) & 1) === 0;
}

function ones(bytes: Uint8Array): number {
  let count = 0;
  for (let byte of bytes) {
    for (; byte !== 0; byte &= byte - 1) count += 1;
  }
  return count;
}
