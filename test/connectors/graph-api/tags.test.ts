import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { tags } from '../../../connectors/graph-api/tags.js';
import type { ConnectionState } from '../../../connectors/index.js';
import { type Emulator, startEmulator } from '../../../emulator/index.js';
import type { Asked, Scripted } from '../http/scripted-server.js';
import { contextFor } from './context.js';
import { parsed, readPart } from './one-part.js';
import { accountId, fault, paths, post, smallGraph } from './small-graph.js';

const start = new Date('2026-11-01T09:00:00Z');
const daysOn = (days: number): Date => new Date(start.getTime() + days * 86_400_000);

describe('tags in the emulated world', () => {
  let now = start;
  let emulator: Emulator;
  let account: string;

  beforeAll(async () => {
    emulator = await startEmulator({ seed: 1, now: () => now, start, historyDays: 180 });
    const tagged = (id: string) => emulator.world.tags(id, start).length;
    [account] = emulator.world.accounts
      .filter(({ profile }) => profile.owned)
      .map(({ id }) => id)
      .sort((a, b) => tagged(b) - tagged(a)) as [string];
  });
  afterEach(() => emulator.setFaults([]));
  afterAll(() => emulator.close());

  const context = (state: ConnectionState = {}, token = emulator.token) =>
    contextFor(emulator.url, { now, state, env: { REACHLINE_TOKEN: token }, settings: { tags: true } });
  const formats = { IMAGE: 'image', CAROUSEL_ALBUM: 'carousel', REELS: 'reel', STORY: 'story' };

  test('are all there, as others see them', async () => {
    now = start;
    const { pages, error, gaps } = await readPart(tags, context(), account);
    expect([error, gaps]).toEqual([null, []]);
    const truth = emulator.world.tags(account, now);
    expect(truth.length).toBeGreaterThan(3);
    const records = parsed(tags, pages, 'tagged_media');
    expect(records).toHaveLength(truth.length);
    for (const [index, post] of truth.entries()) {
      const { likes, comments } = emulator.world.counters(post.id, now);
      expect(records[index]).toEqual({
        account_ref: account,
        kind: 'tag',
        media_ref: post.shortcode,
        username: emulator.world.account(post.accountId)!.profile.username,
        permalink: expect.stringContaining(post.shortcode),
        format: formats[post.format],
        caption: records[index]!.caption,
        likes: records[index]!.likes === null ? null : likes,
        comments,
        posted_at: new Date(Math.floor(post.postedAt.getTime() / 1000) * 1000),
        observed_at: now,
      });
      if (post.caption) expect(records[index]!.caption).toContain(post.caption);
    }
    expect(records.some(({ likes }) => likes !== null)).toBe(true);
  });

  test('cost one call in a night, as planned, and none is missed', async () => {
    now = start;
    let { state } = await readPart(tags, context(), account);
    for (let night = 1; night <= 30; night += 1) {
      now = daysOn(night);
      const planned = tags.plan(context(state), account).calls;
      const reading = await readPart(tags, context(state), account);
      expect([reading.calls, planned]).toEqual([1, 1]);
      const seen = parsed(tags, reading.pages, 'tagged_media').map(({ media_ref }) => media_ref);
      expect(seen).toEqual(emulator.world.tags(account, now).map(({ shortcode }) => shortcode));
      state = reading.state;
    }
  });

  test('are read through heavy and empty pages', async () => {
    now = start;
    emulator.setFaults([
      { fault: 'reduce-data', endpoint: 'user/tags' },
      { fault: 'empty-page', endpoint: 'user/tags', rate: 0.5 },
    ]);
    const { pages, error } = await readPart(tags, context(), account);
    expect(error).toBeNull();
    expect(parsed(tags, pages, 'tagged_media')).toHaveLength(emulator.world.tags(account, now).length);
  });

  test('that the token may not read name the permission', async () => {
    now = start;
    const scopes = ['instagram_basic', 'pages_show_list', 'pages_read_engagement', 'business_management'];
    const token = emulator.mint({ login: 'facebook', scopes });
    const { error, state } = await readPart(tags, context({}, token), account);
    expect(error).toMatchObject({ recovery: 'stream', kind: 'credentials' });
    expect(error!.hint).toBe('Grant instagram_manage_comments and create a new token');
    expect(state[account]).toBeUndefined();
  });
});

