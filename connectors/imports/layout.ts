import { SourceError } from '../errors.js';
import { mended } from '../files/mojibake.js';
import { draftOf, listed, missing, nearest, noAccount, notEnough, unknownFile } from './draft.js';
import type { Sample } from './guess.js';
import { reach } from './json.js';
import { kinds } from './kinds/index.js';
import type { Kind, Layout } from './kinds/kind.js';
import { mappedTable } from './kinds/table.js';
import type { Role } from './roles.js';
import type { ColumnUse, ImportSettings } from './settings.js';

/** One role and the column that fills it. */
export interface Field {
  readonly role: Role;
  /** The header name; of several spellings in one file the first. */
  readonly column: string;
  readonly use: ColumnUse;
  /** The text of this field in a row. */
  read(cells: readonly string[]): string;
}

/** What there is to recognise a file by. */
export interface Heading {
  /** Its name. */
  readonly file: string;
  readonly columns: readonly string[];
  /** What stands above the header. */
  readonly title: string;
  /** The first rows, for a map to propose. */
  readonly sample: Sample;
}

/** What the columns of a file mean. */
export interface Assignment {
  readonly kind: Kind;
  readonly layout: Layout;
  readonly columns: readonly string[];
  readonly fields: ReadonlyMap<Role, Field>;
}

/**
 * The kind and layout of a file by its header, with the user's map on top.
 *
 * @throws SourceError of kind `input` when the header is of no known kind and no map is given, when a map names
 * columns that are not there, or when the kind cannot be used.
 */
export function assign(heading: Heading, settings: ImportSettings): Assignment {
  const { file, columns } = heading;
  const found = settings.kind === undefined ? recognise(heading) : named(heading, settings.kind);
  const choice =
    found ?? (settings.map ? { kind: mappedTable, layout: mappedTable.layouts[0] as Layout } : null);
  if (!choice) throw unknownFile(file, columns, settings.account !== undefined, heading.sample);
  if (choice.kind.unusable) {
    throw new SourceError(`${file} ${choice.kind.unusable.message}.`, {
      kind: 'input',
      recovery: 'skip',
      hint: choice.kind.unusable.hint,
    });
  }
  const map = settings.map ?? {};
  const lost = Object.values(map).filter((use) => use && !use.optional && !resolveAny(columns, use));
  if (lost.length > 0) throw wrongColumns(file, columns, lost as ColumnUse[]);
  const assignment = fieldsOf(choice.kind, choice.layout, columns, map);
  const lacks = missing((role) => assignment.fields.has(role), settings.account !== undefined);
  const account = lacks.find(({ needs }) => needs === 'account');
  if (choice.kind !== mappedTable && account) throw noAccount(file, choice.kind.title);
  if (choice.kind === mappedTable && lacks.length > 0) throw notEnough(file, columns, lacks);
  return assignment;
}

/** The same from names alone, as a stored page holds them. Columns of the map that are not there are left out. */
export function fieldsOf(
  kind: Kind,
  layout: Layout,
  columns: readonly string[],
  map: Partial<Record<Role, ColumnUse | undefined>>,
): Assignment {
  const fields = new Map<Role, Field>();
  for (const [role, spellings] of Object.entries(layout.columns) as [Role, readonly string[]][]) {
    const places = spellings.flatMap((name) => resolve(columns, name) ?? []);
    const [first] = places;
    if (!first) continue;
    const column = columns[first.index] as string;
    const read = places.length === 1 ? readerAt(first) : firstOf(places.map(readerAt));
    fields.set(role, { role, column, use: { column }, read });
  }
  for (const [role, use] of Object.entries(map) as [Role, ColumnUse | undefined][]) {
    const place = use && resolveAny(columns, use);
    if (place) fields.set(role, { role, column: columns[place.index] as string, use, read: readerAt(place) });
  }
  return { kind, layout, columns, fields };
}

/** A cell and, in JSON, the way from there into an array. */
interface Place {
  readonly index: number;
  readonly path: readonly string[];
}

function readerAt({ index, path }: Place): Field['read'] {
  return path.length === 0 ? (cells) => cells[index] ?? '' : (cells) => reach(cells[index] ?? '', path);
}

function firstOf(readers: readonly Field['read'][]): Field['read'] {
  return (cells) => {
    for (const read of readers) {
      const cell = read(cells);
      if (cell.trim() !== '') return cell;
    }
    return '';
  };
}

/** The positions of the columns that have one of the spellings, by the order of these. */
export function columnsOf(columns: readonly string[], spellings: readonly string[]): number[] {
  const places = placesOf(columns);
  return spellings.flatMap((name) => places.get(plain(name)) ?? []);
}

const placesKnown = new WeakMap<readonly string[], ReadonlyMap<string, number>>();

/** Plain name → position. */
function placesOf(columns: readonly string[]): ReadonlyMap<string, number> {
  const known = placesKnown.get(columns);
  if (known) return known;
  const places = new Map<string, number>();
  columns.forEach((column, index) => {
    const name = plain(column);
    if (!places.has(name)) places.set(name, index);
  });
  placesKnown.set(columns, places);
  return places;
}

/** The position of the first of them, or -1. */
function columnOf(columns: readonly string[], spellings: readonly string[]): number {
  return columnsOf(columns, spellings)[0] ?? -1;
}

