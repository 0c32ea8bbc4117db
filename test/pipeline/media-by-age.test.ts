import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { CanonicalRecord } from '../../connectors/index.js';
import { temporaryHome } from './temporary-home.js';
import { buildHome, counter, land, marts, page, post, published } from './warehouse.js';

const postedAt = Date.parse('2026-08-01T12:00:00Z');
/** To the second: a whole number of them gives the same age on the way back. */
const at = (hours: number): string => new Date(postedAt + Math.round(hours * 3600) * 1000).toISOString();

type Seen = readonly (readonly [hours: number, value: number | null])[];

function aging(media_ref: string, seen: Seen, format: string | null = 'reel', metric = 'likes') {
  return [
    post(at(2000), { media_ref, format, posted_at: at(0) }),
    ...seen.map(([hours, value]) =>
      counter(at(hours), metric, value, {
        media_ref,
        ...(value === null ? { absent_reason: 'hidden' } : {}),
      }),
    ),
  ];
}

/** On a straight line over the logarithm of age. */
function between(age: number, [a, from]: readonly [number, number], [b, to]: readonly [number, number]) {
  return Math.round(from + ((to - from) * Math.log(age / a)) / Math.log(b / a));
}

it('tells counters at 24 and 48 hours, 7 and 28 days, from observations around the age or near it', async () => {
  const home = await temporaryHome();
  const cases: Record<string, { seen: Seen; format?: string | null; by: Record<number, number> }> = {
    nightly: {
      seen: [
        [12, 40],
        [36, 70],
        [60, 90],
        [156, 120],
        [180, 130],
        [600, 150],
        [700, 160],
      ],
      by: {
        24: between(24, [12, 40], [36, 70]),
        48: between(48, [36, 70], [60, 90]),
        168: between(168, [156, 120], [180, 130]),
        672: between(672, [600, 150], [700, 160]),
      },
    },
    // only reels are looked at after four weeks
    image: {
      seen: [
        [47.5, 10],
        [600, 150],
        [700, 160],
      ],
      format: 'image',
      by: { 48: 10 },
    },
    'no-format': { seen: [[168.5, 7]], format: null, by: { 168: 7 } },
    'once-on-the-age': { seen: [[48, 33]], by: { 48: 33 } },
    'once-too-far': { seen: [[50, 33]], by: {} },
    // the last night before the age and the first after it are at most 26 hours apart, and of the later ages 4/7 of the age
    'gaps-that-do': {
      seen: [
        [10, 1],
        [36, 2],
        [63.4, 3],
        [120, 4],
        [216, 5],
        [500, 6],
        [884, 7],
      ],
      by: { 24: 2, 48: 3, 168: 5, 672: 7 },
    },
    'gaps-too-wide': {
      seen: [
        [9.9, 1],
        [36, 2],
        [63.5, 3],
        [119, 4],
        [216, 5],
        [500, 6],
        [884.1, 7],
      ],
      by: {},
    },
    // an hour of slack on either side; what came before the age is preferred
    near: {
      seen: [
        [23.2, 5],
        [24.1, 9],
        [47, 11],
        [49, 12],
        [169, 20],
        [673.1, 30],
      ],
      by: { 24: 5, 48: 11, 168: 20 },
    },
    // corrections: down before the age, and between the observations around it
    'corrected-before': {
      seen: [
        [20, 900],
        [30, 100],
        [47.5, 120],
        [160, 150],
        [168, 140],
      ],
      by: { 24: between(24, [20, 900], [30, 100]), 48: 120, 168: 140 },
    },
    'first-hour-left-out': {
      seen: [
        [0.9, 3],
        [25.1, 30],
      ],
      by: {},
    },
    'hidden-meanwhile': {
      seen: [
        [20, 10],
        [24, null],
        [30, 14],
      ],
      by: { 24: between(24, [20, 10], [30, 14]) },
    },
    story: {
      seen: [
        [12, 30],
        [20, 38],
        [24.9, 40],
        [48, 41],
        [168, 42],
      ],
      format: 'story',
      by: { 24: 40 },
    },
    'story-seen-early': {
      seen: [
        [15.9, 30],
        [25.1, 50],
      ],
      format: 'story',
      by: {},
    },
  };
  const undated = aging('undated', [[168, 5]]).map((record) =>
    record.stream === 'media'
      ? ({ ...record, values: { ...record.values, posted_at: null } } as CanonicalRecord)
      : record,
  );
  const rows = await marts(
    home,
    [...Object.entries(cases).flatMap(([ref, { seen, format }]) => aging(ref, seen, format)), ...undated],
    'select media_key, age_hours, likes, month, reach, interactions, interactions_parts from media_by_age order by age_hours',
  );
  const by = (ref: string) =>
    Object.fromEntries(
      rows.filter(({ media_key }) => media_key === ref).map(({ age_hours, likes }) => [age_hours, likes]),
    );
  expect(Object.fromEntries(Object.keys(cases).map((ref) => [ref, by(ref)]))).toEqual(
    Object.fromEntries(Object.entries(cases).map(([ref, one]) => [ref, one.by])),
  );
  expect(by('undated')).toEqual({});
  expect(rows[0]).toMatchObject({ month: '2026-08', reach: null, interactions_parts: 'likes' });
  expect(rows[0]!.interactions).toBe(rows[0]!.likes);
});

