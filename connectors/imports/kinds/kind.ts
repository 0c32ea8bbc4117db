import type { DateFormat } from '../dates.js';
import type { Role } from '../roles.js';

/** A kind of file that people hold: how it is recognised, and what its columns mean. */
export interface Kind {
  /** For `--kind` and the docs. */
  readonly name: string;
  /** As its users call it, and where they get it. */
  readonly title: string;
  /** The zone of times that carry none, as the exporting tool writes them. */
  readonly zone: string;
  readonly layouts: readonly Layout[];
  /** Set for files that are recognised in order to say why they cannot be used. */
  readonly unusable?: { readonly message: string; readonly hint: string };
  /** Why a row of such a file is not an Instagram post with lifetime counters; `null` for one that is. */
  refuse?(cell: (spellings: readonly string[]) => string): Refusal | null;
}

export interface Refusal {
  readonly rule: string;
  readonly field: string;
  readonly message: string;
}

/** One arrangement of columns of a kind. Columns are found by name, never by position. */
export interface Layout {
  readonly name: string;
  /** Role → header spellings, in any case; localised ones included. */
  readonly columns: Partial<Record<Role, readonly string[]>>;
  /** Header spellings of columns that nothing is read from, and that are no surprise. */
  readonly others?: readonly (readonly string[])[];
  /** The signature: a header that has all of these is of this layout. */
  readonly signature: readonly (readonly string[])[];
  /** How `posted_at` is written, when values alone leave it open. */
  readonly dates: DateFormat;
}
