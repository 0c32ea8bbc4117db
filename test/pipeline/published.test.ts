import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ReachlineError } from '../../pipeline/errors.js';
import { homeAt } from '../../pipeline/home.js';
import type { ArrowResult } from '../../pipeline/marts.js';
import { openMarts, type PublishedMarts } from '../../pipeline/published.js';
import { temporaryHome } from './temporary-home.js';
import { buildHome, counter, land, page, post, profile } from './warehouse.js';

const moment = '2026-11-01T00:00:00Z';

/** A home with one post published, a secret beside it, and the marts open. */
async function opened(
  scratch = false,
  whenDone?: (remove: () => Promise<void>) => void,
): Promise<{ root: string; marts: PublishedMarts }> {
  const home = await temporaryHome(whenDone);
  await land(home, moment, [page(moment, [profile(moment), post(moment), counter(moment, 'likes', 5)])]);
  await buildHome(home);
  await mkdir(home.secrets, { recursive: true });
  await writeFile(join(home.secrets, 'token.csv'), 'token\nEAAsecret\n');
  await writeFile(join(home.root, '.env'), 'REACHLINE_TOKEN=EAAsecret\n');
  await mkdir(join(home.root, 'scratch'));
  const marts = await openMarts(home, scratch ? { scratch: join(home.root, 'scratch') } : {});
  return { root: home.root, marts };
}

