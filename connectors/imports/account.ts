import { mended } from '../files/mojibake.js';
import * as cells from './cells.js';
import type { Field } from './layout.js';
import type { Role } from './roles.js';

/** The account that the user named: an id as it is, a user name as `user:<username>`, so that it is the one the API knows by it. */
export function statedAccount(stated: string): string {
  if (/^(?:\d+|user:.*|name:.*)$/.test(stated)) return stated;
  const username = cells.username(stated);
  return username === null ? `name:${stated}` : `user:${username}`;
}

/**
 * Whose post a row is: the account that the user named, else the id in the row when it is intact, else
 * `user:<username>`, else `name:<name>`; `null` when the row does not say.
 */
export function ownerOf(
  fields: ReadonlyMap<Role, Field>,
  row: readonly string[],
  stated: string | null,
  { idsRounded, isMended }: { readonly idsRounded: boolean; readonly isMended: boolean },
): string | null {
  if (stated !== null) return statedAccount(stated);
  const read = (role: Role) => fields.get(role)?.read(row) ?? '';
  const id = accountId(read('account_id'), idsRounded);
  if (id !== null) return id;
  const username = cells.username(read('username'));
  if (username !== null) return `user:${username}`;
  const name = cells
    .text(isMended ? (mended(read('account_name')) ?? read('account_name')) : read('account_name'))
    ?.trim();
  return name === undefined ? null : `name:${name}`;
}

/** An id, or `null` when it is destroyed. */
export function accountId(cell: string, idsRounded: boolean): string | null {
  return idsRounded && cells.looksRounded(cell) ? null : cells.id(cell);
}

/** An account as a page names it: short, without spaces, slashes and control characters, for paths and state. */
export function pageAccount(ref: string): string {
  return ref.replace(/[\s/\\\p{C}]+/gu, '-').slice(0, 100);
}
