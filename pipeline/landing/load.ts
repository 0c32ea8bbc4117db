import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { createGunzip } from 'node:zlib';
import type { Connector, Item, Page, Reject } from '../../connectors/contract.js';
import { type StreamDeclaration, type StreamName, streamNames, streams } from '../../connectors/streams.js';
import { ddlType } from '../engines/duckdb/duckdb.js';
import type { Engine } from '../engines/engine.js';
import type { Home } from '../home.js';
import { fromLine } from './envelope.js';
import { linesOf } from './lines.js';
import type { Manifest } from './manifest.js';
import { landingColumns } from './tables.js';
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

const payloadLimit = 2_000;
const batchRows = 50_000;

/**
 * Parses committed raw files that the ledger does not know and brings `landing` up to date, inside the caller's
 * transaction. Every item ends in exactly one of loaded, quarantined and superseded; the ledger row of a file says how
 * many. When a file is no longer committed (its import was replaced), everything is loaded again from raw.
 */
export async function loadRawFiles(
  engine: Engine,
  home: Home,
  connectors: readonly Connector[],
  committed: readonly { readonly manifest: Manifest; readonly file: RawFile }[],
): Promise<Counts> {
  const loads = await engine.rows<{ raw_file: string }>('select raw_file from landing.loads');
  const known = new Set(loads.map(({ raw_file }) => raw_file));
  const wanted = new Set(committed.map(({ file }) => file.path));
  if ([...known].some((path) => !wanted.has(path))) {
    // Taking a reading back may bring older records to light that it had replaced: start again from raw.
    await clearLanding(engine);
    known.clear();
  }
  const fresh = committed.filter(({ file }) => !known.has(file.path));
  if (fresh.length === 0) return noCounts;

  await createIncoming(engine);
  const ledger: LedgerRow[] = [];
  const incoming = new Incoming(engine);
  for (const { manifest, file } of fresh) {
    const row: LedgerRow = { runId: manifest.run_id, file, read: 0, quarantined: 0 };
    ledger.push(row);
    for await (const { line, page, broken } of pagesOf(home, file)) {
      const items = page ? itemsOf(connectors, page) : [{ ref: `line ${line}`, reject: broken! }];
      for (const item of items) {
        row.read += 1;
        await incoming.add(item, { manifest, file, line, item: row.read, page });
        if ('reject' in item) row.quarantined += 1;
      }
    }
  }
  await incoming.flush();
  for (const stream of incoming.streams) await merge(engine, stream);
  return settle(engine, ledger);
}

interface LedgerRow {
  readonly runId: string;
  readonly file: RawFile;
  read: number;
  quarantined: number;
}

interface Line {
  readonly line: number;
  readonly page: Page | null;
  readonly broken: Reject | null;
}

