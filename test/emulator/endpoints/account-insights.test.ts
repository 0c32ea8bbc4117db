import { describe, expect, it } from 'vitest';
import { accountOf, running } from '../running.js';

const { clock, emulator, get } = await running();
const newsroom = accountOf(emulator, 'jornalvaledonorte');
const pottery = accountOf(emulator, 'barro_kai_alati');
const insights = (query: string, account = newsroom.id, token?: string) =>
  get(`/v26.0/${account}/insights?${query}`, token);
const seconds = (text: string) => new Date(text).getTime() / 1000;
const dayNumber = (date: string) => new Date(date).getTime() / 86_400_000;
const sum = (values: Readonly<Record<string, number>>) => Object.values(values).reduce((a, b) => a + b, 0);

clock.set(new Date('2026-11-20T05:00:00Z'));

describe('series', () => {
  it('ends each day at midnight US Pacific, on both sides of the clock change', async () => {
    const query = `metric=reach&period=day&since=${seconds('2026-10-30T12:00:00Z')}&until=${seconds('2026-11-03T12:00:00Z')}`;
    const { data } = await insights(query);
    expect(data.data[0].values.map(({ end_time }: { end_time: string }) => end_time)).toEqual([
      '2026-10-31T07:00:00+0000',
      '2026-11-01T07:00:00+0000',
      '2026-11-02T08:00:00+0000',
      '2026-11-03T08:00:00+0000',
    ]);
    // The value belongs to the day that ends then.
    const truth = emulator.world.day(newsroom.id, dayNumber('2026-10-30'), clock.now());
    expect(data.data[0].values[0].value).toBe(sum(truth.reach));
    expect(data.data[0]).toMatchObject({
      name: 'reach',
      period: 'day',
      id: `${newsroom.id}/insights/reach/day`,
    });
  });

  it('covers yesterday and today without a window, and links to the windows around', async () => {
    const { data } = await insights('metric=reach&period=day');
    expect(data.data[0].values.map(({ end_time }: { end_time: string }) => end_time)).toEqual([
      '2026-11-19T08:00:00+0000',
      '2026-11-20T08:00:00+0000',
    ]);
    const next = await get(data.paging.next);
    expect(next.data.data[0].values).toEqual([]);
    expect(next.data.paging.next).toBeDefined();
    const previous = await get(data.paging.previous);
    expect(previous.data.data[0].values).toHaveLength(2);
  });

  it('reaches back 400 days, but only 30 at a time', async () => {
    const fresh = await running({ historyDays: 500 });
    fresh.clock.set(clock.now());
    const old = `metric=reach&period=day&since=${seconds('2025-10-05')}&until=${seconds('2025-10-20')}`;
    expect((await fresh.get(`/${newsroom.id}/insights?${old}`)).data.data[0].values).toHaveLength(15);
    const long = `metric=reach&period=day&since=${seconds('2026-09-01')}&until=${seconds('2026-10-02')}`;
    expect((await insights(long)).data.error.message).toBe(
      '(#100) There cannot be more than 30 days (2592000 s) between since and until.',
    );
    const exact = `metric=reach&period=day&since=${seconds('2026-09-01')}&until=${seconds('2026-10-01')}`;
    expect((await insights(exact)).data.data[0].values).toHaveLength(30);
  });

  it('of new followers spans the last 30 days without today', async () => {
    const recent = await insights(
      `metric=follower_count&period=day&since=${seconds('2026-11-16T08:00:00Z')}`,
    );
    expect(recent.data.data[0].values).toHaveLength(3);
    expect(recent.data.data[0].values[0].value).toBe(
      emulator.world.day(newsroom.id, dayNumber('2026-11-16'), clock.now()).follows,
    );
    const old = await insights(
      `metric=follower_count&period=day&since=${seconds('2026-10-10')}&until=${seconds('2026-10-20')}`,
    );
    expect(old.data.error).toMatchObject({
      code: 100,
      message:
        '(#100) (follower_count) metric only supports querying data for the last 30 days excluding the current day',
    });
  });
});

describe('totals', () => {
  const day = `period=day&metric_type=total_value&since=${seconds('2026-11-10T08:00:00Z')}&until=${seconds('2026-11-11T08:00:00Z')}`;
  const truth = emulator.world.day(newsroom.id, dayNumber('2026-11-10'), clock.now());

  it('are those of the day, for every metric that has one', async () => {
    const { data } = await insights(
      `metric=views,likes,saves,replies,reposts,accounts_engaged,profile_views&${day}`,
    );
    const values = Object.fromEntries(
      data.data.map((entry: { name: string; total_value: { value: number } }) => [
        entry.name,
        entry.total_value.value,
      ]),
    );
    expect(values).toEqual({
      views: sum(truth.views),
      likes: sum(truth.likes),
      saves: sum(truth.saves),
      replies: truth.replies,
      reposts: truth.reposts,
      accounts_engaged: truth.accountsEngaged,
      profile_views: truth.profileViews,
    });
  });

  it('add up over their breakdowns, also crossed', async () => {
    for (const breakdown of ['media_product_type', 'follow_type', 'follow_type,media_product_type']) {
      const { data } = await insights(`metric=reach&breakdown=${breakdown}&${day}`);
      const { value, breakdowns } = data.data[0].total_value;
      const { dimension_keys, results } = breakdowns[0];
      expect(dimension_keys).toEqual(breakdown.split(','));
      expect(results[0].dimension_values).toHaveLength(dimension_keys.length);
      expect(results.reduce((total: number, row: { value: number }) => total + row.value, 0)).toBe(value);
      expect(value).toBe(sum(truth.reach));
    }
  });

  it('of reach over a week are fewer people than the days together', async () => {
    const week = `since=${seconds('2026-11-01T08:00:00Z')}&until=${seconds('2026-11-08T08:00:00Z')}`;
    const series = await insights(`metric=reach&period=day&${week}`);
    const total = await insights(`metric=reach&period=day&metric_type=total_value&${week}`);
    const days = series.data.data[0].values.map(({ value }: { value: number }) => value);
    const added = days.reduce((a: number, b: number) => a + b, 0);
    expect(total.data.data[0].total_value.value).toBeLessThan(added);
    expect(total.data.data[0].total_value.value).toBeGreaterThan(Math.max(...days));
  });

  it('of follows need the breakdown', async () => {
    const { data } = await insights(`metric=follows_and_unfollows&breakdown=follow_type&${day}`);
    expect(data.data[0].total_value.breakdowns[0].results).toEqual([
      { dimension_values: ['FOLLOWER'], value: truth.follows },
      { dimension_values: ['NON_FOLLOWER'], value: truth.unfollows },
    ]);
    const bare = await insights(`metric=follows_and_unfollows&${day}`);
    expect(bare.data.data[0].total_value).not.toHaveProperty('value');
  });

  it('leave profile views out on Instagram Login', async () => {
    const token = emulator.mint({ login: 'instagram', accounts: [newsroom.id] });
    const { data } = await insights(`metric=profile_views,views&${day}`, newsroom.id, token);
    expect(data.data.map(({ name }: { name: string }) => name)).toEqual(['views']);
  });
});

