import { cp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CanonicalRecord } from '../../connectors/index.js';
import { openDuckDB } from '../../pipeline/engines/duckdb/duckdb.js';
import { ReachlineError } from '../../pipeline/errors.js';
import { sha256, sha256OfFile } from '../../pipeline/files.js';
import type { Home } from '../../pipeline/home.js';
import { openMarts } from '../../pipeline/published.js';
import { readCurrent } from '../../pipeline/run/publish.js';
import { temporaryHome } from './temporary-home.js';
import {
  type BuildHomeOptions,
  buildHome,
  counter,
  land,
  page,
  post,
  profile,
  published,
} from './warehouse.js';

/** A night of an account: its profile and two posts whose counters grow by night. */
const night = (number: number): string => `2026-11-${String(number).padStart(2, '0')}T02:00:00.000Z`;
function records(number: number): CanonicalRecord[] {
  const at = night(number);
  return [
    profile(at, { followers: 1000 + number }),
    ...['AAAAA1', 'BBBBB2'].flatMap((media_ref) => [
      post(at, { media_ref, caption: '#same' }),
      counter(at, 'likes', 10 * number, { media_ref }),
      counter(at, 'comments', number, { media_ref }),
    ]),
  ];
}
const landNight = (home: Home, number: number) =>
  land(home, night(number), [page(night(number), records(number))], { completed: ['100'] });

/** A home after its first night, which others start as copies of. */
let first: Home;
let leave: () => Promise<void>;
beforeAll(async () => {
  first = await temporaryHome((remove) => {
    leave = remove;
  });
  await landNight(first, 1);
  await buildHome(first, { at: night(1) });
});
afterAll(() => leave());

async function homeAfterFirst(): Promise<Home> {
  const home = await temporaryHome();
  await cp(first.root, home.root, { recursive: true });
  return home;
}

/** A post that was seen before it was published: an error of the data. */
const impossible: CanonicalRecord[] = [
  post(night(9), { media_ref: 'BAD', posted_at: '2026-12-24T00:00:00Z' }),
  counter(night(9), 'likes', 1, { media_ref: 'BAD' }),
];

async function filesOf(folder: string): Promise<Record<string, string>> {
  const names = (await readdir(folder, { recursive: true })).filter((name) => name.includes('.')).sort();
  return Object.fromEntries(
    await Promise.all(names.map(async (name) => [name, sha256(await readFile(join(folder, name)))])),
  );
}

async function hashesOf(home: Home): Promise<Record<string, string>> {
  const current = await readCurrent(home);
  return Object.fromEntries(Object.entries(current!.tables).map(([name, table]) => [name, table.sha256]));
}

const failure = (home: Home, options: BuildHomeOptions = {}): Promise<ReachlineError> =>
  buildHome(home, options).then(
    () => {
      throw new Error('the build went through');
    },
    (error: unknown) => {
      expect(error).toBeInstanceOf(ReachlineError);
      return error as ReachlineError;
    },
  );

