import type { Drift } from '../contract.js';
import { mended } from '../files/mojibake.js';
import type { AbsentReason } from '../metrics.js';
import { ownerOf } from './account.js';
import * as cells from './cells.js';
import { instantOf, isNoTime, type Moment, readMoment } from './dates.js';
import type { Assignment } from './layout.js';
import { readNumber } from './numbers.js';
import type { PageRequest } from './page.js';
import type { Role } from './roles.js';
import type { Row } from './table.js';

/** Of a cell that is not what its column is declared as. */
const excerptLimit = 200;

/** A row that cannot be loaded; caught where the row becomes an item. */
export class Unusable extends Error {
  constructor(
    readonly rule: string,
    readonly field: string | null,
    message: string,
  ) {
    super(message);
  }
}

/** One row, read by role in the dialect of its file. */
export class RowReader {
  /** Values of another type than declared, as they come up. */
  readonly drifts: Drift[] = [];

  constructor(
    readonly row: Row,
    readonly assignment: Assignment,
    readonly request: PageRequest,
    private readonly fetchedAt: Date,
    private readonly placesOf: (spellings: readonly string[]) => readonly number[],
  ) {}

  /** The first cell that is not empty among the columns of these spellings. */
  cell(spellings: readonly string[]): string {
    for (const index of this.placesOf(spellings)) {
      const cell = this.row.cells[index] ?? '';
      if (cell.trim() !== '') return cell;
    }
    return '';
  }

  /** The cell as it is. */
  text(role: Role): string {
    return this.assignment.fields.get(role)?.read(this.row.cells) ?? '';
  }

  /** A text for people, mended where all texts of the file have to be; `null` when empty. */
  words(role: Role): string | null {
    const cell = this.text(role);
    return cells.text(this.request.dialect.text === 'mended' ? (mended(cell) ?? cell) : cell);
  }

  /** @throws Unusable when the row does not say and the user did not either. */
  account(): string {
    const { account, dialect } = this.request;
    const ref = ownerOf(this.assignment.fields, this.row.cells, account, {
      idsRounded: dialect.ids === 'rounded',
      isMended: dialect.text === 'mended',
    });
    if (ref === null) throw new Unusable('no-account', null, 'the row does not say whose post it is');
    return ref;
  }

  /** When the row held true: as it says, else as its file does, else the time of import. */
  observedAt(): Date {
    const { observed_at } = this.request;
    return this.time('observed_at') ?? (observed_at === null ? this.fetchedAt : new Date(observed_at));
  }

  /**
   * Relative times count back from when the row was `seen`, else from the time of the file.
   *
   * @throws Unusable for a cell that is not a time; an empty one is `null`.
   */
  time(role: Role, seen: Date | null = null): Date | null {
    const field = this.assignment.fields.get(role);
    const moment = this.moment(role, seen);
    if (!field || !moment) return null;
    const time = instantOf(moment, field.use.zone ?? this.request.dialect.zone);
    if (!Number.isNaN(time.getTime())) return time;
    throw new Unusable('unreadable-date', field.column, `${quoted(this.text(role))} is no time`);
  }

  /** The day that is written, whatever the zone. */
  day(role: Role): string | null {
    const moment = this.moment(role, null);
    return moment && new Date(moment.wall).toISOString().slice(0, 10);
  }

  private moment(role: Role, seen: Date | null): Moment | null {
    const field = this.assignment.fields.get(role);
    const cell = this.text(role);
    if (!field || isNoTime(cell)) return null;
    const format = field.use.format ?? this.request.dialect.date_format[role] ?? 'iso';
    const { relative_to } = this.request.dialect;
    const moment = readMoment(
      cell,
      format,
      seen ?? (relative_to === null ? undefined : new Date(relative_to)),
    );
    if (moment) return moment;
    throw new Unusable('unreadable-date', field.column, `${quoted(cell)} is not a time written as ${format}`);
  }

  /** A number that becomes a column of the record at a place; one that cannot be read is told as a drift. */
  described(role: Role, record: number, column: string): number | null {
    const value = this.number(role);
    if (value !== 'unreadable') return value;
    this.retyped(role, record, column);
    return null;
  }

  /** A counter, which becomes the `value` of the record at a place. */
  counter(role: Role, record: number): { value: number | null; absent_reason: AbsentReason | null } {
    const value = this.number(role);
    if (value === 'unreadable') {
      this.retyped(role, record, 'value');
      return { value: null, absent_reason: 'unreadable' };
    }
    if (value === null) return { value, absent_reason: 'not_in_source' };
    // Tools write −1 for a like count that the account hides.
    if (value === -1 && role === 'likes') return { value: null, absent_reason: 'hidden' };
    if (value < 0) throw new Unusable('negative-count', role, `${quoted(this.text(role))} is below zero`);
    return { value, absent_reason: null };
  }

  private number(role: Role): number | null | 'unreadable' {
    const read = readNumber(role, this.text(role), this.request.dialect.number_format[role] ?? null);
    return typeof read === 'object' ? read.value : read === 'absent' ? null : read;
  }

  private retyped(role: Role, record: number, column: string): void {
    const field = this.assignment.fields.get(role)!.column;
    const value = this.text(role).slice(0, excerptLimit);
    this.drifts.push({ kind: 'type', field, value, fills: { record, column } });
  }
}

function quoted(cell: string): string {
  return JSON.stringify(cell.length > 40 ? `${cell.slice(0, 39)}…` : cell);
}
