import type { z } from 'zod';
import type { AbsentReason } from './metrics.js';
import type { CanonicalRecord, StreamName } from './streams.js';

/**
 * The connector contract. A connector knows its source and the canonical streams; it knows no disk and no SQL.
 *
 * `read` talks to the source and yields what it answered, verbatim. `parse` maps one such answer to canonical records;
 * it is pure, so that everything can be rebuilt from raw without the source. A checkpoint counts only once the pages
 * before it are durable.
 */
export interface Connector<Settings = unknown> {
  readonly name: string;
  /** One line for `reachline init` and the docs. */
  readonly summary: string;
  /** The connection's own keys in `reachline.yaml`; defaults included. */
  readonly settings: z.ZodType<Settings>;
  /** A home has at most one connection of it: what it holds back would not hold across two. */
  readonly single?: true;
  /** What this connector fills, and how each stream is read again. */
  readonly streams: readonly StreamUse[];
  /** What `read` would do now. Makes no request. */
  plan(context: ReadContext<Settings>): PlannedCalls[];
  read(context: ReadContext<Settings>): AsyncGenerator<Message, void, void>;
  parse(page: Page): Item[];
  /** Problems that a user can fix (token, permissions, missing account), most important first. May make requests. */
  diagnose(context: ReadContext<Settings>): Promise<Diagnosis[]>;
  /** Every metric that it asks for, and how the source last answered. Makes no request. */
  metrics?(context: ReadContext<Settings>): MetricHealth[];
  /** For a reader of files: of those in a folder or zip, by their paths, the ones that it reads. */
  picks?(paths: readonly string[]): string[];
  /** For a source that also pushes; `parse` reads these pages too. */
  readonly webhooks?: Webhooks<Settings>;
  /** For a source that comes as folders or zips of many files, of which few are read. */
  readonly archives?: Archives;
}

/** How the archives of a source are known, and what is read of them: nothing else is opened. */
export interface Archives {
  /**
   * What is read of a folder or zip, by its name and paths; `null` when it is not of this source.
   *
   * @throws SourceError of kind `input` when it is, and cannot be used.
   */
  select(container: ContainedFiles): ArchiveSelection | null;
  /** The checksum that an archive is known by, and that its pages carry in `request.sha256`. */
  identity(files: readonly InputFile[]): string;
}

/** A folder or zip, as a list of what it holds. */
export interface ContainedFiles {
  readonly name: string;
  /** Paths with `/`. */
  readonly entries: readonly { readonly path: string }[];
  /** What is in there and cannot be read, with the reason. */
  readonly passedOver: readonly { readonly path: string; readonly why: string }[];
}

export interface ArchiveSelection {
  /** Folders and zips of one text are parts of one archive; `null` when its name says nothing. */
  readonly group: string | null;
  /** Of the entries that are read. */
  readonly paths: readonly string[];
}

/** How a source's deliveries are known to be its own, and what they become. Pure: receiving is the pipeline's. */
export interface Webhooks<Settings = unknown> {
  /** The environment variable with the secret that the source signs with; `null` when the settings name none. */
  secretVariable(settings: Settings): string | null;
  /** Lower case. */
  readonly signatureHeader: string;
  /** Whether a body is the source's own, over its raw bytes and in constant time. */
  isGenuine(body: Uint8Array, signature: string | undefined, secret: string): boolean;
  /** What to answer when the source asks whether this receiver is meant; `null` when the question is not right. */
  challenge(query: Readonly<Record<string, unknown>>, verifyToken: string): string | null;
  /** At least one page per delivery, whatever it holds, and one per account and stream; the same for the same body. */
  pages(delivery: Delivery): Page[];
}

export interface Delivery {
  readonly connection: string;
  readonly body: Uint8Array;
  /** Dates what states no time of its own. */
  readonly receivedAt: Date;
}

export interface StreamUse {
  readonly stream: StreamName;
  /** What makes a later read incremental; `null` when every read is complete. */
  readonly cursor: string | null;
  /** How many days before the cursor are read again, because the source still corrects them. */
  readonly lookbackDays: number;
}

export interface ReadContext<Settings> {
  readonly connection: string;
  readonly settings: Settings;
  /** What earlier reads checkpointed, by account and stream. */
  readonly state: ConnectionState;
  readonly effects: Effects;
  /** Read this window instead of the incremental one. Both ends inclusive, UTC. */
  readonly window?: { readonly from: Date; readonly to: Date };
  /** Read only what will be gone before the next night. */
  readonly light?: true;
  /** Read only this account, by its key or its user name. What a connection does not have, `plan` has no calls for. */
  readonly account?: string;
}

/** The outside, passed in. */
export interface Effects {
  readonly now: () => Date;
  /** Uniform in [0, 1); for jitter only, never for data. */
  readonly random: () => number;
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  readonly env: (name: string) => string | undefined;
  /** Credentials that the source renewed: the only place where a connector may keep one. */
  readonly secrets: Secrets;
  /** Hears of every request that counts against a limit of the source, however it ended, with the account it is for. */
  readonly called: (account: string | null, call?: Call) => void;
  readonly log: Log;
  readonly signal: AbortSignal;
  /** Files handed to `reachline import`; empty for network connectors. */
  readonly files: readonly InputFile[];
}

/** How a request went, as far as a connector tells; the record of a run sums it up. */
export interface Call {
  /** It repeats one that failed. */
  readonly isRepeated?: boolean;
  /** The source answered that these are too many. */
  readonly isLimited?: boolean;
  /** Of the answer, as text. */
  readonly bytes?: number;
}

