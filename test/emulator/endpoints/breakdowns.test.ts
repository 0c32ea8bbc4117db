import { describe, expect, it } from 'vitest';
import { defaultAccounts } from '../../../emulator/index.js';
import { accountOf, running } from '../running.js';

const bakeryProfile = defaultAccounts.find(({ username }) => username === 'padaria.aurora')!;
const cities = Array.from({ length: 60 }, (_, i) => [`Água de Cima ${i}, SÃO JOÃO d'el-Rei`, 0.01] as const);
const { clock, emulator, get } = await running({
  historyDays: 60,
  accounts: [
    ...defaultAccounts.filter(({ username }) => username !== 'padaria.aurora'),
    { ...bakeryProfile, audience: { ...bakeryProfile.audience, cities } },
  ],
});
const bakery = accountOf(emulator, 'padaria.aurora');
const outdoor = accountOf(emulator, 'tallpinesoutfit');
const pottery = accountOf(emulator, 'barro_kai_alati');

const seconds = (text: string) => new Date(text).getTime() / 1000;
const window = `since=${seconds('2026-07-20T07:00:00Z')}&until=${seconds('2026-07-27T07:00:00Z')}`;
const insights = async (query: string, id = outdoor.id, token?: string) =>
  get(`/v26.0/${id}/insights?${query}`, token);
const daily = (metric: string, breakdown: string) =>
  `metric=${metric}&period=day&metric_type=total_value&breakdown=${breakdown}&${window}`;
const audience = (metric: string, breakdown: string) =>
  `metric=${metric}&period=lifetime&metric_type=total_value&timeframe=this_month&breakdown=${breakdown}`;

/** Written out from the platform's documentation, independently of the emulator's own table. */
const breakdowns: Record<string, readonly string[]> = {
  reach: ['media_product_type', 'follow_type'],
  views: ['follow_type', 'media_product_type'],
  accounts_engaged: [],
  total_interactions: ['media_product_type'],
  likes: ['media_product_type'],
  comments: ['media_product_type'],
  saves: ['media_product_type'],
  shares: ['media_product_type'],
  replies: [],
  reposts: [],
  profile_links_taps: ['contact_button_type'],
  follows_and_unfollows: ['follow_type'],
  profile_views: [],
  website_clicks: [],
  follower_demographics: ['age', 'city', 'country', 'gender'],
  engaged_audience_demographics: ['age', 'city', 'country', 'gender'],
};
const dimensions = [
  'media_product_type',
  'follow_type',
  'contact_button_type',
  'age',
  'gender',
  'city',
  'country',
];
const values: Record<string, RegExp> = {
  media_product_type: /^(AD|FEED|POST|REEL|STORY|CAROUSEL_CONTAINER)$/,
  follow_type: /^(FOLLOWER|NON_FOLLOWER|UNKNOWN)$/,
  contact_button_type: /^(BOOK_NOW|CALL|DIRECTION|EMAIL|INSTANT_EXPERIENCE|TEXT|UNDEFINED)$/,
  age: /^(13-17|18-24|25-34|35-44|45-54|55-64|65\+)$/,
  gender: /^[FMU]$/,
  country: /^[A-Z]{2}$/,
  city: /^.+, .+$/,
};
const query = (metric: string, breakdown: string) =>
  (/demographics/.test(metric) ? audience : daily)(metric, breakdown);

describe('one breakdown', () => {
  const pairs = Object.keys(breakdowns).flatMap((metric) =>
    dimensions.map((name) => [metric, name] as const),
  );

  it.each(pairs)('of %s by %s is answered or refused as documented', async (metric, breakdown) => {
    const { status, data } = await insights(query(metric, breakdown));
    if (!breakdowns[metric]!.includes(breakdown)) {
      expect([status, data.error.code, data.error.message]).toEqual([
        500,
        1,
        'An unknown error has occurred.',
      ]);
      return;
    }
    expect(status).toBe(200);
    const { total_value } = data.data[0];
    const { dimension_keys, results } = total_value.breakdowns[0];
    expect(dimension_keys).toEqual([breakdown]);
    for (const { dimension_values, value } of results) {
      expect(dimension_values).toEqual([expect.stringMatching(values[breakdown]!)]);
      expect(value).toBeGreaterThan(0);
    }
    const sum = results.reduce((total: number, { value }: { value: number }) => total + value, 0);
    if ('value' in total_value) expect(total_value.value).toBe(sum);
  });
});

