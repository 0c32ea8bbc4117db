import type { Drift, Item, Notice, Reject } from '../../connectors/contract.js';
import type { CanonicalRecord } from '../../connectors/streams.js';
import type { Connection } from '../config/load.js';
import type { Config, DriftMode, DriftModes } from '../config/schema.js';
import type { Engine } from '../engines/engine.js';
import { ReachlineError } from '../errors.js';
import type { RawFile } from './writer.js';

/** What becomes of items that are not as their source is declared. */
export interface DriftPolicy {
  /** By connection; connections that say nothing of their own have the modes of all. */
  readonly modes: (connection: string) => DriftModes;
  /** Whether what a run landed was never published: only that can be refused. */
  readonly isNew: (runId: string) => boolean;
  /** Stands for the modes: others may load the same raw files otherwise. */
  readonly fingerprint: string;
}

export function driftPolicy(
  { schema: all }: Pick<Config, 'schema'>,
  connections: readonly Pick<Connection, 'name' | 'config'>[],
  isNew: (runId: string) => boolean,
): DriftPolicy {
  const own = new Map<string, DriftModes>();
  for (const { name, config } of connections) {
    const { columns = all.columns, types = all.types } = config.schema ?? {};
    if (columns !== all.columns || types !== all.types) own.set(name, { columns, types });
  }
  const differing = [...own].map(([name, { columns, types }]) => [name, columns, types]).sort();
  const { columns, types } = all;
  return {
    modes: (connection) => own.get(connection) ?? all,
    isNew,
    fingerprint: JSON.stringify([columns, types, differing]),
  };
}

/** What a configuration without a word about it means. */
export const defaultPolicy = driftPolicy(
  { schema: { columns: 'evolve', types: 'discard_row' } },
  [],
  () => true,
);

export const driftColumns = [
  { name: 'run_id', type: 'string' },
  { name: 'source', type: 'string' },
  { name: 'connection', type: 'string' },
  { name: 'account', type: 'string' },
  { name: 'stream', type: 'string' },
  { name: 'raw_file', type: 'string' },
  { name: 'kind', type: 'string' },
  { name: 'field', type: 'string' },
  { name: 'mode', type: 'string' },
  { name: 'items', type: 'integer' },
  { name: 'example', type: 'string' },
  { name: 'first_seen_at', type: 'timestamp' },
  { name: 'last_seen_at', type: 'timestamp' },
] as const;

/** Where an item comes from. */
export interface Place {
  readonly runId: string;
  readonly connection: string;
  readonly file: RawFile;
  readonly line: number;
  readonly item: number;
  readonly fetchedAt: Date;
}

interface Found {
  readonly place: Place;
  readonly drift: Drift;
  readonly mode: DriftMode;
  items: number;
  first: Date;
  last: Date;
}

/** Fields of a raw file that are listed one by one; an object whose keys are ids must not fill the warehouse. */
const mostFields = 200;
const otherFields = '(further fields)';
const nameLimit = 80;

/** Applies the modes to the items of a load, and counts by raw file and field what it met. */
export class Drifts {
  private readonly found = new Map<string, Map<string, Found>>();

  constructor(
    private readonly policy: DriftPolicy,
    private readonly redact: (text: string) => string,
  ) {}

  /**
   * The item as it is to be loaded: as it is, without what is left out, or rejected.
   * @throws ReachlineError `refused` where the mode is `freeze` and nothing like it was published before.
   */
  settle(item: Item, place: Place): Item {
    if ('reject' in item || !item.drifts) return item;
    const modes = this.policy.modes(place.connection);
    const isNew = this.policy.isNew(place.runId);
    const judged = item.drifts.map((drift) => {
      const mode = modes[drift.kind === 'column' ? 'columns' : 'types'];
      if (mode === 'freeze' && isNew) throw this.refusal(drift, item.ref, place);
      return { drift, mode: mode === 'freeze' ? published[drift.kind] : mode };
    });
    for (const { drift, mode } of judged) this.count(drift, mode, place);
    const discarding = judged.filter(({ mode }) => mode === 'discard_row').map(({ drift }) => drift);
    if (discarding.length > 0) return { ref: item.ref, reject: rejectOf(discarding) };
    const dropped = judged.filter(({ mode }) => mode === 'discard_value').map(({ drift }) => drift);
    return dropped.length > 0 ? { ref: item.ref, records: without(item.records, dropped) } : item;
  }

  /** Writes down what was met. Returns what is to be accepted and was not met before, to be told once. */
  async save(engine: Engine): Promise<Notice[]> {
    const found = [...this.found.values()].flatMap((fields) => [...fields.values()]);
    if (found.length === 0) return [];
    const known = new Set(
      (
        await engine.rows<{ source: string; stream: string; kind: string; field: string }>(
          'select distinct source, stream, kind, field from landing.drifts',
        )
      ).map(({ source, stream, kind, field }) => JSON.stringify([source, stream, kind, field])),
    );
    await engine.append(
      'landing.drifts',
      driftColumns.map(({ type }) => type),
      found.map(({ place: { runId, connection, file }, drift, mode, items, first, last }) => [
        runId,
        file.source,
        connection,
        file.account,
        file.stream,
        file.path,
        drift.kind,
        drift.field,
        mode,
        items,
        drift.value,
        first,
        last,
      ]),
    );
    return noticesOf(
      found.filter(
        ({ mode, drift, place: { file } }) =>
          mode === 'evolve' &&
          !known.has(JSON.stringify([file.source, file.stream, drift.kind, drift.field])),
      ),
    );
  }

