import { cpSync } from 'node:fs';
import { cp, mkdir, mkdtemp, open, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { openDuckDB } from '../../pipeline/engines/duckdb/duckdb.js';
import { ReachlineError } from '../../pipeline/errors.js';
import { sha256 } from '../../pipeline/files.js';
import { type Home, homeAt } from '../../pipeline/home.js';
import { readManifests } from '../../pipeline/landing/manifest.js';
import { importFiles } from '../../pipeline/run/import.js';
import { readCurrent } from '../../pipeline/run/publish.js';
import { startChild } from './child.js';
import { type Tables, tablesOf } from './emulated-night.js';
import { type AtPoint, watchPoints } from './fault-points.js';
import { jobOf, nightOf } from './two-nights.js';
import { counter, page, post, scripted } from './warehouse.js';

/** Homes of this file; {@link before} is one after its first night, which others start as copies of. */
let folder: string;
let before: Home;
/** What is published after the first night, and after the second when nothing disturbs it. */
let first: Tables;
let second: Tables;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'reachline-crash-'));
  before = homeAt(join(folder, 'before'));
  await nightOf(before, 1);
  first = await tablesOf(before);
  const undisturbed = await homeAfterFirst();
  await nightOf(undisturbed, 2);
  second = await tablesOf(undisturbed);
  expect(second).not.toEqual(first);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

let homes = 0;
/** A home after the first night. */
async function homeAfterFirst(): Promise<Home> {
  homes += 1;
  const home = homeAt(join(folder, `home-${homes}`));
  await cp(before.root, home.root, { recursive: true });
  return home;
}

/** The second night again, an hour later. */
const again = (home: Home) => nightOf(home, 2, new Date('2026-11-02T04:00:00Z'));

/** The second night with somebody at every point of it. */
async function watchedNight(home: Home, at: AtPoint): Promise<void> {
  const stop = watchPoints(home.root, at);
  onTestFinished(stop);
  try {
    await nightOf(home, 2);
  } finally {
    stop();
  }
}

async function expectWhole(home: Home): Promise<void> {
  expect(await tablesOf(home)).toEqual(second);
  expect(await readFile(join(home.out, 'report.txt'), 'utf8')).toBe('70 likes\n');
  const manifests = await readManifests(home);
  expect(manifests.at(-1)!.status).toBe('succeeded');
  // nothing is left behind: files are those that a manifest or the publication lists
  const names = (await readdir(home.root, { recursive: true })).map((name) => name.replaceAll('\\', '/'));
  expect(names.filter((name) => name.endsWith('.tmp'))).toEqual([]);
  const raw = names.flatMap((name) => name.match(/^data\/raw\/(.*\.gz)$/)?.[1] ?? []);
  expect(raw.sort()).toEqual(manifests.flatMap(({ raw_files }) => raw_files.map(({ path }) => path)).sort());
  const current = (await readCurrent(home))!;
  const listed = [
    ...Object.values(current.tables).flatMap(({ files }) => files.map(({ file }) => file)),
    ...current.superseded.flatMap(({ files }) => files),
  ];
  const lying = names.flatMap((name) => name.match(/^data\/published\/(.*\.parquet)$/)?.[1] ?? []);
  expect(lying.filter((name) => !listed.includes(name))).toEqual([]);
}

const manifest = 'data/runs/20261102T030000Z-nightly/manifest.json';
const current = 'data/published/current.json';

