import { SourceError } from '../errors.js';
import * as cells from './cells.js';
import { type Clock, ClockEvidence, type StatedZone } from './clock.js';
import { type DateFormat, formatsOf, readMoment } from './dates.js';
import type { Kind } from './kinds/kind.js';
import { mappedTable } from './kinds/table.js';
import type { Field } from './layout.js';

/** Collects what one column of times shows about its format and its clock. */
export class TimeColumn {
  readonly #counts = new Map<DateFormat, number>();
  readonly #evidence = new Map<DateFormat, ClockEvidence>();
  #values = 0;
  #first: string | null = null;
  /** A value that means two different days. */
  #ambiguous: string | null = null;
  #zoneless = false;
  #timed = false;

  constructor(
    readonly field: Field,
    readonly stated: StatedZone | null,
    readonly fallback: string,
  ) {}

  add(cell: string, shortcode: string | null): void {
    if (cells.isAbsent(cell)) return;
    this.#values += 1;
    this.#first ??= cell;
    const format = this.field.use.format;
    const walls = new Set<number>();
    for (const candidate of format ? [format] : formatsOf(cell)) {
      const moment = readMoment(cell, candidate);
      if (!moment) continue;
      walls.add(moment.wall);
      this.#counts.set(candidate, (this.#counts.get(candidate) ?? 0) + 1);
      if (moment.offset === null) this.#zoneless = true;
      if (moment.timed) this.#timed = true;
      if (shortcode === null) continue;
      let evidence = this.#evidence.get(candidate);
      if (!evidence) {
        const zones = new Set([this.fallback, ...(this.stated === null ? [] : [this.stated.zone])]);
        evidence = new ClockEvidence([...zones]);
        this.#evidence.set(candidate, evidence);
      }
      evidence.add(moment, shortcode);
    }
    if (walls.size > 1) this.#ambiguous ??= cell;
  }

  /**
   * Decides the format: the stated one, else the one that reads most values. Day first or month first: by impossible
   * values, else by the upload days in the permalinks, else as files of the kind usually are.
   *
   * @throws SourceError of kind `input` when nothing decides, or when a mapped column holds no dates.
   */
  format(file: string, usual: DateFormat, kind: Kind): DateFormat {
    if (this.field.use.format) return this.field.use.format;
    const [best, second] = [...this.#counts].sort((a, b) => b[1] - a[1]);
    if (!best) {
      if (this.#values === 0 || kind !== mappedTable) return usual;
      throw this.#unreadable(file);
    }
    if (!second || second[1] < best[1] || this.#ambiguous === null) return best[0];
    const near = (format: DateFormat) => this.#evidence.get(format)?.sameDay() ?? 0;
    const [one, other] = [near(best[0]), near(second[0])];
    if (Math.max(one, other) >= 0.5 && one !== other) return one > other ? best[0] : second[0];
    if (usual === best[0] || usual === second[0]) return usual;
    throw this.#undecided(file, this.#ambiguous);
  }

  /** Decides the clock; `null` when every value carries its own offset. */
  clock(format: DateFormat): Clock | null {
    if (!this.#zoneless && this.#values > 0) return null;
    const clock = (this.#evidence.get(format) ?? new ClockEvidence([])).decide(this.stated, this.fallback);
    if (this.#timed || this.#values === 0) return clock;
    const warning = `"${this.field.column}" holds days without a time of day: midnight in ${clock.zone} is taken`;
    return { ...clock, warning };
  }

  #unreadable(file: string): SourceError {
    return new SourceError(
      `No value of the column "${this.field.column}" of ${file} is a date that Reachline knows; the first is ${JSON.stringify(this.#first?.slice(0, 40))}.`,
      {
        kind: 'input',
        recovery: 'skip',
        hint: 'Dates: 2026-01-31 18:30, 31/01/2026, 01/31/2026, Excel serial numbers, seconds or milliseconds since 1970. Map another column, or leave this role out.',
      },
    );
  }

  #undecided(file: string, cell: string): SourceError {
    const day = (format: DateFormat) =>
      new Date(readMoment(cell, format)?.wall ?? 0).toISOString().slice(0, 10);
    const line = (format: DateFormat) =>
      `  ${this.field.role}: {column: ${JSON.stringify(this.field.column)}, format: ${format}}   # ${cell} is ${day(format)}`;
    return new SourceError(
      `The dates in the column "${this.field.column}" of ${file} can be read day first or month first, and no value decides.`,
      {
        kind: 'input',
        recovery: 'skip',
        hint: `Nothing was imported. Say which in the map:\n${line('dd/mm/yyyy')}\nor\n${line('mm/dd/yyyy')}`,
      },
    );
  }
}
