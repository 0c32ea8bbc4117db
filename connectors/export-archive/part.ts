import type { Item } from '../contract.js';
import { type Json, type JsonObject, objectOf } from '../http/json.js';
import type { StreamName } from '../streams.js';

/** Files of one kind: where an archive has them, what is kept of them, and what that becomes. */
export interface Part {
  readonly name: string;
  /** As people call its entries. */
  readonly title: string;
  readonly stream: StreamName;
  /** Whether a path is one, from its last folder and its name without ending, both in lower case. */
  isAt(folder: string, name: string): boolean;
  /** Of the entries that the files list, one after the other, what is needed: nothing else is stored. */
  keep(entry: Json): JsonObject;
  /** Where the files of a part are one list, its only entry: what is kept of them all. */
  sum?(entries: readonly JsonObject[]): JsonObject;
  items(entries: readonly Entry[], about: About): Item[];
  /** Labels, as `plain` has them, that are known and say nothing that is loaded. */
  readonly besides?: RegExp;
}

/** A stored entry. */
export interface Entry {
  readonly file: string;
  /** From 1, in its file. */
  readonly n: number;
  readonly kept: JsonObject;
  /** What the other files of the archive tell about the post of an entry. */
  readonly post?: PostHint;
}

export interface PostHint {
  /** Unix seconds, where the entry's own time is another than that of the post that it shows. */
  readonly at?: number;
  /** Which of several posts of that second it is, from 2. */
  readonly twin?: number;
  /** Several posts were published in that second, and nothing tells which is meant. */
  readonly isAmbiguous?: true;
  /** The content files list the post. */
  readonly isListed?: true;
  /** As the insights have it. */
  readonly duration?: string;
}

/** What a page says of its archive. */
export interface About {
  readonly account: string;
  readonly observedAt: Date;
  readonly timeZone: string | null;
}

export function refOf({ file, n }: Entry): string {
  return `${file} entry ${n}`;
}

/** Those fields of an object that it has, in this order. */
export function pick(value: Json | undefined, fields: readonly string[]): JsonObject {
  const object = objectOf(value);
  return Object.fromEntries(
    fields.flatMap((field) => (object[field] === undefined ? [] : [[field, object[field]]])),
  );
}

const entryFields = ['media', 'string_list_data', 'string_map_data', 'label_values', 'uri'];

/**
 * The entries of a file: it is a list, or an object that holds one under a name of its own, or the only entry itself.
 * `null` for anything else.
 */
export function entriesOf(json: Json): readonly Json[] | null {
  if (Array.isArray(json)) return json as readonly Json[];
  const object = objectOf(json);
  if (entryFields.some((field) => object[field] !== undefined)) return [object];
  return (Object.values(object).find((value) => Array.isArray(value)) as readonly Json[] | undefined) ?? null;
}