describe('a night that is killed', () => {
  // in the order of a night; between commit and publication the warehouse is ahead of what readers see
  it.each([
    ['after sql commit', () => first],
    [`after rename ${current}`, () => second],
  ])('%s is made up for by the next', async (point, visible) => {
    const home = await homeAfterFirst();
    expect(await startChild('./dying-night.ts', [home.root, point]).ended()).toBeNull();
    expect(await tablesOf(home)).toEqual(visible());
    await again(home);
    await expectWhole(home);
  });

  it('at any other point is made up for, and shows readers one publication or the other', async () => {
    const home = await homeAfterFirst();
    await mkdir(join(home.published, 'media_daily'), { recursive: true });
    await writeFile(join(home.published, 'media_daily', '2020-01-0123456789abcdef.parquet'), 'of long ago');
    const wanted = [
      /after mkdir data\/runs\/[^/]*$/, // a run without a manifest
      /before rename data\/raw\/.*0001/, // a half raw file
      /after rename data\/raw\/.*0002/, // a raw file that no manifest lists
      /before sql commit/,
      /after sql copy/, // a Parquet file that is not named yet
      /after rename data\/published\/.*\.parquet/, // some of the new files are there
      /before rename data\/published\/current/, // all of them are
      /after unlink data\/published/, // tidying up
      /before rename out/, // a half report
    ];
    const points: string[] = [];
    const left: [string, Home, () => Tables][] = [];
    await watchedNight(home, async (point) => {
      points.push(point);
      const index = wanted.findIndex((pattern) => pattern.test(point));
      if (index === -1) return;
      wanted.splice(index, 1);
      // what lies on the disk now is what a process that is killed now leaves
      const dead = homeAt(join(folder, `dead-${left.length}`));
      await cp(home.root, dead.root, { recursive: true });
      await rm(dead.lock, { force: true }); // its holder, this process, lives
      const isPublished = points.includes(`after rename ${current}`);
      left.push([point, dead, () => (isPublished ? second : first)]);
    });
    expect(wanted).toEqual([]);
    for (const [point, dead, visible] of left) {
      expect(await tablesOf(dead), point).toEqual(visible());
      await again(dead);
      await expectWhole(dead);
    }
  });

  it('by the power is made up for: names are on the disk before anything counts on them', async () => {
    const home = await homeAfterFirst();
    const points: string[] = [];
    await watchedNight(home, (point) => {
      points.push(point);
    });
    /** The place of the first or last point that is like this. */
    const firstOf = (pattern: RegExp, from = 0) => points.findIndex((p, i) => i >= from && pattern.test(p));
    const lastOf = (pattern: RegExp) => points.findLastIndex((point) => pattern.test(point));
    const named = points.indexOf(`after rename ${current}`);
    for (const mart of ['media_performance', 'media_daily', 'runs']) {
      const file = lastOf(new RegExp(`after rename data/published/${mart}/`));
      const durable = firstOf(new RegExp(`after sync data/published/${mart}$`), file);
      expect(durable).toBeGreaterThan(file);
      expect(durable).toBeLessThan(named);
    }
    expect(firstOf(/after sync data\/published$/, named)).toBeGreaterThan(named);
    const raw = firstOf(/after rename data\/raw/);
    const counted = firstOf(/before rename .*manifest/, raw);
    expect(firstOf(/after sync data\/raw\/.*date=/, raw)).toBeLessThan(counted);
    for (const made of [/^after sync data\/raw\/.*stream=media$/, /^after sync data\/runs$/])
      expect(firstOf(made)).toBeLessThan(counted);
  });

  it('does not disturb who reads from another process meanwhile', async () => {
    const home = await homeAfterFirst();
    const reader = startChild('./reading-loop.ts', [home.root]);
    const seen = [await reader.line()];
    for (const number of [1, 2, 3]) await nightOf(home, 2, new Date(`2026-11-02T0${2 + number}:00:00Z`));
    const last = { latest: 70, daily: 20, runs: 2 };
    for (let line = ''; line !== JSON.stringify(last); line = await reader.line()) line && seen.push(line);
    const whole = [{ latest: 30, daily: 10, runs: 1 }, last].map((one) => JSON.stringify(one));
    expect(seen.filter((line) => !whole.includes(line))).toEqual([]);
  });
});

describe('a disk that refuses', () => {
  it('at any point is said with its place, and the next night goes on', async () => {
    const home = await homeAfterFirst();
    const full = 'ENOSPC: no space left on device';
    const places = [
      /^before mkdir (data\/runs\/)/,
      /^before open (data\/runs\/.*manifest.json).tmp/,
      /^before open (data\/raw\/.*0001.ndjson.gz).tmp/,
      /^before rename (data\/published)\/.*parquet/,
      /^before open (data\/published\/current.json).tmp/,
      /^before rename (out\/report.txt)/,
    ];
    for (const place of places) {
      const failure = await watchedNight(home, (point) => {
        if (place.test(point)) throw Object.assign(new Error(`${full}, ${point}`), { code: 'ENOSPC' });
      }).then(
        () => null,
        (error: unknown) => error,
      );
      expect(failure, String(place)).toBeInstanceOf(ReachlineError);
      const { exitCode, message, hint } = failure as ReachlineError;
      expect(exitCode).toBe(73);
      expect(message).toMatch(new RegExp(`^cannot write ${home.root}/(data|out)/.*: ${full}`));
      expect(hint).toContain('Free disk space or make the folder writable');
      expect(await tablesOf(home)).toEqual(place.source.includes('out') ? second : first);
    }
    await again(home);
    await expectWhole(home);
  });

  it('or a warehouse that cannot be opened is 73 and names it', async () => {
    const home = await homeAfterFirst();
    await rm(home.warehouse);
    await mkdir(home.warehouse); // also for who may write everywhere
    await expect(nightOf(home, 2)).rejects.toMatchObject({
      exitCode: 73,
      message: expect.stringContaining(`cannot write ${home.warehouse}: `),
    });
    await rm(home.warehouse, { recursive: true });
    await again(home);
    await expectWhole(home);
  });
});

/** Overwrites the block that holds a column of a table. */
async function damageBlockOf(home: Home, table: string): Promise<void> {
  const engine = await openDuckDB({ path: home.warehouse });
  const [segment] = await engine.rows<{ block: number }>(
    `select max(block_id) as block from pragma_storage_info('${table}')`,
  );
  engine.close();
  const size = 262_144;
  const file = await open(home.warehouse, 'r+');
  await file.write(Buffer.alloc(size, 0xa5), 0, size, 3 * 4096 + segment!.block * size);
  await file.close();
}

