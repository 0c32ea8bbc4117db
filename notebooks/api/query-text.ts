import type { Cell } from '../../pipeline/index.js';
import { Identifier, quoted } from './identifier.js';

/** What may stand in a query: a value, several of them for `in`, or a name. */
export type Value = Cell | bigint | Identifier;

/** A query for the engine: placeholders in its text, and what they stand for. */
export interface BoundQuery {
  readonly text: string;
  readonly params: Readonly<Record<string, Cell>>;
}

/**
 * Makes a query of a template. Values become parameters and are never part of the text; a list becomes a list of parameters in
 * parentheses, for `in`.
 * @throws TypeError that says which value cannot be one.
 */
export function boundQuery(parts: readonly string[], values: readonly Value[]): BoundQuery {
  const params: Record<string, Cell> = {};
  const bind = (value: unknown, place: number): string => {
    const name = `value_${Object.keys(params).length + 1}`;
    params[name] = cell(value, place);
    return `$${name}`;
  };
  const written = values.map((value, index) => {
    if (value instanceof Identifier) return quoted(value);
    if (!Array.isArray(value)) return bind(value, index + 1);
    if (value.length === 0) return '(select null where false)';
    return `(${value.map((each) => bind(each, index + 1)).join(', ')})`;
  });
  return { text: parts.reduce((text, part, index) => text + written[index - 1] + part), params };
}

function cell(value: unknown, place: number): Cell {
  const refuse = (what: string) =>
    new TypeError(`value ${place} of the query is ${what}; use text, numbers, truth values, dates or null`);
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value;
    case 'bigint':
      if (value > Number.MAX_SAFE_INTEGER || value < Number.MIN_SAFE_INTEGER)
        throw refuse('an integer beyond 2^53');
      return Number(value);
    case 'number':
      if (!Number.isFinite(value)) throw refuse(String(value));
      return value;
    case 'object':
      if (value === null) return null;
      if (value instanceof Date && !Number.isNaN(value.getTime())) return value;
      throw refuse(value instanceof Date ? 'an invalid date' : 'an object');
    case 'undefined':
      throw refuse('undefined (is the name of a mart or column right?)');
    default:
      throw refuse(`a ${typeof value}`);
  }
}
