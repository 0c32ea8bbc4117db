import { SourceError } from '../errors.js';
import { shortcodeOf } from '../identity.js';
import { ownerOf } from './account.js';
import * as cells from './cells.js';
import { type Clock, ClockEvidence } from './clock.js';
import { type DateFormat, formatsOf, readMoment } from './dates.js';
import type { Assignment, Field } from './layout.js';
import { isMetric, type Role } from './roles.js';
import type { ImportSettings } from './settings.js';
import type { Table } from './table.js';

/** How a file writes things: decided once per file, from all of its rows, and stored with every page of it. */
export interface Dialect {
  readonly encoding: string;
  /** `null` for JSON. */
  readonly separator: string | null;
  /** `stray`: some quotes are not doubled; a row with line breaks after such a quote is set apart. */
  readonly quotes: 'doubled' | 'stray';
  /** The zone of zone-less times: IANA name or offset. */
  readonly zone: string;
  readonly zone_basis: Clock['basis'] | 'written with each time' | 'no times';
  /** Rows whose permalink tells the upload time, and the part of them that agrees with `zone`. */
  readonly zone_rows: number;
  readonly zone_agree: number;
  /** The account's IANA zone: stated, or derived as a whole-hour offset; `null` when not known. */
  readonly account_zone: string | null;
  /** Role → how its column writes times. */
  readonly date_format: Readonly<Partial<Record<Role, DateFormat>>>;
  /** Role → decimal mark; `null`: marks before three digits group thousands. */
  readonly number_format: Readonly<Partial<Record<Role, cells.DecimalMark>>>;
  /** `rounded`: a spreadsheet has zeroed the digits after the 15th, ids of 16 and more digits are unknown. */
  readonly ids: 'as written' | 'rounded';
  /** The decisions in words. */
  readonly why: readonly string[];
  /** What the user should check. */
  readonly warnings: readonly string[];
}

/** What one pass over a file found out. */
export interface Survey {
  readonly dialect: Dialect;
  readonly rows: number;
  /** The only account of the file; `mixed` when there are several. */
  readonly account: string;
}

/** The roles that hold a time. */
const timeRoles = ['posted_at', 'observed_at'] as const;
const numberRoles: readonly Role[] = ['duration_seconds', 'followers', 'following', 'media_count'];

/**
 * Reads a whole file once and decides its dialect.
 *
 * @throws SourceError of kind `input` when dates can be read both day first and month first and nothing decides, or
 * when no value of a mapped date column is a date.
 */
export async function survey(
  table: Table,
  assignment: Assignment,
  settings: ImportSettings,
): Promise<Survey> {
  const { fields, kind, layout } = assignment;
  const times = timeRoles.flatMap((role) => {
    const field = fields.get(role);
    return field ? [new TimeColumn(field, statedZone(field, settings), kind.zone)] : [];
  });
  const numbers = [...fields.values()]
    .filter((field) => isMetric(field.role) || numberRoles.includes(field.role))
    .map((field) => ({ field, marks: { '.': 0, ',': 0 } }));
  const permalink = fields.get('permalink');
  const shortcode = fields.get('shortcode');
  const mediaId = fields.get('media_id');
  const longIds = { all: 0, rounded: 0 };
  const owners = { written: new Set<string>(), rounded: new Set<string>() };
  let rows = 0;
  for await (const row of table.rows()) {
    rows += 1;
    const code =
      shortcodeOf(permalink && cells.link(permalink.read(row.cells))) ??
      (shortcode && cells.text(shortcode.read(row.cells)));
    for (const time of times) time.add(time.field.read(row.cells), code ?? null);
    for (const { field, marks } of numbers) {
      const mark = cells.decimalMarkShown(field.read(row.cells));
      if (mark) marks[mark] += 1;
    }
    if (mediaId) {
      const value = mediaId.read(row.cells).trim();
      if (/^\d{16,}$/.test(value)) longIds.all += 1;
      if (cells.looksRounded(value)) longIds.rounded += 1;
    }
    for (const [ids, seen] of Object.entries(owners)) {
      const owner = ownerOf(fields, row.cells, settings.account ?? null, ids === 'rounded');
      if (owner !== null && seen.size < 2) seen.add(owner);
    }
  }
  const ids = longIds.rounded >= 5 && longIds.rounded >= 0.9 * longIds.all ? 'rounded' : 'as written';
  const [account = 'mixed', another] = ids === 'rounded' ? owners.rounded : owners.written;
  const formats = times.map(
    (time) => [time.field.role, time.format(table.file.name, layout.dates, kind.name)] as const,
  );
  const posted = times.find((time) => time.field.role === 'posted_at') ?? times[0];
  const clock =
    posted?.clock(formats.find(([role]) => role === posted.field.role)?.[1] ?? layout.dates) ?? null;
  const numberFormat = Object.fromEntries(
    numbers.map(({ field, marks }) => [field.role, field.use.decimal ?? decimalMark(marks)]),
  );
  const dialect: Omit<Dialect, 'why' | 'warnings'> = {
    encoding: table.encoding.name,
    separator: table.separator,
    quotes: table.strayQuote === null ? 'doubled' : 'stray',
    zone: clock?.zone ?? 'UTC',
    zone_basis: clock?.basis ?? (posted ? 'written with each time' : 'no times'),
    zone_rows: clock?.rows ?? 0,
    zone_agree: clock?.agree ?? 0,
    account_zone: settings.time_zone ?? clock?.account_zone ?? null,
    date_format: Object.fromEntries(formats),
    number_format: numberFormat,
    ids,
  };
  return {
    dialect: { ...dialect, why: reasons(dialect, table), warnings: warnings(table, rows, clock, ids) },
    rows,
    account: another === undefined ? account : 'mixed',
  };
}

