import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CanonicalRecord, Page, StreamDeclaration } from '../../connectors/index.js';
import { streamNames, streams } from '../../connectors/index.js';
import { openDuckDB } from '../../pipeline/engines/duckdb/duckdb.js';
import type { Engine } from '../../pipeline/engines/engine.js';
import type { Home } from '../../pipeline/home.js';
import { type Counts, loadRawFiles } from '../../pipeline/landing/load.js';
import { committedFiles, type Manifest, readManifests } from '../../pipeline/landing/manifest.js';
import { createLandingTables } from '../../pipeline/landing/tables.js';
import { temporaryHome } from './temporary-home.js';
import {
  buildHome,
  counter,
  land,
  page,
  post,
  profile,
  published,
  type ScriptedItem,
  sources,
} from './warehouse.js';

/** Invented landings of each property; more can be asked for. */
const invented = Number(process.env.REACHLINE_LANDINGS ?? 7);

const hour = (number: number): string => new Date(Date.UTC(2026, 10, 1, number)).toISOString();

const comment = (observed_at: string, media_ref: string, likes: number): CanonicalRecord =>
  ({
    stream: 'comments',
    values: { comment_id: `on ${media_ref}`, media_ref, account_ref: '100', likes, observed_at },
  }) as unknown as CanonicalRecord;

/** A small world, so that records meet: two posts, three moments, few values. */
const refs = fc.constantFrom('AAAAA1', 'BBBBB2');
const moments = fc.integer({ min: 1, max: 3 }).map(hour);
const record: fc.Arbitrary<CanonicalRecord> = fc.oneof(
  fc
    .tuple(moments, refs, fc.constantFrom('likes', 'comments'), fc.constantFrom(null, 0, 1, 2))
    .map(([at, media_ref, metric, value]) =>
      counter(at, metric, value, { media_ref, absent_reason: value === null ? 'hidden' : null }),
    ),
  fc
    .tuple(moments, refs, fc.constantFrom(null, 'one', 'two'), fc.constantFrom('image', 'reel'))
    .map(([at, media_ref, caption, format]) => post(at, { media_ref, caption, format })),
  fc.tuple(moments, fc.integer({ min: 1, max: 2 })).map(([at, followers]) => profile(at, { followers })),
  fc.tuple(moments, refs, fc.integer({ min: 0, max: 1 })).map(([at, ref, likes]) => comment(at, ref, likes)),
);
const item: fc.Arbitrary<ScriptedItem> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.array(record, { maxLength: 3 }).map((records) => ({ ref: 'an item', records })),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom('unreadable-date', 'no-id').map((reject) => ({ ref: 'bad', reject })),
  },
);
/** The bodies of pages, and what damage befalls the file that holds a page. */
const answer = fc.record({
  body: fc.oneof(
    { weight: 6, arbitrary: fc.array(item, { maxLength: 4 }).map((items) => JSON.stringify({ items })) },
    { weight: 1, arbitrary: fc.constantFrom('', 'not json', '{"items":5}', '{}') },
  ),
  source: fc.constantFrom('graph-api', 'imports', 'unheard-of'),
});
const answers = fc.array(answer, { minLength: 1, maxLength: 6 });

/** Answers as pages; each was fetched at a moment of its own. */
const pagesOf = (given: readonly { body: string; source: string }[]): Page[] =>
  given.map(({ body, source }, index) => page(hour(100 + index), [], { body, source }));

async function landed(home: Home): Promise<{ manifest: Manifest; file: Manifest['raw_files'][number] }[]> {
  return committedFiles(await readManifests(home));
}

let engines: readonly [Engine, Engine];
beforeAll(async () => {
  engines = [await openDuckDB({ path: ':memory:' }), await openDuckDB({ path: ':memory:' })];
});
afterAll(() => {
  for (const engine of engines) engine.close();
});

/** An engine whose landing is empty. */
async function landing(number: 0 | 1 = 0): Promise<Engine> {
  const engine = engines[number];
  await engine.exec('drop schema if exists landing cascade; drop schema if exists marts cascade');
  await createLandingTables(engine, '1.0.0');
  return engine;
}

