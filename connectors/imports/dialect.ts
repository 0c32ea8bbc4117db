import { shortcodeOf } from '../identity.js';
import { ownerOf } from './account.js';
import * as cells from './cells.js';
import type { Clock, StatedZone } from './clock.js';
import type { DateFormat } from './dates.js';
import type { Kind } from './kinds/kind.js';
import { mappedTable } from './kinds/table.js';
import type { Assignment, Field } from './layout.js';
import { NumberColumn, noNumbers } from './number-column.js';
import { isNumber, type Role, timeRoles } from './roles.js';
import type { ImportSettings } from './settings.js';
import type { Table } from './table.js';
import { TextSpelling } from './text-spelling.js';
import { TimeColumn } from './time-column.js';

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
  /** `mended`: UTF-8 had been taken for windows-1252; texts are read as they were before. */
  readonly text: 'as written' | 'mended';
  /** What relative times count back from, in rows that do not say when they were seen; `null` when there are none. */
  readonly relative_to: string | null;
  /** The decisions in words. */
  readonly why: readonly string[];
  /** What the user should check. */
  readonly warnings: readonly string[];
}

/** What one pass over a file found out. */
export interface Survey {
  readonly dialect: Dialect;
  readonly rows: number;
  /** The only account of the file; `mixed` when there are several; `null` when no row says whose it is. */
  readonly account: string | null;
}

const textRoles = ['caption', 'account_name', 'format'] as const;

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
  const now = timeOfFile(table, settings);
  const times = timeRoles.flatMap((role) => {
    const field = fields.get(role);
    return field ? [new TimeColumn(field, statedZone(field, settings), kind.zone, now)] : [];
  });
  const isChosen = ({ role }: Field) => kind === mappedTable || settings.map?.[role] !== undefined;
  const numbers = [...fields.values()]
    .filter((field) => isNumber(field.role))
    .map((field) => new NumberColumn(field, isChosen(field)));
  const permalink = fields.get('permalink');
  const shortcode = fields.get('shortcode');
  const mediaId = fields.get('media_id');
  const longIds = { all: 0, rounded: 0 };
  const texts = textRoles.flatMap((role) => fields.get(role) ?? []);
  const spelling = new TextSpelling();
  const owners = { written: new Set<string>(), rounded: new Set<string>() };
  let rows = 0;
  for await (const row of table.rows()) {
    rows += 1;
    const code =
      shortcodeOf(permalink && cells.link(permalink.read(row.cells))) ??
      (shortcode && cells.text(shortcode.read(row.cells)));
    for (const time of times) time.add(time.field.read(row.cells), code ?? null);
    for (const column of numbers) column.add(column.field.read(row.cells));
    if (mediaId) {
      const value = mediaId.read(row.cells).trim();
      if (/^\d{16,}$/.test(value)) longIds.all += 1;
      if (cells.looksRounded(value)) longIds.rounded += 1;
    }
    for (const field of texts) spelling.add(field.read(row.cells));
    for (const [ids, seen] of Object.entries(owners)) {
      if (seen.size === 2) continue;
      const asRead = { idsRounded: ids === 'rounded', isMended: true };
      const owner = ownerOf(fields, row.cells, settings.account ?? null, asRead);
      if (owner !== null) seen.add(owner);
    }
  }
  const ids = longIds.rounded >= 5 && longIds.rounded >= 0.9 * longIds.all ? 'rounded' : 'as written';
  const [account = null, another] = ids === 'rounded' ? owners.rounded : owners.written;
  const formats = times.map(
    (time) => [time.field.role, time.format(table.file.name, layout.dates, kind)] as const,
  );
  const isRelative = formats.some(([, { format }]) => format === 'relative');
  const posted = times.find((time) => time.field.role === 'posted_at');
  const clock = posted?.clock(Object.fromEntries(formats).posted_at?.format ?? layout.dates) ?? null;
  const strangers = numbers.filter(({ stranger }) => stranger !== null);
  if (strangers.length > 0) throw noNumbers(table.file.name, strangers, await numericColumns(table, fields));
  const marks = new Set(numbers.map(({ evidence }) => evidence).filter((mark) => mark !== null));
  const [shown = null] = marks.size === 1 ? marks : [];
  const usual = kind === mappedTable && table.format !== 'json' ? null : '.';
  const decisions = numbers.map((column) => ({
    role: column.field.role,
    ...column.format(table.file.name, shown, usual),
  }));
  const dialect: Omit<Dialect, 'why' | 'warnings'> = {
    encoding: table.encoding.name,
    separator: table.separator,
    quotes: table.strayQuote === null ? 'doubled' : 'stray',
    zone: clock?.zone ?? settings.time_zone ?? kind.zone,
    zone_basis: clock?.basis ?? (posted ? 'written with each time' : 'no times'),
    zone_rows: clock?.rows ?? 0,
    zone_agree: clock?.agree ?? 0,
    account_zone: settings.time_zone ?? clock?.account_zone ?? null,
    date_format: Object.fromEntries(formats.map(([role, { format }]) => [role, format])),
    number_format: Object.fromEntries(decisions.map(({ role, mark }) => [role, mark])),
    ids,
    text: spelling.isMended ? 'mended' : 'as written',
    relative_to: isRelative ? now.toISOString() : null,
  };
  return {
    dialect: {
      ...dialect,
      why: reasons(dialect, table, [
        ...formats.map(([, { why }]) => why),
        ...decisions.flatMap(({ why }) => why ?? []),
        ...(spelling.why === null ? [] : [spelling.why]),
      ]),
      warnings: [
        ...warnings(table, rows, clock, ids, kind),
        ...[
          ...formats.map(([, { warning }]) => warning),
          ...decisions.map(({ warning }) => warning),
          spelling.warning,
        ].filter((line) => line !== null),
      ],
    },
    rows,
    account: another === undefined ? account : 'mixed',
  };
}

