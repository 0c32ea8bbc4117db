import type { Connector } from '../../connectors/contract.js';
import type { StreamName } from '../../connectors/streams.js';
import type { Home } from '../home.js';
import type { Cell } from '../marts.js';
import type { Excerpt } from './excerpt.js';
import type { Origin } from './observations.js';
import { isSame, rereadRow } from './raw-line.js';

/** One reading of a value, down to the line of raw that it was read from. */
export interface Evidence {
  readonly value: Cell;
  readonly absent_reason: string | null;
  readonly observed_at: Date;
  readonly source: string;
  readonly media_ref: string;
  readonly account_ref: string;
  readonly run: { readonly id: string; readonly kind: string | null; readonly started_at: Date | null };
  readonly raw: {
    /** Relative to `data/raw`. */
    readonly file: string;
    /** From 1. */
    readonly line: number;
    /** The item's number in the file, as landing counts it. */
    readonly item: number;
    /** Its number in the line, and how many the line has; `null` when the line could not be read again. */
    readonly item_in_line: number | null;
    readonly items_in_line: number | null;
  };
  /** How it was asked for; `null` when the line could not be read again. */
  readonly call: Call | null;
  /** Read from raw just now: `differs` is also a warning. */
  readonly verified: 'equal' | 'differs' | 'unreadable';
  readonly raw_value: Cell;
  readonly excerpt: Excerpt | null;
}

export type Call =
  | {
      readonly kind: 'api';
      readonly connection: string;
      readonly path: string;
      readonly params: Readonly<Record<string, string>>;
      readonly status: number;
    }
  /** A file that was imported; `row` as the file counts, e.g. `line 7`. */
  | { readonly kind: 'file'; readonly name: string; readonly sha256: string; readonly row: string }
  /** The source sent it by itself. */
  | { readonly kind: 'webhook'; readonly connection: string; readonly fields: readonly string[] };

type Row = Origin & {
  readonly media_ref: string;
  readonly account_ref: string;
  readonly observed_at: Date;
  readonly absent_reason?: Cell;
} & Readonly<Record<string, Cell>>;

/** Reads the raw line of a row of landing again; `warnings` hears when it says otherwise or nothing. */
export async function evidenceFor(
  home: Home,
  connectors: readonly Connector[],
  stream: StreamName,
  row: Row,
  column: string,
  warnings: string[],
): Promise<Evidence> {
  const value = row[column] ?? null;
  const { raw_file, line, item, source, observed_at, media_ref, account_ref } = row;
  const found = await rereadRow(home, connectors, { stream, values: row, raw_file, line }, column);
  const place = `line ${line} of ${raw_file}`;
  const common = {
    value,
    absent_reason: (row.absent_reason as string | null | undefined) ?? null,
    observed_at,
    source,
    media_ref,
    account_ref,
    run: { id: row.run_id, kind: row.run_kind, started_at: row.run_started_at },
  };
  if (typeof found === 'string') {
    warnings.push(`${place} cannot be checked: ${found}`);
    const raw = { file: raw_file, line, item, item_in_line: null, items_in_line: null };
    return { ...common, raw, call: null, verified: 'unreadable', raw_value: null, excerpt: null };
  }
  const isEqual = isSame(found.value, value);
  if (!isEqual) {
    warnings.push(
      `${place} says ${said(found.value)}, the warehouse ${said(value)}: read raw again with \`reachline build --full\``,
    );
  }
  return {
    ...common,
    raw: { file: raw_file, line, item, item_in_line: found.item, items_in_line: found.items },
    call: callOf(found),
    verified: isEqual ? 'equal' : 'differs',
    raw_value: found.value,
    excerpt: found.excerpt,
  };
}

function callOf({
  request,
  connection,
  status,
  ref,
}: {
  readonly request: Readonly<Record<string, unknown>>;
  readonly connection: string;
  readonly status: number;
  readonly ref: string;
}): Call | null {
  const { path, params, file, sha256, fields } = request;
  if (typeof path === 'string') {
    return { kind: 'api', connection, path, params: (params ?? {}) as Record<string, string>, status };
  }
  if (typeof sha256 === 'string') return { kind: 'file', name: String(file), sha256, row: ref };
  if (request.kind === 'webhook') {
    return { kind: 'webhook', connection, fields: Array.isArray(fields) ? fields.map(String) : [] };
  }
  return null;
}

function said(value: Cell): string {
  if (value === null) return 'nothing';
  return value instanceof Date ? value.toISOString() : String(value);
}
