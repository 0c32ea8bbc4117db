import { inspect } from 'node:util';
import type { Marts } from './marts.js';

const quotedName: unique symbol = Symbol('quoted name');

/** A name of a table or column. In `sql` it stands for itself, quoted, where any other value becomes a parameter. */
export class Identifier {
  readonly [quotedName]: string;

  constructor(name: string) {
    this[quotedName] = `"${name.replaceAll('"', '""')}"`;
  }

  [inspect.custom](): string {
    return quoted(this);
  }
}

/** A name from elsewhere, such as a variable: any text, taken as one name. */
export function identifier(name: string): Identifier {
  return new Identifier(name);
}

/** As it stands in SQL. */
export function quoted(name: Identifier): string {
  return name[quotedName];
}

/** A mart's name; its properties are the names of its columns. */
export type MartName<Row> = Identifier & { readonly [Column in keyof Row]: Identifier };

/** The names of all marts and their columns, to be completed by the editor and put into `sql`. */
export type MartNames = { readonly [Mart in keyof Marts]: MartName<Marts[Mart]> };

/** Names as they are published: what an older version did not publish is not there. */
export function martNames(columns: readonly { readonly mart: string; readonly column: string }[]): MartNames {
  const names = new Map<string, Identifier>();
  for (const { mart, column } of columns) {
    const name = names.get(mart) ?? new Identifier(mart);
    names.set(mart, name);
    Object.defineProperty(name, column, { value: new Identifier(column), enumerable: true });
  }
  return Object.fromEntries(names) as unknown as MartNames;
}
