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
  const tables: Record<string, PublishedTable> = {};
  await mkdir(home.published, { recursive: true });
  for (const { name, description } of marts) {
    tables[name] = { ...(await writeTable(engine, home, name)), description };
  }
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

async function writeTable(
  engine: Engine,
  home: Home,
  name: string,
): Promise<Omit<PublishedTable, 'description'>> {
  const temporary = join(home.published, `${name}.tmp`);
  try {
    await engine.writeParquet(`select * from ${name}`, temporary);
    const sha256 = await sha256OfFile(temporary);
    const file = `${name}-${sha256.slice(0, 16)}.parquet`;
    await makeDurable(temporary);
    await rename(temporary, join(home.published, file));
    const [row] = await engine.rows<{ rows: number }>(`select count(*) as rows from ${name}`);
    return { file, sha256, rows: row!.rows };
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined); // the write error is the one to report
    throw cannotWrite(temporary, error);
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
