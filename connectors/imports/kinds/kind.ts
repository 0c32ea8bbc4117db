import type { DateFormat } from '../dates.js';
import type { Role } from '../roles.js';

/** A kind of file that people hold: how it is recognised, and what its columns mean. */
export interface Kind {
  /** For `--kind` and the docs. */
  readonly name: string;
  /** As its users call it. */
  readonly title: string;
  /** For the docs: where people get it. */
  readonly origin: string;
  /** For the docs: what is read of it. */
  readonly reads: string;
  /** For the docs: what it does not say, and what is not read. */
  readonly unknown: string;
  /** The zone of times that carry none, as the exporting tool writes them. */
  readonly zone: string;
  readonly layouts: readonly Layout[];
  /** Set where a day or time in the name of such a file is when it was made. */
  readonly isDatedByName?: true;
  /** Set for files that are recognised in order to say why they cannot be used. */
  readonly unusable?: { readonly message: string; readonly hint: string };
  /** Why a row of such a file is not an Instagram post with lifetime counters; `null` for one that is. */
  refuse?(cell: CellOf): Refusal | null;
  /** The word for the format of a post where it takes more than one column to tell. */
  format?(cell: CellOf): string;
}

/** The cell of the first column that has one of the spellings and is not empty; else an empty one. */
export type CellOf = (spellings: readonly string[]) => string;

export interface Refusal {
  readonly rule: string;
  readonly field: string;
  readonly message: string;
}

/** One arrangement of columns of a kind. Columns are found by name, never by position. */
export interface Layout {
  readonly name: string;
  /**
   * Role → header spellings, in any case; localised ones included. Where several are there, a row's value is the first
   * that is not empty, in this order.
   */
  readonly columns: Partial<Record<Role, readonly string[]>>;
  /**
   * Header spellings of columns that nothing is read from, and that are no surprise; `any` where the source adds columns
   * as it likes.
   */
  readonly others?: readonly (readonly string[])[] | 'any';
  /** The signature: a header that has all of these is of this layout. */
  readonly signature: readonly (readonly string[])[];
  /** A header that has one of these is not. */
  readonly unless?: readonly string[];
  /** Some lines mean something by the title above the header; then it must be one of these. */
  readonly titles?: readonly string[];
  /** What the file's name must hold, where columns alone say too little. */
  readonly fileName?: RegExp;
  /** How `posted_at` is written, when values alone leave it open. */
  readonly dates: DateFormat;
  /** Set where an empty cell says nothing: another row may hold the value. */
  readonly isSparse?: true;
}