/** The path of a published file. */
async function fileOf(home: Home, mart: string): Promise<string> {
  return join(home.published, (await readCurrent(home))!.tables[mart]!.files[0]!.file);
}

describe('after a night, something is damaged', () => {
  let home: Home;
  let earlier: string;
  beforeAll(async () => {
    home = await homeAfterFirst();
    earlier = await readFile(join(home.published, 'current.json'), 'utf8');
    await nightOf(home, 2);
  });

  it.each<[string, (home: Home) => Promise<unknown>, RegExp | null]>([
    [
      'a published file is deleted',
      async () => rm(await fileOf(home, 'media_daily')),
      /cannot be read: .*media_daily/,
    ],
    [
      'a published file is cut short',
      async () => truncate(await fileOf(home, 'media_performance'), 100),
      /media_performance.* has 100 bytes instead of/,
    ],
    [
      'all that was published is gone',
      () => rm(home.published, { recursive: true }),
      /nothing has been published/,
    ],
    [
      'current.json is damaged',
      () => writeFile(join(home.published, 'current.json'), '{"run_id":"x"}'),
      /is damaged/,
    ],
    ['current.json is one of before', () => writeFile(join(home.published, 'current.json'), earlier), null],
    ['a block of the landed rows', () => damageBlockOf(home, 'landing.media'), null],
    ['a block of a kept mart', () => damageBlockOf(home, 'marts.media_daily'), null],
    [
      'the warehouse is of another night and its log of none',
      async () => {
        await cp(before.warehouse, home.warehouse);
        await writeFile(`${home.warehouse}.wal`, 'torn');
        await mkdir(`${home.warehouse}.tmp`, { recursive: true });
        await writeFile(join(`${home.warehouse}.tmp`, 'duckdb_temp_storage_DEFAULT-0.tmp'), 'spilled');
      },
      null,
    ],
  ])('%s: the next brings back the same tables', async (_what, damage, said) => {
    await damage(home);
    if (said) await expect(tablesOf(home)).rejects.toThrow(said);
    await nightOf(home, 2, new Date('2026-11-02T05:00:00Z'));
    await expectWhole(home);
  });
});

describe('the clock is set back', () => {
  it('between nights: the later night still counts as later', async () => {
    const home = await homeAfterFirst();
    await nightOf(home, 2, new Date('2025-01-01T00:00:00Z'));
    await expectWhole(home);
    expect((await readCurrent(home))!.run_id).toBe('20250101T000000Z-nightly');
  });

  it('and the manifest of that moment was moved away: nothing of the run that had its id is taken for its own', async () => {
    const home = await homeAfterFirst();
    await nightOf(home, 2);
    await rm(join(home.root, manifest, '..'), { recursive: true });
    await nightOf(home, 2); // at the same second
    expect(await tablesOf(home)).toEqual(second);
    expect((await readManifests(home)).map(({ run_id }) => run_id)).toEqual([
      '20261101T030000Z-nightly',
      '20261102T030000Z-nightly-2',
    ]);
  });

  it('two publications in one second are two', async () => {
    const home = await homeAfterFirst();
    await nightOf(home, 2, new Date('2026-11-01T03:00:00Z'));
    await expectWhole(home);
    expect((await readCurrent(home))!.run_id).toBe('20261101T030000Z-nightly-2');
  });
});

it('an import that is killed is taken back, and stops no night', async () => {
  const home = await homeAfterFirst();
  const file = join(home.root, 'table.csv');
  const content = 'a post of the future';
  await writeFile(file, content);
  const at = '2026-11-02T01:00:00.000Z';
  const future = { media_ref: 'FUTURE', posted_at: '2030-01-01T00:00:00Z' };
  const records = [post(at, future), counter(at, 'likes', 1, future)];
  const imports = scripted('imports', async function* () {
    yield {
      type: 'page',
      page: page(at, records, { source: 'imports', request: { sha256: sha256(content) } }),
    };
  });
  const dead = homeAt(join(folder, 'dead-import'));
  const job = { ...jobOf(home, imports, new Date(at)), paths: [file], settings: {} };
  const events = {
    step: (step: string) => {
      if (step === 'check') cpSync(home.root, dead.root, { recursive: true });
    },
  };
  await expect(importFiles({ ...job, events })).rejects.toMatchObject({ exitCode: 65 });
  await rm(dead.lock);
  const [, killed] = await readManifests(dead);
  expect(killed!.raw_files).toHaveLength(1);
  await nightOf(dead, 2);
  expect(await tablesOf(dead)).toEqual(second);
  expect((await readManifests(dead))[1]).toMatchObject({
    status: 'aborted',
    raw_files: [],
    imported_files: [],
  });
});
