import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { graphApi } from '../../../connectors/graph-api/index.js';
import type { ConnectionState } from '../../../connectors/index.js';
import { type Emulator, startEmulator } from '../../../emulator/index.js';
import { contextFor, type Reading, readAll, recordsOf } from './context.js';
import { accountId, fault, smallGraph } from './small-graph.js';

const start = new Date('2026-11-01T09:00:00Z');
const dayMs = 86_400_000;
const night = (n: number) => new Date(start.getTime() + n * dayMs);

/** What only concerns competitors: the parts of a reading that discovery brought. */
const discovered = ({ pages }: Reading) => pages.filter(({ request }) => request.kind === 'competitor');
const planned = (context: Parameters<typeof graphApi.plan>[0]) =>
  graphApi
    .plan(context)
    .filter(({ why }) => why.includes('competitors'))
    .reduce((sum, { calls }) => sum + calls, 0);

describe('competitors of the emulated world', () => {
  let now = start;
  let emulator: Emulator;
  /** Readings of eight nights in a row. */
  const nights: { reading: Reading; calls: number; planned: number }[] = [];
  const usernames = ['northridgegear', 'confeitaria.lumen'];

  beforeAll(async () => {
    emulator = await startEmulator({ seed: 1, now: () => now, start, historyDays: 120 });
    // The smallest account asks: what it has of its own is not looked at here.
    let state: ConnectionState = {};
    for (const n of [0, 1, 7]) {
      now = night(n);
      const context = contextOf(state, { competitors: usernames });
      const without = contextOf(state, {});
      const both = await readAll(context);
      await readAll(without);
      expect([both.error, both.gaps]).toEqual([null, []]);
      nights.push({
        reading: both,
        calls: context.effects.calls.length - without.effects.calls.length,
        planned: planned(context),
      });
      state = both.state;
    }
    now = start;
  });
  afterAll(() => emulator.close());

  function contextOf(state: ConnectionState, settings: object) {
    return contextFor(emulator.url, {
      now,
      state,
      env: { REACHLINE_TOKEN: emulator.token },
      settings: { accounts: ['barro_kai_alati'], listing: { nightly_days: 80 }, ...settings },
    });
  }
  const accountOf = (username: string) =>
    emulator.world.accounts.find(({ profile }) => profile.username === username)!;

  test('are read back some months at first and every seventh night, and the newest fifty posts on others', () => {
    const [first, steady, sweep] = nights.map(({ calls }) => calls);
    expect(steady).toBe(2);
    expect(first).toBeGreaterThan(2);
    expect(sweep).toBe(first);
    for (const [index, night] of [start, new Date(start.getTime() + dayMs)].entries()) {
      for (const username of usernames) {
        const { id } = accountOf(username);
        const read = recordsOf(
          discovered(nights[index]!.reading).filter(({ account }) => account === id),
          'media',
        ).map(({ media_id }) => media_id);
        const visible = emulator.world.media(id, night);
        const young = visible.filter(({ postedAt }) => night.getTime() - postedAt.getTime() <= 80 * dayMs);
        const expected = index === 0 ? young : visible.slice(0, 50);
        expect(read).toEqual(expect.arrayContaining(expected.map(({ id }) => id)));
        if (index === 1) expect(read).toHaveLength(50);
      }
    }
  });

  test('cost what was planned', () => {
    for (const { calls, planned } of nights) expect(planned).toBe(calls);
  });

  test('are accounts of others, and their posts stand under their own id', () => {
    const { reading } = nights[0]!;
    for (const username of usernames) {
      const { id, profile } = accountOf(username);
      const pages = discovered(reading).filter(({ account }) => account === id);
      expect(recordsOf(pages, 'accounts')).toEqual([
        expect.objectContaining({
          account_ref: id,
          username,
          name: profile.name,
          followers: emulator.world.followers(id, start),
          is_own: false,
        }),
      ]);
      for (const record of recordsOf(pages, 'media')) {
        const post = emulator.world.post(String(record.media_id), start)!;
        expect(record).toMatchObject({
          media_ref: post.shortcode,
          account_ref: id,
          posted_at: new Date(Math.floor(post.postedAt.getTime() / 1000) * 1000),
        });
      }
    }
    expect(Object.keys(reading.state)).toEqual([accountOf('barro_kai_alati').id]);
    const listings = reading.messages.filter(
      (message) => message.type === 'checkpoint' && message.stream === 'media',
    );
    expect(listings).toHaveLength(1);
  });

  test('have likes and comments, and views that hold those on Facebook', () => {
    const { id } = accountOf('northridgegear');
    const pages = discovered(nights[0]!.reading).filter(({ account }) => account === id);
    const insights = recordsOf(pages, 'media_insights');
    expect(new Set(insights.map(({ metric }) => metric))).toEqual(
      new Set(['likes', 'comments', 'crossposted_views']),
    );
    let reels = 0;
    for (const post of emulator.world.media(id, start).slice(0, 50)) {
      const { likes, comments, views, facebookViews } = emulator.world.counters(post.id, start);
      const value = (metric: string) =>
        insights.find((record) => record.media_ref === post.shortcode && record.metric === metric)?.value;
      expect([value('likes'), value('comments')]).toEqual([likes, comments]);
      expect(value('crossposted_views')).toBe(post.format === 'REELS' ? views + facebookViews : undefined);
      if (post.format === 'REELS') reels++;
    }
    expect(reels).toBeGreaterThan(5);
  });

  test('that cannot be found are a gap, and the others are read', async () => {
    const { gaps, pages, state } = await readAll(
      contextOf({}, { competitors: ['nobody.of.that.name', 'confeitaria.lumen'] }),
    );
    expect(gaps).toEqual([
      expect.objectContaining({ account: 'nobody.of.that.name', stream: 'media', recovery: 'skip' }),
    ]);
    expect(gaps[0]!.hint).toContain('competitors');
    expect(recordsOf(pages, 'accounts').map(({ username }) => username)).toContain('confeitaria.lumen');
    const again = contextOf(state, { competitors: ['nobody.of.that.name'] });
    const asked = emulator.requests().length;
    await readAll(again);
    const refused = emulator
      .requests()
      .slice(asked)
      .filter(({ endpoint, status }) => endpoint === 'user' && status === 400);
    expect(refused).toHaveLength(1);
  });

  test('that are own accounts are read as such alone, with a notice', async () => {
    const { state } = await readAll(contextOf({}, {}));
    const context = contextOf(state, { competitors: ['barro_kai_alati', 'confeitaria.lumen'] });
    const reading = await readAll(context);
    expect(new Set(discovered(reading).map(({ account }) => account))).toEqual(
      new Set([accountOf('confeitaria.lumen').id]),
    );
    const notices = reading.messages.flatMap((message) =>
      message.type === 'notice' ? [message.notice] : [],
    );
    expect(notices).toMatchObject([{ account: 'barro_kai_alati' }]);
    expect(planned(context)).toBe(discovered(reading).length);
  });

  test('need permissions that the gap names', async () => {
    const token = emulator.mint({
      login: 'facebook',
      scopes: ['instagram_basic', 'pages_show_list', 'business_management', 'instagram_manage_insights'],
    });
    const context = contextFor(emulator.url, {
      now,
      env: { REACHLINE_TOKEN: token },
      settings: { accounts: ['barro_kai_alati'], competitors: usernames },
    });
    const { gaps } = await readAll(context);
    const [gap] = gaps.filter(({ hint }) => hint?.includes('Competitors'));
    expect(gap).toMatchObject({ recovery: 'stream' });
    expect(gap!.hint).toContain('pages_read_engagement');
  });
});