function statedZone(field: Field, settings: ImportSettings): string | null {
  return field.use.zone ?? settings.time_zone ?? null;
}

/** A tie goes to the point: cells of the other spelling are then refused one by one, not misread. */
function decimalMark(marks: Readonly<Record<'.' | ',', number>>): cells.DecimalMark {
  if (marks['.'] === 0 && marks[','] === 0) return null;
  return marks['.'] >= marks[','] ? '.' : ',';
}

/** Evidence about one column of times. */
class TimeColumn {
  readonly #counts = new Map<DateFormat, number>();
  readonly #evidence = new Map<DateFormat, ClockEvidence>();
  #values = 0;
  #first: string | null = null;
  /** A value that means two different days. */
  #ambiguous: string | null = null;
  #zoneless = false;

  constructor(
    readonly field: Field,
    readonly stated: string | null,
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
      if (shortcode === null) continue;
      let evidence = this.#evidence.get(candidate);
      if (!evidence) {
        const zones = new Set([this.fallback, ...(this.stated === null ? [] : [this.stated])]);
        evidence = new ClockEvidence([...zones]);
        this.#evidence.set(candidate, evidence);
      }
      evidence.add(moment, shortcode);
    }
    if (walls.size > 1) this.#ambiguous ??= cell;
  }

  format(file: string, usual: DateFormat, kind: string): DateFormat {
    if (this.field.use.format) return this.field.use.format;
    const [best, second] = [...this.#counts].sort((a, b) => b[1] - a[1]);
    if (!best) {
      if (this.#values === 0 || kind !== 'table') return usual;
      throw this.#unreadable(file);
    }
    if (!second || second[1] < best[1] || this.#ambiguous === null) return best[0];
    const near = (format: DateFormat) => this.#evidence.get(format)?.sameDay() ?? 0;
    if (near(best[0]) >= 0.5 || near(second[0]) >= 0.5) {
      return near(best[0]) >= near(second[0]) ? best[0] : second[0];
    }
    if (usual === best[0] || usual === second[0]) return usual;
    throw this.#undecided(file, this.#ambiguous);
  }

  clock(format: DateFormat): Clock | null {
    if (!this.#zoneless && this.#values > 0) return null;
    return (this.#evidence.get(format) ?? new ClockEvidence([])).decide(this.stated, this.fallback);
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

function reasons(dialect: Omit<Dialect, 'why' | 'warnings'>, table: Table): string[] {
  const lines = [`encoding ${dialect.encoding}: ${table.encoding.why}`];
  if (dialect.separator !== null) lines.push(`separator ${JSON.stringify(dialect.separator)}`);
  for (const [role, format] of Object.entries(dialect.date_format))
    lines.push(`${role} written as ${format}`);
  if (dialect.zone_basis === 'written with each time') lines.push('times carry their own offset');
  else if (dialect.zone_basis !== 'no times') {
    const figures = `${Math.round(dialect.zone_agree * 100)} % of ${dialect.zone_rows} permalinks agree`;
    lines.push(`times are in ${dialect.zone}: ${dialect.zone_basis} (${figures})`);
  }
  for (const [role, mark] of Object.entries(dialect.number_format)) {
    if (mark) lines.push(`${role}: "${mark}" is the decimal mark`);
  }
  return lines;
}

function warnings(table: Table, rows: number, clock: Clock | null, ids: Dialect['ids']): string[] {
  if (rows === 0) return ['the file has a header and no rows'];
  const lines: string[] = [];
  if (table.encoding.damaged > 0) {
    lines.push(`${table.encoding.damaged} byte sequences are not UTF-8; each became \ufffd`);
  }
  if (table.strayQuote) lines.push(`${table.strayQuote}; it is kept as text`);
  if (clock?.warning) lines.push(clock.warning);
  if (ids === 'rounded') {
    lines.push('a spreadsheet has rounded the long ids; they are left out and the link is the key');
  }
  return lines;
}
