import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { graphApi } from '../../../connectors/graph-api/index.js';
import { type Emulator, startEmulator } from '../../../emulator/index.js';
import type { Asked, Scripted } from '../http/scripted-server.js';
import { contextFor, readAll, recordsOf } from './context.js';
import { accountId, fault, smallGraph } from './small-graph.js';

const dayMs = 86_400_000;
const start = new Date('2026-11-01T09:00:00Z');
const open: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

/** What account insights ask, in order. */
const asksOf = (asked: readonly Asked[]) =>
  asked.filter(({ path, query }) => path.endsWith(`/${accountId}/insights`) && query.period === 'day');

async function graph(
  override: (asked: Asked) => Scripted | null = () => null,
  options: Parameters<typeof contextFor>[1] = {},
) {
  const server = await smallGraph([], override);
  open.push(server.close);
  return { server, context: contextFor(server.url, options) };
}

const total = (name: string, value: number, dimension?: string, results: Record<string, number> = {}) => ({
  name,
  period: 'day',
  total_value: {
    value,
    ...(dimension && {
      breakdowns: [
        {
          dimension_keys: [dimension],
          results: Object.entries(results).map(([key, count]) => ({ dimension_values: [key], value: count })),
        },
      ],
    }),
  },
});

describe('breakdowns of daily totals', () => {
  test('are parts beside the total, in one spelling, never a second total', async () => {
    const { context } = await graph(({ query }) =>
      query.breakdown === 'media_product_type'
        ? {
            body: {
              data: [total('views', 230, 'media_product_type', { REEL: 200, REELS: 6, STORY: 24 })],
            },
          }
        : query.metric_type === 'total_value' && !query.breakdown
          ? { body: { data: [total('views', 224)] } }
          : null,
    );
    const { pages } = await readAll(context);
    const views = recordsOf(pages, 'account_insights').filter(
      ({ day, metric }) => day === '2026-11-10' && metric === 'views',
    );
    expect(views.map(({ dimension, value }) => [dimension, value])).toEqual([
      ['', 224],
      ['media_product_type=reel', 206],
      ['media_product_type=story', 24],
    ]);
  });

  test('cost a steady night six calls: the newest day and the one that has just settled, three groups each', async () => {
    const first = await graph(undefined, { now: new Date('2026-11-19T09:00:00Z') });
    const { state } = await readAll(first.context);
    const { server, context } = await graph(undefined, { state });
    const planned = graphApi.plan(context).find(({ stream }) => stream === 'account_insights');
    await readAll(context);
    const asks = asksOf(server.asked).map(({ query }) => [
      query.metric_type === 'time_series' ? 'series' : (query.breakdown ?? 'total'),
      new Date(Number(query.since) * 1000).toISOString().slice(0, 10),
    ]);
    expect(asks).toEqual([
      ['series', '2026-11-17'],
      ['series', '2026-11-17'],
      ['total', '2026-11-17'],
      ['follow_type', '2026-11-17'],
      ['media_product_type', '2026-11-17'],
      ['contact_button_type', '2026-11-17'],
      ['total', '2026-11-18'],
      ['total', '2026-11-19'],
      ['follow_type', '2026-11-19'],
      ['media_product_type', '2026-11-19'],
      ['contact_button_type', '2026-11-19'],
    ]);
    expect(planned?.calls).toBe(11);
  });

  test('of a small account leave out what needs a hundred followers, and say so', async () => {
    const { server, context } = await graph(({ path, query }) =>
      path.endsWith(`/${accountId}`) && query.fields
        ? { body: { id: accountId, username: 'cafe', followers_count: 40, media_count: 0 } }
        : query.breakdown === 'follow_type'
          ? { body: { data: [total('reach', 9, 'follow_type', { FOLLOWER: 4, NON_FOLLOWER: 5 })] } }
          : null,
    );
    const { pages } = await readAll(context);
    const asked = asksOf(server.asked).filter(({ query }) => query.breakdown === 'follow_type');
    expect(asked[0]!.query.metric).toBe('reach,views');
    const day = recordsOf(pages, 'account_insights').filter((record) => record.day === '2026-11-19');
    expect(day.find(({ metric }) => metric === 'unfollows')).toMatchObject({
      value: null,
      absent_reason: 'below_threshold',
    });
    expect(day.find(({ dimension }) => dimension === 'follow_type=follower')).toMatchObject({ value: 4 });
  });

  test('are read to the end over several nights when a limit allows a few days each night', async () => {
    let state: Parameters<typeof contextFor>[1] = {};
    const through: unknown[] = [];
    for (let night = 0; night < 3; night++) {
      let calls = 0;
      const { context } = await graph(
        ({ query }) =>
          query.metric_type === 'total_value' && ++calls > 17 ? fault(80002, 'too many calls') : null,
        { ...state, now: new Date(start.getTime() + night * dayMs), settings: { max_wait_minutes: 0 } },
      );
      const reading = await readAll(context);
      expect(reading.gaps).toMatchObject([{ account: accountId, recovery: 'wait' }]);
      state = { state: reading.state };
      through.push(reading.state[accountId]!.account_insights);
    }
    const days = through.map((value) => (value as { through: string } | undefined)?.through ?? '');
    expect(days[0]! < days[1]! && days[1]! < days[2]!, days.join()).toBe(true);
  });

  test('that the platform refuses are a gap, once, and the totals go on', async () => {
    const { server, context } = await graph(({ query }) =>
      query.breakdown === 'media_product_type'
        ? fault(1, 'An unknown error has occurred.')
        : query.metric_type === 'total_value' && !query.breakdown
          ? { body: { data: [total('views', 224)] } }
          : null,
    );
    const { gaps, pages, state } = await readAll(context);
    expect(gaps).toMatchObject([{ stream: 'account_insights', recovery: 'skip' }]);
    // The refusal looks transient, so it is tried four times, on one day of thirty.
    expect(asksOf(server.asked).filter(({ query }) => query.breakdown === 'media_product_type')).toHaveLength(
      4,
    );
    const known = recordsOf(pages, 'account_insights').filter(({ value }) => value === 224);
    expect(known).toHaveLength(30);
    expect(state[accountId]!.account_insights).toEqual({ through: '2026-11-19', settled: '2026-11-17' });
  });
});

