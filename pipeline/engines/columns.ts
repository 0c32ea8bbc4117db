import type { ColumnType } from '../../connectors/streams.js';

/** A column with more different texts than this keeps each row's own. */
const dictionaryLimit = 1_000;

/**
 * The values of a column as they are collected for {@link Engine.appendTable}: numbers in one typed array; texts by their place
 * in a dictionary, as long as they repeat.
 */
export class ColumnBuffer {
  /** Numbers, milliseconds, days since 1970, 0 and 1; for texts with a dictionary, where each stands in it. */
  values = new Float64Array(1024);
  /** 1 where a row has a value. */
  known = new Uint8Array(1024);
  /** Rows that have a value. */
  knownRows = 0;
  private places: Map<string, number> | null;
  private texts: string[] = [];
  private lastText: string | null = null;
  private lastPlace = 0;

  constructor(readonly type: ColumnType) {
    this.places = type === 'string' ? new Map() : null;
  }

  /** The different texts; `null` when there are too many of them. */
  get dictionary(): readonly string[] | null {
    return this.places ? this.texts : null;
  }

  /** The text of a row that has one, where there is no dictionary. */
  textOf(row: number): string {
    return this.texts[row]!;
  }

  /**
   * A canonical value: `null` or `undefined` for none, times as `Date`, days as `YYYY-MM-DD`. Rows that are passed over have none;
   * a row is set once, and after those before it.
   */
  set(row: number, value: unknown): void {
    if (value === null || value === undefined) return;
    this.reserve(row + 1);
    this.known[row] = 1;
    this.knownRows += 1;
    if (this.type === 'string') this.setText(row, value as string);
    else this.values[row] = numberOf(this.type, value);
  }

  /** Makes room for so many rows. */
  reserve(rows: number): void {
    if (rows <= this.values.length) return;
    const capacity = Math.max(rows, 2 * this.values.length);
    const values = new Float64Array(capacity);
    values.set(this.values);
    this.values = values;
    const known = new Uint8Array(capacity);
    known.set(this.known);
    this.known = known;
  }

  private setText(row: number, text: string): void {
    if (!this.places) {
      while (this.texts.length < row) this.texts.push('');
      this.texts[row] = storable(text);
      return;
    }
    if (text !== this.lastText) {
      this.lastText = text;
      this.lastPlace = this.places.get(text) ?? this.newPlace(text);
    }
    this.values[row] = this.lastPlace;
    if (this.texts.length > dictionaryLimit) this.dropDictionary(row);
  }

  /** Texts that are stored as the same one stand in the same place. */
  private newPlace(text: string): number {
    const places = this.places!;
    const stored = storable(text);
    let place = stored === text ? undefined : places.get(stored);
    if (place === undefined) {
      place = this.texts.push(stored) - 1;
      places.set(stored, place);
    }
    places.set(text, place);
    return place;
  }

  private dropDictionary(last: number): void {
    const { texts, values, known } = this;
    this.texts = Array.from({ length: last + 1 }, (_, row) => (known[row] === 1 ? texts[values[row]!]! : ''));
    this.places = null;
  }
}

/** Half a pair of UTF-16 has no UTF-8, and a text ends at NUL: DuckDB dies of an enumeration in which such texts are the same. */
function storable(text: string): string {
  const whole = text.toWellFormed();
  return whole.includes('\0') ? whole.replaceAll('\0', '') : whole;
}

function numberOf(type: ColumnType, value: unknown): number {
  switch (type) {
    case 'timestamp':
      return (value as Date).getTime();
    case 'date':
      return Math.round(Date.parse(`${value as string}T00:00:00Z`) / 86_400_000);
    default:
      return Number(value);
  }
}

/** Rows as they are collected for a table: each column by its name. */
export class TableBuffer {
  rows = 0;
  private readonly byName: ReadonlyMap<string, ColumnBuffer>;

  constructor(columns: readonly { readonly name: string; readonly type: ColumnType }[]) {
    this.byName = new Map(columns.map(({ name, type }) => [name, new ColumnBuffer(type)]));
  }

  /** Sets a value of the last row that was begun; see {@link ColumnBuffer.set}. */
  set(name: string, value: unknown): void {
    this.byName.get(name)!.set(this.rows - 1, value);
  }

  /** Whether the last row that was begun has a value there. */
  has(name: string): boolean {
    return this.byName.get(name)!.known[this.rows - 1] === 1;
  }

  /** Begins a row; what is not set has no value. */
  begin(): void {
    this.rows += 1;
  }

  /** All columns, in the order given. */
  columns(): ColumnBuffer[] {
    const columns = [...this.byName.values()];
    for (const column of columns) column.reserve(this.rows);
    return columns;
  }
}