/** The records that landing holds, without where they came from. */
async function contents(engine: Engine): Promise<unknown> {
  const tables = await Promise.all(
    streamNames.map(async (stream) => {
      const columns = ['_source', ...Object.keys(streams[stream].columns)].join(', ');
      return [stream, await engine.rows(`select ${columns} from landing.${stream} order by all`)];
    }),
  );
  return Object.fromEntries(tables);
}

/** The files that landing knows. */
async function committedOf(engine: Engine, home: Home): Promise<Awaited<ReturnType<typeof landed>>> {
  const known = new Set((await ledgerOf(engine)).map(({ raw_file }) => raw_file));
  return (await landed(home)).filter(({ file }) => known.has(file.path));
}

interface Ledger extends Record<string, string | number> {
  raw_file: string;
  read: number;
  loaded: number;
  quarantined: number;
  superseded: number;
}
const ledgerOf = (engine: Engine): Promise<Ledger[]> =>
  engine.rows<Ledger>(
    'select raw_file, read, loaded, quarantined, superseded from landing.loads order by raw_file',
  );

/** What must hold whatever was read. */
async function expectReconciled(engine: Engine): Promise<void> {
  const ledger = await ledgerOf(engine);
  for (const { raw_file, read, loaded, quarantined, superseded } of ledger) {
    expect(loaded + quarantined + superseded, raw_file).toBe(read);
    expect(Math.min(loaded, quarantined, superseded), raw_file).toBeGreaterThanOrEqual(0);
  }
  const held = await engine.rows<{ raw_file: string; held: number }>(
    'select raw_file, count(*) as held from landing.quarantine group by raw_file order by raw_file',
  );
  expect(held).toEqual(
    ledger
      .filter(({ quarantined }) => quarantined > 0)
      .map(({ raw_file, quarantined }) => ({ raw_file, held: quarantined })),
  );
  for (const stream of ['media_insights', 'accounts'] as const) {
    const key = ['_source', ...streams[stream].primaryKey].join(', ');
    expect(
      await engine.rows(`select ${key} from landing.${stream} group by ${key} having count(*) > 1`),
    ).toEqual([]);
  }
  for (const stream of streamNames) {
    const { columns, keepRepeated }: StreamDeclaration = streams[stream];
    if (!keepRepeated) continue;
    const said = ['_source', ...Object.keys(columns).filter((name) => name !== 'observed_at')].join(', ');
    const most = keepRepeated === 'last' ? 1 : 2;
    expect(
      await engine.rows(`select ${said} from landing.${stream} group by ${said} having count(*) > ${most}`),
    ).toEqual([]);
  }
}

const sum = (ledger: readonly Ledger[]): Counts => ({
  read: ledger.reduce((total, { read }) => total + read, 0),
  loaded: ledger.reduce((total, { loaded }) => total + loaded, 0),
  quarantined: ledger.reduce((total, { quarantined }) => total + quarantined, 0),
  superseded: ledger.reduce((total, { superseded }) => total + superseded, 0),
});