/** Why a file is taken for one of its kind, in words. */
export function kindReason({ kind, layout, columns }: Assignment): string {
  const telling = layout.signature.map((spellings) => columns[columnOf(columns, spellings)]);
  if (telling.length === 0) return 'columns as the map says';
  const title = layout.titles ? ' and the title above them' : '';
  const name = layout.fileName ? ', and by its name' : '';
  return `a ${kind.title} by its columns ${telling.map((column) => JSON.stringify(column)).join(', ')}${title}${name}`;
}

/** The columns that fill no role and that the layout does not know either, with their places. */
export function unusedColumns({
  layout,
  columns,
  fields,
}: Assignment): { readonly column: string; readonly index: number }[] {
  if (layout.others === 'any') return [];
  const used = new Set([...fields.values()].map(({ column }) => column));
  const known = new Set(
    [...(layout.others ?? []), ...Object.values(layout.columns)].flatMap((spellings) => spellings.map(plain)),
  );
  return columns
    .map((column, index) => ({ column, index }))
    .filter(({ column }) => !used.has(column) && !known.has(plain(column)));
}

/** Tells the header of a known kind, or one that has every column of the user's map. */
export function headerTest(settings: ImportSettings): (columns: readonly string[]) => boolean {
  const uses = Object.values(settings.map ?? {}).filter((use) => use !== undefined);
  return (columns) =>
    isKnown(columns) ||
    (uses.length > 0 && uses.every((use) => use.optional || resolveAny(columns, use) !== null));
}

/** A kind by its name, or `undefined`. */
export function kindNamed(name: string): Kind | undefined {
  return kinds.find((kind) => kind.name === name);
}

function plain(name: string): string {
  return (mended(name) ?? name).normalize('NFC').trim().replace(/\s+/g, ' ').toLowerCase();
}

function hasSignature({ signature, unless = [] }: Layout, columns: readonly string[]): boolean {
  return (
    signature.length > 0 &&
    signature.every((spellings) => columnOf(columns, spellings) >= 0) &&
    columnOf(columns, unless) < 0
  );
}

function isKnown(columns: readonly string[]): boolean {
  return kinds.some((kind) => kind.layouts.some((layout) => hasSignature(layout, columns)));
}

function fits(layout: Layout, { file, columns, title }: Heading): boolean {
  return (
    hasSignature(layout, columns) &&
    (!layout.titles || layout.titles.some((one) => plain(one) === plain(title))) &&
    (!layout.fileName || layout.fileName.test(file))
  );
}

function recognise(heading: Heading): { kind: Kind; layout: Layout } | null {
  const matches = kinds
    .flatMap((kind) => kind.layouts.map((layout) => ({ kind, layout })))
    .filter(({ layout }) => fits(layout, heading))
    .sort((a, b) => b.layout.signature.length - a.layout.signature.length);
  return matches[0] ?? null;
}

function named(heading: Heading, name: string): { kind: Kind; layout: Layout } | null {
  const { file, columns } = heading;
  const kind = kindNamed(name);
  if (!kind) {
    throw new SourceError(`There is no file kind "${name}".`, {
      kind: 'configuration',
      recovery: 'connection',
      hint: `Kinds: ${kinds.map((one) => one.name).join(', ')}. Leave it out to let the header decide.`,
    });
  }
  if (kind === mappedTable) return null;
  const layout = kind.layouts.find((one) => fits({ ...one, fileName: /^/ }, heading));
  if (layout) return { kind, layout };
  const missing = (kind.layouts[0] as Layout).signature.filter((one) => columnOf(columns, one) < 0);
  throw new SourceError(
    `${file} is not a ${kind.title}: it has no column ${missing.map((one) => `"${one[0]}"`).join(', ')}.`,
    {
      kind: 'input',
      recovery: 'skip',
      hint: `It has: ${listed(columns)}. Leave the kind out to let the header decide, or map the columns:\n${draftOf(columns)}`,
    },
  );
}

/** The column of the first name that is there. */
function resolveAny(columns: readonly string[], { column, or = [] }: ColumnUse): Place | null {
  for (const name of [column, ...or]) {
    const place = resolve(columns, name);
    if (place) return place;
  }
  return null;
}

function resolve(columns: readonly string[], name: string): Place | null {
  const exact = columns.indexOf(name);
  const index = exact >= 0 ? exact : columnOf(columns, [name]);
  if (index >= 0) return { index, path: [] };
  const steps = name.split('.');
  for (let cut = steps.length - 1; cut > 0; cut -= 1) {
    const at = columns.indexOf(steps.slice(0, cut).join('.'));
    if (at >= 0) return { index: at, path: steps.slice(cut) };
  }
  return null;
}

function wrongColumns(file: string, columns: readonly string[], uses: readonly ColumnUse[]): SourceError {
  const lines = uses.map(
    (use) =>
      `"${use.column}" (nearest: ${nearest(use.column, columns)
        .map((name) => `"${name}"`)
        .join(', ')})`,
  );
  return new SourceError(`The map names columns that ${file} does not have: ${lines.join('; ')}.`, {
    kind: 'input',
    recovery: 'skip',
    hint: `It has: ${listed(columns)}.`,
  });
}
