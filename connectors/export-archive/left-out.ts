import { type Json, type JsonObject, listOf, objectOf, textOf } from '../http/json.js';
import { repaired } from './labelled.js';
import { plain } from './labels.js';
import type { Part } from './part.js';

/** A field of entries that is not read: a key of theirs, or a label in the archive's language. */
export interface LeftOut {
  readonly field: string;
  /** How many times it is there. */
  readonly times: number;
}

/**
 * What the entries of a file have and nothing is made of, in the order in which it turns up: what is not kept, and labels that are
 * kept and known to say nothing that is loaded. Names only: what stands below them is not looked at. Of lists of people, which
 * are only counted, nothing is told.
 */
export function leftOut(part: Part, entries: readonly Json[], kept: readonly JsonObject[]): LeftOut[] {
  if (part.sum) return [];
  const times = new Map<string, number>();
  for (const [index, entry] of entries.entries()) {
    const known = new Set<string>();
    visit(kept[index] ?? {}, (name) => known.add(name));
    visit(entry, (name) => {
      const isRead = known.has(name) && !part.besides?.test(plain(name));
      if (!isRead) times.set(name, (times.get(name) ?? 0) + 1);
      return isRead;
    });
  }
  return [...times].map(([field, count]) => ({ field, times: count }));
}

/** Every name in a value, and what is below those for which `enter` says so. */
function visit(value: Json | undefined, enter: (name: string) => unknown): void {
  if (Array.isArray(value)) for (const one of value as readonly Json[]) visit(one, enter);
  else if (typeof value === 'object' && value !== null) {
    for (const [key, below] of Object.entries(value)) {
      if (key === 'label_values') visitLabels(below, enter);
      else if (enter(repaired(key))) visit(below, enter);
    }
  }
}

/** Of `{label, …}` the label; of `{title, dict}` those inside. What stands beside a label is the way to write its value. */
function visitLabels(values: Json | undefined, enter: (name: string) => unknown): void {
  for (const held of listOf(values)) {
    const { label, title, dict } = objectOf(held);
    if (Array.isArray(dict)) visitLabels(dict, enter);
    else enter(repaired(textOf(label) ?? textOf(title) ?? 'a value without a label'));
  }
}
