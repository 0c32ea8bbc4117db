import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { CanonicalRecord } from '../../connectors/index.js';
import type { Home } from '../../pipeline/home.js';
import { temporaryHome } from './temporary-home.js';
import { buildHome, counter, land, page, post, published } from './warehouse.js';

const hour = 3_600_000;

type Counters = Readonly<Record<string, number>>;

interface Story {
  readonly account_ref: string;
  readonly media_ref: string;
  readonly posted_at: string;
  readonly format?: string;
  /** Hours after publication → counters. */
  readonly seen: Readonly<Record<number, Counters>>;
}

function records({ account_ref, media_ref, posted_at, format = 'reel', seen }: Story): CanonicalRecord[] {
  const at = (hours: number) => new Date(Date.parse(posted_at) + hours * hour).toISOString();
  return [
    post(at(1), { media_ref, account_ref, posted_at, format }),
    ...Object.entries(seen).flatMap(([hours, counters]) =>
      Object.entries(counters).map(([metric, value]) =>
        counter(at(Number(hours)), metric, value, { media_ref, account_ref }),
      ),
    ),
  ];
}

/** Posts of one month that had so many likes and so much reach after a day, two days and a week. */
function past(
  account_ref: string,
  month: string,
  weeks: readonly number[],
  { format = 'reel', days = 1 } = {},
): Story[] {
  return weeks.map((week, index) => ({
    account_ref,
    media_ref: `${account_ref}-${month}-${format}-${days + index}`,
    posted_at: `${month}-${String(days + index).padStart(2, '0')}T12:00:00Z`,
    format,
    seen: {
      24: { likes: 100, reach: 1000 },
      48: { likes: 150, reach: 1500 },
      168: { likes: week, reach: week * 10 },
    },
  }));
}

const young = (
  account_ref: string,
  media_ref: string,
  seen: Story['seen'],
  { posted_at = '2026-09-01T12:00:00Z', format = 'reel' } = {},
): Story => ({ account_ref, media_ref, posted_at, format, seen });

/** Ten weeks whose median is 200 and whose 10 % and 90 % quantiles lie between the first and the last two. */
const weeks = [180, 190, 195, 198, 199, 201, 202, 205, 210, 220];
const factor = (week: number, then: number): number => (week + 0.5) / (then + 0.5);
const projected = (value: number, by: number): number => Math.round((value + 0.5) * by - 0.5);

const histories: Story[] = [
  ...past('1', '2026-08', weeks),
  // as large as they are, they say nothing: another format, seven months back, the same month, later
  ...past('1', '2026-08', [1000, 1000, 1000, 1000, 1000, 1000, 1000, 1000, 1000], {
    format: 'image',
    days: 12,
  }),
  ...past('1', '2026-02', Array(12).fill(5000)),
  ...past('1', '2026-09', Array(12).fill(5000), { days: 2 }),
  ...past('1', '2026-10', Array(12).fill(5000)),
  young('1', 'day', { 24: { likes: 40, reach: 500 } }),
  young('1', 'two-days', { 48: { likes: 60, reach: 700 } }),
  young('1', 'between', { 20: { likes: 1, reach: 2 }, 100: { likes: 60, reach: 700 } }),
  young('1', 'zero', { 48: { likes: 0, reach: 0 } }),
  young('1', 'own-moments', { 48: { likes: 60 }, 30: { reach: 700 } }),
  young('1', 'hours', { 23.9: { likes: 40, reach: 500 } }),
  young('1', 'one-too-early', { 20: { reach: 500 }, 48: { likes: 60 } }),
  young('1', 'nobody-has-saves', { 48: { likes: 60, saves: 3 } }),
  young('1', 'not-young', { 48: { likes: 60 }, 300: { likes: 90 } }),
  young('1', 'read-at-the-end', { 167.5: { likes: 90 } }),
  young('1', 'gone-story', { 10: { likes: 4 } }, { format: 'story' }),
  // nine posts of its format, nineteen of all
  young('1', 'image', { 48: { likes: 60 } }, { format: 'image' }),
  ...past('2', '2026-08', weeks.slice(1)),
  young('2', 'too-few', { 48: { likes: 60 } }),
  ...past('3', '2026-03', weeks),
  young('3', 'six-months-back', { 48: { likes: 60 } }),
];

