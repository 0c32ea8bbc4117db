import { expect, it } from 'vitest';
import type { CanonicalRecord } from '../../connectors/index.js';
import type { Home } from '../../pipeline/home.js';
import { temporaryHome } from './temporary-home.js';
import { buildHome, counter, land, marts, page, post, published } from './warehouse.js';

/** A reel and what it had after so many hours. */
function reel(
  media_ref: string,
  posted_at: string,
  counters: Readonly<Record<string, number>>,
  { hours = 800, account_ref = '100', caption = '' } = {},
): CanonicalRecord[] {
  const seen = new Date(Date.parse(posted_at) + hours * 3_600_000).toISOString();
  return [
    post(seen, { media_ref, account_ref, posted_at, format: 'reel', caption }),
    ...Object.entries(counters).map(([metric, value]) =>
      counter(seen, metric, value, { media_ref, account_ref }),
    ),
  ];
}

const residuals = async (home: Home): Promise<Record<string, unknown>> =>
  Object.fromEntries(
    (await published(home, 'select media_key, residual from media_outcomes')).map(
      ({ media_key, residual }) => [media_key, residual],
    ),
  );

const log = (value: number): number => Math.log(value + 0.5);

it('compares a post with those of its month and the eleven before, and with none that is later', async () => {
  const home = await temporaryHome();
  const night = '2026-11-01T02:00:00Z';
  await land(home, night, [
    page(night, [
      ...reel('2025-08', '2025-08-31T20:00:00Z', { likes: 1 }),
      ...reel('2025-09', '2025-09-01T08:00:00Z', { likes: 10 }),
      ...reel('2026-03', '2026-03-10T08:00:00Z', { likes: 30 }),
      ...reel('2026-08', '2026-08-20T08:00:00Z', { likes: 90 }, { caption: '#new' }),
      ...reel('undated', '2026-08-20T08:00:00Z', { likes: 7 }).map((record) =>
        record.stream === 'media'
          ? ({ ...record, values: { ...record.values, posted_at: null } } as CanonicalRecord)
          : record,
      ),
    ]),
  ]);
  await buildHome(home, { at: '2026-11-01T03:00:00Z' });
  const first = await residuals(home);
  expect(Object.keys(first).sort()).toEqual(['2025-08', '2025-09', '2026-03', '2026-08']);
  expect(first['2025-08']).toBe(0);
  expect(first['2025-09']).toBeCloseTo(log(10) - (log(1) + log(10)) / 2, 12);
  expect(first['2026-03']).toBeCloseTo(log(30) - log(10), 12);
  expect(first['2026-08']).toBeCloseTo(log(90) - log(30), 12);

  // a post of the past is found: what came after it, up to a year, is judged again; what was before it is not
  const second = '2026-11-02T02:00:00Z';
  await land(home, second, [
    page(second, reel('2025-10', '2025-10-10T08:00:00Z', { likes: 60 }, { caption: '#old' })),
  ]);
  await buildHome(home, { at: '2026-11-02T03:00:00Z' });
  const later = await residuals(home);
  expect(later['2025-09']).toBe(first['2025-09']);
  expect(later['2026-03']).toBeCloseTo(log(30) - (log(10) + log(30)) / 2, 12);
  expect(later['2026-08']).toBeCloseTo(log(90) - (log(30) + log(60)) / 2, 12);
  const tables = async () => [
    await residuals(home),
    await published(home, 'select * from posting_slots order by all'),
    await published(home, 'select * from hashtag_performance order by all'),
  ];
  const night2 = await tables();
  await buildHome(home, { at: '2026-11-03T03:00:00Z', full: true });
  expect(await tables()).toEqual(night2);
});

it('decides basis, outcome and parts over the same twelve months', async () => {
  const home = await temporaryHome();
  const many = (
    count: number,
    name: string,
    month: string,
    counters: Record<string, number>,
    hours: number,
  ) =>
    Array.from({ length: count }, (_, index) =>
      reel(`${name}${index}`, `${month}-${String(index + 1).padStart(2, '0')}T08:00:00Z`, counters, {
        hours,
      }),
    ).flat();
  const rows = await marts(
    home,
    [
      // ten known at equal age, without reach: they decide for a year
      ...many(10, 'fixed', '2024-03', { likes: 20 }, 168),
      ...reel('lifetime-then', '2024-03-20T08:00:00Z', { likes: 400 }),
      ...reel('fixed-a-year-on', '2025-02-10T08:00:00Z', { likes: 40 }, { hours: 168 }),
      ...reel('reached-a-year-on', '2025-02-11T08:00:00Z', { likes: 40, reach: 500 }, { hours: 168 }),
      // and no longer
      ...reel('fixed-later', '2025-03-10T08:00:00Z', { likes: 40 }, { hours: 168 }),
      ...many(3, 'lifetime', '2025-03', { likes: 10, comments: 5, reach: 100 }, 800),
      ...reel('little-reach', '2025-03-20T08:00:00Z', { likes: 10, comments: 5, reach: 49 }),
      ...reel('other-parts', '2025-03-21T08:00:00Z', { likes: 10, reach: 100 }),
    ],
    'select media_key, outcome, value from media_outcomes',
  );
  expect(
    Object.fromEntries(rows.map(({ media_key, outcome, value }) => [media_key, [outcome, value]])),
  ).toEqual({
    ...Object.fromEntries(Array.from({ length: 10 }, (_, index) => [`fixed${index}`, ['interactions', 20]])),
    'fixed-a-year-on': ['interactions', 40],
    'reached-a-year-on': ['interactions', 40],
    ...Object.fromEntries([0, 1, 2].map((index) => [`lifetime${index}`, ['engagement_rate_by_reach', 0.15]])),
  });
});

it('slots and hashtags speak of the last twelve months with outcomes, each account of its own', async () => {
  const home = await temporaryHome();
  const records = [
    ...reel('A1', '2025-09-30T08:00:00Z', { likes: 1 }, { caption: '#old #both' }),
    ...reel('A2', '2025-10-01T08:00:00Z', { likes: 10 }, { caption: '#both' }),
    ...reel('A3', '2026-09-02T08:00:00Z', { likes: 30 }, { caption: '#both #new' }),
    // too young for an outcome: it does not shift the twelve months
    ...reel('A4', '2026-10-28T08:00:00Z', { likes: 2 }, { hours: 10, caption: '#young' }),
    ...reel('B1', '2021-05-05T13:00:00Z', { likes: 5 }, { account_ref: '200', caption: '#b' }),
  ];
  expect(
    await marts(
      home,
      records,
      'select account_id, hashtag, posts, outcome, median_outcome from hashtag_performance order by all',
    ),
  ).toEqual([
    { account_id: '100', hashtag: 'both', posts: 2, outcome: 'interactions', median_outcome: 20 },
    { account_id: '100', hashtag: 'new', posts: 1, outcome: 'interactions', median_outcome: 30 },
    { account_id: '200', hashtag: 'b', posts: 1, outcome: 'interactions', median_outcome: 5 },
  ]);
  // 1 October 2025 was a Wednesday as 2 September 2026 is
  expect(
    await published(
      home,
      'select account_id, weekday, hour_block, posts, median_outcome from posting_slots order by all',
    ),
  ).toEqual([
    { account_id: '100', weekday: 3, hour_block: 8, posts: 2, median_outcome: 20 },
    { account_id: '200', weekday: 3, hour_block: 12, posts: 1, median_outcome: 5 },
  ]);
});
