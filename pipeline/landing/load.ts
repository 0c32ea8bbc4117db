import { join } from 'node:path';
import type { Connector, Item, Notice, Page, Reject } from '../../connectors/contract.js';
import { ddlType } from '../engines/duckdb/types.js';
import type { Engine } from '../engines/engine.js';
import type { Home } from '../home.js';
import { type DriftPolicy, Drifts, defaultPolicy, driftedFiles, type Place } from './drift.js';
import { fromLine } from './envelope.js';
import { Incoming, redact } from './incoming.js';
import { linesOfGzip } from './lines.js';
import type { Manifest } from './manifest.js';
import { merge as mergeTable } from './merge.js';
import { type LandingTable, landingTables, quarantineColumns } from './tables.js';
import type { RawFile } from './writer.js';

export interface Counts {
  readonly read: number;
  readonly loaded: number;
  readonly quarantined: number;
  readonly superseded: number;
}

export const noCounts: Counts = { read: 0, loaded: 0, quarantined: 0, superseded: 0 };

export function addCounts(a: Counts, b: Counts): Counts {
  return {
    read: a.read + b.read,
    loaded: a.loaded + b.loaded,
    quarantined: a.quarantined + b.quarantined,
    superseded: a.superseded + b.superseded,
  };
}

/** Rows that are merged at a time: bounds the memory of a first load. */
const batchRows = 300_000;

export interface Loaded {
  readonly counts: Counts;
  /** Fields and types of a source that were met for the first time. */
  readonly notices: readonly Notice[];
  /** Nothing of earlier loads is left: all that is kept of the models has to be built again. */
  readonly isWhole: boolean;
}

/**
 * Parses committed raw files that the ledger does not know and brings `landing` up to date, inside the caller's
 * transaction. Every item ends in exactly one of loaded, quarantined and superseded; the ledger row of a file says how
 * many. When a file is no longer committed (its import was replaced), everything is loaded again from raw.
 *
 * Files of `again`, and those that changed modes of schema drift may load otherwise, are read anew although the ledger knows
 * them. When such a file does not say all that was kept of it once more, what it had replaced may come to light: then, too,
 * everything is loaded again from raw.
 *
 * What was loaded is left in temporary tables for the build: `fresh_media(media_ref)`, every reference about which
 * something was said, and `fresh_days(account_ref, moment, day)`, every moment and day of an account.
 */
export async function loadRawFiles(
  engine: Engine,
  home: Home,
  connectors: readonly Connector[],
  committed: readonly { readonly manifest: Manifest; readonly file: RawFile }[],
  again: ReadonlySet<string> = new Set(),
  policy: DriftPolicy = defaultPolicy,
): Promise<Loaded> {
  const loads = await engine.rows<{ raw_file: string }>('select raw_file from landing.loads');
  const known = new Set(loads.map(({ raw_file }) => raw_file));
  const wanted = new Set(committed.map(({ file }) => file.path));
  if ([...known].some((path) => !wanted.has(path))) {
    // Taking a reading back may bring older records to light that it had replaced: start again from raw.
    await clearLanding(engine);
    known.clear();
  }
  const reread = [...again, ...(await driftedFiles(engine, policy))].filter((path) => known.delete(path));
  const forgotten = await forgetFiles(engine, reread);
  const isWhole = known.size === 0;
  await engine.exec(`
    create or replace temp table fresh_media (media_ref varchar);
    create or replace temp table fresh_days (account_ref varchar, moment timestamptz, day date);
    create or replace temp table touched_files (raw_file varchar)`);
  const drifts = new Drifts(policy, redact);
  const fresh = committed.filter(({ file }) => !known.has(file.path));
  let incoming = new Incoming();
  const ledger: LedgerRow[] = [];
  let merging = Promise.resolve();
  const mergeAll = (): Promise<void> => {
    const rows = incoming;
    incoming = new Incoming();
    return merging.then(() => merge(engine, rows, forgotten));
  };
  const unpacking = ahead(fresh, ({ file }) => linesOfGzip(join(home.raw, file.path)));
  for await (const [{ manifest, file }, lines] of unpacking) {
    const row: LedgerRow = { runId: manifest.run_id, file, read: 0, quarantined: 0, telling: 0 };
    ledger.push(row);
    for await (const { line, page, broken } of pagesOf(file, lines)) {
      const items = page ? itemsOf(connectors, page) : [{ ref: `line ${line}`, reject: broken! }];
      for (const listed of items) {
        row.read += 1;
        const item = 'drifts' in listed ? drifts.settle(listed, placeOf(row, line, page!)) : listed;
        incoming.add(item, { manifest, file, line, item: row.read, page });
        if ('reject' in item) row.quarantined += 1;
        else if (item.records.length > 0) row.telling += 1;
      }
    }
    if (incoming.rows >= batchRows) {
      await merging;
      merging = mergeAll(); // the database works while the next files are parsed
      merging.catch(() => undefined); // it is awaited further on
    }
  }
  await mergeAll();
  if (await isLacking(engine, forgotten)) {
    await clearLanding(engine);
    return loadRawFiles(engine, home, connectors, committed, new Set(), policy);
  }
  await settle(engine, ledger);
  const notices = await drifts.save(engine);
  return { counts: await countsOf(engine, new Set(fresh.map(({ file }) => file.path))), notices, isWhole };
}

