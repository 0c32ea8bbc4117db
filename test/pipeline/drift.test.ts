import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { graphApi } from '../../connectors/graph-api/index.js';
import type { Connector, Drift, Item, Page } from '../../connectors/index.js';
import type { Connection } from '../../pipeline/config/load.js';
import { type DriftMode, type DriftModes, driftModes } from '../../pipeline/config/schema.js';
import { openDuckDB } from '../../pipeline/engines/duckdb/duckdb.js';
import { ReachlineError } from '../../pipeline/errors.js';
import type { Home } from '../../pipeline/home.js';
import { driftPolicy } from '../../pipeline/landing/drift.js';
import { loadRawFiles } from '../../pipeline/landing/load.js';
import { committedFiles, readManifests } from '../../pipeline/landing/manifest.js';
import { createLandingTables } from '../../pipeline/landing/tables.js';
import { type BuildResult, build } from '../../pipeline/run/build.js';
import { readCurrent } from '../../pipeline/run/publish.js';
import { startRun } from '../../pipeline/run/run.js';
import { temporaryHome } from './temporary-home.js';
import { counter, land, page, parsedConfig, post, published, sources } from './warehouse.js';

const at = '2026-11-19T02:00:00.000Z';
const later = '2026-11-20T02:00:00.000Z';

type Modes = { columns?: DriftMode; types?: DriftMode };

interface Options {
  readonly connectors?: readonly Connector[];
  readonly connections?: readonly Connection[];
  readonly full?: boolean;
}

async function buildWith(home: Home, schema: Modes, options: Options = {}): Promise<BuildResult> {
  const run = await startRun(home, 'build', () => new Date(later));
  const result = await build({
    home,
    config: parsedConfig({ schema, quarantine: { max_rows: 1_000_000 } }),
    connections: options.connections ?? [],
    connectors: options.connectors ?? [graphApi as Connector],
    manifests: run.manifests,
    runId: run.manifest.run_id,
    now: new Date(later),
    full: options.full ?? false,
  });
  await run.finish('succeeded');
  return result;
}

async function refusal(work: Promise<unknown>): Promise<ReachlineError> {
  const error = await work.then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(ReachlineError);
  return error as ReachlineError;
}

/** A page of two posts as the platform lists them; `more` stands on the first. */
const posts = (more: object, values: Partial<Page> = {}): Page => ({
  source: 'graph-api',
  connection: 'main',
  account: '100',
  stream: 'media',
  request: { kind: 'media', account_id: '100', path: '/100/media', fields: ['like_count', 'alt_text'] },
  fetched_at: new Date(at),
  status: 200,
  body: JSON.stringify({
    data: [
      { id: '1', shortcode: 'AAAAA1', timestamp: '2026-11-01T10:00:00+0000', like_count: 5, ...more },
      { id: '2', shortcode: 'BBBBB2', timestamp: '2026-11-01T11:00:00+0000', like_count: 7, alt_text: 'x' },
    ],
  }),
  ...values,
});

const likes = (home: Home) => published(home, 'select shortcode, likes from media_performance order by 1');
const rejects = (home: Home) => published(home, 'select ref, rule, field, message, payload from quarantine');
const drift = (home: Home) =>
  published(home, 'select stream, kind, field, mode, items, example from schema_drift');
const tables = async (home: Home) =>
  Object.fromEntries(
    Object.entries((await readCurrent(home))!.tables)
      .filter(([name]) => name !== 'runs')
      .map(([name, { sha256 }]) => [name, sha256]),
  );