describe('loading raw files', () => {
  it('accounts for every item, whatever the pages hold and whatever befell the files', async () => {
    const damage = fc.constantFrom(
      'none',
      'none',
      'none',
      'truncated',
      'flipped',
      'empty',
      'plain',
      'torn line',
    );
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(answers, damage), { minLength: 1, maxLength: 3 }), async (files) => {
        const home = await temporaryHome();
        for (const [index, [given, how]] of files.entries()) {
          const { raw_files } = await land(home, hour(200 + index), pagesOf(given));
          for (const { path } of raw_files) await hurt(join(home.raw, path), how);
        }
        const engine = await landing();
        const committed = await landed(home);
        const { counts } = await loadRawFiles(engine, home, sources, committed);
        await expectReconciled(engine);
        const ledger = await ledgerOf(engine);
        expect(ledger.map(({ raw_file }) => raw_file)).toEqual(committed.map(({ file }) => file.path).sort());
        expect(counts).toEqual(sum(ledger));
        // loading again changes nothing
        const before = await contents(engine);
        expect((await loadRawFiles(engine, home, sources, committed)).counts).toEqual({
          read: 0,
          loaded: 0,
          quarantined: 0,
          superseded: 0,
        });
        expect(await contents(engine)).toEqual(before);
        expect(await ledgerOf(engine)).toEqual(ledger);
      }),
      { numRuns: invented },
    );
  });

  it('gives the same tables and the same ledger file by file as all at once', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(answers, { minLength: 2, maxLength: 4 }), async (runs) => {
        const home = await temporaryHome();
        for (const [index, given] of runs.entries()) await land(home, hour(200 + index), pagesOf(given));
        const [step, whole] = [await landing(), await landing(1)];
        const committed = await landed(home);
        for (let count = 1; count <= committed.length; count++) {
          await loadRawFiles(step, home, sources, committed.slice(0, count));
          await expectReconciled(step);
        }
        await loadRawFiles(whole, home, sources, committed);
        expect(await contents(step)).toEqual(await contents(whole));
        expect(await ledgerOf(step)).toEqual(await ledgerOf(whole));
      }),
      { numRuns: invented },
    );
  });

  it('gives the same tables in whatever order the files are loaded', async () => {
    await fc.assert(
      fc.asyncProperty(answers, fc.infiniteStream(fc.nat()), async (given, choice) => {
        const home = await temporaryHome();
        const pages = pagesOf(given);
        for (const [index, one] of pages.entries()) await land(home, hour(200 + index), [one]);
        const committed = await landed(home);
        const shuffled = committed
          .map((file) => ({ file, place: choice.next().value as number }))
          .sort((a, b) => a.place - b.place)
          .map(({ file }) => file);
        const [ordered, other] = [await landing(), await landing(1)];
        await loadRawFiles(ordered, home, sources, committed);
        for (let count = 1; count <= shuffled.length; count++)
          await loadRawFiles(other, home, sources, shuffled.slice(0, count));
        expect(await contents(other)).toEqual(await contents(ordered));
        expect(await ledgerOf(other)).toEqual(await ledgerOf(ordered));
      }),
      { numRuns: invented },
    );
  });

  it('gives the same tables when files are mended and read again as when they had been whole', async () => {
    const damage = fc.constantFrom('none', 'truncated', 'flipped', 'empty', 'plain', 'torn line');
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(answers, damage, fc.boolean()), { minLength: 2, maxLength: 4 }),
        async (runs) => {
          const home = await temporaryHome();
          const hurtFiles: { path: string; bytes: Buffer; isLate: boolean }[] = [];
          for (const [index, [given, how, isLate]] of runs.entries()) {
            const { raw_files } = await land(home, hour(200 + index), pagesOf(given));
            for (const { path } of raw_files) {
              hurtFiles.push({ path, bytes: await readFile(join(home.raw, path)), isLate });
              await hurt(join(home.raw, path), how);
            }
          }
          const [mended, whole] = [await landing(), await landing(1)];
          const committed = await landed(home);
          // some files were not loaded before those that are read again
          const late = new Set(hurtFiles.filter(({ isLate }) => isLate).map(({ path }) => path));
          await loadRawFiles(
            mended,
            home,
            sources,
            committed.filter(({ file }) => !late.has(file.path)),
          );
          for (const { path, bytes } of hurtFiles) await writeFile(join(home.raw, path), bytes);
          const again = new Set(hurtFiles.map(({ path }) => path));
          await loadRawFiles(mended, home, sources, committed, again);
          await loadRawFiles(whole, home, sources, committed);
          expect(await contents(mended)).toEqual(await contents(whole));
          expect(await ledgerOf(mended)).toEqual(await ledgerOf(whole));
          await expectReconciled(mended);
        },
      ),
      { numRuns: invented },
    );
  });

  it('publishes the same posts whichever file came first', async () => {
    const pages = [
      page(hour(100), [post(hour(1), { caption: 'first' }), counter(hour(1), 'likes', 1)]),
      page(hour(101), [post(hour(1), { caption: 'corrected' }), counter(hour(1), 'likes', 2)]),
      page(hour(102), [post(hour(3), { caption: 'first' }), counter(hour(3), 'likes', 9)], {
        source: 'imports',
      }),
      page(hour(103), [profile(hour(2), { followers: 7 }), counter(hour(2), 'likes', 5)]),
    ];
    const tables = ['media_performance', 'media_daily', 'media_at_age', 'accounts', 'account_daily'];
    const results = [];
    for (const order of [
      [0, 1, 2, 3],
      [3, 2, 1, 0],
    ]) {
      const home = await temporaryHome();
      for (const [index, number] of order.entries()) {
        await land(home, hour(200 + index), [pages[number]!]);
        await buildHome(home, { at: hour(300 + index) });
      }
      results.push(await Promise.all(tables.map((name) => published(home, `select * from ${name}`))));
    }
    expect(results[0]![0]).toMatchObject([{ caption: 'corrected', likes: 9 }]);
    expect(results[1]).toEqual(results[0]);
  });
});

