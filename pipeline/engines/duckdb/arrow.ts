import type { DuckDBDataChunk, DuckDBListType, DuckDBStructType, DuckDBType } from '@duckdb/node-api';
import bindings from '@duckdb/node-bindings';
import {
  Binary,
  Bool,
  type DataType,
  DateDay,
  Field,
  Float32,
  Float64,
  Int8,
  Int16,
  Int32,
  Int64,
  List,
  makeData,
  Null,
  RecordBatch,
  Schema,
  Struct,
  TimeMicrosecond,
  TimestampMicrosecond,
  Uint8,
  Uint16,
  Uint32,
  Uint64,
  Utf8,
} from 'apache-arrow';
import { columnData } from './arrow-columns.js';
import { DuckDBTypeId } from './node-api.js';

/**
 * DuckDB types to Arrow types. 128-bit integers and decimals become doubles (Arrow has no 128-bit integer, and they are
 * results of sums); anything without an Arrow twin travels as text.
 */
export function arrowType(type: DuckDBType): DataType {
  switch (type.typeId) {
    case DuckDBTypeId.SQLNULL:
      return new Null();
    case DuckDBTypeId.BOOLEAN:
      return new Bool();
    case DuckDBTypeId.TINYINT:
      return new Int8();
    case DuckDBTypeId.SMALLINT:
      return new Int16();
    case DuckDBTypeId.INTEGER:
      return new Int32();
    case DuckDBTypeId.BIGINT:
      return new Int64();
    case DuckDBTypeId.UTINYINT:
      return new Uint8();
    case DuckDBTypeId.USMALLINT:
      return new Uint16();
    case DuckDBTypeId.UINTEGER:
      return new Uint32();
    case DuckDBTypeId.UBIGINT:
      return new Uint64();
    case DuckDBTypeId.FLOAT:
      return new Float32();
    case DuckDBTypeId.DOUBLE:
    case DuckDBTypeId.HUGEINT:
    case DuckDBTypeId.UHUGEINT:
    case DuckDBTypeId.DECIMAL:
      return new Float64();
    case DuckDBTypeId.DATE:
      return new DateDay();
    case DuckDBTypeId.TIME:
      return new TimeMicrosecond();
    case DuckDBTypeId.TIMESTAMP:
      return new TimestampMicrosecond();
    case DuckDBTypeId.TIMESTAMP_TZ:
      return new TimestampMicrosecond('UTC');
    case DuckDBTypeId.BLOB:
      return new Binary();
    case DuckDBTypeId.LIST:
      return new List(new Field('item', arrowType((type as DuckDBListType).valueType), true));
    case DuckDBTypeId.STRUCT: {
      const { entryNames, entryTypes } = type as DuckDBStructType;
      return new Struct(
        entryNames.map((name, index) => new Field(name, arrowType(entryTypes[index]!), true)),
      );
    }
    default:
      return new Utf8();
  }
}

export function arrowSchema(names: readonly string[], types: readonly DuckDBType[]): Schema {
  return new Schema(names.map((name, index) => new Field(name, arrowType(types[index]!), true)));
}

/**
 * One DuckDB chunk as one Arrow record batch. It holds copies: DuckDB frees a chunk's memory.
 * @throws RangeError when a column's text, or the items of its lists, exceed 2 GiB.
 */
export function recordBatch(
  schema: Schema,
  types: readonly DuckDBType[],
  { chunk, rowCount: length }: DuckDBDataChunk,
): RecordBatch {
  const children = types.map((type, index) =>
    columnData(schema.fields[index]!.type, type, bindings.data_chunk_get_vector(chunk, index), length),
  );
  return new RecordBatch(
    schema,
    makeData({ type: new Struct(schema.fields), length, nullCount: 0, children }),
  );
}
