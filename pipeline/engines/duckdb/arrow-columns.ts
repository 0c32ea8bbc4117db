import type { DuckDBDecimalType, DuckDBListType, DuckDBStructType, DuckDBType } from '@duckdb/node-api';
import bindings, { type Vector } from '@duckdb/node-bindings';
import {
  type Bool,
  type Data,
  type DataType,
  type Float64,
  type Int32,
  type List,
  makeData,
  type Null,
  type Struct,
  type Utf8,
  vectorFromArray,
} from 'apache-arrow';
import { type Column, isNull, nullsOf } from './arrow-nulls.js';
import { maxOffset, textData } from './arrow-text.js';
import { DuckDBTypeId, DuckDBVector } from './node-api.js';

/**
 * The first `length` rows of a DuckDB vector as an Arrow array. The bindings hand out copies of a vector's memory, so
 * numbers, days and times become Arrow's as they are; booleans, lists and wide numbers are repacked in one pass.
 */
export function columnData(type: DataType, duckdb: DuckDBType, vector: Vector, length: number): Data {
  const column = { type, length, ...nullsOf(vector, length) };
  switch (duckdb.typeId) {
    case DuckDBTypeId.TINYINT:
    case DuckDBTypeId.SMALLINT:
    case DuckDBTypeId.INTEGER:
    case DuckDBTypeId.BIGINT:
    case DuckDBTypeId.UTINYINT:
    case DuckDBTypeId.USMALLINT:
    case DuckDBTypeId.UINTEGER:
    case DuckDBTypeId.UBIGINT:
    case DuckDBTypeId.FLOAT:
    case DuckDBTypeId.DOUBLE:
    case DuckDBTypeId.DATE:
    case DuckDBTypeId.TIME:
    case DuckDBTypeId.TIMESTAMP:
    case DuckDBTypeId.TIMESTAMP_TZ:
      return fixedWidthData(column as Column<Int32>, vector);
    case DuckDBTypeId.BOOLEAN:
      return booleanData(column as Column<Bool>, vector);
    case DuckDBTypeId.HUGEINT:
    case DuckDBTypeId.UHUGEINT:
    case DuckDBTypeId.DECIMAL:
      return wideData(column as Column<Float64>, duckdb, vector);
    case DuckDBTypeId.SQLNULL:
      return makeData({ type: type as Null, length });
    case DuckDBTypeId.VARCHAR:
    case DuckDBTypeId.BLOB:
      return textData(column as Column<Utf8>, vector);
    case DuckDBTypeId.LIST:
      return listData(column as Column<List>, duckdb as DuckDBListType, vector);
    case DuckDBTypeId.STRUCT:
      return structData(column as Column<Struct>, duckdb as DuckDBStructType, vector);
    default:
      return printedData(column as Column<Utf8>, duckdb, vector);
  }
}

function fixedWidthData(column: Column<Int32>, vector: Vector): Data {
  const { ArrayType } = column.type; // the one that fits the type; all fixed-width types share this path
  const bytes = bindings.vector_get_data(vector, column.length * ArrayType.BYTES_PER_ELEMENT);
  return makeData({ ...column, data: new ArrayType(bytes.buffer, bytes.byteOffset, column.length) });
}

/** DuckDB spends a byte on a truth value, Arrow a bit. */
function booleanData(column: Column<Bool>, vector: Vector): Data {
  const bytes = bindings.vector_get_data(vector, column.length);
  const data = new Uint8Array(Math.ceil(column.length / 8));
  for (let row = 0; row < column.length; row++) data[row >> 3]! |= (bytes[row]! & 1) << (row & 7);
  return makeData({ ...column, data });
}

/** Integers of 128 bits, and decimals, which are integers of 16 to 128 bits with a scale, as doubles. */
function wideData(column: Column<Float64>, duckdb: DuckDBType, vector: Vector): Data {
  const { scale } = duckdb.typeId === DuckDBTypeId.DECIMAL ? (duckdb as DuckDBDecimalType) : { scale: 0 };
  const integerOf = wideIntegers(duckdb, vector, column.length);
  const power = Number(`1e${scale}`); // exact where `10 ** scale` may be off by a bit
  const data = new Float64Array(column.length);
  for (let row = 0; row < column.length; row++) data[row] = Number(integerOf(row)) / power;
  return makeData({ ...column, data });
}

/** The integer of a row; DuckDB stores a decimal in the narrowest one that holds its digits. */
function wideIntegers(duckdb: DuckDBType, vector: Vector, length: number): (row: number) => number | bigint {
  const digits = duckdb.typeId === DuckDBTypeId.DECIMAL ? (duckdb as DuckDBDecimalType).width : 38;
  const bits = digits <= 4 ? 16 : digits <= 9 ? 32 : digits <= 18 ? 64 : 128;
  const { buffer, byteOffset } = bindings.vector_get_data(vector, (length * bits) / 8);
  if (bits < 128) {
    const values: ArrayLike<number | bigint> =
      bits === 16
        ? new Int16Array(buffer, byteOffset, length)
        : bits === 32
          ? new Int32Array(buffer, byteOffset, length)
          : new BigInt64Array(buffer, byteOffset, length);
    return (row) => values[row]!;
  }
  const low = new BigUint64Array(buffer, byteOffset, length * 2);
  const high =
    duckdb.typeId === DuckDBTypeId.UHUGEINT ? low : new BigInt64Array(buffer, byteOffset, length * 2);
  return (row) => {
    const above = high[row * 2 + 1]!;
    return above === 0n ? low[row * 2]! : (above << 64n) | low[row * 2]!;
  };
}

/**
 * A list is an offset and a length into the items of all rows. Arrow keeps offsets only, so the items must lie in the
 * order of the rows, without holes; DuckDB writes result chunks that way.
 */
function listData(column: Column<List>, { valueType }: DuckDBListType, vector: Vector): Data {
  const { type, length, nullBitmap } = column;
  const { buffer, byteOffset } = bindings.vector_get_data(vector, length * 16);
  const entries = new BigUint64Array(buffer, byteOffset, length * 2);
  const items = bindings.list_vector_get_child(vector);
  const size = bindings.list_vector_get_size(vector);
  const valueOffsets = new Int32Array(length + 1);
  let end = 0;
  for (let row = 0; row < length; row++) {
    const count = isNull(nullBitmap, row) ? 0 : Number(entries[row * 2 + 1]);
    if (count > 0 && Number(entries[row * 2]) !== end) {
      throw new Error('the items of a list column do not lie in the order of its rows');
    }
    end += count;
    valueOffsets[row + 1] = end;
  }
  if (end > size || end > maxOffset) throw new RangeError(`${end} list items in one batch, ${size} at hand`);
  return makeData({ ...column, valueOffsets, child: columnData(type.valueType, valueType, items, end) });
}

function structData(column: Column<Struct>, { entryTypes }: DuckDBStructType, vector: Vector): Data {
  const children = column.type.children.map(({ type }, index) =>
    columnData(type, entryTypes[index]!, bindings.struct_vector_get_child(vector, index), column.length),
  );
  return makeData({ ...column, children });
}

/** The only path that makes a value of each row: types without an Arrow twin, as DuckDB prints them. */
function printedData({ type, length }: Column<Utf8>, duckdb: DuckDBType, vector: Vector): Data {
  const values = DuckDBVector.create(vector, length, duckdb).toArray();
  const texts = values.map((value) => (value === null ? null : String(value)));
  return vectorFromArray(texts, type).data[0] ?? makeData({ type, length: 0 });
}