describe('a field that the connector does not know', () => {
  const hostile = '\u001b[31mmood\u202e';

  it('is accepted and told once by default; other modes leave the item out, or are silent', async () => {
    const home = await temporaryHome();
    await land(home, at, [posts({ [hostile]: 'sunny', mood: { a: 1 } })]);
    const { counts, notices } = await buildWith(home, {});
    expect(counts).toEqual({ read: 2, loaded: 2, quarantined: 0, superseded: 0 });
    expect(notices).toMatchObject([{ connection: 'main', account: '100' }]);
    expect(notices[0]!.message).toMatch(/^media has fields that this version does not know: .*"mood"/);
    expect(notices[0]!.message).not.toMatch(/[\u001b\u202e]/);
    expect(await drift(home)).toEqual([
      { stream: 'media', kind: 'column', field: hostile, mode: 'evolve', items: 1, example: 'sunny' },
      { stream: 'media', kind: 'column', field: 'mood', mode: 'evolve', items: 1, example: '{"a":1}' },
    ]);
    await land(home, later, [posts({ mood: 'rainy' }, { fetched_at: new Date(later) })]);
    expect((await buildWith(home, {})).notices).toEqual([]);
    const evolved = await tables(home);

    // other modes hold for what was loaded before too, and a full build is what it would be anyway
    await buildWith(home, { columns: 'discard_row' });
    expect(await likes(home)).toEqual([{ shortcode: 'BBBBB2', likes: 7 }]);
    expect(await rejects(home)).toMatchObject([
      { ref: '1', rule: 'schema-drift', field: hostile, payload: expect.stringContaining('sunny') },
      {
        ref: '1',
        rule: 'schema-drift',
        field: 'mood',
        message: '"mood" is a field that this version does not know',
        payload: '{"mood":"rainy"}',
      },
    ]);
    const discarded = await tables(home);
    await buildWith(home, { columns: 'discard_row' }, { full: true });
    expect(await tables(home)).toEqual(discarded);

    expect((await buildWith(home, { columns: 'discard_value' })).notices).toEqual([]);
    expect(await likes(home)).toHaveLength(2);
    expect(await published(home, 'select sum(items) as items from schema_drift')).toEqual([{ items: 3 }]);

    // what was published is not refused for what it is
    await buildWith(home, { columns: 'freeze' });
    expect(await tables(home)).toEqual(evolved);
    await buildWith(home, { columns: 'freeze' }, { full: true });
    expect(await tables(home)).toEqual(evolved);
  });

  it('refuses the build where frozen, with the field, the place and what to do; then goes through', async () => {
    const home = await temporaryHome();
    await land(home, at, [posts({})]);
    await buildWith(home, { columns: 'freeze' });
    const before = await tables(home);
    const { run_id } = await land(home, later, [posts({ [hostile]: 1 }, { fetched_at: new Date(later) })]);
    const error = await refusal(buildWith(home, { columns: 'freeze' }));
    expect(error.exitCode).toBe(65);
    expect(error.message).toMatch(
      /mood.* is a field that this version does not know, and schema\.columns is/,
    );
    expect(error.message).toMatch(new RegExp(`connection main: source=graph-api/.*${run_id}.* line 1\\.`));
    expect(error.message).toContain('Set schema.columns to evolve');
    expect(error.message).not.toMatch(/[\u001b\u202e]/);
    expect(await tables(home)).toEqual(before);

    const frozen: Connection = {
      name: 'main',
      connector: graphApi as Connector,
      settings: {},
      config: { name: 'main', connector: 'graph-api', schema: { columns: 'freeze' } },
    };
    await refusal(buildWith(home, {}, { connections: [frozen] })); // for one connection only
    await buildWith(home, { columns: 'evolve' });
    await buildWith(home, { columns: 'freeze' });
    expect(await drift(home)).toMatchObject([{ field: hostile, mode: 'evolve' }]);
  });
});

