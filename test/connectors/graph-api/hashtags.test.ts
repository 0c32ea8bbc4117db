import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { graphErrorIn, rowFor } from '../../../connectors/graph-api/error-table.js';
import type { Graph, GraphAnswer } from '../../../connectors/graph-api/graph.js';
import { hashtags } from '../../../connectors/graph-api/hashtags.js';
import { graphApi } from '../../../connectors/graph-api/index.js';
import type { Json } from '../../../connectors/http/json.js';
import type { ConnectionState } from '../../../connectors/index.js';
import { createHashtagBudget } from '../../../emulator/graph/hashtag-budget.js';
import { type Emulator, startEmulator } from '../../../emulator/index.js';
import { contextFor, type Reading, readAll, recordsOf } from './context.js';
import { accountId, fault, smallGraph } from './small-graph.js';

const start = new Date('2026-11-01T09:00:00Z');
const dayMs = 86_400_000;
const night = (n: number) => new Date(start.getTime() + n * dayMs);
const numbered = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, n) => `tag${from + n}`);

const planned = (context: Parameters<typeof graphApi.plan>[0]) =>
  graphApi
    .plan(context)
    .filter(({ stream }) => stream === 'hashtag_media')
    .reduce((sum, { calls }) => sum + calls, 0);

describe('hashtags of the emulated world', () => {
  let now = start;
  let emulator: Emulator;
  let own: string;
  beforeAll(async () => {
    emulator = await startEmulator({ seed: 1, now: () => now, start, historyDays: 30 });
    own = emulator.world.accounts.find(({ profile }) => profile.username === 'barro_kai_alati')!.id;
  });
  afterAll(() => emulator.close());

  const contextOf = (state: ConnectionState, settings: object) =>
    contextFor(emulator.url, {
      now,
      state,
      env: { REACHLINE_TOKEN: emulator.token },
      settings: { accounts: ['barro_kai_alati'], ...settings },
    });

  test('cost what was planned: two calls each on a night, an id and a look at the budget before', async () => {
    const settings = { hashtags: ['#Coffee', 'lisboa', 'padaria'] };
    const costs: number[] = [];
    let state: ConnectionState = {};
    for (const n of [0, 1, 2]) {
      now = night(n);
      const context = contextOf(state, settings);
      const without = contextOf(state, {});
      const reading = await readAll(context);
      await readAll(without);
      expect([reading.error, reading.gaps]).toEqual([null, []]);
      costs.push(context.effects.calls.length - without.effects.calls.length);
      expect(planned(context)).toBe(costs[n]);
      state = reading.state;
    }
    now = start;
    expect(costs).toEqual([1 + 3 * 3, 6, 6]);
  });

  test('become posts under them, with the permalink for identity and hidden likes unknown', async () => {
    const { pages } = await readAll(contextOf({}, { hashtags: ['valedonorte'] }));
    const records = recordsOf(pages, 'hashtag_media');
    expect(new Set(records.map(({ kind }) => kind))).toEqual(new Set(['recent', 'top']));
    const day = records.filter(({ kind }) => kind === 'recent');
    for (const { posted_at } of day) {
      expect(now.getTime() - (posted_at as Date).getTime()).toBeLessThanOrEqual(dayMs);
    }
    let known = 0;
    for (const record of records) {
      expect(record).toMatchObject({ account_ref: own, hashtag: 'valedonorte', observed_at: now });
      expect(record.permalink).toContain(`/${String(record.media_ref)}/`);
      expect(String(record.caption).toLowerCase()).toContain('#valedonorte');
      const post = emulator.world.accounts
        .flatMap(({ id }) => emulator.world.media(id, now))
        .find(({ shortcode }) => shortcode === record.media_ref);
      if (!post) continue;
      const { likes, comments } = emulator.world.counters(post.id, now);
      expect(record).toMatchObject({ likes: post.likesHidden ? null : likes, comments });
      known++;
    }
    expect(known).toBeGreaterThan(3);
    expect(records.some(({ likes }) => likes === null)).toBe(true);
    expect(Object.keys((await readAll(contextOf({}, { hashtags: ['valedonorte'] }))).state)).toEqual([own]);
  });

  test('that the platform does not know are skipped with a reason for a week', async () => {
    const settings = { hashtags: ['nosuchtag', 'coffee'] };
    let state: ConnectionState = {};
    const searches: number[] = [];
    for (const n of [0, 1, 6, 7]) {
      now = night(n);
      const before = emulator.requests().length;
      const context = contextOf(state, settings);
      const reading = await readAll(context);
      expect(reading.gaps).toMatchObject([{ account: own, stream: 'hashtag_media', recovery: 'skip' }]);
      expect(reading.gaps[0]!.message).toContain('#nosuchtag');
      expect(reading.gaps[0]!.hint).toContain(n < 7 ? '2026-11-08' : '2026-11-15');
      expect(recordsOf(reading.pages, 'hashtag_media').length).toBeGreaterThan(10);
      searches.push(
        emulator
          .requests()
          .slice(before)
          .filter(({ endpoint, status }) => endpoint === 'ig_hashtag_search' && status === 400).length,
      );
      state = reading.state;
    }
    now = start;
    expect(searches).toEqual([1, 0, 0, 1]);
  });

  test('need a feature that the gap names', async () => {
    emulator.setFaults([{ fault: 'permission-missing', endpoint: 'ig_hashtag_search' }]);
    const { gaps } = await readAll(contextOf({}, { hashtags: ['coffee'] }));
    emulator.setFaults([]);
    expect(gaps).toMatchObject([{ account: own, stream: 'hashtag_media', recovery: 'stream' }]);
    expect(gaps[0]!.hint).toContain('Instagram Public Content Access');
  });

  test('that another tool has asked for count, and those of a lost ledger are recognised', async () => {
    const other = await startEmulator({ seed: 3, now: () => now, start, historyDays: 10 });
    try {
      const names = other.world.hashtags.map(({ name }) => name);
      const settings = (from: number, to: number) => ({
        accounts: ['barro_kai_alati'],
        hashtags: names.slice(from, to),
      });
      const read = (from: number, to: number) =>
        readAll(
          contextFor(other.url, {
            now,
            env: { REACHLINE_TOKEN: other.token },
            settings: settings(from, to),
          }),
        );
      expect((await read(0, 27)).gaps).toEqual([]);
      // Nothing is remembered: the first five are known to hold a slot, and of the other five three have one.
      const { gaps, pages } = await read(22, 32);
      expect(gaps).toMatchObject([{ recovery: 'wait' }]);
      expect(gaps[0]!.message).toContain(`#${names[30]}, #${names[31]}`);
      const asked = new Set(pages.map(({ request }) => request.hashtag).filter(Boolean));
      expect([...asked]).toEqual(names.slice(22, 30));
    } finally {
      await other.close();
    }
  });
});