async function* pagesOf(home: Home, file: RawFile): AsyncGenerator<Line> {
  const source = createReadStream(join(home.raw, file.path));
  const text = source.pipe(createGunzip());
  source.on('error', (error) => text.destroy(error));
  let line = 0;
  try {
    for await (const content of linesOf(text)) {
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

async function createIncoming(engine: Engine): Promise<void> {
  for (const stream of streamNames) {
    const columns = landingColumns(stream).map(({ name, type }) => `${name} ${ddlType(type)}`);
    await engine.exec(`create or replace temp table incoming_${stream} (${columns.join(', ')})`);
  }
  await engine.exec('create or replace temp table touched_files (raw_file varchar)');
}

interface Origin {
  readonly manifest: Manifest;
  readonly file: RawFile;
  readonly line: number;
  readonly item: number;
  readonly page: Page | null;
}

/** Collects rows per table and appends them in large batches. */
class Incoming {
  readonly streams = new Set<StreamName>();
  private readonly rows = new Map<StreamName, unknown[][]>();
  private rejects: unknown[][] = [];
  private pending = 0;

  constructor(private readonly engine: Engine) {}

  async add(item: Item, { manifest, file, line, item: number, page }: Origin): Promise<void> {
    if ('reject' in item) {
      const { rule, field, message, payload } = item.reject;
      const seen = page?.fetched_at ?? new Date(manifest.nominal_at);
      const { source, account, stream, path } = file;
      const short = payload.slice(0, payloadLimit);
      this.rejects.push([
        manifest.run_id,
        source,
        account,
        stream,
        path,
        line,
        number,
        item.ref,
        rule,
        field,
        message,
        short,
        seen,
      ]);
      this.pending += 1;
    } else {
      for (const { stream, values } of item.records) {
        const own = Object.keys(streams[stream].columns).map(
          (name) => (values as Record<string, unknown>)[name],
        );
        const rows = this.rows.get(stream) ?? [];
        if (rows.length === 0) this.rows.set(stream, rows);
        rows.push([...own, file.source, manifest.run_id, file.path, line, number, page!.fetched_at]);
        this.pending += 1;
      }
    }
    if (this.pending >= batchRows) await this.flush();
  }

  async flush(): Promise<void> {
    for (const [stream, rows] of this.rows) {
      this.streams.add(stream);
      await this.engine.append(
        `incoming_${stream}`,
        landingColumns(stream).map(({ type }) => type),
        rows,
      );
    }
    await this.engine.append(
      'landing.quarantine',
      [
        'string',
        'string',
        'string',
        'string',
        'string',
        'integer',
        'integer',
        'string',
        'string',
        'string',
        'string',
        'string',
        'timestamp',
      ],
      this.rejects,
    );
    this.rows.clear();
    this.rejects = [];
    this.pending = 0;
  }
}

/** The order in which two records with one key are judged: the later answer wins; the rest makes ties the same everywhere. */
const judgement = ['_fetched_at', '_raw_file', '_line', '_item'];

/**
 * Moves the incoming records of a stream into landing: one row per primary key and source, the one that was said last. Where
 * repeated statements are not kept, one row per distinct statement, the last time it was made, or two: the first time and
 * the last. Either way landing depends on what was read and not on the order in which it was loaded.
 */
async function merge(engine: Engine, stream: StreamName): Promise<void> {
  const { primaryKey, columns, keepRepeated }: StreamDeclaration = streams[stream];
  const statement = Object.keys(columns).filter((name) => name !== 'observed_at');
  const key = ['_source', ...(keepRepeated ? statement : primaryKey)];
  const order = keepRepeated ? ['observed_at', ...judgement] : judgement;
  const [span] = await engine.rows<{ first: string | null; last: string | null }>(
    `select cast(min(observed_at) as varchar) as first, cast(max(observed_at) as varchar) as last from incoming_${stream}`,
  );
  // a primary key holds the moment of observation: what is older or younger than the newcomers cannot meet them
  const near = keepRepeated ? 'true' : `landed.observed_at between '${span!.first}' and '${span!.last}'`;
  const same = `${near} and ${key.map((name) => `landed.${name} is not distinct from fresh.${name}`).join(' and ')}`;
  const ranked = (direction: 'asc' | 'desc'): string =>
    `row_number() over (partition by ${key.join(', ')} order by ${order.map((name) => `${name} ${direction}`).join(', ')})`;
  await engine.exec(`
    create or replace temp table winners as
      select met.* exclude (_from_last, _from_first)
      from (
        select *, ${ranked('desc')} as _from_last, ${keepRepeated === 'first and last' ? ranked('asc') : 'null'} as _from_first
        from (
          select * from incoming_${stream}
          union all
          select * from landing.${stream} as landed
          where exists (select 1 from incoming_${stream} as fresh where ${same})
        ) as everything
      ) as met
      where _from_last = 1 or _from_first = 1`);
  await engine.exec(
    `insert into touched_files
     select distinct landed._raw_file from landing.${stream} as landed join winners as fresh on ${same}`,
  );
  await engine.exec(`delete from landing.${stream} as landed using winners as fresh where ${same}`);
  await engine.exec(`insert into landing.${stream} select * from winners order by ${judgement.join(', ')}`);
}

/**
 * Writes the ledger rows of the files just read, and those of earlier files of which something was replaced. An item of
 * which nothing is kept is superseded: all it said was said again or said otherwise later.
 */
async function settle(engine: Engine, ledger: readonly LedgerRow[]): Promise<Counts> {
  await engine.append(
    'landing.loads',
    ['string', 'string', 'string', 'string', 'string', 'integer', 'integer', 'integer', 'integer'],
    ledger.map(({ runId, file, read, quarantined }) => [
      runId,
      file.source,
      file.account,
      file.stream,
      file.path,
      read,
      0,
      quarantined,
      read - quarantined,
    ]),
  );
  await engine.append(
    'touched_files',
    ['string'],
    ledger.map(({ file }) => [file.path]),
  );
  const kept = streamNames.map(
    (stream) =>
      `select _raw_file, _item from landing.${stream} where _raw_file in (select raw_file from touched_files)`,
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
  const settled = await engine.rows<{ raw_file: string } & { [name in keyof Counts]: number }>(`
    select raw_file, read, loaded, quarantined, superseded from landing.loads
    where raw_file in (select raw_file from touched_files)`);
  const fresh = new Set(ledger.map(({ file }) => file.path));
  return settled.filter(({ raw_file }) => fresh.has(raw_file)).reduce<Counts>(addCounts, noCounts);
}

async function clearLanding(engine: Engine): Promise<void> {
  for (const table of [...streamNames, 'quarantine', 'loads'])
    await engine.exec(`delete from landing.${table}`);
}
