import fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import { graphApi } from '../../../connectors/graph-api/index.js';
import type { ConnectionState } from '../../../connectors/index.js';
import { startEmulator } from '../../../emulator/index.js';
import { contextFor, readAll } from './context.js';
import { accountId, post, smallGraph } from './small-graph.js';

const names = [
  ...['accounts', 'media', 'recent_posts', 'media_insights', 'stories', 'account_insights', 'demographics'],
  ...['account_insights_backfill', 'comments', 'comment_counts', 'tagged_media', 'competitors', 'hashtags'],
  ...['rejected:posts', 'rejected:stories', 'rejected:account', 'rejected:audience'],
];
const settings = { comments: {}, tags: true, competitors: ['__proto__', 'b'], hashtags: ['__proto__', 'b'] };

/** Values under the names that states have, none of them sound. */
const leaf = fc.constantFrom<unknown>(
  null,
  true,
  -1,
  1e308,
  '',
  'x',
  '2026-13-01',
  '0001-01-01',
  [],
  [null],
  {},
);
const key = fc.constantFrom(
  ...['on', 'through', 'settled', 'from', 'read_at', 'swept_at', 'pass', 'hashtags', 'swept_on', 'newest'],
  ...['alive', 'listed', '2026-11-19', 'b', '__proto__', 'constructor', 'metric', 'missed', 'closed_until'],
);
const damaged = fc.oneof(
  leaf,
  fc.dictionary(key, leaf, { maxKeys: 4 }),
  fc.dictionary(key, fc.dictionary(key, leaf, { maxKeys: 3 }), { maxKeys: 3 }),
  fc.array(fc.dictionary(key, leaf, { maxKeys: 3 }), { maxLength: 2 }),
);
const entries = fc
  .array(fc.tuple(fc.constantFrom(...names), damaged), { maxLength: 5 })
  .map((pairs) => Object.fromEntries(pairs));
const state = fc
  .record({ [accountId]: fc.oneof(entries, leaf), other: leaf, __proto__: leaf })
  .map((value) => value as unknown as ConnectionState);

/** With an entry that is easily passed over. */
const damagedRecord = (name: string) =>
  JSON.parse(`{"${accountId}": {"${name}": {"__proto__": null}}}`) as ConnectionState;

describe('a damaged state', () => {
  test('does not keep a night from being planned', () => {
    fc.assert(
      fc.property(state, (state) => {
        for (const window of [undefined, { from: new Date('2026-10-01'), to: new Date('2026-10-02') }]) {
          const context = contextFor('http://localhost:1', { settings, state, ...(window && { window }) });
          for (const { calls } of graphApi.plan(context)) expect(calls).toBeGreaterThanOrEqual(0);
          graphApi.metrics!(context);
        }
      }),
      { numRuns: 300, examples: [[damagedRecord('recent_posts')], [damagedRecord('competitors')]] },
    );
  });

  test('is read anew, and leaves a sound one', async () => {
    const server = await smallGraph([post('1')]);
    onTestFinished(() => server.close());
    const sound = await readAll(contextFor(server.url));
    for (const value of ['x', null, [null], { on: 'x', through: 'x', read_at: 'x', hashtags: null }]) {
      const state = { [accountId]: Object.fromEntries(names.map((name) => [name, value])) };
      const context = contextFor(server.url, { state });
      const { gaps, state: after } = await readAll(context);
      expect(gaps).toEqual(sound.gaps);
      expect(after[accountId]).toMatchObject(sound.state[accountId]!);
      expect(context.effects.lines.join()).toContain('what an earlier run remembered is unreadable');
    }
  });

  test('is none that a reading leaves', async () => {
    const now = new Date('2026-11-01T09:00:00Z');
    const emulator = await startEmulator({ seed: 7, now: () => now, start: now, historyDays: 10 });
    onTestFinished(() => emulator.close());
    const context = (state: ConnectionState) =>
      contextFor(emulator.url, {
        state,
        now,
        env: { REACHLINE_TOKEN: emulator.token },
        settings: { comments: {}, tags: true, competitors: ['confeitaria.lumen'], hashtags: ['coffee'] },
      });
    const { state } = await readAll(context({}));
    const left = new Set(Object.values(state).flatMap((entries) => Object.keys(entries)));
    expect([...left].sort()).toEqual(names.filter((name) => !name.endsWith('backfill')).sort());
    const next = context(state);
    graphApi.plan(next);
    expect(next.effects.lines).toEqual([]);
  });
});