describe('the budget', () => {
  const hashtagGraph = (answer: (path: string, q: string | undefined) => ReturnType<typeof fault> | null) =>
    smallGraph([], ({ path, query }) => {
      const [, , first = '', edge] = path.split('/');
      const isHashtag = first === 'ig_hashtag_search' || first.startsWith('178900');
      if (edge === 'recently_searched_hashtags') return { body: { data: [] } };
      if (!isHashtag) return null;
      return (
        answer(path, query.q) ?? { body: { data: query.q ? [{ id: `178900${query.q.slice(3)}` }] : [] } }
      );
    });

  test('once used up closes hashtags for seven days, without another call', async () => {
    let isSpent = true;
    const server = await hashtagGraph((path) =>
      isSpent && path.includes('17890011') ? fault(18, '(#18) Maximum number of hashtags queried') : null,
    );
    try {
      let state: ConnectionState = {};
      const counts: number[] = [];
      for (const n of [0, 1, 6, 8]) {
        if (n === 8) isSpent = false;
        const context = contextFor(server.url, {
          now: night(n),
          state,
          settings: { hashtags: numbered(10, 12) },
        });
        const before = server.asked.length;
        const reading = await readAll(context);
        counts.push(server.asked.slice(before).filter(({ query }) => query.user_id).length);
        expect(planned(context)).toBe([10, 0, 0, 1 + 2 + 2 + 3][counts.length - 1]);
        const message = reading.gaps.map((gap) => gap.message).join();
        if (n < 8) expect(message).toContain('not asked for before 2026-11-08');
        else expect(message).toBe('');
        state = reading.state;
      }
      // The first hashtag, and the search and the refused list of the second; then nothing; then everything.
      expect(counts).toEqual([3 + 2, 0, 0, 2 + 2 + 3]);
    } finally {
      await server.close();
    }
  });

  test('is asked for again the next night after an unknown error, and after a week when it is refused', async () => {
    const server = await hashtagGraph((path, q) =>
      path.endsWith('/ig_hashtag_search')
        ? q === 'tag10'
          ? fault(1, 'An unknown error has occurred.')
          : fault(100, 'Invalid parameter')
        : null,
    );
    try {
      const settings = { hashtags: ['tag10', 'tag11'] };
      const { gaps } = await readAll(contextFor(server.url, { now: start, settings }));
      expect(gaps.map(({ hint }) => hint?.slice(-13))).toEqual(['on 2026-11-02', 'on 2026-11-08']);
    } finally {
      await server.close();
    }
  });

  test('is lost for one hashtag whose list goes in a circle, and not for the others', async () => {
    const server = await hashtagGraph((path) =>
      path.endsWith('/17890010/recent_media')
        ? {
            body: {
              data: [{ id: String(server.asked.length), permalink: 'https://www.instagram.com/p/a/' }],
              paging: { cursors: { after: 'A' }, next: 'https://x/?after=A' },
            },
          }
        : null,
    );
    try {
      const settings = { hashtags: ['tag10', 'tag11'] };
      const { gaps } = await readAll(contextFor(server.url, { now: start, settings }));
      expect(gaps.map(({ message }) => message)).toEqual([expect.stringContaining('repeats what')]);
      expect(server.asked.some(({ path }) => path.includes('/17890011/top_media'))).toBe(true);
    } finally {
      await server.close();
    }
  });

  test('of an app without the capability costs the hashtags alone', async () => {
    const server = await hashtagGraph((path) =>
      path.endsWith('/ig_hashtag_search') ? fault(3, 'Application does not have the capability') : null,
    );
    try {
      const context = contextFor(server.url, { now: start, settings: { hashtags: ['tag10'] } });
      const { error, gaps } = await readAll(context);
      expect(error).toBeNull();
      expect(gaps).toMatchObject([{ account: accountId, stream: 'hashtag_media', recovery: 'stream' }]);
      expect(gaps[0]!.hint).toContain('Instagram Public Content Access');
    } finally {
      await server.close();
    }
  });

  test('is written down before anything is asked', async () => {
    const server = await hashtagGraph(() => null);
    try {
      const { messages } = await readAll(
        contextFor(server.url, { now: start, settings: { hashtags: ['constructor'] } }),
      );
      const of = messages.filter((message) =>
        message.type === 'page'
          ? message.page.stream === 'hashtag_media'
          : message.type === 'checkpoint' && message.stream === 'hashtags',
      );
      expect(of.map(({ type }) => type)).toEqual(['checkpoint', 'page', 'page', 'checkpoint']);
      expect(of[0]).toMatchObject({
        account: accountId,
        value: { hashtags: { constructor: { id: null, asked_at: '2026-11-01T09:00:00.000Z' } } },
      });
    } finally {
      await server.close();
    }
  });

  test('of 30 is kept when the configuration changes, and the gap says when a slot is free', async () => {
    const server = await hashtagGraph(() => null);
    try {
      let state: ConnectionState = {};
      const read = async (n: number, names: string[]) => {
        const context = contextFor(server.url, { now: night(n), state, settings: { hashtags: names } });
        const reading = await readAll(context);
        state = reading.state;
        return reading;
      };
      expect((await read(0, numbered(1, 30))).gaps).toEqual([]);
      const { gaps, pages } = await read(2, numbered(29, 32));
      expect(gaps).toHaveLength(1);
      expect(gaps[0]!.message).toContain('#tag31, #tag32');
      expect(gaps[0]!.message).toContain('2026-11-08');
      expect(hashtagsOf(pages)).toEqual(['tag29', 'tag30']);
      expect((await read(8, numbered(29, 32))).gaps).toEqual([]);
    } finally {
      await server.close();
    }
  });

  test('is never exceeded, whatever is configured on whatever days', async () => {
    const tags = (from: number, to: number) =>
      fc.uniqueArray(fc.integer({ min: from, max: to }), { minLength: 1, maxLength: 30, size: 'max' });
    const nights = fc.array(
      fc.record({
        /** Minutes since the night before. */
        after: fc.oneof(fc.constant(1440), fc.integer({ min: 5, max: 6 * 1440 })),
        wanted: tags(1, 70),
        /** Calls that get through before the process is killed. */
        killedAfter: fc.option(fc.integer({ min: 1, max: 40 }), { nil: Number.POSITIVE_INFINITY, freq: 3 }),
      }),
      { minLength: 2, maxLength: 14, size: 'max' },
    );
    let mostHeld = 0;
    let others = 0;
    await fc.assert(
      fc.asyncProperty(nights, fc.option(tags(60, 90)), async (steps, ofOtherTool) => {
        let now = start;
        const platform = judge(() => now);
        let state: ConnectionState = {};
        for (const [index, { after, wanted, killedAfter }] of steps.entries()) {
          now = new Date(now.getTime() + after * 60_000);
          // Two at a time, so that the other tool competes for the slots all the while.
          for (const n of ofOtherTool?.slice(index * 2, index * 2 + 2) ?? []) platform.spend(`tag${n}`);
          const settings = { hashtags: wanted.map((n) => `tag${n}`) };
          const before = platform.asked.length;
          const context = contextFor('http://localhost', { now, state, settings });
          for await (const message of hashtags.read(context, platform.graph, account)) {
            if (platform.asked.length - before >= killedAfter) break;
            if (message.type !== 'checkpoint') continue;
            state = { [accountId]: { ...state[accountId], hashtags: message.value } };
          }
        }
        const answered = platform.asked.filter(({ isRefused }) => !isRefused);
        for (const { at } of answered) {
          const week = answered.filter((other) => other.at <= at && other.at > at - 7 * dayMs);
          const names = new Set(week.map(({ name }) => name));
          expect(names.size).toBeLessThanOrEqual(30);
          mostHeld = Math.max(mostHeld, names.size);
        }
        const refusals = platform.asked.filter(({ isRefused }) => isRefused);
        if (ofOtherTool === null) expect(refusals).toEqual([]);
        else others++;
      }),
      { numRuns: 50, seed: 20261101, endOnFailure: true },
    );
    // The budget was made use of, and the other tool was there.
    expect([mostHeld, others > 5]).toEqual([30, true]);
  }, 60_000);
});