describe('two breakdowns', () => {
  it.each([
    ['reach', 'follow_type,media_product_type'],
    ['views', 'media_product_type,follow_type'],
    ['follower_demographics', 'age,gender'],
    ['engaged_audience_demographics', 'gender,age'],
  ])('of %s by %s keep the order they were asked in', async (metric, breakdown) => {
    const [first, second] = breakdown.split(',') as [string, string];
    const { data } = await insights(query(metric, breakdown));
    const [{ dimension_keys, results }] = data.data[0].total_value.breakdowns;
    expect(dimension_keys).toEqual([first, second]);
    for (const { dimension_values } of results)
      expect(dimension_values).toEqual([
        expect.stringMatching(values[first]!),
        expect.stringMatching(values[second]!),
      ]);
    const cells = results.map((row: { dimension_values: string[] }) => row.dimension_values.join());
    expect(new Set(cells).size).toBe(cells.length);
    // Both dimensions are really there, and add up to what each of them shows alone.
    const sums = new Map<string, number>();
    for (const { dimension_values, value } of results)
      sums.set(dimension_values[0], (sums.get(dimension_values[0]) ?? 0) + value);
    const alone = await insights(query(metric, first));
    for (const { dimension_values, value } of alone.data.data[0].total_value.breakdowns[0].results)
      expect(Math.abs(value - sums.get(dimension_values[0])!)).toBeLessThanOrEqual(6);
  });

  it.each([
    ['follows_and_unfollows', 'media_product_type'],
    ['follows_and_unfollows', 'follow_type,media_product_type'],
    ['likes', 'follow_type,media_product_type'],
    ['reach,likes', 'follow_type'],
    ['reach', 'follow_type,age'],
    ['profile_links_taps', 'contact_button_type,media_product_type'],
    ['follower_demographics', 'age,city'],
    ['follower_demographics', 'age,gender,country'],
    ['follower_demographics', 'age,age'],
  ])('of %s by %s do not go together', async (metric, breakdown) => {
    const { status, data } = await insights(query(metric, breakdown));
    expect([status, data.error.code]).toEqual([500, 1]);
  });

  it('of a name that does not exist are refused with those that do', async () => {
    const { data } = await insights(daily('views', 'follower_type'));
    expect(data.error.code).toBe(100);
    expect(data.error.message).toContain('breakdown must be one of the following values: age, city');
  });
});

describe('totals', () => {
  it('of follows need the breakdown, which says FOLLOWER for follows', async () => {
    const bare = await insights(daily('follows_and_unfollows', ''));
    expect(bare.data.data[0].total_value).toEqual({});
    const broken = await insights(daily('follows_and_unfollows', 'follow_type'));
    const { breakdowns, ...rest } = broken.data.data[0].total_value;
    expect(rest).toEqual({});
    const series = await insights(`metric=follower_count&period=day&${window}`);
    const gained = series.data.data[0].values.reduce(
      (total: number, { value }: { value: number }) => total + value,
      0,
    );
    expect(breakdowns[0].results[0]).toEqual({ dimension_values: ['FOLLOWER'], value: gained });
  });

  it('without anything to count name the dimension alone', async () => {
    const ahead = `since=${seconds('2026-12-01')}&until=${seconds('2026-12-02')}`;
    const { data } = await insights(
      daily('profile_links_taps', 'contact_button_type').replace(window, ahead),
    );
    expect(data.data[0].total_value.breakdowns).toEqual([{ dimension_keys: ['contact_button_type'] }]);
  });

  it('are the same whether a metric is asked alone or with others', async () => {
    const { data } = await insights(daily('likes,views,shares', 'media_product_type'));
    for (const entry of data.data) {
      const alone = await insights(daily(entry.name, 'media_product_type'));
      expect(alone.data.data[0]).toEqual(entry);
    }
  });

  it('take the default type for none, and other periods for wrong ones', async () => {
    const plain = await insights(`metric=reach&period=day&${window}`);
    const named = await insights(`metric=reach&period=day&metric_type=default&${window}`);
    expect(named.data.data).toEqual(plain.data.data);
    const month = await insights(`metric=reach&period=month&${window}`);
    expect(month.data.error.message).toContain('incompatible with the period (month)');
  });
});

