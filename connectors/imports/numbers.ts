import * as cells from './cells.js';
import type { Role } from './roles.js';

/** Roles whose numbers may have a fraction; all other numbers count something. */
const fractional: ReadonlySet<Role> = new Set([
  'duration_seconds',
  'avg_watch_ms',
  'total_watch_ms',
  'skip_rate_percent',
] as const);

/** True for roles that count: likes, views, followers. */
export function isWhole(role: Role): boolean {
  return !fractional.has(role);
}

/**
 * The number in a cell as its role means it: counts are whole, `12.3%` is 12.3 in a column of percents, and likes said as
 * `and 661 others` are those and the one who is named.
 */
export function readNumber(role: Role, cell: string, mark: cells.DecimalMark): cells.Read<number> {
  const { text, more } = numberText(role, cell);
  const read = isWhole(role) ? cells.count(text, mark) : cells.number(text, mark ?? '.');
  return more > 0 && typeof read === 'object' ? { value: read.value + more } : read;
}

/** What of a cell is its number, and what its words add to it. */
export function numberText(role: Role, cell: string): { readonly text: string; readonly more: number } {
  if (role === 'skip_rate_percent')
    return { text: cell.replace(/(?<=\d)[\s\u00a0\u202f]*%\s*$/, ''), more: 0 };
  const others = role === 'likes' && !cells.isDigits(cell) ? cells.others(cell) : null;
  return others === null ? { text: cell, more: 0 } : { text: others, more: 1 };
}
