import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type Check, type CheckResult, collectChecks, readBy, runChecks } from './checks/checks.js';
import { openDuckDB } from './engines/duckdb/duckdb.js';
import type { Engine } from './engines/engine.js';
import { ReachlineError } from './errors.js';
import type { Home } from './home.js';
import type { Cell, Marts, Publication, PublishedTable } from './marts.js';
import { readModels } from './models/catalogue.js';
import { readCurrent } from './run/publish.js';

export interface PublishedMarts extends Marts {
  /** Runs the checks of the marts over what is published. */
  check(): Promise<CheckResult[]>;
  /** Ends the query that runs, which then throws. */
  interrupt(): void;
  /** Writes a query's rows to a Parquet file in the `scratch` folder given to {@link openMarts}. */
  writeParquet(sql: string, path: string): Promise<void>;
}

/**
 * Opens the published marts, read-only, in a database of its own: neither the nightly job nor the live warehouse is
 * touched, and SQL given by a user reaches no other file.
 * @throws ReachlineError `usage` when nothing has been published, `refused` when its files are missing or damaged.
 */
export async function openMarts(
  home: Home,
  options: { readonly scratch?: string } = {},
): Promise<PublishedMarts> {
  const publication = await readCurrent(home);
  if (!publication) {
    throw new ReachlineError('usage', `nothing has been published in ${home.published}`, {
      hint: 'Run `reachline nightly`, `reachline import FILE` or `reachline demo` first.',
    });
  }
  const engine = await openDuckDB({ path: ':memory:' });
  try {
    await attach(engine, home, publication, options.scratch);
  } catch (error) {
    engine.close();
    const [reason] = (error as Error).message.split('\n');
    throw new ReachlineError(
      'refused',
      `the published tables of ${publication.run_id} cannot be read: ${reason}`,
      {
        hint: 'Files in data/published are missing or damaged; publish again with `reachline build`.',
        cause: error,
      },
    );
  }
  return {
    publication,
    async query(sql, params) {
      await demandQuery(engine, sql);
      return engine.query(sql, params);
    },
    async rows<Row extends Record<string, Cell>>(sql: string, params?: Readonly<Record<string, Cell>>) {
      await demandQuery(engine, sql);
      return engine.rows<Row>(sql, params);
    },
    async check() {
      const marts = (await readModels()).filter(({ layer }) => layer === 'marts');
      return runChecks(engine, await publishedChecks(engine, await collectChecks(marts), publication));
    },
    async writeParquet(sql, path) {
      await demandQuery(engine, sql);
      await engine.writeParquet(sql, path);
    },
    interrupt: () => engine.interrupt(),
    close: () => engine.close(),
  };
}

/** The checks that need nothing but published marts, which they may also know as the kept ones: `marts.<name>`. */
async function publishedChecks(
  engine: Engine,
  checks: readonly Check[],
  { tables }: Publication,
): Promise<Check[]> {
  const known = new Set(Object.keys(tables).flatMap((name) => [name, `marts.${name}`]));
  await engine.exec('create schema if not exists marts');
  for (const name of Object.keys(tables))
    await engine.exec(`create or replace view marts.${name} as select * from main.${name}`);
  const readOf = await readBy(engine, checks);
  return checks.filter((check) => readOf(check).every((name) => known.has(name)));
}

/** What may be read may also be written over (`copy … (use_tmp_file false)`): statements that are not queries stay out. */
async function demandQuery(engine: Engine, sql: string): Promise<void> {
  await engine.references([sql]);
}

async function attach(
  engine: Engine,
  home: Home,
  { tables }: Publication,
  scratch: string | undefined,
): Promise<void> {
  const text = (value: string): string => `'${value.replaceAll("'", "''")}'`;
  const paths = ({ files }: PublishedTable): string =>
    files.map(({ file }) => text(join(home.published, file))).join(', ');
  await engine.exec(`set allowed_paths = [${Object.values(tables).map(paths).join(', ')}]`);
  if (scratch) await engine.exec(`set allowed_directories = [${text(scratch)}]`);
  await engine.exec('set enable_external_access = false');
  // DuckDB opens the first of them only, until the others are wanted
  await Promise.all(
    Object.values(tables).flatMap(({ files }) =>
      files.map(async ({ file, bytes }) => {
        const { size } = await stat(join(home.published, file));
        // files that an older version published do not say how long they are
        if (size !== (bytes ?? size)) throw new Error(`${file} has ${size} bytes instead of ${bytes}`);
      }),
    ),
  );
  for (const [name, table] of Object.entries(tables)) {
    await engine.exec(`create view ${name} as select * from read_parquet([${paths(table)}])`);
  }
  await engine.exec('set lock_configuration = true');
}