describe('posts younger than a week', () => {
  let home: Home;
  let rows: Map<string, Record<string, unknown>>;
  const leaving: (() => Promise<void>)[] = [];

  beforeAll(async () => {
    home = await temporaryHome((remove) => leaving.push(remove));
    const night = '2026-11-19T02:00:00Z';
    await land(home, night, [page(night, histories.flatMap(records))]);
    await buildHome(home);
    rows = new Map(
      (
        await published(
          home,
          `select a.media_key, a.age_basis, p.age_basis as shown_basis, a.age_hours, a.horizon_hours, a.likes, a.reach, a.saves,
             a.interactions, a.projection_posts, a.interactions_low, a.interactions_high, a.reach_low, a.reach_high,
             p.likes as observed_likes, p.reach as observed_reach
           from media_at_age as a join media_performance as p on p.media_key = a.media_key`,
        )
      ).map((row) => [row.media_key as string, row]),
    );
    return () => Promise.all(leaving.map((remove) => remove()));
  });

  it('are projected by the median growth of the posts of six months before, of their format', () => {
    const [day, twoDays] = [factor(200, 100), factor(200, 150)];
    expect(rows.get('day')).toMatchObject({
      age_basis: 'projected',
      shown_basis: 'projected',
      age_hours: 24,
      horizon_hours: 168,
      likes: projected(40, day),
      reach: projected(500, factor(2000, 1000)),
      saves: null,
      interactions: projected(40, day),
      projection_posts: 10,
      observed_likes: 40,
      observed_reach: 500,
    });
    expect(rows.get('two-days')).toMatchObject({
      likes: projected(60, twoDays),
      reach: projected(700, factor(2000, 1500)),
    });
    expect(rows.get('zero')).toMatchObject({ age_basis: 'projected', likes: 0, reach: 0 });
    expect(rows.get('six-months-back')).toMatchObject({
      age_basis: 'projected',
      likes: projected(60, twoDays),
    });
  });

  it('between the standard ages by the share of the week that is reached, straight on log age', () => {
    const reached = (age: number, [from, to]: readonly number[], [share, next]: readonly number[]) =>
      share! + ((next! - share!) * Math.log(age / from!)) / Math.log(to! / from!);
    const share = reached(100, [48, 168], [1 / factor(200, 150), 1]);
    expect(rows.get('between')).toMatchObject({ age_hours: 100, likes: projected(60, 1 / share) });
    const early = reached(30, [24, 48], [1 / factor(2000, 1000), 1 / factor(2000, 1500)]);
    expect(rows.get('own-moments')).toMatchObject({
      age_hours: 48,
      likes: projected(60, factor(200, 150)),
      reach: projected(700, 1 / early),
    });
  });

  it('say how far the posts they rest on went apart', () => {
    // four in five of ten posts: from the second smallest towards the first, from the second largest towards the last
    const [low, high] = [180 + 0.9 * 10, 210 + 0.1 * 10];
    const reach = rows.get('two-days')!;
    expect(reach.reach_low).toBe(projected(700, factor(low * 10, 1500)));
    expect(reach.reach_high).toBe(projected(700, factor(high * 10, 1500)));
    const interactions = reach.interactions as number;
    expect(reach.interactions_low).toBe(Math.round((interactions * factor(low, 150)) / factor(200, 150)));
    expect(reach.interactions_high).toBe(Math.round((interactions * factor(high, 150)) / factor(200, 150)));
  });

  it('fall back on all formats where theirs has fewer than ten posts', () => {
    // the middle of nineteen: ten that end from 180 to 220, nine at 1000
    expect(rows.get('image')).toMatchObject({
      age_basis: 'projected',
      likes: projected(60, factor(220, 150)),
      projection_posts: 19,
    });
  });

  it.each([
    ['hours', 40],
    ['one-too-early', 60],
    ['nobody-has-saves', 60],
    ['not-young', 90],
    ['gone-story', 4],
    ['too-few', 60],
  ])('are not projected without grounds: %s', (ref, likes) => {
    expect(rows.get(ref)).toMatchObject({
      age_basis: null,
      likes,
      projection_posts: null,
      interactions_low: null,
      reach_high: null,
    });
  });

  it('are not projected when they were read near the age', () => {
    expect(rows.get('read-at-the-end')).toMatchObject({ age_basis: 'fixed', likes: 90 });
  });

  it('are in no comparison', async () => {
    const projections = [...rows.values()].filter(({ age_basis }) => age_basis === 'projected');
    expect(projections.length).toBeGreaterThan(5);
    expect(
      await published(
        home,
        "select o.media_key from media_outcomes as o join media_at_age as a on a.media_key = o.media_key where a.age_basis = 'projected'",
      ),
    ).toEqual([]);
    for (const mart of ['format_performance', 'public_performance']) {
      expect(
        await published(
          home,
          `select account_id, posts, posts_compared, age_basis from ${mart}
           where account_id in ('2', '3') and period = '2026-09' order by account_id`,
        ),
      ).toEqual([
        { account_id: '2', posts: 1, posts_compared: 0, age_basis: null },
        { account_id: '3', posts: 1, posts_compared: 0, age_basis: null },
      ]);
    }
  });
});

it('a week later the number is what was read', async () => {
  const home = await temporaryHome(onTestFinished);
  const first = '2026-09-04T02:00:00Z';
  const one = young('3', 'P', { 48: { likes: 60 } });
  await land(home, first, [page(first, [...past('3', '2026-08', weeks), one].flatMap(records))]);
  await buildHome(home, { at: '2026-09-04T03:00:00Z' });
  const read = () =>
    published(home, "select age_basis, likes, projection_posts from media_at_age where media_key = 'P'");
  expect(await read()).toEqual([
    { age_basis: 'projected', likes: projected(60, factor(200, 150)), projection_posts: 10 },
  ]);
  // a post of the month before is read again: the projection follows though nothing was said about the post
  const second = '2026-09-05T02:00:00Z';
  const more = past('3', '2026-08', [400], { days: 20 });
  await land(home, second, [page(second, more.flatMap(records))]);
  await buildHome(home, { at: '2026-09-05T03:00:00Z' });
  expect(await read()).toEqual([
    { age_basis: 'projected', likes: projected(60, factor(201, 150)), projection_posts: 11 },
  ]);
  const third = '2026-09-09T02:00:00Z';
  await land(home, third, [page(third, records({ ...one, seen: { 168: { likes: 77 } } }).slice(1))]);
  await buildHome(home, { at: '2026-09-09T03:00:00Z' });
  expect(await read()).toEqual([{ age_basis: 'fixed', likes: 77, projection_posts: null }]);
});