describe('a value of another type', () => {
  it('is quarantined by default; evolve reads it or says why not, discard_value leaves it out', async () => {
    const home = await temporaryHome();
    await land(home, at, [
      posts({ like_count: '12k' }),
      posts({ id: '3', shortcode: 'CCCCC3', like_count: '12' }, { account: '101' }),
      posts({ id: '4', shortcode: 'DDDDD4', caption: { text: 'hi' } }, { account: '102' }),
    ]);
    expect((await buildWith(home, {})).counts).toEqual({ read: 6, loaded: 1, quarantined: 3, superseded: 2 });
    expect((await rejects(home)).map(({ field, message }) => [field, message])).toEqual([
      ['like_count', '"like_count" is not of its declared type: "12k"'],
      ['like_count', '"like_count" is not of its declared type: "12"'],
      ['caption', expect.stringContaining('"caption" is not of its declared type: ')],
    ]);

    await buildWith(home, { types: 'evolve' });
    const all = (one: number | null, two: number | null) => [
      { shortcode: 'AAAAA1', likes: one },
      { shortcode: 'BBBBB2', likes: 7 },
      { shortcode: 'CCCCC3', likes: two },
      { shortcode: 'DDDDD4', likes: 5 },
    ];
    expect(await likes(home)).toEqual(all(null, 12));
    const absent = "select reason from absent_values where entity = 'AAAAA1' and metric = 'likes'";
    expect(await published(home, absent)).toEqual([{ reason: 'unreadable' }]);

    await buildWith(home, { types: 'discard_value' });
    expect(await likes(home)).toEqual(all(null, null));
    expect(await published(home, absent)).toEqual([]);
    expect(await drift(home)).toMatchObject(
      Array.from({ length: 3 }, () => ({ kind: 'type', mode: 'discard_value', items: 1 })),
    );

    // published under another mode: as if nothing had been said
    await buildWith(home, { types: 'freeze' });
    expect(await rejects(home)).toHaveLength(3);
    await land(home, later, [posts({ like_count: [] }, { fetched_at: new Date(later) })]);
    expect((await refusal(buildWith(home, { types: 'freeze' }))).message).toContain('Set schema.types to');
  });

  it.each<[string, Page['stream'], object, object, string]>([
    [
      'a profile',
      'accounts',
      { kind: 'account' },
      { username: 'cafe', followers_count: 'many' },
      'followers_count',
    ],
    [
      'an insight',
      'media_insights',
      { kind: 'media_insights', media_id: '1', metrics: ['reach'] },
      { data: [{ name: 'reach', values: [{ value: { a: 1 } }] }] },
      'reach',
    ],
    [
      'a day',
      'account_insights',
      { kind: 'account_insights', metrics: ['reach'], days: ['2026-11-09'] },
      { data: [{ name: 'reach', values: [{ value: 'x', end_time: '2026-11-10T08:00:00+0000' }] }] },
      'reach',
    ],
    [
      'an age',
      'demographics',
      { kind: 'demographics', of: 'followers', metric: 'follower_demographics', breakdown: 'age' },
      {
        data: [
          {
            name: 'follower_demographics',
            total_value: {
              breakdowns: [
                { dimension_keys: ['age'], results: [{ dimension_values: ['18-24'], value: 'x' }] },
              ],
            },
          },
        ],
      },
      'follower_demographics by age',
    ],
    [
      'a comment',
      'comments',
      { kind: 'comments', media_id: '1' },
      { data: [{ id: '9', like_count: true }] },
      'like_count',
    ],
    [
      'a tagged post',
      'tagged_media',
      { kind: 'tags' },
      { data: [{ id: '9', like_count: 'x' }] },
      'like_count',
    ],
    [
      'a post under a hashtag',
      'hashtag_media',
      { kind: 'hashtag_media', hashtag: 'tea', list: 'top' },
      { data: [{ id: '9', caption: 5 }] },
      'caption',
    ],
  ])('is found in %s', (_what, stream, request, body, field) => {
    const items = graphApi.parse(
      posts({}, { stream, request: { account_id: '100', ...request }, body: JSON.stringify(body) }),
    );
    expect(driftsOf(items)).toEqual([
      expect.objectContaining({ kind: 'type', field, value: expect.any(String) }),
    ]);
  });

  it.each<[string, object, object, string]>([
    ['a metric', { metrics: ['reach'] }, { name: 'vibes', values: [{ value: 1 }] }, 'vibes'],
    [
      'a breakdown',
      { metrics: ['navigation'], breakdown: 'story_navigation_action_type' },
      {
        name: 'navigation',
        total_value: {
          value: 1,
          breakdowns: [{ dimension_keys: ['planet'], results: [{ dimension_values: ['mars'], value: 1 }] }],
        },
      },
      'navigation by planet',
    ],
  ])('or %s that nobody asked for', (_what, request, entry, field) => {
    const items = graphApi.parse(
      posts(
        {},
        {
          stream: 'media_insights',
          request: { kind: 'media_insights', account_id: '100', media_id: '1', ...request },
          body: JSON.stringify({ data: [{ name: 'reach', values: [{ value: 3 }] }, entry] }),
        },
      ),
    );
    expect(driftsOf(items)).toEqual([expect.objectContaining({ kind: 'column', field })]);
  });
});

