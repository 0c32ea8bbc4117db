import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { Connector } from '../../connectors/index.js';
import { configSchema } from '../../pipeline/config/schema.js';
import { openDuckDB } from '../../pipeline/engines/duckdb/duckdb.js';
import type { Home } from '../../pipeline/home.js';
import { readManifests } from '../../pipeline/landing/manifest.js';
import { openMarts } from '../../pipeline/published.js';
import { buildOnly, type JobOptions } from '../../pipeline/run/nightly.js';
import { type ReplayResult, replay } from '../../pipeline/run/replay.js';
import { temporaryHome } from './temporary-home.js';
import { counter, land, page, post, published, sources } from './warehouse.js';

const hour = (number: number): string => new Date(Date.UTC(2026, 10, 1, number)).toISOString();

const silence = { debug: () => undefined, info: () => undefined, warn: () => undefined };
let clock = 300;

function options(home: Home, connectors: readonly Connector[] = sources): JobOptions {
  clock += 1;
  const now = new Date(hour(clock));
  return {
    home,
    loaded: { config: configSchema.parse({ quarantine: { max_rows: 1_000_000 } }), connections: [] },
    connectors,
    outside: { now: () => now, env: () => undefined, log: silence, signal: new AbortController().signal },
  };
}

/** Every published table, whole. */
async function everything(home: Home): Promise<unknown> {
  const marts = await openMarts(home);
  try {
    const names = Object.keys(marts.publication.tables);
    const rows = await Promise.all(names.map((name) => marts.rows(`select * from ${name} order by all`)));
    return Object.fromEntries(names.map((name, index) => [name, rows[index]]));
  } finally {
    marts.close();
  }
}

/** A replay whose tables are held against a full build after it. */
async function replayed(
  home: Home,
  { rule, connectors = sources }: { rule?: string; connectors?: readonly Connector[] } = {},
): Promise<ReplayResult> {
  const result = await replay({ ...options(home, connectors), ...(rule !== undefined && { rule }) });
  const tables = await everything(home);
  await buildOnly(options(home, connectors), true);
  expect(tables).toEqual(await everything(home));
  return result!;
}

const zip = promisify(gzip);
const linesOf = async (path: string): Promise<string[]> =>
  (await promisify(gunzip)(await readFile(path))).toString().split('\n');

describe('a raw file that was damaged and is put back', () => {
  it('is read again, it alone, and its records come back', async () => {
    const home = await temporaryHome();
    await land(home, hour(200), [page(hour(100), [post(hour(1)), counter(hour(1), 'likes', 1)])]);
    const hurt = await land(home, hour(201), [
      page(hour(101), [counter(hour(2), 'likes', 2)]),
      page(hour(102), [counter(hour(3), 'likes', 3), post(hour(3), { caption: 'later' })]),
    ]);
    const path = join(home.raw, hurt.raw_files[0]!.path);
    const bytes = await readFile(path);
    const lines = await linesOf(path);
    await writeFile(path, await zip([lines[0], lines[1]!.slice(0, 50)].join('\n')));
    await buildOnly(options(home), false);
    expect(await published(home, 'select likes, caption from media_performance')).toEqual([
      { likes: 2, caption: null },
    ]);

    await writeFile(path, bytes);
    expect(await published(home, 'select rule, attempts from quarantine')).toEqual([
      { rule: 'unreadable-line', attempts: 1 },
    ]);
    const { healed, quarantined, remaining, manifest, counts } = await replayed(home);
    expect({ healed, quarantined, remaining }).toEqual({ healed: 1, quarantined: 1, remaining: [] });
    expect(counts).toMatchObject({ read: 3, quarantined: 0 });
    expect(manifest).toMatchObject({ kind: 'replay', replayed: [hurt.raw_files[0]!.path], counts });
    expect(await published(home, 'select likes, caption from media_performance')).toEqual([
      { likes: 3, caption: 'later' },
    ]);
  });

  it('gives way to what it had wrongly replaced', async () => {
    const home = await temporaryHome();
    await land(home, hour(200), [page(hour(100), [post(hour(1)), counter(hour(1), 'likes', 1)])]);
    const right = page(hour(101), [counter(hour(2), 'saves', 7)]);
    const hurt = await land(home, hour(201), [right, right]);
    const path = join(home.raw, hurt.raw_files[0]!.path);
    const bytes = await readFile(path);
    // a page that nobody landed, and half of one
    const forged = { ...JSON.parse((await linesOf(path))[0]!), body: '' };
    forged.body = page('', [counter(hour(1), 'likes', 999)]).body;
    await writeFile(path, await zip(`${JSON.stringify(forged)}\n{"half`));
    await buildOnly(options(home), false);
    expect(await published(home, 'select likes, saves from media_performance')).toEqual([
      { likes: 999, saves: null },
    ]);
    await writeFile(path, bytes);
    const { healed, counts } = await replayed(home);
    expect(healed).toBe(1);
    expect(counts.read).toBe(4); // all there is
    expect(await published(home, 'select likes, saves from media_performance')).toEqual([
      { likes: 1, saves: 7 },
    ]);
  });
});

