import { mediaMetrics } from '../../connectors/metrics.js';
import { type StreamDeclaration, type StreamName, streamNames, streams } from '../../connectors/streams.js';
import { ddlType } from '../engines/duckdb/types.js';
import type { Engine } from '../engines/engine.js';
import { sha256 } from '../files.js';
import { driftColumns } from './drift.js';

/** Where a record comes from; these columns follow the stream's own in every landing table. */
export const originColumns = [
  { name: '_source', type: 'string' },
  { name: '_run_id', type: 'string' },
  { name: '_raw_file', type: 'string' },
  { name: '_line', type: 'integer' },
  { name: '_item', type: 'integer' },
  { name: '_fetched_at', type: 'timestamp' },
] as const;

export interface LandingColumn {
  readonly name: string;
  readonly type: (typeof originColumns)[number]['type'] | 'number' | 'boolean' | 'date';
}

/** A table that records of a stream are kept in. */
export interface LandingTable {
  readonly name: string;
  readonly stream: StreamName;
  /** What a record says: without where it comes from. */
  readonly own: readonly LandingColumn[];
  readonly columns: readonly LandingColumn[];
  /** With the source, what a row is replaced by. */
  readonly key: readonly string[];
  readonly keepRepeated: StreamDeclaration['keepRepeated'];
}

const counterNames: ReadonlySet<string> = new Set(mediaMetrics);

/** Whether a counter of a post stands in a row of `landing.media_counters`, rather than in one of its own. */
export function isTotal({
  metric,
  dimension,
}: {
  readonly metric: string;
  readonly dimension: string;
}): boolean {
  return dimension === '' && counterNames.has(metric);
}

/** One table per stream, named like it; two for the counters of posts. */
export const landingTables: readonly LandingTable[] = streamNames.flatMap((stream) => {
  const { columns, primaryKey, keepRepeated }: StreamDeclaration = streams[stream];
  const declared = Object.entries(columns).map(([name, { type }]) => ({ name, type }));
  if (stream !== 'media_insights') return tableOf(stream, stream, declared, primaryKey, keepRepeated);
  // ten counters of a post at one moment are ten records: side by side they take a tenth of the rows
  const totals = [
    ...declared.filter(({ name }) => !['metric', 'dimension', 'value', 'absent_reason'].includes(name)),
    ...mediaMetrics.map((name) => ({ name, type: 'number' as const })),
    { name: 'absent', type: 'string' as const },
  ];
  return [
    tableOf('media_counters', stream, totals, ['media_ref', 'observed_at'], undefined),
    tableOf('media_breakdowns', stream, declared, primaryKey, keepRepeated),
  ];
});

function tableOf(
  name: string,
  stream: StreamName,
  own: readonly LandingColumn[],
  key: readonly string[],
  keepRepeated: StreamDeclaration['keepRepeated'],
): LandingTable {
  return { name, stream, own, columns: [...own, ...originColumns], key, keepRepeated };
}

/** All rows of `from`, which has the columns of `landing.media_counters`, as the records that they stand for. */
export function recordsOfCounters(from: string, others: readonly string[]): string {
  const columns = others.join(', ');
  const known = mediaMetrics.map(
    (metric) =>
      `select ${columns}, '${metric}' as metric, ${metric} as value, cast(null as varchar) as absent_reason from ${from} where ${metric} is not null`,
  );
  return `${known.join(' union all ')} union all
    select ${columns}, split_part(pair, '=', 1), null, nullif(split_part(pair, '=', 2), '')
    from (select ${columns}, unnest(string_split(absent, ',')) as pair from ${from} where absent is not null) as pairs`;
}

const tables = landingTables.map(({ name, columns }) => {
  const declared = columns.map((column) => `${column.name} ${ddlType(column.type)}`);
  return `create table if not exists landing.${name} (${declared.join(', ')})`;
});

const origin = originColumns.map(({ name }) => name);
const ofRecord = ['media_ref', 'account_ref', 'observed_at', ...origin];

/** Every counter of every post, a row each: for looking at few of them. */
const mediaInsights = `create view landing.media_insights as
  select media_ref, account_ref, metric, '' as dimension, value, absent_reason, observed_at, ${origin.join(', ')}
  from (${recordsOfCounters('landing.media_counters', ofRecord)}) as totals
  union all
  select media_ref, account_ref, metric, dimension, value, absent_reason, observed_at, ${origin.join(', ')}
  from landing.media_breakdowns`;

