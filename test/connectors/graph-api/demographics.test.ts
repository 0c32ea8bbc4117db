import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { demographics } from '../../../connectors/graph-api/demographics.js';
import { graphApi } from '../../../connectors/graph-api/index.js';
import type { Page } from '../../../connectors/index.js';
import { type Emulator, startEmulator } from '../../../emulator/index.js';
import type { Asked, Scripted } from '../http/scripted-server.js';
import { contextFor, readAll, recordsOf } from './context.js';
import { parsed, readPart } from './one-part.js';
import { accountId, fault, smallGraph } from './small-graph.js';

const dayMs = 86_400_000;
const start = new Date('2026-11-01T09:00:00Z');
const open: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

async function read(
  override: (asked: Asked) => Scripted | null,
  options: Parameters<typeof contextFor>[1] = {},
) {
  const server = await smallGraph([], override);
  open.push(server.close);
  const context = contextFor(server.url, options);
  return { server, context, reading: await readPart(demographics, context, accountId) };
}

const people = (breakdown: string, results: readonly (readonly [readonly string[], number])[]) => ({
  body: {
    data: [
      {
        name: 'follower_demographics',
        period: 'lifetime',
        total_value: {
          breakdowns: [
            {
              dimension_keys: breakdown.split(','),
              results: results.map(([dimension_values, value]) => ({ dimension_values, value })),
            },
          ],
        },
      },
    ],
  },
});

/** Records of one answer, as stored under a request. */
function recordsFor(body: unknown, request: Record<string, unknown> = {}) {
  const page: Page = {
    source: 'graph-api',
    connection: 'own',
    account: accountId,
    stream: 'demographics',
    request: {
      kind: 'demographics',
      of: 'followers',
      metric: 'follower_demographics',
      breakdown: 'city',
      followers: 500,
      account_id: accountId,
      ...request,
    },
    fetched_at: start,
    status: 200,
    body: JSON.stringify(body),
  };
  return parsed(demographics, [page], 'demographics').map(({ dimension, bucket, value, absent_reason }) => [
    dimension,
    bucket,
    value ?? absent_reason,
  ]);
}

describe('answers', () => {
  test('keep the letters of a city, and the order of the asked dimensions', () => {
    const city = "Marseille, Provence-Alpes-Côte d'Azur";
    expect(recordsFor(people('city', [[[city], 321]]).body)).toEqual([['city', city, 321]]);
    expect(
      recordsFor(people('gender,age', [[['F', '25-34'], 12]]).body, { breakdown: 'age,gender' }),
    ).toEqual([['age,gender', '25-34,F', 12]]);
  });

  test.each([
    ['no data', { data: [] }, {}, 'unsupported'],
    ['no data of a small account', { data: [] }, { followers: 60 }, 'below_threshold'],
    ['a breakdown without results', people('city', []).body, { followers: 60 }, 'below_threshold'],
    [
      'a breakdown key alone',
      {
        data: [
          {
            name: 'follower_demographics',
            total_value: { breakdowns: [{ dimension_keys: ['city'] }] },
          },
        ],
      },
      {},
      'unsupported',
    ],
    ['nobody engaged enough', { data: [] }, { of: 'engaged' }, 'below_threshold'],
    [
      'code 3006',
      { error: { code: 3006, error_subcode: 2874010, message: 'Not enough users' } },
      { of: 'engaged' },
      'below_threshold',
    ],
  ])('with %s are absent and say why', (_, body, request, reason) => {
    expect(recordsFor(body, request)).toEqual([['city', '', reason]]);
  });

  test('of a failure say nothing', () => {
    expect(recordsFor({ error: { code: 1, message: 'An unknown error has occurred.' } })).toEqual([]);
  });

  test('by hour are one distribution per day, and empty days are none', () => {
    const body = {
      data: [
        {
          name: 'online_followers',
          period: 'lifetime',
          values: [
            { value: { '0': 5, '13': 8 }, end_time: '2026-10-31T07:00:00+0000' },
            { value: {}, end_time: '2026-11-01T07:00:00+0000' },
          ],
        },
      ],
    };
    const request = {
      kind: 'online_followers',
      of: 'online',
      metric: 'online_followers',
      breakdown: 'hour',
    };
    expect(recordsFor(body, request)).toEqual([
      ['hour', '00', 5],
      ['hour', '13', 8],
    ]);
    expect(recordsFor({ data: [] }, { ...request, followers: 60 })).toEqual([
      ['hour', '', 'below_threshold'],
    ]);
  });
});