describe('pages that no connector could read', () => {
  const [first, ...others] = sources;
  const landing = async (): Promise<Home> => {
    const home = await temporaryHome();
    await land(home, hour(200), [page(hour(100), [post(hour(1))], { source: 'imports' })]);
    const body = JSON.stringify({
      items: [
        { ref: 'a', records: [counter(hour(2), 'likes', 5)] },
        { ref: 'b', reject: 'no-id' },
      ],
    });
    await land(home, hour(201), [
      page(hour(101), [], { body }),
      page(hour(102), [], { source: 'imports', body: 'not json' }),
    ]);
    await buildOnly(options(home, others), false);
    return home;
  };

  it('are read when there is one; what remains is told with its reason, and how often it was tried', async () => {
    const home = await landing();
    const result = await replayed(home, { connectors: [first!, ...others] });
    expect(result).toMatchObject({ quarantined: 2, healed: 1 });
    expect(result.remaining).toEqual([
      { rule: 'no-id', records: 1, message: 'b is wrong' },
      { rule: 'unparseable-page', records: 1, message: expect.stringMatching(/JSON/) },
    ]);
    expect(await published(home, 'select rule, attempts from quarantine order by rule')).toEqual([
      { rule: 'no-id', attempts: 2 },
      { rule: 'unparseable-page', attempts: 2 },
    ]);
    expect(await published(home, 'select likes from media_performance')).toEqual([{ likes: 5 }]);
  });

  it('are left alone when another rule is asked for, and then no run is made', async () => {
    const home = await landing();
    const before = (await readManifests(home)).length;
    expect(await replay({ ...options(home), rule: 'no-id' })).toBeNull();
    expect(await readManifests(home)).toHaveLength(before);

    // but what another program has parsed is read by the next build, asked or not
    const engine = await openDuckDB({ path: home.warehouse });
    await engine.exec("update landing.layout set fingerprint = 'of an older one'");
    engine.close();
    await buildOnly(options(home), false);
    expect(await published(home, 'select likes from media_performance')).toEqual([{ likes: 5 }]);
  });
});

it('a replay that a check refuses changes nothing, and says what failed', async () => {
  const home = await temporaryHome();
  const { raw_files } = await land(home, hour(200), [
    page(hour(100), [post(hour(1))]),
    page(hour(101), [
      post(hour(3), { media_ref: 'BBBBB2', posted_at: hour(50) }), // not published then
      counter(hour(3), 'likes', 1, { media_ref: 'BBBBB2' }),
    ]),
  ]);
  const path = join(home.raw, raw_files[0]!.path);
  const bytes = await readFile(path);
  await writeFile(path, await zip((await linesOf(path))[0]!));
  await buildOnly(options(home), false);
  const before = await everything(home);
  await writeFile(path, bytes);
  await expect(replay(options(home))).rejects.toThrow(/posted_before_observed/);
  expect(await everything(home)).toEqual(before);
  const refused = (await readManifests(home)).at(-1)!;
  expect(refused).toMatchObject({
    kind: 'replay',
    status: 'failed',
    error: { exit_code: 65, step: 'check', retryable: false },
  });
  expect(refused.checks.length).toBeGreaterThan(50);
  expect(refused.checks.filter(({ failures }) => failures > 0)).toEqual([
    {
      name: 'posted_before_observed',
      severity: 'error',
      failures: 1,
      example: expect.stringContaining('BBBBB2'),
    },
  ]);
});
