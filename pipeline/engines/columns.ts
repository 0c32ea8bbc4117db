import type { ColumnType } from '../../connectors/streams.js';

/**
 * The values of a column as they are collected for {@link Engine.appendColumns}: numbers in one typed array, each different
 * text once. A million rows of a table take some tens of megabytes.
 */
export class ColumnBuffer {
  length = 0;
  /** Numbers, milliseconds, days since 1970, 0 and 1; for texts, where each stands in `texts`. */
  values = new Float64Array(1024);
  /** 1 where a row has no value. */
  nulls = new Uint8Array(1024);
  hasNulls = false;
  private readonly places = new Map<string, number>();

  constructor(readonly type: ColumnType) {}

  /** At least one, used or not. */
  get texts(): string[] {
    return this.places.size > 0 ? [...this.places.keys()] : [''];
  }

  /** A canonical value: `null` or `undefined` for none, times as `Date`, days as `YYYY-MM-DD`. */
  push(value: unknown): void {
    const row = this.length++;
    if (row === this.values.length) this.grow();
    if (value !== null && value !== undefined) this.values[row] = this.numberOf(value);
    else {
      this.nulls[row] = 1;
      this.hasNulls = true;
    }
  }

  private numberOf(value: unknown): number {
    switch (this.type) {
      case 'string': {
        const place = this.places.get(value as string);
        if (place !== undefined) return place;
        this.places.set(value as string, this.places.size);
        return this.places.size - 1;
      }
      case 'timestamp':
        return (value as Date).getTime();
      case 'date':
        return Math.round(Date.parse(`${value as string}T00:00:00Z`) / 86_400_000);
      default:
        return Number(value);
    }
  }

  private grow(): void {
    const values = new Float64Array(2 * this.values.length);
    values.set(this.values);
    this.values = values;
    const nulls = new Uint8Array(values.length);
    nulls.set(this.nulls);
    this.nulls = nulls;
  }
}
