import {
  type DuckDBDataChunk,
  type DuckDBDecimalType,
  type DuckDBListType,
  type DuckDBStructType,
  type DuckDBType,
  DuckDBTypeId,
  type DuckDBVector,
} from '@duckdb/node-api';
import {
  Binary,
  Bool,
  type Data,
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
  vectorFromArray,
} from 'apache-arrow';

type FixedWidth =
  | Int8Array
  | Int16Array
  | Int32Array
  | BigInt64Array
  | Uint8Array
  | Uint16Array
  | Uint32Array
  | BigUint64Array
  | Float32Array
  | Float64Array;

/** What the vectors of @duckdb/node-api hold at run time: the values as DuckDB laid them out, and one bit per valid row. */
interface RawVector {
  readonly items?: FixedWidth;
  /** Missing where a vector wraps another one (maps, unions). */
  readonly validity?: { readonly data: BigUint64Array | null };
}

/**
 * DuckDB types to Arrow types. 128-bit integers and decimals become doubles when they are results of sums (Arrow has no
 * 128-bit integer); anything without an Arrow twin travels as text.
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
      return new Float64();
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

/** One DuckDB chunk as one Arrow record batch. The bytes are copied: DuckDB reuses a chunk's memory. */
export function recordBatch(
  schema: Schema,
  types: readonly DuckDBType[],
  chunk: DuckDBDataChunk,
): RecordBatch {
  const length = chunk.rowCount;
  const children = types.map((type, index) =>
    columnData(schema.fields[index]!.type, type, chunk.getColumnVector(index), length),
  );
  return new RecordBatch(
    schema,
    makeData({ type: new Struct(schema.fields), length, nullCount: 0, children }),
  );
}

function columnData(arrow: DataType, type: DuckDBType, vector: DuckDBVector, length: number): Data {
  const raw = vector as unknown as RawVector;
  const { nullBitmap, nullCount } = validity(raw.validity?.data ?? null, length);
  switch (type.typeId) {
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
      return makeData({
        type: arrow as Int32,
        length,
        nullCount,
        nullBitmap,
        data: (raw.items as Int32Array).slice(0, length),
      });
    case DuckDBTypeId.BOOLEAN:
      return makeData({ type: arrow as Bool, length, nullCount, nullBitmap, data: bits(vector, length) });
    case DuckDBTypeId.VARCHAR:
      return textData(arrow as Utf8, vector, length, nullCount, nullBitmap);
    default: {
      const values = Array.from({ length }, (_, row) => plain(vector.getItem(row), type));
      return vectorFromArray(values, arrow).data[0] ?? makeData({ type: arrow as Null, length: 0 });
    }
  }
}

/** DuckDB marks valid rows with ones, least significant bit first, in 64-bit words: Arrow's layout. */
function validity(
  words: BigUint64Array | null,
  length: number,
): { nullBitmap: Uint8Array; nullCount: number } {
  if (words === null) return { nullBitmap: new Uint8Array(0), nullCount: 0 };
  const bytes = new Uint8Array(words.buffer, words.byteOffset, Math.ceil(length / 8)).slice();
  let valid = 0;
  for (let row = 0; row < length; row++) valid += (bytes[row >> 3]! >> (row & 7)) & 1;
  return valid === length
    ? { nullBitmap: new Uint8Array(0), nullCount: 0 }
    : { nullBitmap: bytes, nullCount: length - valid };
}

function bits(vector: DuckDBVector, length: number): Uint8Array {
  const packed = new Uint8Array(Math.ceil(length / 8));
  for (let row = 0; row < length; row++) {
    if (vector.getItem(row) === true) packed[row >> 3]! |= 1 << (row & 7);
  }
  return packed;
}

function textData(
  type: Utf8,
  vector: DuckDBVector,
  length: number,
  nullCount: number,
  nullBitmap: Uint8Array,
): Data<Utf8> {
  const valueOffsets = new Int32Array(length + 1);
  const texts: string[] = [];
  for (let row = 0; row < length; row++) {
    const text = vector.getItem(row) as string | null;
    if (text !== null) texts.push(text);
    valueOffsets[row + 1] = valueOffsets[row]! + (text === null ? 0 : Buffer.byteLength(text));
  }
  const data = new Uint8Array(Buffer.from(texts.join(''), 'utf8'));
  return makeData({ type, length, nullCount, nullBitmap, valueOffsets, data });
}

interface Wide {
  readonly value?: bigint;
  readonly scale?: number;
  readonly micros?: bigint;
  readonly days?: number;
  readonly items?: readonly unknown[];
  readonly entries?: Readonly<Record<string, unknown>>;
  readonly bytes?: Uint8Array;
}

/** A DuckDB value as apache-arrow's builders take it. */
function plain(value: unknown, type: DuckDBType): unknown {
  if (value === null || value === undefined) return null;
  switch (type.typeId) {
    case DuckDBTypeId.HUGEINT:
    case DuckDBTypeId.UHUGEINT:
      return Number(value as bigint);
    case DuckDBTypeId.DECIMAL:
      return Number((value as Wide).value ?? 0n) / 10 ** (type as DuckDBDecimalType).scale;
    case DuckDBTypeId.DATE:
      return new Date(((value as Wide).days ?? 0) * 86_400_000);
    case DuckDBTypeId.TIMESTAMP:
    case DuckDBTypeId.TIMESTAMP_TZ:
      return Number(((value as Wide).micros ?? 0n) / 1000n);
    case DuckDBTypeId.BLOB:
      return (value as Wide).bytes ?? null;
    case DuckDBTypeId.LIST:
      return ((value as Wide).items ?? []).map((item) => plain(item, (type as DuckDBListType).valueType));
    case DuckDBTypeId.STRUCT: {
      const { entryNames, entryTypes } = type as DuckDBStructType;
      const entries = (value as Wide).entries ?? {};
      return Object.fromEntries(
        entryNames.map((name, index) => [name, plain(entries[name], entryTypes[index]!)]),
      );
    }
    case DuckDBTypeId.BOOLEAN:
    case DuckDBTypeId.BIGINT:
    case DuckDBTypeId.UBIGINT:
    case DuckDBTypeId.INTEGER:
    case DuckDBTypeId.DOUBLE:
    case DuckDBTypeId.FLOAT:
      return value;
    default:
      return String(value);
  }
}
