import type { Labelled } from './labelled.js';

/**
 * What the labels of one kind of file mean: role → its labels in the languages known, as {@link plain} has them. Files
 * never share a table: in French `Total des followers` is a net change, and `Followers` is a count in one file and a
 * share of the reach in another.
 */
export type LabelTable<Role extends string> = Readonly<Record<Role, readonly string[]>>;

/** A label without accents, quotes, punctuation and capitals. */
export function plain(label: string): string {
  return label
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

export interface Recognized<Role extends string> {
  /** The first value of each role. */
  readonly roles: ReadonlyMap<Role, Labelled>;
  /** Labels of no known meaning, and second ones of a role. */
  readonly unknown: readonly Labelled[];
}

/** `others`: labels, as {@link plain} has them, that are known to have no role. */
export function recognize<Role extends string>(
  labels: readonly Labelled[],
  table: LabelTable<Role>,
  others?: RegExp,
): Recognized<Role> {
  const meanings = meaningsOf(table);
  const roles = new Map<Role, Labelled>();
  const unknown: Labelled[] = [];
  for (const labelled of labels) {
    const label = plain(labelled.label);
    const role = meanings.get(label);
    if (role !== undefined && !roles.has(role)) roles.set(role, labelled);
    else if (role !== undefined || !others?.test(label)) unknown.push(labelled);
  }
  return { roles, unknown };
}

const known = new WeakMap<object, ReadonlyMap<string, string>>();

function meaningsOf<Role extends string>(table: LabelTable<Role>): ReadonlyMap<string, Role> {
  let meanings = known.get(table) as ReadonlyMap<string, Role> | undefined;
  if (!meanings) {
    const pairs = Object.entries<readonly string[]>(table);
    meanings = new Map(pairs.flatMap(([role, labels]) => labels.map((label) => [label, role as Role])));
    known.set(table, meanings);
  }
  return meanings;
}
