import { type Data, type DataType, type Table, Type, Vector } from 'apache-arrow';

/** A column's batch as plain values. */
export type Values = unknown[];

/** What becomes of a 64-bit integer. */
export type Whole = (value: bigint) => unknown;

/**
 * Arrow's values as plain ones: instants as `Date`, days as `YYYY-MM-DD`, times as `HH:MM:SS`, lists as arrays, structs as
 * objects, else text; null where there is none.
 */
export function plainValues(data: Data, whole: Whole): Values {
  const valueAt = reader(data, whole);
  // the memory of a row that is null holds anything
  return Array.from({ length: data.length }, (_, row) => (data.getValid(row) ? valueAt(row) : null));
}

/** A column of a table as one array. */
export function columnValues(table: Table, index: number, whole: Whole): Values {
  const values: Values = new Array(table.numRows);
  let row = 0;
  for (const batch of table.batches) {
    for (const value of plainValues(batch.data.children[index]!, whole)) values[row++] = value;
  }
  return values;
}

/** A number, which no integer beyond 2^53 can be. @throws RangeError that names the column. */
export function exactNumber(column: string): Whole {
  return (value) => {
    const number = Number(value);
    if (!Number.isSafeInteger(number))
      throw new RangeError(`column ${column} holds ${value}, beyond 2^53; cast it to varchar`);
    return number;
  };
}

/** Reads a row that is not null, from the memory of the column where that holds numbers. */
function reader(data: Data, whole: Whole): (row: number) => unknown {
  const { typeId, values } = data;
  switch (typeId) {
    case Type.Int:
      return values instanceof BigInt64Array || values instanceof BigUint64Array
        ? (row) => whole(values[row]!)
        : (row) => (values as Int32Array)[row];
    case Type.Float:
      return (row) => (values as Float64Array)[row];
    case Type.Timestamp:
      return (row) => new Date(Number((values as BigInt64Array)[row]! / 1000n));
    case Type.Date:
      return (row) => dayText((values as Int32Array)[row]! * 86_400_000);
    default: {
      const vector = new Vector([data]);
      return (row) => plain(vector.get(row), data.type, whole);
    }
  }
}

/** A value inside a list or struct, or one of a rarer type. */
function plain(value: unknown, type: DataType, whole: Whole): unknown {
  if (value === null || value === undefined) return null;
  switch (type.typeId) {
    case Type.Int:
      return typeof value === 'bigint' ? whole(value) : value;
    case Type.Timestamp:
      return new Date(Number(value));
    case Type.Date:
      return dayText(Number(value));
    case Type.Time:
      return new Date(Number((value as bigint) / 1000n)).toISOString().slice(11, 19);
    case Type.List: {
      const [item] = type.children;
      return Array.from(value as Iterable<unknown>, (each) => plain(each, item!.type, whole));
    }
    case Type.Struct:
      return Object.fromEntries(
        type.children.map(({ name, type: own }) => [
          name,
          plain((value as Record<string, unknown>)[name], own, whole),
        ]),
      );
    default:
      return value;
  }
}

function dayText(milliseconds: number): string | null {
  const day = new Date(milliseconds);
  return Number.isNaN(day.getTime()) ? null : day.toISOString().slice(0, 10);
}