describe('parameters', () => {
  it.each([
    [
      'metric=views&period=day',
      400,
      100,
      'The following metrics (views) should be specified with parameter metric_type=total_value',
    ],
    [
      'metric=follower_count&period=day&metric_type=total_value',
      400,
      100,
      'The following metric (follower_count) is incompatible with the metric type (total_value)',
    ],
    [
      'metric=follower_demographics&period=day&metric_type=total_value',
      400,
      100,
      'incompatible with the period (day)',
    ],
    ['metric=reach', 400, 100, 'The parameter period is required'],
    ['period=day', 400, 100, 'The parameter metric is required'],
    ['metric=impressions&period=day', 400, 100, 'metric[0] must be one of the following values'],
    ['metric=reach&period=year', 400, 100, 'period must be one of'],
    [
      'metric=reach&period=day&since=1790000000&until=1780000000',
      400,
      100,
      'since param cannot be later than until',
    ],
    ['metric=reach&period=day&since=soon', 400, 100, 'since must be a valid timestamp'],
    [
      'metric=follows_and_unfollows&period=day&metric_type=total_value&breakdown=media_product_type',
      500,
      1,
      'An unknown error',
    ],
    [
      'metric=engaged_audience_demographics&period=lifetime&metric_type=total_value&breakdown=age',
      400,
      100,
      'timeframe is required',
    ],
    [
      'metric=follower_demographics&period=lifetime&metric_type=total_value&breakdown=age&timeframe=last_30_days',
      400,
      100,
      'timeframe must be one of',
    ],
  ])('%s is refused', async (query, status, code, message) => {
    const answer = await insights(query);
    expect([answer.status, answer.data.error.code]).toEqual([status, code]);
    expect(answer.data.error.message).toContain(message);
  });

  it('ignore a breakdown of a series, and read week as day', async () => {
    const plain = await insights('metric=reach&period=day');
    const broken = await insights('metric=reach&period=day&breakdown=follow_type');
    const week = await insights('metric=reach&period=week');
    expect(broken.data.data).toEqual(plain.data.data);
    expect(week.data.data).toEqual(plain.data.data);
  });
});

describe('audience', () => {
  const demographics =
    'metric=follower_demographics&period=lifetime&metric_type=total_value&timeframe=this_month';

  it('is absolute people, below the followers, in one or two dimensions', async () => {
    const followers = emulator.world.followers(newsroom.id, clock.now());
    for (const breakdown of ['age', 'gender', 'country', 'city', 'age,gender']) {
      const { data } = await insights(`${demographics}&breakdown=${breakdown}`);
      expect(data).not.toHaveProperty('paging');
      const { results } = data.data[0].total_value.breakdowns[0];
      const people = results.reduce((total: number, { value }: { value: number }) => total + value, 0);
      expect(people).toBeGreaterThan(followers * 0.5);
      expect(people).toBeLessThan(followers);
    }
  });

  it('is hidden for accounts below the thresholds', async () => {
    expect(emulator.world.followers(pottery.id, clock.now())).toBeLessThan(100);
    expect((await insights(`${demographics}&breakdown=age`, pottery.id)).data).toEqual({ data: [] });
    expect((await insights('metric=follower_count&period=day', pottery.id)).data).toEqual({ data: [] });
    expect((await insights('metric=online_followers&period=lifetime', pottery.id)).data).toEqual({
      data: [],
    });
    const engaged = await insights(
      `${demographics.replace('follower', 'engaged_audience')}&breakdown=age`,
      pottery.id,
    );
    expect(engaged.status).toBe(400);
    expect(engaged.data.error).toMatchObject({
      message: 'Not enough users',
      code: 3006,
      error_subcode: 2874010,
    });
  });

  it('is online by hour', async () => {
    const { data } = await insights('metric=online_followers&period=lifetime');
    const [{ value, end_time }] = data.data[0].values;
    expect(Object.keys(value)).toEqual(Array.from({ length: 24 }, (_, hour) => String(hour)));
    expect(end_time).toBe('2026-11-19T08:00:00+0000');
    // 19:00 in São Paulo is 14:00 Pacific in winter.
    expect(Math.max(...(Object.values(value) as number[]))).toBe(value['14']);
  });
});
