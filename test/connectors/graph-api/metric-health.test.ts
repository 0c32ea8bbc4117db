import { afterEach, describe, expect, test } from 'vitest';
import { graphApi } from '../../../connectors/graph-api/index.js';
import type { ConnectionState } from '../../../connectors/index.js';
import type { Asked } from '../http/scripted-server.js';
import { contextFor, readAll } from './context.js';
import { fault, post, smallGraph } from './small-graph.js';

const open: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

const dayMs = 86_400_000;
const start = Date.parse('2026-11-20T09:00:00Z');

/** A night on which the platform refuses `follows` of every post for as long as `isRefused`. */
async function night(number: number, state: ConnectionState, isRefused: boolean) {
  const posts = Array.from({ length: 5 }, (_, n) =>
    post(String(11 + n), {
      timestamp: new Date(start + (number - 1) * dayMs).toISOString().replace(/\.\d+Z/, '+0000'),
    }),
  );
  const asksForFollows = ({ path, query }: Asked) =>
    path.endsWith('/insights') && (query.metric ?? '').split(',').includes('follows');
  const server = await smallGraph(posts, (asked) =>
    isRefused && asksForFollows(asked)
      ? fault(
          100,
          '(#100) The Media Insights API does not support the `follows` metric for this media product type.',
        )
      : null,
  );
  open.push(server.close);
  const context = contextFor(server.url, { state, now: new Date(start + number * dayMs) });
  const reading = await readAll(context);
  expect(reading.gaps).toEqual([]);
  const health = (graphApi.metrics?.({ ...context, state: reading.state }) ?? []).filter(
    ({ metric, of }) => metric === 'follows' && of === 'FEED',
  );
  return { state: reading.state, asked: server.asked.filter(asksForFollows).length, health };
}

describe('a metric that is refused again and again', () => {
  test('is left out after three posts, for a week, and then tried once', async () => {
    const first = await night(0, {}, true);
    expect(first.asked).toBe(3);
    expect(first.health).toMatchObject([
      {
        status: 'refused',
        absent: 'unsupported',
        since: '2026-11-20',
        message: expect.stringContaining('follows'),
      },
    ]);
    let { state } = first;
    for (const number of [1, 2, 3, 4, 5, 6]) {
      const next = await night(number, state, true);
      expect(next.asked).toBe(0);
      state = next.state;
    }
    const weekLater = await night(7, state, true);
    expect(weekLater.asked).toBe(1);
    expect(weekLater.health).toMatchObject([{ status: 'refused', since: '2026-11-20' }]);
    const after = await night(8, weekLater.state, true);
    expect(after.asked).toBe(0);
    const mended = await night(14, after.state, false);
    expect(mended.asked).toBe(5);
    expect(mended.health).toMatchObject([{ status: 'asked', absent: null, since: null, message: null }]);
  });

  test('does not hide what is not offered here', async () => {
    const { state } = await night(0, {}, false);
    const context = contextFor('http://127.0.0.1:9', { state, settings: { login: 'instagram' } });
    const health = graphApi.metrics?.(context) ?? [];
    const one = (metric: string) => health.find((entry) => entry.metric === metric);
    expect(one('plays')).toMatchObject({ status: 'not asked', absent: 'deprecated' });
    expect(one('link_clicks')).toMatchObject({ status: 'not asked', message: 'only through Facebook Login' });
    expect(one('facebook_views')).toMatchObject({ status: 'not asked' });
    expect(one('reach')).toMatchObject({ status: 'asked' });
  });
});