export const quarantineColumns = [
  { name: 'run_id', type: 'string' },
  { name: 'source', type: 'string' },
  { name: 'account', type: 'string' },
  { name: 'stream', type: 'string' },
  { name: 'raw_file', type: 'string' },
  { name: 'line', type: 'integer' },
  { name: 'item', type: 'integer' },
  { name: 'ref', type: 'string' },
  { name: 'rule', type: 'string' },
  { name: 'field', type: 'string' },
  { name: 'message', type: 'string' },
  { name: 'payload', type: 'string' },
  { name: 'first_seen_at', type: 'timestamp' },
] as const;

const ddl = `
  create schema if not exists landing;
  create schema if not exists marts;
  ${tables.join(';\n')};
  ${mediaInsights};
  create table if not exists landing.loads (run_id varchar, source varchar, account varchar, stream varchar,
    raw_file varchar, read bigint, loaded bigint, quarantined bigint, superseded bigint);
  create table if not exists landing.quarantine (${quarantineColumns.map(({ name, type }) => `${name} ${ddlType(type)}`).join(', ')});
  create table if not exists landing.drifts (${driftColumns.map(({ name, type }) => `${name} ${ddlType(type)}`).join(', ')});
  create table if not exists landing.drift_modes (fingerprint varchar);
  create table if not exists landing.runs (run_id varchar, kind varchar, status varchar, started_at timestamptz,
    nominal_at timestamptz);
  create table if not exists landing.replays (run_id varchar, raw_file varchar);
  create table if not exists landing.listings (run_id varchar, account varchar, stream varchar);
  create table if not exists landing.expected_accounts (connection varchar, account_ref varchar);
  create table if not exists landing.account_settings (account_ref varchar, account_id varchar, name varchar,
    time_zone varchar, is_own boolean);
  create table if not exists landing.account_refs (account_ref varchar);
  create table if not exists landing.account_keys (account_ref varchar, account_id varchar);
  create table if not exists landing.account_facts (account_id varchar, username varchar, time_zone varchar,
    time_zone_basis varchar, is_own boolean);
  create table if not exists landing.media_keys (media_ref varchar, media_key varchar, account_id varchar, month varchar);
  create table if not exists landing.fingerprints (mart varchar, fingerprint varchar);
  create table if not exists landing.versions (mart varchar, month varchar, run_id varchar);
  create table if not exists landing.layout (fingerprint varchar);
`;

/**
 * The tables that parsed raw files are kept in: `landing.<stream>` (one row per primary key and source, or per statement);
 * for the counters of posts `landing.media_counters` (one row per post, moment, source and answer, its totals side by side, `absent` saying
 * `metric=reason,…` of those without a value), `landing.media_breakdowns` (the others) and the view `landing.media_insights` over both;
 * `landing.loads` (one row per raw file: the ledger), `landing.quarantine`, `landing.drifts`, `landing.runs`, `landing.replays`, `landing.listings`,
 * `landing.account_settings`; what references mean (`account_refs`, `account_keys`, `account_facts`, `media_keys`); and
 * what is known of the marts kept beside them in the schema `marts` (`fingerprints`, `versions`).
 *
 * All of it can be rebuilt from raw, so what other code has parsed, which may have read otherwise, is dropped.
 */
export async function createLandingTables(engine: Engine, code: string): Promise<void> {
  const fingerprint = fingerprintOf(code);
  const [exists] = await engine.rows("select 1 as found from duckdb_schemas() where schema_name = 'landing'");
  if (exists) {
    const kept = await engine
      .rows<{ fingerprint: string }>('select fingerprint from landing.layout')
      .catch(() => []); // made before layouts had a fingerprint
    if (kept[0]?.fingerprint === fingerprint) return;
    await engine.exec('drop schema landing cascade; drop schema if exists marts cascade');
  }
  await engine.exec(ddl);
  await engine.append('landing.layout', ['string'], [[fingerprint]]);
}

function fingerprintOf(code: string): string {
  return sha256(`${code} ${ddl}`);
}

/** Notes that what the warehouse holds is half of something: the next build drops it, unless this one gets to its end. */
export async function markUnfinished(engine: Engine): Promise<void> {
  await engine.exec("update landing.layout set fingerprint = 'unfinished' where fingerprint <> 'unfinished'");
}

/** Takes that back. */
export async function markFinished(engine: Engine, code: string): Promise<void> {
  const fingerprint = fingerprintOf(code);
  await engine.exec(
    `update landing.layout set fingerprint = '${fingerprint}' where fingerprint <> '${fingerprint}'`,
  );
}