/** What disks and power cuts do to a file. */
async function hurt(path: string, how: string): Promise<void> {
  const bytes = await readFile(path);
  switch (how) {
    case 'truncated':
      return writeFile(path, bytes.subarray(0, Math.floor(bytes.length * 0.6)));
    case 'flipped':
      bytes[Math.floor(bytes.length / 2)]! ^= 0xff;
      return writeFile(path, bytes);
    case 'empty':
      return writeFile(path, '');
    case 'plain':
      return writeFile(path, await promisify(gunzip)(bytes));
    case 'torn line': {
      const text = (await promisify(gunzip)(bytes)).toString();
      return writeFile(path, await promisify(gzip)(text.slice(0, -20)));
    }
  }
}

describe('a damaged line', () => {
  it('is quarantined with its number, and the others load', async () => {
    const home = await temporaryHome();
    const { raw_files } = await land(
      home,
      hour(200),
      [1, 2, 3].map((number) =>
        page(hour(100 + number), [counter(hour(number), 'likes', number), post(hour(1))]),
      ),
    );
    const path = join(home.raw, raw_files[0]!.path);
    const lines = (await promisify(gunzip)(await readFile(path))).toString().split('\n');
    lines[1] = lines[1]!.slice(0, 40);
    await writeFile(path, await promisify(gzip)(lines.join('\n')));
    const { counts } = await buildHome(home);
    expect(counts).toMatchObject({ read: 5, quarantined: 1 });
    expect(await published(home, 'select raw_file, line, ref, rule, payload from quarantine')).toEqual([
      { raw_file: raw_files[0]!.path, line: 2, ref: 'line 2', rule: 'unreadable-line', payload: lines[1] },
    ]);
    expect(await published(home, 'select likes from media_performance')).toEqual([{ likes: 3 }]);
  });

  it('that belongs to no envelope, or a file cut short, is told apart', async () => {
    const home = await temporaryHome();
    const cut = await land(home, hour(200), [
      page(hour(100), [post(hour(1))]),
      page(hour(101), [post(hour(2))]),
    ]);
    const path = join(home.raw, cut.raw_files[0]!.path);
    const [first] = (await promisify(gunzip)(await readFile(path))).toString().split('\n');
    await writeFile(path, await promisify(gzip)(`${first}\n`));
    const strange = await land(home, hour(201), [page(hour(101), [post(hour(2))], { source: 'imports' })]);
    await writeFile(join(home.raw, strange.raw_files[0]!.path), await promisify(gzip)('{"a":1}\n'));
    const gone = await land(home, hour(202), [page(hour(102), [post(hour(2))], { source: 'other' })]);
    await writeFile(join(home.raw, gone.raw_files[0]!.path), 'no gzip at all');
    await buildHome(home);
    const rows = await published(
      home,
      'select source, line, rule from quarantine order by source, line, rule',
    );
    expect(rows).toEqual([
      { source: 'graph-api', line: 2, rule: 'truncated-file' },
      { source: 'imports', line: 1, rule: 'unreadable-line' },
      { source: 'other', line: 1, rule: 'unreadable-file' },
    ]);
  });

  it('may be one of many rejects with one name on one page', async () => {
    const home = await temporaryHome();
    const items: ScriptedItem[] = [1, 2, 3].map(() => ({ ref: 'same', reject: 'broken' }));
    await land(home, hour(200), [page(hour(100), [], { body: JSON.stringify({ items }) })]);
    await buildHome(home);
    expect(await published(home, 'select line, item, ref from quarantine order by item')).toEqual(
      [1, 2, 3].map((number) => ({ line: 1, item: number, ref: 'same' })),
    );
  });

  it('names the connector that is not registered and the page that could not be parsed', async () => {
    const home = await temporaryHome();
    const huge = 'x'.repeat(10_000);
    await land(home, hour(200), [
      page(hour(100), [], { source: 'removed', body: '{}' }),
      page(hour(100), [], { body: huge }),
    ]);
    await buildHome(home);
    const rows = await published(
      home,
      'select source, rule, message, length(payload) as stored from quarantine order by source',
    );
    expect(rows).toMatchObject([
      { source: 'graph-api', rule: 'unparseable-page', stored: 2000 },
      { source: 'removed', rule: 'unparseable-page', message: 'no connector "removed" is registered' },
    ]);
  });
});

