import type { Row } from './table.js';
import { unfold } from './unfold.js';
import { UnreadableRow } from './unreadable-row.js';

/** The largest object that is read, in characters. */
const largestObject = 32 * 1024 * 1024;

/** One object of a JSON file: column path → text. Paths join keys with dots; an array is one cell of JSON text. */
export type JsonRow = ReadonlyMap<string, string>;

/**
 * The objects of a JSON text, one by one: the elements of a top-level array, the elements of the `data` array of a
 * top-level object (a stored API page), or the top-level objects themselves (NDJSON); of one that wraps a list its rows
 * ({@link unfold}). Numbers arrive as their own
 * text, so that ids of 17 and more digits survive. Values that are not objects become a row with the column `value`.
 *
 * @throws UnreadableRow for text that is not JSON.
 */
export async function* jsonObjects(text: AsyncIterable<string>): AsyncGenerator<JsonRow> {
  let count = 0;
  for await (const element of elements(text)) {
    count += 1;
    yield* rowsOf(element, count);
  }
}

/** Objects as rows in the order of `columns`; `line` is the object's position, from 1. */
export async function* rowsOfObjects(
  objects: AsyncIterable<JsonRow>,
  columns: readonly string[],
): AsyncGenerator<Row> {
  let line = 0;
  for await (const object of objects) {
    line += 1;
    yield { line, cells: columns.map((column) => object.get(column) ?? '') };
  }
}

/** A value below an array or object cell, e.g. `0.node.text` in `[{"node":{"text":"…"}}]`; empty when there is none. */
export function reach(cell: string, path: readonly string[]): string {
  let value: unknown;
  try {
    value = JSON.parse(cell);
  } catch {
    return '';
  }
  for (const step of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return '';
    value = (value as Record<string, unknown>)[step];
  }
  return textOfValue(value);
}

/** Splits the text into the JSON texts of its elements without holding more than one of them. */
async function* elements(text: AsyncIterable<string>): AsyncGenerator<string> {
  let depth = 0;
  /** The depth at which elements stand: 0 for NDJSON, 1 inside an array, 2 inside `data`; 3 after `data`. */
  let level = 0;
  let inString = false;
  let escaped = false;
  let element = '';
  /** The last string at depth 1, to notice `"data": [`. */
  let key = '';
  let inKey = false;
  for await (const chunk of text) {
    let start = 0;
    for (let index = 0; index < chunk.length; index += 1) {
      const character = chunk[index] as string;
      if (inString) {
        if (inKey && key.length < 10) key += character;
        if (escaped) escaped = false;
        else if (character === '\\') escaped = true;
        else if (character === '"') inString = false;
        continue;
      }
      if (character === '"') {
        inString = true;
        inKey = depth === 1 && level === 0;
        if (inKey) key = '';
      } else if (character === '{' || character === '[') {
        if (character === '[' && depth === 0 && level === 0) {
          level = 1;
          start = index + 1;
          element = '';
        } else if (character === '[' && depth === 1 && level === 0 && key === 'data"') {
          level = 2;
          start = index + 1;
          element = '';
        }
        depth += 1;
      } else if (character === '}' || character === ']') {
        depth -= 1;
        if (depth < 0) throw new UnreadableRow(`the text is not JSON: unexpected ${character}`);
        if (level > 0 && depth === level - 1) {
          element += chunk.slice(start, index);
          if (element.trim()) yield element;
          element = '';
          start = index + 1;
          level = level === 2 ? 3 : 0;
        } else if (depth === 0 && level === 3) {
          // The end of an object whose `data` was read.
          element = '';
          start = index + 1;
          level = 0;
        } else if (depth === 0 && level === 0) {
          element += chunk.slice(start, index + 1);
          yield element;
          element = '';
          start = index + 1;
        }
      } else if (character === ',' && level > 0 && level < 3 && depth === level) {
        element += chunk.slice(start, index);
        if (!element.trim()) throw new UnreadableRow('the text is not JSON: unexpected ,');
        yield element;
        element = '';
        start = index + 1;
      } else if (inKey && character !== ':' && character.trim()) {
        inKey = false;
        key = '';
      }
    }
    element = level === 3 ? '' : element + chunk.slice(start);
    if (element.length > largestObject)
      throw new UnreadableRow('one object of the JSON is larger than 32 MiB');
  }
  if (depth !== 0 || inString) throw new UnreadableRow('the JSON text ends before its last bracket');
  if (element.trim())
    throw new UnreadableRow(`the text is not JSON: ${JSON.stringify(element.trim().slice(0, 40))}`);
}

const stringOrNumber = /"[^"\\]*(?:\\[\s\S][^"\\]*)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

function rowsOf(element: string, position: number): JsonRow[] {
  try {
    const quoted = element.replace(stringOrNumber, (token) => (token.startsWith('"') ? token : `"${token}"`));
    return unfold(JSON.parse(quoted)).map(flatten);
  } catch {
    throw new UnreadableRow(`object ${position} is not valid JSON, or nested too deeply`);
  }
}

/** A value as paths and texts. */
export function flatten(value: unknown): JsonRow {
  const row = new Map<string, string>();
  const visit = (part: unknown, path: string, depth: number) => {
    if (isObject(part) && depth < 8) {
      for (const [key, inner] of Object.entries(part)) visit(inner, path ? `${path}.${key}` : key, depth + 1);
    } else {
      row.set(path || 'value', textOfValue(part));
    }
  };
  visit(value, '', 0);
  return row;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function textOfValue(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return value;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
