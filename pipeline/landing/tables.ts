import { type StreamName, streamNames, streams } from '../../connectors/streams.js';
import { ddlType } from '../engines/duckdb/duckdb.js';
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

export function landingColumns(stream: StreamName): LandingColumn[] {
  const own = Object.entries(streams[stream].columns).map(([name, { type }]) => ({ name, type }));
  return [...own, ...originColumns];
}

const streamTables = streamNames.map((stream) => {
  const columns = landingColumns(stream).map(({ name, type }) => `${name} ${ddlType(type)}`);
  return `create table if not exists landing.${stream} (${columns.join(', ')})`;
});

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
  ${streamTables.join(';\n')};
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
 * The tables that parsed raw files are kept in: `landing.<stream>` (one row per primary key and source, or per statement),
 * `landing.loads` (one row per raw file: the ledger), `landing.quarantine`, `landing.drifts`, `landing.runs`, `landing.replays`, `landing.listings`,
 * `landing.account_settings`; what references mean (`account_refs`, `account_keys`, `account_facts`, `media_keys`); and
 * what is known of the marts kept beside them in the schema `marts` (`fingerprints`, `versions`).
 *
 * All of it can be rebuilt from raw, so what other code has parsed, which may have read otherwise, is dropped.
 */
export async function createLandingTables(engine: Engine, code: string): Promise<void> {
  const fingerprint = sha256(`${code} ${ddl}`);
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