describe('tags of a small graph', () => {
  const open: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const close of open.splice(0)) await close();
  });

  /** Posts of others, one an hour back from a moment. */
  const list = (count: number, newest = Date.parse('2026-11-19T10:00:00Z')) =>
    Array.from({ length: count }, (_, n) =>
      post(String(100_000 - n), {
        username: 'stranger',
        timestamp: new Date(newest - n * 3_600_000).toISOString().replace('.000Z', '+0000'),
      }),
    );

  async function reading(
    posts: readonly Record<string, unknown>[],
    options: { state?: ConnectionState; now?: Date } = {},
    answer: (asked: Asked) => Scripted | null = () => null,
    perPage = 3,
  ) {
    const server = await smallGraph([], (asked) => {
      const scripted = answer(asked);
      if (scripted) return scripted;
      if (!asked.path.endsWith('/tags')) return null;
      const from = Number(asked.query.after ?? 0);
      const next = `https://x/?after=${from + perPage}`;
      const paging = {
        cursors: { after: String(from + perPage) },
        ...(from + perPage < posts.length && { next }),
      };
      return { body: { data: posts.slice(from, from + perPage), paging } };
    });
    open.push(server.close);
    const context = contextFor(server.url, { settings: { tags: true }, ...options });
    const planned = tags.plan(context, accountId).calls;
    const result = await readPart(tags, context, accountId);
    const ids = parsed(tags, result.pages, 'tagged_media').map(({ media_ref }) => Number(media_ref.slice(2)));
    return { ...result, planned, server, context, ids };
  }
  const night = (day: number) => new Date(Date.UTC(2026, 10, day, 9));

  test('are read down to what is known, and all again once a week', async () => {
    const known = list(8);
    const first = await reading(known, { now: night(20) });
    expect([first.calls, first.ids.length]).toEqual([3, 8]);
    const quiet = await reading(known, { now: night(21), state: first.state });
    expect([quiet.calls, quiet.planned]).toEqual([1, 1]);
    const more = [
      ...list(4, Date.parse('2026-11-21T20:00:00Z')).map((each, n) => ({ ...each, shortcode: `Sc${n + 1}` })),
      ...known,
    ];
    const busy = await reading(more, { now: night(22), state: quiet.state });
    expect([busy.calls, busy.ids.slice(0, 5)]).toEqual([2, [1, 2, 3, 4, 100_000]]);
    const later = await reading(more, { now: night(23), state: busy.state });
    expect(later.calls).toBe(1);
    const sweep = await reading(more, { now: night(27), state: later.state });
    expect([sweep.calls, sweep.planned, sweep.ids.length]).toEqual([4, 3, 12]);
  });

  test('are read again from the top when a reading was cut short', async () => {
    const posts = list(9);
    const cut = await reading(posts, { now: night(20) }, ({ query }) =>
      query.after === '3' ? fault(2, 'Service temporarily unavailable') : null,
    );
    expect(cut.error).toMatchObject({ recovery: 'retry' });
    const again = await reading(posts, { now: night(21), state: cut.state });
    expect(again.ids).toHaveLength(9);
  });

  test('beyond the newest thousand are left out, and the log says so', async () => {
    const { calls, context } = await reading(list(1500), { now: night(20) }, undefined, 100);
    expect(calls).toBe(10);
    expect(context.effects.lines.join()).toContain('older tags are not read');
  });

  test('lack a field that this version does not know', async () => {
    const { ids, server } = await reading(list(2), {}, ({ query }) =>
      query.fields?.includes('shortcode')
        ? fault(100, '(#100) Tried accessing nonexisting field (shortcode) on node type (Media)')
        : null,
    );
    expect(ids).toEqual([100_000, 99_999]);
    expect(paths(server.asked)).toHaveLength(2);
  });

  test('that cannot be understood are rejected one by one', async () => {
    const { pages } = await reading([post('1', { timestamp: 'soon' }), { media_type: 'IMAGE' }, { id: '3' }]);
    const items = pages.flatMap((page) => tags.parsers.tags!(page, JSON.parse(page.body)));
    expect(items.map((item) => ('reject' in item ? item.reject.rule : item.ref))).toEqual([
      'unreadable-date',
      'missing-id',
      '3',
    ]);
    expect(parsed(tags, pages, 'tagged_media')).toMatchObject([
      { media_ref: 'id:3', username: null, likes: null, posted_at: null },
    ]);
  });
});