interface LedgerRow {
  readonly runId: string;
  readonly file: RawFile;
  read: number;
  quarantined: number;
  /** Items that say something. */
  telling: number;
}

function placeOf({ runId, file, read }: LedgerRow, line: number, { connection, fetched_at }: Page): Place {
  return { runId, file, line, item: read, connection, fetchedAt: fetched_at };
}

interface Line {
  readonly line: number;
  readonly page: Page | null;
  readonly broken: Reject | null;
}

/** Each item with what is begun for it, which goes on for the next two while one is used. */
async function* ahead<Item, Result>(
  items: Iterable<Item>,
  begin: (item: Item) => Promise<Result>,
): AsyncGenerator<readonly [Item, Result]> {
  const begun: [Item, Promise<Result>][] = [];
  for (const item of items) {
    begun.push([item, begin(item)]);
    if (begun.length > 2) {
      const [first, result] = begun.shift()!;
      yield [first, await result];
    }
  }
  for (const [item, result] of begun) yield [item, await result];
}

async function* pagesOf(file: RawFile, lines: AsyncIterable<string>): AsyncGenerator<Line> {
  let line = 0;
  try {
    for await (const content of lines) {
      line += 1;
      try {
        yield { line, page: fromLine(content), broken: null };
      } catch (error) {
        yield { line, page: null, broken: unreadable('unreadable-line', error, content) };
      }
    }
  } catch (error) {
    yield { line: line + 1, page: null, broken: unreadable('unreadable-file', error, file.path) };
    return;
  }
  if (line < file.pages) {
    const message = `the manifest counts ${file.pages} pages, the file ends after ${line}`;
    yield { line: line + 1, page: null, broken: unreadable('truncated-file', new Error(message), file.path) };
  }
}

function unreadable(rule: string, error: unknown, payload: string): Reject {
  return { rule, field: null, message: error instanceof Error ? error.message : String(error), payload };
}

function itemsOf(connectors: readonly Connector[], page: Page): Item[] {
  const connector = connectors.find(({ name }) => name === page.source);
  try {
    if (!connector) throw new Error(`no connector "${page.source}" is registered`);
    return connector.parse(page);
  } catch (error) {
    return [{ ref: 'page', reject: unreadable('unparseable-page', error, page.body) }];
  }
}

/** Merges the rows into landing in one go. */
async function merge(engine: Engine, incoming: Incoming, forgotten: ReadonlySet<string>): Promise<void> {
  for (const table of landingTables) {
    const rows = incoming.take(table.name);
    if (!rows) continue;
    const ddl = table.columns.map(({ name, type }) => `${name} ${ddlType(type)}`);
    await engine.exec(`create or replace temp table incoming (${ddl.join(', ')})`);
    await engine.appendTable('incoming', rows);
    if (forgotten.has(table.name)) await recall(engine, table);
    await mergeTable(engine, table);
    await remember(engine, table);
  }
  await engine.append(
    'landing.quarantine',
    quarantineColumns.map(({ type }) => type),
    incoming.rejects,
  );
}