test.each([
  [110, 'Invalid user id', true],
  [100, 'Invalid parameter', false],
])(
  'a competitor refused with code %d is told so, and only one not found may be private',
  async (code, message, isHidden) => {
    const server = await smallGraph([], ({ query }) =>
      query.fields?.startsWith('business_discovery') ? fault(code, message) : null,
    );
    try {
      const { gaps } = await readAll(contextFor(server.url, { settings: { competitors: ['rival'] } }));
      expect(gaps).toMatchObject([{ account: 'rival', recovery: 'skip' }]);
      expect(gaps[0]!.message).toContain(message);
      expect(gaps[0]!.hint!.includes('private')).toBe(isHidden);
    } finally {
      await server.close();
    }
  },
);

describe('the list of a competitor', () => {
  const target = '17841400000000099';
  const posts = (from: number, count: number, timestamp = '2026-11-10T10:00:00+0000') =>
    Array.from({ length: count }, (_, n) => ({
      id: `${from + n}`,
      permalink: `https://www.instagram.com/reel/Cd${from + n}xy/`,
      media_type: 'VIDEO',
      media_product_type: 'REELS',
      timestamp,
      like_count: 3,
      comments_count: 1,
    }));
  const found = (data: object[], after?: string) => ({
    body: {
      business_discovery: {
        id: target,
        username: 'rival',
        followers_count: 900,
        media: { data, ...(after && { paging: { cursors: { after } } }) },
      },
      id: accountId,
    },
  });
  const isAsked = (fields: string | undefined) => fields?.startsWith('business_discovery');
  const read = (url: string) => readAll(contextFor(url, { settings: { competitors: ['@Rival'] } }));

  test('ends where no cursor or no post follows, and beyond the days wanted', async () => {
    for (const last of [
      found(posts(51, 3)),
      found([], 'more'),
      found(posts(51, 50, '2026-01-01T10:00:00+0000'), 'x'),
    ]) {
      const server = await smallGraph([], ({ query }) => {
        if (!isAsked(query.fields)) return null;
        return query.fields!.includes('.after(second)') ? last : found(posts(1, 50), 'second');
      });
      try {
        const { gaps, pages } = await read(server.url);
        expect(gaps).toEqual([]);
        expect(discoveredPages(pages)).toHaveLength(2);
        expect(recordsOf(pages, 'accounts').filter(({ account_ref }) => account_ref === target)).toHaveLength(
          2,
        );
      } finally {
        await server.close();
      }
    }
  });

  test('that runs in a circle is a gap', async () => {
    const server = await smallGraph([], ({ query }) =>
      isAsked(query.fields) ? found(posts(1, 50), 'again') : null,
    );
    try {
      const { gaps, pages } = await read(server.url);
      expect(gaps).toMatchObject([{ account: 'rival', recovery: 'skip' }]);
      expect(discoveredPages(pages)).toHaveLength(2);
    } finally {
      await server.close();
    }
  });

  test('is asked for in halves when it is too much, and without a field that a version lacks', async () => {
    const asked: string[] = [];
    const server = await smallGraph([], ({ query }) => {
      if (!isAsked(query.fields)) return null;
      asked.push(query.fields!);
      if (query.fields!.includes('limit(50)'))
        return fault(1, "Please reduce the amount of data you're asking for, then retry your request");
      if (query.fields!.includes('view_count'))
        return fault(100, '(#100) Tried accessing nonexisting field (view_count) on node type (Media)');
      return found(posts(1, 2));
    });
    try {
      const { gaps, pages } = await read(server.url);
      expect(gaps).toEqual([]);
      expect(asked.at(-1)).toContain('media.limit(25){');
      const metrics = recordsOf(discoveredPages(pages), 'media_insights').map(({ metric }) => metric);
      expect(new Set(metrics)).toEqual(new Set(['likes', 'comments']));
    } finally {
      await server.close();
    }
  });

  test('has counters that their owner hides, and a permalink for identity', async () => {
    const [hidden] = posts(1, 1).map(({ like_count: _, ...post }) => post);
    const server = await smallGraph([], ({ query }) => (isAsked(query.fields) ? found([hidden!]) : null));
    try {
      const { pages } = await read(server.url);
      expect(recordsOf(discoveredPages(pages), 'media_insights')).toEqual(
        expect.arrayContaining([
          expect.objectContaining({
            media_ref: 'Cd1xy',
            metric: 'likes',
            value: null,
            absent_reason: 'hidden',
          }),
          expect.objectContaining({ metric: 'crossposted_views', value: null, absent_reason: 'hidden' }),
          expect.objectContaining({ metric: 'comments', value: 1, absent_reason: null }),
        ]),
      );
      expect(recordsOf(discoveredPages(pages), 'media')).toMatchObject([
        { shortcode: 'Cd1xy', format: 'reel' },
      ]);
    } finally {
      await server.close();
    }
  });

  test('that holds no profile is a gap', async () => {
    const server = await smallGraph([], ({ query }) =>
      isAsked(query.fields) ? { body: { id: accountId } } : null,
    );
    try {
      expect((await read(server.url)).gaps).toMatchObject([{ account: 'rival', recovery: 'skip' }]);
    } finally {
      await server.close();
    }
  });

  test('ends when the app has used up its own limit, and the rest of the account goes on', async () => {
    const server = await smallGraph([], ({ query, path }) => {
      if (isAsked(query.fields)) return fault(4, '(#4) Application request limit reached');
      if (path.endsWith('/ig_hashtag_search')) return { body: { data: [{ id: '178' }] } };
      return path.includes('hashtag') || path.includes('/178/') ? { body: { data: [] } } : null;
    });
    try {
      const { gaps, pages, error } = await readAll(
        contextFor(server.url, { settings: { competitors: ['rival', 'other'], hashtags: ['coffee'] } }),
      );
      expect(error).toBeNull();
      expect(gaps).toMatchObject([{ account: accountId, stream: 'media', recovery: 'wait' }]);
      expect(pages.filter(({ stream }) => stream === 'hashtag_media')).toHaveLength(2);
    } finally {
      await server.close();
    }
  });

  const discoveredPages = (pages: Reading['pages']) =>
    pages.filter(({ request }) => request.kind === 'competitor');
});