describe('demographics', () => {
  it('keep the case and the letters of a city, and end after 45', async () => {
    const { data, text } = await insights(audience('follower_demographics', 'city'), bakery.id);
    const { results } = data.data[0].total_value.breakdowns[0];
    expect(results).toHaveLength(45);
    for (const { dimension_values } of results)
      expect(cities.map(([name]) => name)).toContain(dimension_values[0]);
    expect(text).toContain("Água de Cima 0, SÃO JOÃO d'el-Rei");
    const other = await insights(
      audience('follower_demographics', 'city'),
      accountOf(emulator, 'jornalvaledonorte').id,
    );
    expect(other.text).toContain('São José dos Campos, São Paulo (state)');
  });

  it('of the engaged need a timeframe; of followers it is optional', async () => {
    const without = (metric: string) => audience(metric, 'age').replace('&timeframe=this_month', '');
    expect((await insights(without('follower_demographics'))).status).toBe(200);
    const refused = await insights(without('engaged_audience_demographics'));
    expect(refused.data.error).toMatchObject({ code: 100 });
    for (const gone of ['last_14_days', 'last_30_days', 'last_90_days', 'prev_month']) {
      const old = audience('engaged_audience_demographics', 'age').replace('this_month', gone);
      expect((await insights(old)).data.error.message).toContain('this_week, this_month');
    }
    const week = audience('engaged_audience_demographics', 'age').replace('this_month', 'this_week');
    expect((await insights(week)).status).toBe(200);
  });

  it('are empty or refused below the thresholds', async () => {
    expect((await insights(audience('follower_demographics', 'age'), pottery.id)).data).toEqual({ data: [] });
    const engaged = await insights(audience('engaged_audience_demographics', 'age'), pottery.id);
    expect([engaged.status, engaged.data.error.code, engaged.data.error.error_subcode]).toEqual([
      400, 3006, 2874010,
    ]);
    for (const query of [
      'metric=online_followers&period=lifetime',
      'metric=follower_count&period=day',
      daily('follows_and_unfollows', 'follow_type'),
    ])
      expect((await insights(query, pottery.id)).data).toEqual({ data: [] });
  });

  it('have no series and no days', async () => {
    const series = audience('follower_demographics', 'age').replace('&metric_type=total_value', '');
    expect((await insights(series)).data.error.message).toContain('metric_type=total_value');
    const day = audience('follower_demographics', 'age').replace('lifetime', 'day');
    expect((await insights(day)).data.error.message).toContain('incompatible with the period (day)');
  });
});

describe('online followers', () => {
  it('have 24 hours a day, a lifetime and no total', async () => {
    const { data } = await insights('metric=online_followers&period=lifetime');
    for (const { value } of data.data[0].values) expect(Object.keys(value)).toHaveLength(24);
    for (const wrong of ['period=day', 'period=lifetime&metric_type=total_value'])
      expect((await insights(`metric=online_followers&${wrong}`)).data.error.code).toBe(100);
    const since = Math.floor(clock.now().getTime() / 1000) - 40 * 86_400;
    const old = await insights(
      `metric=online_followers&period=lifetime&since=${since}&until=${since + 86_400}`,
    );
    expect(old.data.error.message).toContain('only supports querying data for the last 30 days');
  });
});