/** What the incoming records speak of, for the build to follow. */
async function remember(engine: Engine, { stream, own }: LandingTable): Promise<void> {
  const says = (name: string): boolean => own.some((column) => column.name === name);
  if (says('media_ref')) {
    await engine.exec('insert into fresh_media select distinct media_ref from incoming');
    // a post that shows its shortcode for the first time may be known by its id
    if (says('media_id'))
      await engine.exec(`insert into fresh_media
        select distinct media_ref from landing.media_keys
        where media_ref in (select concat('id:', media_id) from incoming where media_id is not null)`);
  } else {
    await engine.exec(
      `insert into fresh_days select distinct account_ref, observed_at, ${says('day') ? 'day' : 'null'} from incoming`,
    );
  }
  if (says('account_ref') && stream !== 'hashtag_media')
    await engine.exec(`insert into landing.account_refs
      select distinct account_ref from incoming where account_ref not in (select account_ref from landing.account_refs)`);
}

/**
 * Writes the ledger rows of the files just read, and those of all files of which something was replaced. An item of
 * which nothing is kept is superseded: all it said was said again or said otherwise later.
 */
async function settle(engine: Engine, ledger: readonly LedgerRow[]): Promise<void> {
  if (ledger.length === 0) return;
  await engine.append(
    'landing.loads',
    ['string', 'string', 'string', 'string', 'string', 'integer', 'integer', 'integer', 'integer'],
    ledger.map(({ runId, file, read, quarantined, telling }) => [
      runId,
      file.source,
      file.account,
      file.stream,
      file.path,
      read,
      telling,
      quarantined,
      read - quarantined - telling,
    ]),
  );
  const kept = landingTables.map(
    ({ name }) =>
      `select _raw_file, _item from landing.${name} where _raw_file in (select raw_file from touched_files)`,
  );
  await engine.exec(`
    update landing.loads as l
    set loaded = kept.items, superseded = l.read - l.quarantined - kept.items
    from (
      select t.raw_file, count(i._item) as items
      from (select distinct raw_file from touched_files) as t
      left join (${kept.join(' union ')}) as i on i._raw_file = t.raw_file
      group by t.raw_file
    ) as kept
    where kept.raw_file = l.raw_file`);
}

/** What became of the items of these files, all in all: a later one of them may have replaced what an earlier one said. */
async function countsOf(engine: Engine, paths: ReadonlySet<string>): Promise<Counts> {
  if (paths.size === 0) return noCounts;
  const settled = await engine.rows<{ raw_file: string } & { [name in keyof Counts]: number }>(
    'select raw_file, read, loaded, quarantined, superseded from landing.loads',
  );
  return settled.filter(({ raw_file }) => paths.has(raw_file)).reduce<Counts>(addCounts, noCounts);
}

/** Takes what is kept of files, and what the ledger says of them, out of landing; returns the tables that had something. */
async function forgetFiles(engine: Engine, paths: readonly string[]): Promise<Set<string>> {
  const forgotten = new Set<string>();
  if (paths.length === 0) return forgotten;
  await engine.exec('create or replace temp table reread (raw_file varchar)');
  await engine.append(
    'reread',
    ['string'],
    paths.map((path) => [path]),
  );
  for (const table of landingTables) {
    const { name } = table;
    const theirs = `from landing.${name} where _raw_file in (select raw_file from reread)`;
    await engine.exec(`create or replace temp table forgotten_${name} as select ${said(table)} ${theirs}`);
    const [some] = await engine.rows(`select 1 as found from forgotten_${name} limit 1`);
    if (!some) continue;
    forgotten.add(name);
    await engine.exec(`delete ${theirs}`);
  }
  for (const table of ['quarantine', 'drifts', 'loads'])
    await engine.exec(`delete from landing.${table} where raw_file in (select raw_file from reread)`);
  return forgotten;
}

/** What a file said and when; where in the file may change when it is read anew. */
function said({ own }: LandingTable): string {
  return [...own.map(({ name }) => name), '_source', '_raw_file', '_fetched_at'].join(', ');
}

/** Ticks off what the incoming records say once more. */
async function recall(engine: Engine, table: LandingTable): Promise<void> {
  await engine.exec(`create or replace temp table forgotten_${table.name} as
    select * from forgotten_${table.name} except select ${said(table)} from incoming`);
}

async function isLacking(engine: Engine, forgotten: ReadonlySet<string>): Promise<boolean> {
  for (const table of forgotten) {
    const [some] = await engine.rows(`select 1 as found from forgotten_${table} limit 1`);
    if (some) return true;
  }
  return false;
}

async function clearLanding(engine: Engine): Promise<void> {
  for (const table of [
    ...landingTables.map(({ name }) => name),
    'quarantine',
    'drifts',
    'loads',
    'account_refs',
  ])
    await engine.exec(`delete from landing.${table}`);
}