describe('a series that the platform refuses', () => {
  const known = ({ query }: Asked): Scripted | null =>
    query.metric_type === 'total_value' && !query.breakdown
      ? { body: { data: [total('views', 224)] } }
      : null;

  test('is a gap, and the totals go on', async () => {
    const { context } = await graph((asked) =>
      asked.query.metric_type === 'time_series' ? fault(1, 'An unknown error has occurred.') : known(asked),
    );
    const { gaps, pages, state } = await readAll(context);
    expect(gaps.length).toBeGreaterThan(0);
    for (const gap of gaps) expect(gap).toMatchObject({ stream: 'account_insights', recovery: 'skip' });
    expect(recordsOf(pages, 'account_insights').filter(({ value }) => value === 224)).toHaveLength(30);
    expect(state[accountId]!.account_insights).toMatchObject({ through: '2026-11-19' });
  });

  test('says why in the nights in which it is not asked for, too', async () => {
    const answer = ({ query }: Asked) =>
      query.metric === 'follower_count'
        ? fault(100, '(#100) metric[0] must be one of the following values: reach')
        : null;
    const first = await graph(answer, { now: new Date('2026-11-19T09:00:00Z') });
    const { state } = await readAll(first.context);
    const { server, context } = await graph(answer, { state });
    const { pages } = await readAll(context);
    expect(asksOf(server.asked).some(({ query }) => query.metric === 'follower_count')).toBe(false);
    const reasons = recordsOf(pages, 'account_insights')
      .filter(({ metric, day }) => metric === 'new_follows' && day === '2026-11-19')
      .map(({ absent_reason }) => absent_reason);
    expect(reasons).toContain('unsupported');
  });

  test('is remembered although a limit ends the night', async () => {
    const { context } = await graph(
      ({ query }) =>
        query.metric === 'follower_count'
          ? fault(100, '(#100) metric[0] must be one of the following values: reach')
          : query.metric_type === 'total_value'
            ? fault(80002, 'too many calls')
            : null,
      { settings: { max_wait_minutes: 0 } },
    );
    const { state } = await readAll(context);
    expect(state[accountId]!['rejected:account']).toContainEqual(
      expect.objectContaining({ metric: 'follower_count' }),
    );
  });
});

