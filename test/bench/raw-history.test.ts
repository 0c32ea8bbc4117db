import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { type RawHistory, rawHistory } from '../../bench/raw-history.js';
import { parse } from '../../connectors/graph-api/parse.js';
import { posts } from '../../connectors/graph-api/posts.js';
import type { Page } from '../../connectors/index.js';
import { defaultAccounts, startEmulator } from '../../emulator/index.js';
import { fromLine } from '../../pipeline/landing/envelope.js';
import { readManifests } from '../../pipeline/landing/manifest.js';
import { contextFor } from '../connectors/graph-api/context.js';
import { readPart } from '../connectors/graph-api/one-part.js';
import { temporaryHome } from '../pipeline/temporary-home.js';

const size = { accounts: 3, posts: 400, days: 120 };

async function smallHistory(): Promise<RawHistory> {
  const { root } = await temporaryHome();
  return rawHistory({ folder: root, ...size });
}

/** The pages that each run committed, in the order of its manifest. */
async function pagesByRun({ home }: RawHistory): Promise<Page[][]> {
  const manifests = await readManifests(home);
  return Promise.all(
    manifests.map(async ({ raw_files }) => {
      const texts = await Promise.all(
        raw_files.map(async ({ path }) => gunzipSync(await readFile(join(home.raw, path))).toString()),
      );
      return texts.flatMap((text) => text.trimEnd().split('\n').map(fromLine));
    }),
  );
}

const listsIn = (pages: readonly Page[]) => pages.filter(({ request }) => request.kind === 'media');
const recordsIn = (pages: readonly Page[]) =>
  pages.flatMap(parse).flatMap((item) => ('records' in item ? item.records : []));
const keysOf = (post: object) => Object.keys(post).filter((key) => !['caption', 'children'].includes(key));

/** Keys of the posts of a list page, by product and type. */
function shapesOf(page: Page): Map<string, string[]> {
  const { data } = JSON.parse(page.body) as {
    data: { media_product_type: string; media_type: string; like_count?: number }[];
  };
  return new Map(
    data
      .filter((post) => post.like_count !== undefined)
      .map((post) => [`${post.media_product_type} ${post.media_type}`, keysOf(post)]),
  );
}

describe('the invented history', () => {
  it('has list pages of the shape that the connector lands', async () => {
    const now = new Date('2026-09-01T06:00:00Z');
    const emulator = await startEmulator({
      now: () => now,
      start: now,
      historyDays: 40,
      accounts: [defaultAccounts[0]!],
    });
    try {
      const { id } = emulator.world.accounts[0]!;
      const context = contextFor(emulator.url, { now, env: { REACHLINE_TOKEN: emulator.token } });
      const read = await readPart(posts, context, id);
      const real = listsIn(read.pages)[0]!;
      const history = await smallHistory();
      await history.first();
      const [invented] = listsIn((await pagesByRun(history))[0]!);

      expect(Object.keys(invented!).sort()).toEqual(Object.keys(real).sort());
      expect(Object.keys(invented!.request)).toEqual(Object.keys(real.request));
      expect(invented!.request.fields).toEqual(real.request.fields);
      expect(invented!.request.metrics).toEqual(real.request.metrics);
      expect(invented!.request.params).toEqual(real.request.params);
      const shapes = shapesOf(invented!);
      const seen = [...shapesOf(real)].filter(([kind]) => shapes.has(kind));
      expect(seen.map(([kind]) => kind)).toEqual(expect.arrayContaining(['FEED IMAGE', 'REELS VIDEO']));
      for (const [kind, keys] of seen) expect(shapes.get(kind)).toEqual(keys);
    } finally {
      await emulator.close();
    }
  });

  it('lists every post once at first, and at night the new ones and those of three months, grown', async () => {
    const history = await smallHistory();
    const first = await history.first();
    const night = await history.night();
    expect(first.listed).toBe(size.posts);
    const fresh = history.expected().posts - size.posts;
    expect(fresh).toBeGreaterThanOrEqual(size.accounts * 0.5);
    expect(fresh).toBeLessThanOrEqual(size.accounts * 2);
    expect(night.listed).toBeGreaterThan(size.posts * 0.7);
    expect(night.listed).toBeLessThan(size.posts);

    const [before, after] = await pagesByRun(history);
    expect([...before!, ...after!].flatMap(parse).filter((item) => 'reject' in item)).toEqual([]);
    const viewsIn = (pages: readonly Page[]) =>
      new Map(
        recordsIn(pages).flatMap(({ stream, values }) =>
          stream === 'media_insights' && values.metric === 'views' ? [[values.media_ref, values.value!]] : [],
        ),
      );
    const [then, now] = [viewsIn(before!), viewsIn(after!)];
    expect(then.size).toBe(size.posts);
    expect(now.size).toBe(night.listed);
    const again = [...now].filter(([ref]) => then.has(ref));
    expect(again).toHaveLength(night.listed - fresh);
    expect(again.every(([ref, views]) => views >= then.get(ref)!)).toBe(true);
    expect(again.some(([ref, views]) => views > then.get(ref)!)).toBe(true);
    const latest = new Map([...then, ...now]);
    expect([...latest.values()].reduce((sum, views) => sum + views, 0)).toBe(history.expected().views);
    const counters = recordsIn([...before!, ...after!]).filter(({ stream }) => stream === 'media_insights');
    expect(counters).toHaveLength(first.observations + night.observations);
  });

  it('is the same for the same options', async () => {
    const files = async () => {
      const history = await smallHistory();
      await history.first();
      await history.night();
      return (await readManifests(history.home)).map(({ raw_files }) => raw_files);
    };
    expect(await files()).toEqual(await files());
  });
});
