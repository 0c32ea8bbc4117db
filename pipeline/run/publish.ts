import { readdir, rename, rm, stat, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '../config/schema.js';
import { isDamage } from '../engines/duckdb/trouble.js';
import type { Engine } from '../engines/engine.js';
import {
  cannotWrite,
  makeDurable,
  makeFolder,
  makeNamesDurable,
  readRecord,
  sha256,
  sha256OfFile,
  writeAtomically,
} from '../files.js';
import type { Home } from '../home.js';
import type { Publication, PublishedFile, PublishedTable } from '../marts.js';
import type { Model } from '../models/header.js';

/** `published/current.json`: one run's files, and the files of earlier publications that readers may still hold. */
interface Current extends Publication {
  readonly superseded: readonly { readonly run_id: string; readonly files: readonly string[] }[];
}

/**
 * Publishes the marts: immutable Parquet files named by their content, `<mart>/<month>-<hash>.parquet`, then one rename of
 * `current.json`. Readers see the old publication or the new one. Months whose rows are still those of the publication before
 * keep their files.
 */
export async function publish(
  engine: Engine,
  home: Home,
  marts: readonly Model[],
  { config, runId, now }: { readonly config: Config; readonly runId: string; readonly now: Date },
): Promise<Publication> {
  const previous = await readCurrent(home).catch(() => null); // a damaged one is replaced
  const tables = await writeTables(engine, home, marts, previous);
  const superseded = previous
    ? [
        { run_id: previous.run_id, files: filesOf(previous) },
        ...previous.superseded.filter(({ run_id }) => run_id !== previous.run_id),
      ].slice(0, config.retention.published_runs)
    : [];
  const current: Current = { run_id: runId, published_at: now.toISOString(), tables, superseded };
  await writeAtomically(join(home.published, 'current.json'), `${JSON.stringify(current, null, 2)}\n`);
  await removeUnreferenced(home, current).catch(() => undefined); // what is published is published; the next one tidies up
  return current;
}

/**
 * @returns `null` before the first publication.
 * @throws ReachlineError `refused` when the file is damaged.
 */
export function readCurrent(home: Home): Promise<Current | null> {
  return readRecord<Current>(
    join(home.published, 'current.json'),
    ['run_id', 'tables', 'superseded'],
    'Publish again with `reachline build`.',
  );
}

/** The files of a publication. One of an earlier layout has none that count. */
function filesOf({ tables }: Publication): string[] {
  return Object.values(tables).flatMap(({ files }) => (files ?? []).map(({ file }) => file));
}

interface Part {
  readonly mart: string;
  readonly month: string;
  readonly version: string | null;
  readonly rows: number;
  /** In the database, and not in a temporary table of the build. */
  readonly isKept: boolean;
  /** The query of its rows, in their order. */
  readonly sql: string;
}

async function writeTables(
  engine: Engine,
  home: Home,
  marts: readonly Model[],
  previous: Current | null,
): Promise<Record<string, PublishedTable>> {
  const kept: [string, PublishedFile][] = [];
  const due: Part[] = [];
  for (const mart of marts) {
    const before = await intact(home, previous?.tables[mart.name]?.files ?? []);
    const parts =
      mart.partition.length > 0 ? await keptParts(engine, mart, before) : [await wholePart(engine, mart)];
    for (const part of parts) 'file' in part ? kept.push([mart.name, part]) : due.push(part);
  }
  const written = await writeParts(engine, home, due);
  return Object.fromEntries(
    marts.map(({ name, description }) => {
      const files = [...kept, ...written]
        .filter(([mart]) => mart === name)
        .map(([, file]) => file)
        .sort((a, b) => (a.month < b.month ? -1 : 1));
      const rows = files.reduce((sum, file) => sum + file.rows, 0);
      return [name, { rows, sha256: sha256(files.map((file) => file.sha256).join(' ')), files, description }];
    }),
  );
}

/** The files that are there and as long as they were written. */
async function intact(home: Home, files: readonly PublishedFile[]): Promise<PublishedFile[]> {
  const sizes = await Promise.all(
    files.map(({ file }) => stat(join(home.published, file)).catch(() => null)), // one more that is to be written
  );
  return files.filter(({ bytes }, index) => sizes[index]?.size === bytes);
}

async function wholePart(engine: Engine, { name }: Model): Promise<Part> {
  const [counted] = await engine.rows<{ rows: number }>(`select count(*) as rows from ${name}`);
  return {
    mart: name,
    month: 'all',
    version: null,
    rows: counted!.rows,
    isKept: false,
    sql: `select * from ${name}`,
  };
}

/** The months of a kept mart: the files that are still right, and what is to be written. */
async function keptParts(
  engine: Engine,
  { name, partition, grain }: Model,
  before: readonly PublishedFile[],
): Promise<(PublishedFile | Part)[]> {
  const versions = await engine.rows<{ month: string; run_id: string }>(
    `select month, run_id from landing.versions where mart = '${name}'`,
  );
  const current = new Map(versions.map(({ month, run_id }) => [month, run_id]));
  const right = before.filter(({ month, version }) => version !== null && current.get(month) === version);
  for (const { month } of right) current.delete(month);
  const month = partition[1];
  const order = [...new Set([partition[0]!, ...grain])].join(', ');
  const due = [...current.keys()].map((key) => `'${key}'`).join(', ');
  const counted =
    due === ''
      ? []
      : await engine.rows<{ month: string; rows: number }>(
          month === undefined
            ? `select 'all' as month, count(*) as rows from marts.${name}`
            : `select ${month} as month, count(*) as rows from marts.${name} where ${month} in (${due}) group by ${month}`,
        );
  const parts = counted
    .filter((row) => current.has(row.month))
    .map((row): Part => {
      const where = month === undefined ? '' : `where ${month} = '${row.month}'`;
      const sql = `select * from marts.${name} ${where} order by ${order}`;
      return {
        mart: name,
        month: row.month,
        version: current.get(row.month)!,
        rows: row.rows,
        isKept: true,
        sql,
      };
    });
  if (right.length + parts.length > 0) return [...right, ...parts];
  // a table without rows still has its columns
  return [
    {
      mart: name,
      month: 'all',
      version: null,
      rows: 0,
      isKept: true,
      sql: `select * from marts.${name} limit 0`,
    },
  ];
}

/** Files that are made durable at a time: what takes the time is waiting for the disk, and open files are limited. */
const atOnce = 64;

async function writeParts(
  engine: Engine,
  home: Home,
  parts: readonly Part[],
): Promise<[string, PublishedFile][]> {
  const temporaryOf = ({ mart, month }: Part): string => join(home.published, mart, `${month}.tmp`);
  const folders = new Set(parts.map(({ mart }) => join(home.published, mart)));
  const written: [string, PublishedFile][] = [];
  try {
    for (const folder of folders) await makeFolder(folder);
    await writeQueries(
      engine,
      parts.map((part) => ({ ...part, path: temporaryOf(part) })),
    );
    for (let start = 0; start < parts.length; start += atOnce) {
      const some = parts.slice(start, start + atOnce);
      written.push(...(await Promise.all(some.map((part) => nameByContent(home, part, temporaryOf(part))))));
    }
    await Promise.all([...folders].map(makeNamesDurable)); // before anything says that they are there
    return written;
  } catch (error) {
    for (const part of parts) await rm(temporaryOf(part), { force: true }).catch(() => undefined); // the write error is the one to report
    throw isDamage(error) ? error : cannotWrite(home.published, error);
  }
}

/** A month is written by one thread, so two at a time are; what only this connection sees, it writes itself. */
async function writeQueries(
  engine: Engine,
  parts: readonly (Part & { readonly path: string })[],
): Promise<void> {
  const kept = parts.filter(({ isKept }) => isKept).values();
  const write = async (by: Engine, some: Iterable<{ sql: string; path: string }>): Promise<void> => {
    for (const { sql, path } of some) await by.writeParquet(sql, path);
  };
  const beside = await engine.beside();
  try {
    const own = write(
      engine,
      parts.filter(({ isKept }) => !isKept),
    ).then(() => write(engine, kept));
    const ended = await Promise.allSettled([own, write(beside, kept)]);
    for (const one of ended) if (one.status === 'rejected') throw one.reason;
  } finally {
    beside.close();
  }
}

async function nameByContent(
  home: Home,
  { mart, month, version, rows }: Part,
  temporary: string,
): Promise<[string, PublishedFile]> {
  const hash = await sha256OfFile(temporary);
  const { size: bytes } = await stat(temporary);
  const file = `${mart}/${month}-${hash.slice(0, 16)}.parquet`;
  await makeDurable(temporary);
  await rename(temporary, join(home.published, file));
  return [mart, { file, month, version, sha256: hash, bytes, rows }];
}

async function removeUnreferenced(home: Home, current: Current): Promise<void> {
  const referenced = new Set([
    'current.json',
    ...filesOf(current),
    ...current.superseded.flatMap(({ files }) => files),
  ]);
  for (const entry of await readdir(home.published, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    const name = path.slice(home.published.length + 1).replaceAll('\\', '/');
    if (entry.isFile() && !referenced.has(name)) await unlink(path).catch(() => undefined); // a leftover, not a fault
  }
}