/** When a file held true: when it was last changed, or earlier when that is stated. */
function timeOfFile({ file }: Table, { observed_at }: ImportSettings): Date {
  const stated = observed_at === undefined ? null : new Date(observed_at);
  return stated !== null && stated < file.modifiedAt ? stated : file.modifiedAt;
}

function statedZone(field: Field, settings: ImportSettings): StatedZone | null {
  if (field.use.zone !== undefined) return { zone: field.use.zone, certain: true };
  return settings.time_zone === undefined ? null : { zone: settings.time_zone, certain: false };
}

/** Columns without a role whose first values are numbers, and no ids. */
async function numericColumns(table: Table, fields: Assignment['fields']): Promise<string[]> {
  const used = new Set([...fields.values()].map(({ column }) => column));
  const seen = table.columns.map(() => ({ numbers: 0, others: 0 }));
  let rows = 0;
  for await (const row of table.rows()) {
    for (const [index, counts] of seen.entries()) {
      const cell = row.cells[index] ?? '';
      if (cells.isAbsent(cell)) continue;
      const isNumber =
        /^\D{0,2}\d/.test(cell) && typeof cells.number(cell, cells.decimalMarkShown(cell)) === 'object';
      counts[isNumber ? 'numbers' : 'others'] += 1;
    }
    rows += 1;
    if (rows === 100) break;
  }
  return table.columns.filter((column, index) => {
    const { numbers, others } = seen[index] as { numbers: number; others: number };
    return !used.has(column) && numbers > 0 && others === 0;
  });
}

function reasons(
  dialect: Omit<Dialect, 'why' | 'warnings'>,
  table: Table,
  decisions: readonly string[],
): string[] {
  const lines = [`encoding ${dialect.encoding}: ${table.encoding.why}`];
  lines.push(...table.why);
  if (dialect.zone_basis === 'written with each time') lines.push('times carry their own offset');
  else if (dialect.zone_basis !== 'no times') {
    const figures = ` (${Math.round(dialect.zone_agree * 100)} % of ${dialect.zone_rows} agree)`;
    const shown = dialect.zone_rows > 0 ? figures : '';
    lines.push(`times are in ${dialect.zone}: ${dialect.zone_basis}${shown}`);
  }
  if (dialect.relative_to !== null) lines.push(`relative times count back from ${dialect.relative_to}`);
  return [...lines, ...decisions];
}

function warnings(
  table: Table,
  rows: number,
  clock: Clock | null,
  ids: Dialect['ids'],
  kind: Kind,
): string[] {
  if (rows === 0) return ['the file has a header and no rows'];
  const lines: string[] = [];
  if (table.encoding.damaged > 0) {
    lines.push(`${table.encoding.damaged} byte sequences are not UTF-8; each became \ufffd`);
  }
  if (table.strayQuote) lines.push(`${table.strayQuote}; it is kept as text`);
  if (clock?.warning) lines.push(clock.warning);
  else if (
    clock?.basis === 'stated' &&
    clock.agree < 0.5 &&
    kind !== mappedTable &&
    clock.zone !== kind.zone
  ) {
    lines.push(
      `times are read in the stated zone ${clock.zone}; a ${kind.title} usually holds ${kind.zone}, and its permalinks do not decide`,
    );
  }
  if (ids === 'rounded') {
    lines.push('a spreadsheet has rounded the long ids; they are left out and the link is the key');
  }
  return lines;
}