describe('a file imported again', () => {
  const reading = (home: Home, at: string, records: readonly CanonicalRecord[], sha256 = 'abc') =>
    land(home, at, [page(at, records, { source: 'imports', request: { sha256 } })]).then(async (manifest) => {
      manifest.imported_files.push({
        sha256,
        name: 'export.csv',
        bytes: 1,
        settings: {},
        first_imported_at: at,
      });
      const { saveManifest } = await import('../../pipeline/landing/manifest.js');
      await saveManifest(home, manifest);
    });

  it('and read otherwise replaces the earlier reading, and brings back what that had replaced', async () => {
    const home = await temporaryHome();
    await reading(home, hour(100), [post(hour(1)), counter(hour(1), 'likes', 1)], 'older');
    await reading(home, hour(101), [
      post(hour(1), { caption: 'misread' }),
      counter(hour(1), 'likes', 99),
      post(hour(1), { media_ref: 'WRONG1' }),
    ]);
    await buildHome(home, { at: hour(300) });
    const posts = 'select media_key, caption, likes from media_performance order by media_key';
    expect(await published(home, posts)).toEqual([
      { media_key: 'AAAAA1', caption: 'misread', likes: 99 },
      { media_key: 'WRONG1', caption: null, likes: null },
    ]);

    await reading(home, hour(102), [counter(hour(2), 'comments', 3)]);
    await buildHome(home, { at: hour(301) });
    expect(await published(home, posts)).toEqual([{ media_key: 'AAAAA1', caption: null, likes: 1 }]);
    expect(await published(home, 'select read, loaded, superseded from loads order by run_id')).toEqual([
      { read: 2, loaded: 2, superseded: 0 },
      { read: 1, loaded: 1, superseded: 0 },
    ]);
  });
});