describe('published marts', () => {
  it('say what to do when nothing has been published', async () => {
    const home = await temporaryHome();
    const error = await openMarts(home).then(
      () => null,
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(ReachlineError);
    expect(error).toMatchObject({ exitCode: 64, hint: expect.stringContaining('reachline nightly') });
  });

  it.each(['', '{"run_id":', '[]', 'null'])(
    'say so when current.json is damaged (%j), and the next build mends it',
    async (text) => {
      const { root, marts } = await opened();
      marts.close();
      const home = homeAt(root);
      await writeFile(join(home.published, 'current.json'), text);
      await expect(openMarts(home)).rejects.toMatchObject({
        exitCode: 65,
        message: expect.stringContaining('current.json'),
        hint: expect.stringContaining('reachline build'),
      });
      await buildHome(home);
      (await openMarts(home)).close();
    },
  );

  it('say so when a file is gone, and the next build mends it', async () => {
    const { root, marts } = await opened();
    marts.close();
    const home = homeAt(root);
    await rm(join(home.published, marts.publication.tables.media_performance!.files[0]!.file));
    await expect(openMarts(home)).rejects.toMatchObject({
      exitCode: 65,
      hint: expect.stringContaining('reachline build'),
    });
    await buildHome(home);
    (await openMarts(home)).close();
  });

  it('name a manifest that is damaged', async () => {
    const { root, marts } = await opened();
    marts.close();
    const home = homeAt(root);
    const path = join(home.runs, marts.publication.run_id, 'manifest.json');
    await writeFile(path, '{"run_id":');
    await expect(buildHome(home)).rejects.toMatchObject({ exitCode: 65, message: `${path} is damaged` });
  });

  it('answer one query at a time, maps included', async () => {
    const { marts } = await opened();
    await expect(marts.rows('select 1; select 2')).rejects.toThrow(/one query/);
    const { batches } = await marts.query(`select map{'likes': 5} as counters`);
    const texts: unknown[] = [];
    for await (const batch of batches) texts.push(batch.getChildAt(0)!.get(0));
    expect(texts).toEqual([expect.stringContaining('likes')]);
    marts.close();
  });

  it('answer with rows, parameters and types', async () => {
    const { marts } = await opened();
    expect(
      await marts.rows(
        `select likes, posted_at, posted_day, is_missing, caption from media_performance where account_id = $account`,
        { account: '100' },
      ),
    ).toEqual([
      {
        likes: 5,
        posted_at: new Date('2026-10-01T12:00:00Z'),
        posted_day: '2026-10-01',
        is_missing: false,
        caption: null,
      },
    ]);
    expect(await marts.rows(`select 1 as one where 'x' = $x`, { x: `' or true --` })).toEqual([]);
    await expect(marts.rows('select 9007199254740993 as big')).rejects.toThrow(/beyond 2\^53/);
    expect((await marts.check()).filter(({ failures }) => failures > 0)).toEqual([]);
    marts.close();
  });

  it.each([
    'select 1',
    'with a as (select 1 as one) select * from a',
    'from accounts',
    'values (1)',
    'describe accounts',
    'summarize media_performance',
    'show tables',
  ])('answer `%s`', async (sql) => {
    const { marts } = await opened();
    expect((await marts.rows(sql)).length).toBeGreaterThan(0);
    marts.close();
  });

  it('write Parquet to the scratch folder and nowhere else', async () => {
    const { root, marts } = await opened(true);
    const path = join(root, 'scratch', 'out.parquet');
    await marts.writeParquet('select likes from media_performance', path);
    expect(await marts.rows(`select * from read_parquet('${path}')`)).toEqual([{ likes: 5 }]);
    await expect(marts.writeParquet('select 1', join(root, 'out.parquet'))).rejects.toThrow();
    await expect(
      marts.writeParquet('select 1', join(root, 'scratch', '..', 'out.parquet')),
    ).rejects.toThrow();
    marts.close();
  });
});

const notQuery = /not a query/;
const notAllowed = /file system operations are disabled|does not exist/;

describe('SQL over published marts', () => {
  let root: string;
  let marts: PublishedMarts;
  let cleanUp: () => Promise<void>;
  let published: string;
  beforeAll(async () => {
    ({ root, marts } = await opened(false, (remove) => {
      cleanUp = remove;
    }));
    published = join(root, 'data', 'published', marts.publication.tables.media_performance!.files[0]!.file);
  });
  afterAll(async () => {
    marts.close();
    await cleanUp();
  });

  const spelled = (sql: string): string =>
    sql.replaceAll('{root}', root).replaceAll('{published}', published);

  it.each([
    ['read a system file', `select * from read_csv('/etc/passwd')`, notAllowed],
    ['read a file as text', `select * from read_text('/etc/hostname')`, notAllowed],
    ['name a file as a table', `select * from '/etc/passwd'`, notAllowed],
    ['list files', `select * from glob('/etc/*')`, notAllowed],
    ['read the secrets', `select * from read_text('{root}/data/secrets/token.csv')`, notAllowed],
    ['read the environment file', `select * from read_csv('{root}/.env')`, notAllowed],
    ['climb out', `select * from read_text('{root}/data/published/../../.env')`, notAllowed],
    [
      'read the publication itself',
      `select * from read_text('{root}/data/published/current.json')`,
      notAllowed,
    ],
    ['read the raw pages', `select * from read_json('{root}/data/raw/**/*.ndjson.gz')`, notAllowed],
    ['fetch a page', `select * from read_csv('https://example.com/x.csv')`, notAllowed],
    ['write a file', `copy (select 1) to '{root}/stolen.csv'`, notQuery],
    ['write over a published file', `copy (select 1) to '{published}' (use_tmp_file false)`, notQuery],
    ['write it as a plan', `explain analyze copy (select 1) to '{published}' (use_tmp_file false)`, notQuery],
    ['export the database', `export database '{root}/stolen'`, notQuery],
    ['attach the warehouse', `attach '{root}/data/warehouse.duckdb' as live`, notQuery],
    ['install an extension', 'install httpfs', notQuery],
    ['load an extension', 'load httpfs', notQuery],
    ['open the door again', 'set enable_external_access = true', notQuery],
    ['widen the door', `set allowed_directories = ['/']`, notQuery],
    ['unlock the settings', 'set lock_configuration = false', notQuery],
    ['create a secret', `create secret s (type s3, key_id 'a', secret 'b')`, notQuery],
    ['run a second statement', `select 1; copy (select 1) to '{root}/stolen.csv'`, notQuery],
    ['change a mart', 'delete from media_performance', notQuery],
    ['replace a mart', 'create or replace view media_performance as select 1 as x', notQuery],
    ['say nonsense', 'selec 1', /syntax error/],
  ])('cannot %s', async (_what, sql, reason) => {
    const files = async () => (await readdir(root, { recursive: true })).sort();
    const before = [await files(), await readFile(published)];
    await expect(marts.rows(spelled(sql))).rejects.toThrow(reason);
    await expect(drained(marts.query(spelled(sql)))).rejects.toThrow(reason);
    await expect(marts.writeParquet(spelled(sql), join(root, 'x.parquet'))).rejects.toThrow();
    expect([await files(), await readFile(published)]).toEqual(before);
    expect(await marts.rows('select count(*) as posts from media_performance')).toEqual([{ posts: 1 }]);
  });

  it('runs in a database whose settings are locked, whatever the statement guard lets through', async () => {
    const settings = await marts.rows<{ name: string; value: string }>(
      `select name, value from duckdb_settings() where name in ('enable_external_access', 'lock_configuration',
         'autoinstall_known_extensions', 'autoload_known_extensions', 'allow_unsigned_extensions', 'TimeZone')
       order by lower(name)`,
    );
    expect(Object.fromEntries(settings.map(({ name, value }) => [name, value]))).toEqual({
      allow_unsigned_extensions: 'false',
      autoinstall_known_extensions: 'false',
      autoload_known_extensions: 'false',
      enable_external_access: 'false',
      lock_configuration: 'true',
      TimeZone: 'UTC',
    });
  });

  it('sees the marts as views, and nothing of the warehouse', async () => {
    const tables = await marts.rows<{ name: string; type: string }>(
      'select table_name as name, table_type as type from information_schema.tables order by name',
    );
    expect(tables.map(({ type }) => type)).toEqual(tables.map(() => 'VIEW'));
    expect(tables.map(({ name }) => name)).toEqual(Object.keys(marts.publication.tables).sort());
    expect(tables.map(({ name }) => name)).toContain('media_performance');
  });
});

async function drained(result: Promise<ArrowResult>): Promise<void> {
  for await (const batch of (await result).batches) batch.toArray();
}