function driftsOf(items: readonly Item[]): readonly Drift[] {
  return items.flatMap((item) => ('records' in item ? (item.drifts ?? []) : []));
}

describe('whatever drifts', () => {
  const mode = fc.constantFrom(...driftModes.filter((one) => one !== 'freeze'));
  const anyDrift = fc.record({
    kind: fc.constantFrom('column' as const, 'type' as const),
    field: fc.string({ unit: 'binary', maxLength: 120 }),
    value: fc.string({ unit: 'binary', maxLength: 20 }),
    fills: fc.constantFrom({ record: 0, column: 'caption' }, { record: 1, column: 'value' }),
  });
  const listed = fc.array(fc.array(anyDrift, { maxLength: 3 }), { maxLength: 4 });
  const listedItems = [0, 1, 2, 3].map((index) => {
    const media_ref = `P${index}`;
    return {
      ref: media_ref,
      records: [post(at, { media_ref, caption: 'c' }), counter(at, 'likes', 3, { media_ref })],
    };
  });

  it('the counts add up and the mode holds, also where it was another before', async () => {
    const home = await temporaryHome();
    await land(home, at, [page(at, [], { body: JSON.stringify({ items: listedItems }) })]);
    const committed = committedFiles(await readManifests(home));
    await fc.assert(
      fc.asyncProperty(listed, mode, mode, mode, async (drifts, columns, types, before) => {
        const engine = await openDuckDB({ path: ':memory:' });
        try {
          await createLandingTables(engine, 'code');
          const connectors = sources.map((source) => ({
            ...source,
            parse: (one: Page) => drifting(source.parse(one), drifts),
          }));
          const policy = (schema: DriftModes) => driftPolicy({ schema }, [], () => true);
          await loadRawFiles(
            engine,
            home,
            connectors,
            committed,
            new Set(),
            policy({ columns: before, types: before }),
          );
          await loadRawFiles(engine, home, connectors, committed, new Set(), policy({ columns, types }));

          const has = (index: number, wanted: DriftMode, record?: number): boolean =>
            (drifts[index] ?? []).some(
              ({ kind, fills }) =>
                (kind === 'column' ? columns : types) === wanted &&
                (record === undefined || fills?.record === record),
            );
          const kept = listedItems.map((_, index) => index).filter((index) => !has(index, 'discard_row'));
          expect(
            await engine.rows('select media_ref, caption from landing.media order by media_ref'),
          ).toEqual(
            kept.map((index) => ({
              media_ref: `P${index}`,
              caption: has(index, 'discard_value', 0) ? null : 'c',
            })),
          );
          expect(
            await engine.rows('select media_ref from landing.media_insights order by media_ref'),
          ).toEqual(
            kept
              .filter((index) => !has(index, 'discard_value', 1))
              .map((index) => ({ media_ref: `P${index}` })),
          );
          expect(
            await engine.rows('select read, loaded, quarantined, superseded from landing.loads'),
          ).toEqual([{ read: 4, loaded: kept.length, quarantined: 4 - kept.length, superseded: 0 }]);
          const [met] = await engine.rows(
            'select cast(coalesce(sum(items), 0) as integer) as drifts from landing.drifts',
          );
          expect(met).toEqual({ drifts: drifts.flat().length });
        } finally {
          engine.close();
        }
      }),
      { numRuns: 15 },
    );
  });
});

function drifting(items: Item[], drifts: readonly (readonly Drift[])[]): Item[] {
  return items.map((item, index) =>
    'records' in item && drifts[index]?.length ? { ...item, drifts: drifts[index] } : item,
  );
}