describe('reading', () => {
  test('leaves the other dimensions when one is refused', async () => {
    const { reading } = await read(({ query }) =>
      query.metric === 'follower_demographics'
        ? query.breakdown === 'city'
          ? fault(1, 'An unknown error has occurred.')
          : people(query.breakdown!, [[query.breakdown!.split(',').map(() => 'US'), 4]])
        : null,
    );
    expect(reading.gaps).toMatchObject([{ account: accountId, stream: 'demographics', recovery: 'skip' }]);
    const known = parsed(demographics, reading.pages, 'demographics').filter(({ value }) => value !== null);
    expect(known.map(({ dimension }) => dimension)).toEqual(['age,gender', 'country']);
    expect(reading.state[accountId]).toMatchObject({ demographics: { on: '2026-11-20' } });
  });

  test('asks again the next night for what failed, and for nothing else', async () => {
    const first = await read(({ query }) =>
      query.metric === 'follower_demographics' && query.breakdown === 'city'
        ? fault(1, 'An unknown error has occurred.')
        : null,
    );
    const night = (n: number) => new Date(Date.parse('2026-11-20T09:00:00Z') + n * dayMs);
    // The next night, unless that is the account's own.
    const n = [1, 2].find((n) => {
      const context = contextFor('http://localhost', {
        state: { [accountId]: { demographics: { on: '2026-11-20' } } },
        now: night(n),
      });
      return demographics.plan(context, accountId).calls === 0;
    })!;
    const next = await read(() => null, { state: first.reading.state, now: night(n) });
    expect(demographics.plan(next.context, accountId).calls).toBe(1);
    expect(next.server.asked.map(({ query }) => query.breakdown)).toEqual(['city']);
    expect(next.reading.state[accountId]!.demographics).toEqual({ on: '2026-11-20' });
  });

  test('ends at a missing permission, and is tried again in the next night', async () => {
    const { reading } = await read(({ query }) =>
      query.period === 'lifetime' ? fault(10, 'Application does not have permission') : null,
    );
    expect(reading.error).toMatchObject({ recovery: 'stream' });
    expect(reading.calls).toBe(1);
    expect(reading.state).toEqual({});
  });

  test('costs seven calls, once a week, and never later', async () => {
    let state = {};
    const counts: number[] = [];
    for (let night = 0; night < 29; night++) {
      const { reading, context } = await read(() => null, {
        state,
        now: new Date(start.getTime() + night * dayMs),
      });
      expect(demographics.plan(context, accountId).calls).toBe(reading.calls);
      state = reading.state;
      counts.push(reading.calls);
    }
    expect(counts[0]).toBe(7);
    const nights = counts.flatMap((calls, night) => (calls > 0 ? [night] : []));
    const pauses = nights.slice(1).map((night, index) => night - nights[index]!);
    expect(pauses[0]).toBeLessThanOrEqual(7);
    expect(new Set(pauses.slice(1))).toEqual(new Set([7]));
  });

  test('does not fall on one night for many accounts', () => {
    const ids = Array.from({ length: 20 }, (_, n) => String(17841400000000100n + BigInt(n)));
    const state = Object.fromEntries(ids.map((id) => [id, { demographics: { on: '2026-11-01' } }]));
    const perNight = Array.from({ length: 7 }, (_, night) => {
      const now = new Date(start.getTime() + (night + 1) * dayMs);
      const context = contextFor('http://localhost', { state, now });
      return ids.filter((id) => demographics.plan(context, id).calls > 0).length;
    });
    // Those that nobody reads until then are due at the end.
    expect(perNight.at(-1)).toBe(20);
    for (const due of perNight.slice(0, -1)) expect(due).toBeLessThan(10);
  });
});

describe('the emulated platform', () => {
  let emulator: Emulator;
  beforeAll(async () => {
    emulator = await startEmulator({ seed: 1, now: () => start, start, historyDays: 40 });
  });
  afterAll(() => emulator.close());

  test.each(['facebook', 'instagram'] as const)('is read whole (%s login)', async (login) => {
    const accounts = emulator.world.accounts.filter(({ profile }) => profile.owned);
    const variables = Object.fromEntries(accounts.map(({ id }) => [id, `TOKEN_${id}`]));
    const context = contextFor(emulator.url, {
      now: start,
      env:
        login === 'facebook'
          ? { REACHLINE_TOKEN: emulator.token }
          : Object.fromEntries(accounts.map(({ id }) => [`TOKEN_${id}`, emulator.instagramTokens[id]!])),
      settings: login === 'facebook' ? {} : { login, token_env: variables },
    });
    const { error, gaps, pages, state } = await readAll(context);
    expect([error, gaps]).toEqual([null, []]);
    for (const { id, profile } of accounts) {
      const records = recordsOf(pages, 'demographics').filter(({ account_ref }) => account_ref === id);
      const of = (kind: string, dimension: string) =>
        records.filter((record) => record.kind === kind && record.dimension === dimension);
      const followers = emulator.world.followers(id, start);
      expect(state[id]!.demographics).toEqual({ on: '2026-11-01' });
      if (followers < 100) {
        for (const kind of ['followers', 'engaged'])
          expect(of(kind, 'city')).toMatchObject([
            { bucket: '', value: null, absent_reason: 'below_threshold' },
          ]);
        continue;
      }
      const cities = profile.audience.cities.map(([name]) => name);
      for (const { bucket } of of('followers', 'city')) expect(cities).toContain(bucket);
      expect(of('followers', 'age,gender').map(({ bucket }) => bucket)).toContain('25-34,F');
      const placed = of('followers', 'age,gender').reduce((sum, { value }) => sum + Number(value), 0);
      expect(placed).toBeGreaterThan(followers * 0.8);
      expect(placed).toBeLessThanOrEqual(followers);
      const hours = of('online', 'hour');
      expect(hours).toHaveLength(7 * 24);
      expect(new Set(hours.map(({ bucket }) => bucket)).size).toBe(24);
    }
    expect(
      graphApi.plan({ ...context, state }).filter(({ stream }) => stream === 'demographics'),
    ).toMatchObject(accounts.map(() => ({ calls: 0 })));
  });
});