  private count(drift: Drift, mode: DriftMode, place: Place): void {
    const fields = this.found.get(place.file.path) ?? new Map<string, Found>();
    this.found.set(place.file.path, fields);
    const key = `${drift.kind} ${place.connection} ${drift.field}`;
    const known = fields.get(key) ?? (fields.size >= mostFields ? fields.get(otherFields) : undefined);
    const at = place.fetchedAt;
    if (known) {
      known.items += 1;
      if (at < known.first) known.first = at;
      if (at > known.last) known.last = at;
      return;
    }
    const isListed = fields.size < mostFields;
    const field = isListed ? this.redact(drift.field).slice(0, nameLimit) : otherFields;
    const named = { ...drift, field, value: isListed ? this.redact(drift.value) : '' };
    fields.set(isListed ? key : otherFields, { place, drift: named, mode, items: 1, first: at, last: at });
  }

  private refusal(drift: Drift, ref: string, { connection, file, line }: Place): ReachlineError {
    const key = drift.kind === 'column' ? 'columns' : 'types';
    return new ReachlineError(
      'refused',
      `${sentence({ ...drift, value: this.redact(drift.value) })}, and schema.${key} is freeze; nothing was published.\n` +
        `  It is in ${quoted(ref)} of connection ${connection}: ${file.path} line ${line}.\n` +
        `  Set schema.${key} to evolve, discard_value or discard_row in reachline.yaml, for all or for this connection, and build ` +
        'again; freeze can stand again after that.',
      { hint: 'What was landed stays in raw. docs/checks.md tells what each mode does.' },
    );
  }
}

/** What was published before `freeze` stood is not refused for it: it is loaded as if nothing had been said. */
const published = { column: 'evolve', type: 'discard_row' } as const satisfies Record<
  Drift['kind'],
  DriftMode
>;

/** Raw files that other modes may load otherwise than they are. */
export async function driftedFiles(engine: Engine, { fingerprint }: DriftPolicy): Promise<string[]> {
  const [stored] = await engine.rows<{ fingerprint: string }>('select fingerprint from landing.drift_modes');
  if (stored?.fingerprint === fingerprint) return [];
  await engine.exec('delete from landing.drift_modes');
  await engine.append('landing.drift_modes', ['string'], [[fingerprint]]);
  const files = await engine.rows<{ raw_file: string }>('select distinct raw_file from landing.drifts');
  return files.map(({ raw_file }) => raw_file);
}

function rejectOf(drifts: readonly Drift[]): Reject {
  return {
    rule: 'schema-drift',
    field: drifts[0]!.field.slice(0, nameLimit),
    message: `${sentence(drifts[0]!)}${drifts.length > 1 ? ` (and ${drifts.length - 1} more)` : ''}`,
    payload: JSON.stringify(Object.fromEntries(drifts.map(({ field, value }) => [field, value]))),
  };
}

function sentence({ kind, field, value }: Drift): string {
  return kind === 'column'
    ? `${quoted(field)} is a field that this version does not know`
    : `${quoted(field)} is not of its declared type: ${quoted(value, 30)}`;
}

/** The records as if the source had not sent these values. */
function without(records: readonly CanonicalRecord[], drifts: readonly Drift[]): CanonicalRecord[] {
  const fills = drifts.flatMap(({ fills }) => fills ?? []);
  return records.flatMap((record, index) => {
    const columns = fills.filter((place) => place.record === index).map(({ column }) => column);
    if (columns.includes('value')) return []; // an observation of nothing
    if (columns.length === 0) return [record];
    const values = { ...record.values, ...Object.fromEntries(columns.map((column) => [column, null])) };
    return [{ stream: record.stream, values } as CanonicalRecord];
  });
}

/** Fields that one notice names. */
const mostNamed = 8;

function noticesOf(found: readonly Found[]): Notice[] {
  const groups = new Map<string, Found[]>();
  for (const one of found) {
    const key = JSON.stringify([one.place.connection, one.place.file.stream, one.drift.kind]);
    const group = groups.get(key);
    if (group) group.push(one);
    else groups.set(key, [one]);
  }
  return [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, group]) => {
      const { place, drift } = group[0]!;
      const names = [...new Set(group.map(({ drift: { field } }) => field))].sort();
      const accounts = new Set(group.map(({ place: { file } }) => file.account));
      const shown = names
        .slice(0, mostNamed)
        .map((name) => quoted(name))
        .join(', ');
      const more = names.length > mostNamed ? ` and ${names.length - mostNamed} more` : '';
      const what =
        drift.kind === 'column'
          ? 'fields that this version does not know'
          : 'values of another type than declared in';
      return {
        connection: place.connection,
        account: accounts.size === 1 ? place.file.account : null,
        message: `${place.file.stream} has ${what}: ${shown}${more}`,
        hint: 'Raw keeps them. What becomes of such: schema: in reachline.yaml.',
      };
    });
}

/** Text of strangers on one line, shortened, without what steers a terminal. */
function quoted(text: string, most = 60): string {
  const line = text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ');
  return JSON.stringify(line.length > most ? `${line.slice(0, most - 1)}…` : line);
}
