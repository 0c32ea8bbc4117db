import { mkdir, readdir, rename, rm, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '../config/schema.js';
import type { Engine } from '../engines/engine.js';
import { cannotWrite, makeDurable, readRecord, sha256OfFile, writeAtomically } from '../files.js';
import type { Home } from '../home.js';
import type { Publication, PublishedTable } from '../marts.js';
import type { Model } from '../models/header.js';

/** `published/current.json`: one run's files, and the files of earlier publications that readers may still hold. */
interface Current extends Publication {
  readonly superseded: readonly { readonly run_id: string; readonly files: readonly string[] }[];
}

/**
 * Publishes the marts: immutable Parquet files named by their content, then one rename of `current.json`. Readers see the
 * old publication or the new one.
 */
export async function publish(
  engine: Engine,
  home: Home,
  marts: readonly Model[],
  { config, runId, now }: { readonly config: Config; readonly runId: string; readonly now: Date },
): Promise<Publication> {
  const previous = await readCurrent(home).catch(() => null); // a damaged one is replaced
  await mkdir(home.published, { recursive: true });
  const tables = await writeTables(engine, home, marts);
  const superseded = previous
    ? [
        { run_id: previous.run_id, files: Object.values(previous.tables).map(({ file }) => file) },
        ...previous.superseded.filter(({ run_id }) => run_id !== previous.run_id),
      ].slice(0, config.retention.published_runs)
    : [];
  const current: Current = { run_id: runId, published_at: now.toISOString(), tables, superseded };
  await writeAtomically(join(home.published, 'current.json'), `${JSON.stringify(current, null, 2)}\n`);
  await removeUnreferenced(home, current);
  return current;
}

/**
 * @returns `null` before the first publication.
 * @throws ReachlineError `refused` when the file is damaged.
 */
export function readCurrent(home: Home): Promise<Current | null> {
  return readRecord<Current>(join(home.published, 'current.json'), 'Publish again with `reachline build`.');
}

async function writeTables(
  engine: Engine,
  home: Home,
  marts: readonly Model[],
): Promise<Record<string, PublishedTable>> {
  const temporaryOf = (name: string) => join(home.published, `${name}.tmp`);
  try {
    for (const { name } of marts) await engine.writeParquet(`select * from ${name}`, temporaryOf(name));
    const counted = await engine.rows<{ name: string; rows: number }>(
      marts.map(({ name }) => `select '${name}' as name, count(*) as rows from ${name}`).join(' union all '),
    );
    const rows = new Map(counted.map((row) => [row.name, row.rows]));
    // all at once: what takes the time is waiting for the disk
    const tables = await Promise.all(
      marts.map(async ({ name, description }): Promise<[string, PublishedTable]> => {
        const temporary = temporaryOf(name);
        const sha256 = await sha256OfFile(temporary);
        const file = `${name}-${sha256.slice(0, 16)}.parquet`;
        await makeDurable(temporary);
        await rename(temporary, join(home.published, file));
        return [name, { file, sha256, rows: rows.get(name)!, description }];
      }),
    );
    return Object.fromEntries(tables);
  } catch (error) {
    for (const { name } of marts) await rm(temporaryOf(name), { force: true }).catch(() => undefined); // the write error is the one to report
    throw cannotWrite(home.published, error);
  }
}

async function removeUnreferenced(home: Home, current: Current): Promise<void> {
  const referenced = new Set([
    'current.json',
    ...Object.values(current.tables).map(({ file }) => file),
    ...current.superseded.flatMap(({ files }) => files),
  ]);
  for (const file of await readdir(home.published)) {
    if (!referenced.has(file)) await unlink(join(home.published, file)).catch(() => undefined); // a leftover, not a fault
  }
}