describe('a back-fill', () => {
  const window = { from: new Date('2026-01-01T12:00:00Z'), to: new Date('2026-11-20T08:00:00Z') };
  const since = ({ query }: Asked) => new Date(Number(query.since) * 1000).toISOString().slice(0, 10);
  const days = (asked: readonly Asked[]) =>
    asksOf(asked)
      .filter(({ query }) => query.metric_type === 'total_value' && !query.breakdown)
      .map(since);
  /** Numbers from a day on; nothing, or a refusal, before. */
  const knownFrom =
    (first: string, before: Scripted) =>
    (asked: Asked): Scripted | null => {
      const { metric_type, breakdown } = asked.query;
      if (metric_type !== 'total_value') return null;
      if (since(asked) < first) return before;
      return { body: { data: [total('views', 5, breakdown, breakdown ? { FEED: 5 } : {})] } };
    };

  test.each([
    ['answers nothing', { body: { data: [] } }],
    ['refuses', fault(100, '(#100) The requested window is too old')],
  ])('goes back, newest days first, until the platform %s, and says how far', async (_, before) => {
    const { server, context } = await graph(knownFrom('2026-09-10', before), { window });
    const { error, gaps, pages, state } = await readAll(context);
    expect(error).toBeNull();
    const asked = days(server.asked);
    expect(asked.slice(0, 2)).toEqual(['2026-11-19', '2026-11-18']);
    expect(asked).toEqual([...asked].sort().reverse());
    // Thirty silent days in one window, and no more.
    expect(asked.at(-1)! > '2026-07-01').toBe(true);
    expect(gaps).toMatchObject([{ account: accountId, stream: 'account_insights', recovery: 'skip' }]);
    expect(gaps[0]!.message).toContain('before 2026-09-10');
    expect(recordsOf(pages, 'account_insights').filter(({ value }) => value === 5).length).toBeGreaterThan(
      70,
    );
    // What the nights have read is not touched.
    expect(state[accountId]).not.toHaveProperty('account_insights');
    expect(state[accountId]!.account_insights_backfill).toBeNull();
    for (const { query } of asksOf(server.asked)) {
      expect(Number(query.until) - Number(query.since)).toBeLessThanOrEqual(30 * 86_400);
      if (query.metric === 'follower_count') expect(Number(query.since)).toBeGreaterThan(1792400000);
    }
  });

  test('that was cut short continues where it stopped', async () => {
    const answer = knownFrom('2000-01-01', { body: { data: [] } });
    const first = await graph(
      (asked) =>
        asked.query.metric_type === 'total_value' && since(asked) < '2026-10-05'
          ? fault(4, 'Application request limit reached')
          : answer(asked),
      { window, settings: { max_wait_minutes: 0 } },
    );
    const cut = await readAll(first.context);
    expect(cut.gaps).toMatchObject([{ recovery: 'wait' }]);
    expect(cut.state[accountId]!.account_insights_backfill).toEqual({
      from: '2026-10-05',
      through: '2026-11-19',
    });

    const later = new Date('2026-11-22T09:00:00Z');
    const short = { from: new Date('2026-09-20T12:00:00Z'), to: later };
    const second = await graph(answer, { window: short, state: cut.state, now: later });
    const planned = graphApi.plan(second.context).find(({ stream }) => stream === 'account_insights');
    const rest = await readAll(second.context);
    expect(rest.gaps).toEqual([]);
    const asked = days(second.server.asked);
    expect([asked[0], asked[1], asked[2], asked.at(-1)]).toEqual([
      '2026-11-21',
      '2026-11-20',
      '2026-10-04',
      '2026-09-20',
    ]);
    expect(planned?.calls).toBe(asksOf(second.server.asked).length);
    expect(rest.state[accountId]!.account_insights_backfill).toBeNull();
  });
});

describe('the emulated platform', () => {
  let emulator: Emulator;
  beforeAll(async () => {
    emulator = await startEmulator({ seed: 1, now: () => start, start, historyDays: 40 });
  });
  afterAll(() => emulator.close());

  test.each(['facebook', 'instagram'] as const)(
    'breaks the total down without remainder (%s login)',
    async (login) => {
      const [id] = emulator.world.accounts
        .filter(({ profile }) => profile.owned)
        .map((account) => account.id);
      const token = login === 'facebook' ? emulator.token : emulator.instagramTokens[id!]!;
      const context = contextFor(emulator.url, {
        now: start,
        env: { REACHLINE_TOKEN: token },
        settings: { login, accounts: [id!] },
      });
      const { gaps, pages } = await readAll(context);
      expect(gaps).toEqual([]);
      const day = new Date(start.getTime() - 5 * dayMs).toISOString().slice(0, 10);
      const records = recordsOf(pages, 'account_insights').filter((record) => record.day === day);
      const sumOf = (metric: string, dimension: string) =>
        records
          .filter((record) => record.metric === metric && String(record.dimension).startsWith(dimension))
          .reduce((sum, { value }) => sum + Number(value), 0);
      for (const metric of ['reach', 'views']) {
        const whole = records.find((record) => record.metric === metric && record.dimension === '')!.value;
        expect(whole).toBeGreaterThan(0);
        expect(sumOf(metric, 'follow_type=')).toBe(whole);
        expect(sumOf(metric, 'media_product_type=')).toBe(whole);
      }
      for (const metric of ['likes', 'saves', 'interactions_total'])
        expect(sumOf(metric, 'media_product_type=')).toBeGreaterThan(0);
      expect(sumOf('profile_link_taps', 'contact_button_type=')).toBeGreaterThan(0);
      expect(records.filter(({ metric, dimension }) => metric === 'new_follows' && dimension !== '')).toEqual(
        [],
      );
    },
  );
});
