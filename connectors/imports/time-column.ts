import { SourceError } from '../errors.js';
import { type Clock, ClockEvidence, type StatedZone } from './clock.js';
import { type DateFormat, dateFormats, isNoTime, readMoment } from './dates.js';
import type { Kind } from './kinds/kind.js';
import { mappedTable } from './kinds/table.js';
import type { Field } from './layout.js';

/** How the times of a column are read. */
export interface TimeFormat {
  readonly format: DateFormat;
  /** In words. */
  readonly why: string;
  readonly warning: string | null;
}

/** A reading wins over another that so many fewer values demand; those are refused one by one. */
const clearly = 10;

/** Collects what one column of times shows about its format and its clock. */
export class TimeColumn {
  readonly #counts = new Map<DateFormat, number>();
  /** Values that only one format can read, and the first of them. */
  readonly #only = new Map<DateFormat, { values: number; readonly first: string }>();
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
    /** What relative times count back from. */
    readonly now: Date,
  ) {}

  add(cell: string, shortcode: string | null): void {
    if (isNoTime(cell)) return;
    this.#values += 1;
    this.#first ??= cell;
    const stated = this.field.use.format;
    const walls = new Set<number>();
    let only: DateFormat | null = null;
    for (const candidate of stated ? [stated] : dateFormats) {
      const moment = readMoment(cell, candidate, this.now);
      if (!moment) continue;
      only = walls.size === 0 ? candidate : null;
      walls.add(moment.wall);
      this.#counts.set(candidate, (this.#counts.get(candidate) ?? 0) + 1);
      if (moment.offset === null) this.#zoneless = true;
      if (moment.timed) this.#timed = true;
      if (shortcode !== null) this.#evidenceOf(candidate).add(moment, shortcode);
    }
    if (walls.size > 1) this.#ambiguous ??= cell;
    if (only === null) return;
    const known = this.#only.get(only);
    if (known) known.values += 1;
    else this.#only.set(only, { values: 1, first: cell.trim() });
  }

  #evidenceOf(format: DateFormat): ClockEvidence {
    let evidence = this.#evidence.get(format);
    if (!evidence) {
      const zones = new Set([this.fallback, ...(this.stated === null ? [] : [this.stated.zone])]);
      evidence = new ClockEvidence([...zones]);
      this.#evidence.set(format, evidence);
    }
    return evidence;
  }

  /**
   * Decides the format: the stated one, else the one that reads most values. Day first or month first: by impossible
   * values, else by the upload days in the permalinks, else as files of the kind usually are.
   *
   * @throws SourceError of kind `input` when nothing decides, or when a mapped column holds no dates.
   */
  format(file: string, usual: DateFormat, kind: Kind): TimeFormat {
    const decided = (format: DateFormat, why: string | null, warning: string | null = null) => ({
      format,
      why: `${this.field.role} written as ${format}${why === null ? '' : `: ${why}`}`,
      warning,
    });
    if (this.field.use.format) return decided(this.field.use.format, 'stated');
    const [best, second] = [...this.#counts].sort((a, b) => b[1] - a[1]);
    if (!best) {
      if (this.#values === 0 || kind !== mappedTable) return decided(usual, 'as usual in such files');
      throw this.#unreadable(file);
    }
    const [dayFirst, monthFirst] = [this.#only.get('dd/mm/yyyy'), this.#only.get('mm/dd/yyyy')];
    if (dayFirst && monthFirst) {
      const [more, fewer] = [dayFirst.values, monthFirst.values].sort((a, b) => b - a) as [number, number];
      if (fewer * clearly > more) throw this.#undecided(file, [dayFirst.first, monthFirst.first]);
    }
    const example = this.#only.get(best[0])?.first;
    if (!second || second[1] < best[1] || this.#ambiguous === null) {
      return decided(
        best[0],
        example === undefined ? null : `as in ${shortened(example)}`,
        this.#exactness(best[0]),
      );
    }
    const near = (format: DateFormat) => this.#evidence.get(format)?.sameDay() ?? 0;
    const [one, other] = [near(best[0]), near(second[0])];
    if (Math.max(one, other) >= 0.5 && one !== other)
      return decided(
        one > other ? best[0] : second[0],
        'the days on which the permalinks say it was uploaded',
      );
    if (usual === best[0] || usual === second[0]) {
      const warning = `"${this.field.column}" can be read day first and month first, and no value decides; ${usual} is usual in such files`;
      return decided(usual, 'as usual in such files', warning);
    }
    throw this.#undecided(file, [this.#ambiguous]);
  }

  #exactness(format: DateFormat): string | null {
    if (format !== 'relative') return null;
    return `"${this.field.column}" holds times like ${JSON.stringify(shortened(this.#first ?? ''))}: they are counted back, and as exact as their unit`;
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
        hint: 'Dates: 2026-01-31 18:30, 31/01/2026, 01/31/2026, Excel serial numbers, seconds or milliseconds since 1970, 2 days ago. Map another column, or leave this role out.',
      },
    );
  }

  #undecided(file: string, values: readonly string[]): SourceError {
    const day = (cell: string, format: DateFormat) => {
      const moment = readMoment(cell, format);
      return `${cell} ${moment ? `is ${new Date(moment.wall).toISOString().slice(0, 10)}` : 'cannot be read'}`;
    };
    const line = (format: DateFormat) => {
      const readings = values.map((cell) => day(cell, format)).join(', ');
      return `  ${this.field.role}: {column: ${JSON.stringify(this.field.column)}, format: ${format}}   # ${readings}`;
    };
    return new SourceError(
      `The dates in the column "${this.field.column}" of ${file} can be read day first or month first, and ${values.length > 1 ? 'its values show both' : 'no value decides'}.`,
      {
        kind: 'input',
        recovery: 'skip',
        hint: `Nothing was imported. Say which in the map:\n${line('dd/mm/yyyy')}\nor\n${line('mm/dd/yyyy')}`,
      },
    );
  }
}

function shortened(cell: string): string {
  return cell.length > 40 ? `${cell.slice(0, 39)}…` : cell;
}