const account = { id: accountId, username: 'cafe', followers: 500, mediaCount: 3 };

/** A graph whose answers about hashtags are decided by the emulator's own ledger; a hashtag's name is its id. */
function judge(now: () => Date) {
  const budget = createHashtagBudget();
  const asked: { readonly name: string; readonly at: number; readonly isRefused: boolean }[] = [];
  const spend = (name: string): boolean => {
    try {
      budget.spend(now(), accountId, name);
      return true;
    } catch {
      return false;
    }
  };
  const graph: Pick<Graph, 'get'> = {
    async get(path, params) {
      const answer = (json: Json): GraphAnswer => {
        const error = graphErrorIn(json);
        const refusal = error && { error, row: rowFor(error) };
        return { status: 200, body: JSON.stringify(json), json, fetchedAt: now(), path, params, refusal };
      };
      if (path.endsWith('/recently_searched_hashtags')) {
        return answer({ data: budget.recent(now(), accountId).map(({ id }) => ({ id, name: id })) });
      }
      const name = params.q ?? path.split('/')[1]!;
      const isRefused = !spend(name);
      asked.push({ name, at: now().getTime(), isRefused });
      if (isRefused) return answer({ error: { code: 18, message: '(#18) Maximum number of hashtags' } });
      return answer({ data: params.q ? [{ id: name }] : [] });
    },
  };
  return { asked, spend, graph: graph as Graph };
}

const hashtagsOf = (pages: Reading['pages']) => [
  ...new Set(pages.flatMap(({ request }) => (request.hashtag ? [String(request.hashtag)] : []))),
];