describe('a failing check', () => {
  it('publishes nothing: every byte stays, and the next good build goes through', async () => {
    const home = await homeAfterFirst();
    const before = await filesOf(home.published);

    const bad = await land(home, night(9), [page(night(9), impossible)]);
    const error = await failure(home, { at: night(9) });
    expect(error.exitCode).toBe(65);
    expect(error.message).toContain('posted_before_observed: 1 bad row');
    expect(error.message).toContain('BAD');
    expect(error.message).toContain('nothing was published');
    expect(await filesOf(home.published)).toEqual(before);

    // nothing of the refused build stays in the warehouse either: what was refused is tried again
    expect((await failure(home, { at: night(9) })).exitCode).toBe(65);
    expect(await filesOf(home.published)).toEqual(before);

    await rm(join(home.runs, bad.run_id), { recursive: true });
    await buildHome(home, { at: night(10) });
    expect(await published(home, 'select media_key from media_performance')).toHaveLength(2);
  });

  it('that only warns is reported and published', async () => {
    const home = await temporaryHome();
    await land(home, night(1), [
      page(night(1), [post(night(1)), counter(night(1), 'reach', 11), counter(night(1), 'views', 10)]),
    ]);
    const { checks } = await buildHome(home);
    expect(checks.filter(({ failures }) => failures > 0)).toMatchObject([
      { name: 'reach_not_above_views', severity: 'warn', failures: 1, examples: [{ reach: 11, views: 10 }] },
    ]);
    expect(await published(home, 'select reach from media_performance')).toEqual([{ reach: 11 }]);
  });

  it.each([
    ['a counter below zero', [post(night(1)), counter(night(1), 'likes', -1)], /range\(likes, 0\)/],
    ['a format nobody knows', [post(night(1), { format: 'hologram' })], /accepted_values\(format/],
  ])('stops %s', async (_what, broken, name) => {
    const home = await temporaryHome();
    await land(home, night(1), [page(night(1), broken)]);
    const error = await failure(home);
    expect(error.exitCode).toBe(65);
    expect(error.message).toMatch(name);
    expect(await readCurrent(home)).toBeNull();
  });
});

describe('the quarantine limit', () => {
  const rejecting = (rejects: number, good: number) =>
    page(night(2), [], {
      body: JSON.stringify({
        items: [
          ...Array.from({ length: good }, (_, index) => ({
            ref: `good ${index}`,
            records: [post(night(2), { media_ref: `P${index}` })],
          })),
          ...Array.from({ length: rejects }, (_, index) => ({ ref: `bad ${index}`, reject: 'broken' })),
        ],
      }),
    });
  const config = { quarantine: { max_rows: 3, max_share: 0.5 } };

  it('stops an unattended run that rejects more than the rows and the share allowed', async () => {
    const home = await homeAfterFirst();
    const before = await filesOf(home.published);
    await land(home, night(2), [rejecting(4, 3)]);
    const error = await failure(home, { at: night(2), config });
    expect(error.exitCode).toBe(65);
    expect(error.message).toContain('4 of 7 records');
    expect(error.message).toContain('broken: 4, e.g. bad 0 is wrong');
    expect(error.hint).toContain('reachline.yaml');
    expect(await filesOf(home.published)).toEqual(before);
  });

  it.each([
    ['few rows, whatever the share', 3, 0],
    ['a small share, whatever the rows', 4, 4],
  ])('lets %s through', async (_what, rejects, good) => {
    const home = await temporaryHome();
    await land(home, night(2), [rejecting(rejects, good)]);
    const { counts } = await buildHome(home, { at: night(2), config });
    expect(counts).toEqual({ read: rejects + good, loaded: good, quarantined: rejects, superseded: 0 });
    expect(await published(home, 'select rule, line from quarantine')).toEqual(
      Array.from({ length: rejects }, () => ({ rule: 'broken', line: 1 })),
    );
  });

  it('leaves the judgement to the person who imports', async () => {
    const home = await temporaryHome();
    await land(home, night(2), [rejecting(9, 0)]);
    const { counts } = await buildHome(home, { at: night(2), config, kind: 'import' });
    expect(counts.quarantined).toBe(9);
    await buildHome(home, { at: night(3), config, full: true });
  });
});

describe('a publication', () => {
  it('names files by their content: what did not change keeps its file', async () => {
    const home = await homeAfterFirst();
    const first = (await readCurrent(home))!;
    for (const { file, sha256: hash } of Object.values(first.tables).flatMap(({ files }) => files)) {
      expect(file).toContain(hash.slice(0, 16));
      expect(await sha256OfFile(join(home.published, file))).toBe(hash);
    }
    await land(home, night(2), [page(night(2), [counter(night(2), 'likes', 20)])]);
    await buildHome(home, { at: night(2) });
    const second = (await readCurrent(home))!;
    const changed = Object.keys(second.tables).filter(
      (name) => second.tables[name]!.sha256 !== first.tables[name]!.sha256,
    );
    expect(changed).toContain('media_performance');
    expect(changed).toContain('media_daily');
    expect(changed).not.toContain('accounts');
    expect(changed).not.toContain('account_daily');
    expect(second.run_id > first.run_id).toBe(true);
  });

  it('counts the rows it has', async () => {
    const home = await homeAfterFirst();
    for (const [name, { rows }] of Object.entries((await readCurrent(home))!.tables)) {
      expect(await published(home, `select count(*) as rows from ${name}`)).toEqual([{ rows }]);
    }
  });

  it('stays readable for who opened it, two publications long, and then goes', async () => {
    const home = await homeAfterFirst();
    const reader = await openMarts(home);
    const likes = () => reader.rows('select max(likes) as likes from media_performance');
    const file = join(home.published, reader.publication.tables.media_performance!.files[0]!.file);
    for (const number of [2, 3]) {
      await landNight(home, number);
      await buildHome(home, { at: night(number) });
      expect(await likes()).toEqual([{ likes: 10 }]);
      expect(await published(home, 'select max(likes) as likes from media_performance')).toEqual([
        { likes: 10 * number },
      ]);
    }
    await landNight(home, 4);
    await buildHome(home, { at: night(4) });
    await expect(readFile(file)).rejects.toMatchObject({ code: 'ENOENT' });
    reader.close();
    // what lies there is what the publication and the two before it list, and nothing else
    const { tables, superseded } = (await readCurrent(home))!;
    expect(superseded).toHaveLength(2);
    const listed = new Set([
      'current.json',
      ...Object.values(tables).flatMap(({ files }) => files.map(({ file }) => file)),
      ...superseded.flatMap(({ files }) => files),
    ]);
    const lying = (await readdir(home.published, { recursive: true })).filter((name) => name.includes('.'));
    expect(lying.sort()).toEqual([...listed].sort());
  });

  it('takes away what a killed publication left', async () => {
    const home = await homeAfterFirst();
    await writeFile(join(home.published, 'media_performance.tmp'), 'half');
    await writeFile(join(home.published, 'current.json.tmp'), '{');
    await buildHome(home, { at: night(2) });
    expect((await readdir(home.published)).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });
});

describe('the warehouse file is a cache', () => {
  it.each([
    ['deleted', (home: Home) => rm(home.warehouse)],
    ['overwritten with noise', (home: Home) => writeFile(home.warehouse, 'not a database '.repeat(2000))],
    [
      'cut in half',
      async (home: Home) => {
        const bytes = await readFile(home.warehouse);
        await writeFile(home.warehouse, bytes.subarray(0, bytes.length / 2));
      },
    ],
    [
      'damaged inside',
      async (home: Home) => {
        const bytes = await readFile(home.warehouse);
        bytes.fill(0xa5, 12_288, bytes.length);
        await writeFile(home.warehouse, bytes);
      },
    ],
    ['left with a broken log', (home: Home) => writeFile(`${home.warehouse}.wal`, 'torn')],
    [
      'made by a version with other columns',
      async (home: Home) => {
        const engine = await openDuckDB({ path: home.warehouse });
        await engine.exec(`alter table landing.media drop column permalink;
          update landing.layout set fingerprint = 'of another version'`);
        engine.close();
      },
    ],
    [
      'made before layouts had a fingerprint',
      async (home: Home) => {
        const engine = await openDuckDB({ path: home.warehouse });
        await engine.exec('alter table landing.quarantine drop column item; drop table landing.layout');
        engine.close();
      },
    ],
  ])('when it is %s, a build brings back the same tables', async (_how, damage) => {
    const home = await homeAfterFirst();
    await damage(home);
    await buildHome(home, { at: night(2) });
    expect(await hashesOf(home)).toEqual(await hashesOf(first));
  });
});

describe('a full build', () => {
  it('gives the bytes that night after night gave', async () => {
    const home = await temporaryHome();
    const source = 'imports';
    for (const number of [1, 2, 3]) {
      await landNight(home, number);
      if (number === 2) {
        const twice = [...records(1), ...records(2)]; // an export that repeats what the API said, and says it twice
        await land(home, night(2), [page(night(2), twice, { source }), page(night(2), twice, { source })]);
      }
      if (number === 3) {
        const restated = records(2).map((record) =>
          record.stream === 'media_insights'
            ? { ...record, values: { ...record.values, value: 77 } }
            : record,
        ) as CanonicalRecord[];
        await land(home, night(3), [page(night(3), restated, { source })]);
      }
      await buildHome(home, { at: night(number) });
    }
    const grown = await hashesOf(home);
    await buildHome(home, { at: night(4), full: true });
    expect(await hashesOf(home)).toEqual(grown);
    await buildHome(home, { at: night(5) });
    expect(await hashesOf(home)).toEqual(grown);
  });
});