describe('counters of a post at one moment', () => {
  const values = 'select metric, value, absent_reason from landing.media_insights order by metric';

  it('are one row of what an answer says, whatever their order', async () => {
    const home = await temporaryHome();
    const records = [
      counter(hour(1), 'saves', null, { absent_reason: 'hidden' }),
      counter(hour(1), 'likes', 5),
      counter(hour(1), 'navigation', 2, { dimension: 'type=tap_exit' }),
      counter(hour(1), 'comments', null, { absent_reason: 'unsupported' }),
      counter(hour(2), 'likes', 6),
    ];
    const body = JSON.stringify({ items: [{ ref: 'a post', records }] });
    await land(home, hour(200), [page(hour(100), [], { body })]);
    const engine = await landing();
    await loadRawFiles(engine, home, sources, await landed(home));
    expect(
      await engine.rows('select likes, absent from landing.media_counters order by observed_at'),
    ).toEqual([
      { likes: 5, absent: 'comments=unsupported,saves=hidden' },
      { likes: 6, absent: null },
    ]);
    expect(await engine.rows('select dimension, value from landing.media_breakdowns')).toEqual([
      { dimension: 'type=tap_exit', value: 2 },
    ]);
  });

  it('are each what was told last, by whichever answer; an answer without any left is superseded', async () => {
    const home = await temporaryHome();
    const says = (fetched: number, ...records: CanonicalRecord[]) =>
      land(home, hour(100 + fetched), [
        page(hour(100 + fetched), [], { body: JSON.stringify({ items: [{ ref: 'a post', records }] }) }),
      ]);
    await says(1, counter(hour(1), 'likes', 1), counter(hour(1), 'comments', 1));
    await says(2, counter(hour(1), 'likes', 2));
    await says(3, counter(hour(1), 'likes', null, { absent_reason: 'hidden' }), counter(hour(1), 'saves', 3));
    const engine = await landing();
    for (const file of (await landed(home)).reverse()) {
      const files = [...(await committedOf(engine, home)), file];
      await loadRawFiles(engine, home, sources, files);
    }
    expect(await engine.rows(values)).toEqual([
      { metric: 'comments', value: 1, absent_reason: null },
      { metric: 'likes', value: null, absent_reason: 'hidden' },
      { metric: 'saves', value: 3, absent_reason: null },
    ]);
    expect((await ledgerOf(engine)).map(({ loaded, superseded }) => [loaded, superseded])).toEqual([
      [1, 0],
      [0, 1],
      [1, 0],
    ]);
  });

  it('that one answer tells twice are the larger number', async () => {
    const home = await temporaryHome();
    const records = [counter(hour(1), 'likes', 7), counter(hour(1), 'likes', 5)];
    const body = JSON.stringify({ items: [{ ref: 'a post', records }] });
    await land(home, hour(200), [page(hour(100), [], { body })]);
    const engine = await landing();
    await loadRawFiles(engine, home, sources, await landed(home));
    expect(await engine.rows(values)).toEqual([{ metric: 'likes', value: 7, absent_reason: null }]);
  });
});

describe('a stream of which only changes are kept', () => {
  it('holds each statement once, at the last time it was made', async () => {
    const home = await temporaryHome();
    for (const [index, caption] of ['a', 'a', 'b', 'b', 'a'].entries())
      await land(home, hour(200 + index), [page(hour(100 + index), [post(hour(index), { caption })])]);
    const engine = await landing();
    await loadRawFiles(engine, home, sources, await landed(home));
    expect(await engine.rows('select caption, observed_at from landing.media order by observed_at')).toEqual([
      { caption: 'b', observed_at: new Date(hour(3)) },
      { caption: 'a', observed_at: new Date(hour(4)) },
    ]);
  });

  it('never lets an older statement that arrives late hide a newer one that had been repeated', async () => {
    const home = await temporaryHome();
    const say = async (run: number, observed: number, caption: string) => {
      await land(home, hour(200 + run), [page(hour(100 + run), [post(hour(observed), { caption })])]);
      await buildHome(home, { at: hour(300 + run) });
    };
    await say(0, 1, 'right');
    await say(1, 3, 'right'); // repeated: what was said at hour 1 is still true at hour 3
    await say(2, 2, 'between');
    expect(await published(home, 'select caption from media_performance')).toEqual([{ caption: 'right' }]);
  });

  it('keeps two partial statements of one moment: each field has what is known', async () => {
    const home = await temporaryHome();
    await land(home, hour(200), [
      page(hour(100), [post(hour(1), { caption: 'words' })]),
      page(hour(101), [post(hour(1), { duration_seconds: 9 })]),
    ]);
    await buildHome(home);
    expect(await published(home, 'select caption, duration_seconds from media_performance')).toEqual([
      { caption: 'words', duration_seconds: 9 },
    ]);
  });
});