it('each counter is read from its own observations', async () => {
  const home = await temporaryHome();
  const rows = await marts(
    home,
    [
      ...aging('P', [
        [160, 100],
        [176, 110],
      ]),
      ...aging('P', [[168, 1000]], 'reel', 'reach').slice(1),
      ...aging('P', [[400, 9]], 'reel', 'saves').slice(1),
      ...aging('P', [[168, 12.4]], 'reel', 'comments').slice(1),
    ],
    'select age_hours, likes, comments, saves, reach, interactions, interactions_parts from media_by_age',
  );
  const likes = between(168, [160, 100], [176, 110]);
  expect(rows).toEqual([
    {
      age_hours: 168,
      likes,
      comments: 12,
      saves: null,
      reach: 1000,
      interactions: likes + 12,
      interactions_parts: 'likes+comments',
    },
  ]);
});

it('any history: values lie between their neighbours, are exact on the age, and no later observation changes them', async () => {
  const age = fc.oneof(
    { weight: 6, arbitrary: fc.double({ min: 0.1, max: 900, noNaN: true }) },
    { weight: 3, arbitrary: fc.double({ min: 10, max: 80, noNaN: true }) },
    { weight: 2, arbitrary: fc.constantFrom(23, 24, 25, 47, 48, 49, 167, 168, 169, 672, 673) },
  );
  const observation = fc.tuple(age, fc.integer({ min: 0, max: 5000 }));
  const history = fc.record({
    format: fc.constantFrom('image', 'carousel', 'reel', 'video', 'story', null),
    seen: fc.uniqueArray(observation, {
      minLength: 1,
      maxLength: 14,
      selector: ([hours]) => Math.round(hours * 3600),
    }),
    later: fc.uniqueArray(observation, { maxLength: 6, selector: ([hours]) => Math.round(hours * 3600) }),
  });
  const histories = fc.sample(history, { numRuns: 400, seed: 20 }).map((one, index) => {
    const seen = one.seen.map(([hours, value]) => [Math.round(hours * 3600) / 3600, value] as const);
    const last = Math.max(...seen.map(([hours]) => hours));
    // a story goes on until it is gone
    const from = one.format === 'story' ? 26 : last + 1.1;
    const later = one.later.map(([hours, value]) => [from + hours, value] as const);
    return { ref: `P${index}`, format: one.format, seen, later };
  });
  const home = await temporaryHome();
  const likesByAge = async () =>
    new Map(
      (await published(home, 'select media_key, age_hours, likes from media_by_age')).map((row) => [
        `${row.media_key} ${row.age_hours}`,
        row.likes as number,
      ]),
    );
  const first = '2026-11-01T00:00:00Z';
  await land(home, first, [
    page(
      first,
      histories.flatMap(({ ref, seen, format }) => aging(ref, seen, format)),
    ),
  ]);
  await buildHome(home, { at: '2026-11-01T01:00:00Z' });
  const before = await likesByAge();
  expect(before.size).toBeGreaterThan(300);
  for (const { ref, seen, format } of histories) {
    for (const hours of [24, 48, 168, 672]) {
      const value = before.get(`${ref} ${hours}`);
      const exact = seen.find(([age]) => age === hours);
      const isAsked = format === 'story' ? hours === 24 : hours < 672 || format === 'reel';
      if (exact && isAsked && format !== 'story') expect(value).toBe(exact[1]);
      if (value === undefined) continue;
      expect(isAsked).toBe(true);
      const near = seen.filter(([age]) => age >= 1).sort(([a], [b]) => a - b);
      const until = format === 'story' ? 25 : hours;
      const [earlier, later] = [near.findLast(([age]) => age <= until), near.find(([age]) => age > until)];
      const values = [earlier, later].flatMap((one) => (one ? [one[1]] : []));
      expect(value).toBeGreaterThanOrEqual(Math.min(...values));
      expect(value).toBeLessThanOrEqual(Math.max(...values));
    }
  }
  const second = '2026-11-02T00:00:00Z';
  await land(home, second, [
    page(
      second,
      histories.flatMap(({ ref, later, format }) => aging(ref, later, format).slice(1)),
    ),
  ]);
  await buildHome(home, { at: '2026-11-02T01:00:00Z' });
  const after = await likesByAge();
  expect(after.size).toBeGreaterThan(before.size);
  for (const [key, value] of before) expect([key, after.get(key)]).toEqual([key, value]);
});
