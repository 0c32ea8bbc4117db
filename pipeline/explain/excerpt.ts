import type { Page } from '../../connectors/contract.js';
import type { Cell } from '../marts.js';

/** The part of an answer that makes a value. */
export interface Excerpt {
  /** Where in the body, e.g. `data[3].like_count`; empty for a refusal. */
  readonly path: string;
  /** JSON: the value under its own name, and the name of the entry that it is in. The beginning of the body when it is a refusal. */
  readonly json: string;
}

interface Leaf {
  readonly path: readonly (string | number)[];
  readonly value: string | number;
}

/** How many places are tried; an answer full of the same number is not worth more. */
const tries = 60;
const longestRefusal = 300;

/**
 * Finds the place in a page's body that a record's value is read from, without knowing the source: the place where
 * another value gives another record. `reread` is the record's value when the body is another. Of a refusal it is the beginning.
 */
export function excerptOf(
  page: Page,
  record: { readonly ref: string; readonly index: number; readonly items: number; readonly value: Cell },
  reread: (body: string) => Cell | undefined,
): Excerpt | null {
  let body: unknown;
  try {
    body = JSON.parse(page.body);
  } catch {
    return null;
  }
  const root = placeOf(body, record, []) ?? [];
  const isOwn = ({ path }: Leaf): boolean => root.every((name, index) => path[index] === name);
  const rank = (leaf: Leaf): number => (isOwn(leaf) ? 0 : 2) + (leaf.value === record.value ? 0 : 1);
  const likely = leavesOf(body, [])
    .filter(({ value }) => mayBe(value, record.value))
    .sort((a, b) => rank(a) - rank(b));
  for (const leaf of likely.slice(0, tries)) {
    const before = record.value instanceof Date ? record.value.getTime() : record.value;
    const after = rereadSafely(reread, JSON.stringify(replaced(body, leaf.path, other(leaf.value))));
    if (after === undefined || (after instanceof Date ? after.getTime() : after) === before) continue;
    return { path: pathText(leaf.path), json: JSON.stringify(named(body, leaf, page)) };
  }
  return page.status < 400 ? null : { path: '', json: page.body.slice(0, longestRefusal) };
}

function rereadSafely(reread: (body: string) => Cell | undefined, body: string): Cell | undefined {
  try {
    return reread(body);
  } catch {
    return undefined; // what the connector refuses proves nothing
  }
}

/** Where the record's item lies: the element with its id, or the one at its place in a list of all items. */
function placeOf(
  value: unknown,
  { ref, index, items }: { readonly ref: string; readonly index: number; readonly items: number },
  path: readonly (string | number)[],
): readonly (string | number)[] | null {
  if (Array.isArray(value) && value.length === items && path.length <= 2) return [...path, index];
  if (value === null || typeof value !== 'object') return null;
  if ((value as { id?: unknown }).id === ref) return path;
  for (const [name, child] of entriesOf(value)) {
    const found = placeOf(child, { ref, index, items }, [...path, name]);
    if (found) return found;
  }
  return null;
}

function leavesOf(value: unknown, path: readonly (string | number)[]): Leaf[] {
  if (typeof value === 'string' || typeof value === 'number') return [{ path, value }];
  if (value === null || typeof value !== 'object') return [];
  return entriesOf(value).flatMap(([name, child]) => leavesOf(child, [...path, name]));
}

function entriesOf(value: object): [string | number, unknown][] {
  return Array.isArray(value) ? [...value.entries()] : Object.entries(value);
}

/** Whether a place may be what a value was read from: numbers are read from themselves or from short texts. */
function mayBe(leaf: string | number, value: Cell): boolean {
  if (typeof value === 'string' || value instanceof Date || typeof value === 'boolean') return true;
  return typeof leaf === 'number' ? value === null || leaf === value : leaf.length <= 30;
}

/** Another value of the same kind. */
function other(value: string | number): string | number {
  if (typeof value === 'number') return value + 1;
  const digit = value.search(/\d\D*$/);
  if (digit < 0) return `${value}7`;
  return `${value.slice(0, digit)}${(Number(value[digit]) + 1) % 10}${value.slice(digit + 1)}`;
}

function at(value: unknown, path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>((inner, name) => (inner as Record<string | number, unknown>)[name], value);
}

function replaced(value: unknown, path: readonly (string | number)[], leaf: string | number): unknown {
  const [name, ...rest] = path;
  if (name === undefined) return leaf;
  const child = replaced((value as Record<string | number, unknown>)[name], rest, leaf);
  if (Array.isArray(value)) return value.map((element: unknown, index) => (index === name ? child : element));
  return { ...(value as object), [name]: child };
}

/** The value under its own name; with the name of the entry that it belongs to, where the entry has one. */
function named(body: unknown, { path, value }: Leaf, { request }: Page): unknown {
  const own = path.at(-1)!;
  if (typeof own === 'number') {
    // a cell of a row
    const column = Array.isArray(request.columns) ? (request.columns as unknown[])[own] : undefined;
    return typeof column === 'string' ? { [column]: value } : value;
  }
  for (let length = path.length - 1; length > 0; length--) {
    const entry = at(body, path.slice(0, length)) as { name?: unknown };
    if (typeof entry?.name === 'string') {
      return { name: entry.name, ...(branch(path.slice(length), value) as object) };
    }
  }
  return { [own]: value };
}

/** Nothing but the way to a value. */
function branch(path: readonly (string | number)[], value: string | number): unknown {
  const [name, ...rest] = path;
  if (name === undefined) return value;
  return typeof name === 'number' ? [branch(rest, value)] : { [name]: branch(rest, value) };
}

function pathText(path: readonly (string | number)[]): string {
  return path
    .map((name, index) => (typeof name === 'number' ? `[${name}]` : index === 0 ? name : `.${name}`))
    .join('');
}