/** Small texts that nobody else may read, kept between runs. Names: letters, digits, `.`, `_` and `-`. */
export interface Secrets {
  /** `null` when there is none. */
  read(name: string): Promise<string | null>;
  write(name: string, value: string): Promise<void>;
}

export interface Log {
  debug(message: string, fields?: object): void;
  info(message: string, fields?: object): void;
  warn(message: string, fields?: object): void;
}

export interface InputFile {
  readonly name: string;
  readonly sha256: string;
  readonly bytes: number;
  readonly modifiedAt: Date;
  /** When these bytes were first imported: what is read of them again is dated as before. Absent before that. */
  readonly importedAt?: Date;
  /** The bytes, or those of a range. */
  open(range?: ByteRange): AsyncIterable<Uint8Array>;
}

/** From byte `from` up to and without byte `to`. */
export interface ByteRange {
  readonly from: number;
  readonly to: number;
}

/** account key → stream or connector-chosen name → JSON value. */
export type ConnectionState = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

export type Message =
  | { readonly type: 'page'; readonly page: Page }
  /** Everything yielded before this is enough to continue from `value`. */
  | {
      readonly type: 'checkpoint';
      readonly account: string;
      readonly stream: string;
      readonly value: unknown;
    }
  /** Something was not read. The rest goes on. */
  | { readonly type: 'gap'; readonly gap: Gap }
  /** Nothing is missing yet, but somebody should act: a token that expires soon. */
  | { readonly type: 'notice'; readonly notice: Notice }
  /** For progress bars: `done` of `total` units for an account, called as people call it. */
  | { readonly type: 'progress'; readonly account: string; readonly done: number; readonly total: number };

/** One answer of the source. Everything here is stored; nothing here may hold a secret. */
export interface Page {
  /** Connector name. */
  readonly source: string;
  readonly connection: string;
  /** Account key used in paths and state; `mixed` when the page covers several. */
  readonly account: string;
  readonly stream: StreamName;
  /** The request without secrets, and what `parse` needs to know about it. JSON values only. */
  readonly request: Readonly<Record<string, unknown>>;
  readonly fetched_at: Date;
  /** HTTP status; 200 for files. */
  readonly status: number;
  /** The verbatim body: JSON text, with secrets in paging links replaced by `REDACTED`. */
  readonly body: string;
}

/** One thing that the source listed: a post, a file row, a day. Loaded, quarantined or superseded, never lost. */
export type Item =
  | { readonly ref: string; readonly records: readonly CanonicalRecord[]; readonly drifts?: readonly Drift[] }
  | { readonly ref: string; readonly reject: Reject };

/**
 * Where an item is not as its source is declared. What becomes of it is the user's choice (`schema:` in `reachline.yaml`), so
 * `parse` tells it, reads what can be read, and leaves null with a reason what cannot.
 */
export interface Drift {
  /** `column`: a field that the connector does not know. `type`: a value of another type than declared. */
  readonly kind: 'column' | 'type';
  /** As the source spells it: text of strangers. */
  readonly field: string;
  /** The value, or the beginning of it. */
  readonly value: string;
  /** What a retyped value went into, however it was read: place in `records`, and column. Absent when it went nowhere. */
  readonly fills?: { readonly record: number; readonly column: string };
}

export interface Reject {
  /** Stable, e.g. `unreadable-date`. */
  readonly rule: string;
  readonly field: string | null;
  readonly message: string;
  /** The item as the source gave it; shortened when stored. */
  readonly payload: string;
}

/** What was not read, and what to do about it. Classes as in errors.ts. */
export interface Gap {
  readonly connection: string;
  readonly account: string | null;
  readonly stream: string | null;
  readonly recovery: Recovery;
  readonly message: string;
  readonly hint: string | null;
}

/** Something to act on before it becomes a gap. */
export interface Notice {
  readonly connection: string;
  readonly account: string | null;
  readonly message: string;
  readonly hint: string | null;
}

/**
 * What to do after a failure: `retry` (later, nothing to fix), `wait` (rate limit), `skip` (this item has none),
 * `stream`, `account` or `connection` (fatal for that much until somebody acts).
 */
export type Recovery = 'retry' | 'wait' | 'skip' | 'stream' | 'account' | 'connection';

export interface PlannedCalls {
  readonly account: string;
  readonly stream: StreamName;
  readonly calls: number;
  /** When more are likely, and how many cannot be known before. */
  readonly isLeast?: true;
  readonly why: string;
}

/** How a source last answered one metric. */
export interface MetricHealth {
  readonly account: string;
  /** What it is asked about: `FEED`, `REELS`, `STORY`, `account`, … */
  readonly of: string;
  /** The source's name. */
  readonly metric: string;
  readonly breakdown: string | null;
  /** `asked`: when due, and not refused. `refused`: left out until it is tried again. `not asked`: not offered here. */
  readonly status: 'asked' | 'refused' | 'not asked';
  /** Why it has no values; `null` when it is asked. */
  readonly absent: AbsentReason | null;
  /** UTC day since which it is refused. */
  readonly since: string | null;
  /** What the source said, or why it is not asked. */
  readonly message: string | null;
}

export interface Diagnosis {
  readonly level: 'ok' | 'warning' | 'error';
  readonly subject: string;
  readonly message: string;
  readonly hint: string | null;
}
