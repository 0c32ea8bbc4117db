import { expect, test } from 'vitest';
import { addDays } from '../../../reports/calendar.js';
import { anomalies, dataFaults } from '../../../reports/statistics/anomalies.js';
import { bootstrapBlocks, isAutocorrelated } from '../../../reports/statistics/bootstrap.js';
import { detectableLift, postsToDetect } from '../../../reports/statistics/detectable-lift.js';
import { experiments } from '../../../reports/statistics/experiments.js';
import { forecastFollowers, forecastWeekly, type Outlook } from '../../../reports/statistics/forecast.js';
import { topShare } from '../../../reports/statistics/top-share.js';
import { random } from '../fixture.js';

const start = '2026-01-05';

function followers(days: number, daily: number, noise = 5) {
  const { normal } = random(7);
  return Array.from({ length: days }, (_, index) => ({
    day: addDays(start, index),
    followers: Math.round(10_000 + daily * index + noise * normal()) as number | null,
  }));
}

function forecast(outlook: Outlook) {
  if (!('forecast' in outlook)) throw new Error(`withheld: ${outlook.withheld}`);
  return outlook.forecast;
}

test('followers go on as they went, a little slower', () => {
  const days = followers(200, 20);
  const { points, method, mase, backtest } = forecast(forecastFollowers(days));
  expect(method).toBe('damped trend');
  expect(points).toHaveLength(28);
  expect(points[0]!.day).toBe(addDays(start, 200));
  const gained = points.at(-1)!.value - days.at(-1)!.followers!;
  expect(gained).toBeGreaterThan(0.6 * 28 * 20);
  expect(gained).toBeLessThan(28 * 20);
  expect(mase).toBeLessThan(0.5);
  expect(backtest.of).toBe(10);
  expect(backtest.inside).toBeGreaterThanOrEqual(6);
  for (const [index, { inner, outer, value }] of points.entries()) {
    expect(inner.low).toBeLessThanOrEqual(value);
    expect(outer!.high).toBeGreaterThanOrEqual(inner.high);
    const before = points[index - 1] ?? { inner: { low: 0, high: 0 } };
    expect(inner.high - inner.low).toBeGreaterThanOrEqual(before.inner.high - before.inner.low - 1e-9);
  }
});

test('no forecast of a short, a holey or an aimless series', () => {
  expect(forecastFollowers(followers(83, 20))).toEqual({ withheld: 'too short' });
  expect(forecastFollowers([])).toEqual({ withheld: 'too short' });
  expect(forecastFollowers(followers(200, 0, 0))).toEqual({ withheld: 'no better than naive' });
  const ends = followers(200, 20).filter((_, index) => index < 2 || index > 197);
  expect(forecastFollowers(ends)).toEqual({ withheld: 'gaps' });
  expect(forecast(forecastFollowers(followers(84, 20))).points.at(-1)!.outer).toBeNull();
});

test('a gap of some days does not move the forecast', () => {
  const whole = forecast(forecastFollowers(followers(200, 20)));
  const holey = forecast(
    forecastFollowers(followers(200, 20).filter((_, index) => index % 3 !== 1 || index === 199)),
  );
  expect(holey.points.at(-1)!.value).toBeCloseTo(whole.points.at(-1)!.value, -2);
});

function weekly(values: readonly number[]) {
  return values.map((median, index) => ({ week: addDays(start, 7 * index), median }));
}

test('a weekly rate stays flat at its median, unless last year knew better', () => {
  const { normal } = random(2);
  const noisy = weekly(Array.from({ length: 60 }, () => 0.04 * Math.exp(0.2 * normal())));
  const flat = forecast(forecastWeekly(noisy, { offset: 0.0001 }));
  expect(flat.method).toBe('flat median');
  expect(new Set(flat.points.map(({ value }) => value)).size).toBe(1);
  expect(flat.points[0]!.value).toBeGreaterThan(0.03);
  expect(flat.points[0]!.inner.low).toBeGreaterThan(0);
  expect(flat.points.map(({ day }) => day)[3]).toBe(addDays(start, 7 * 63));
  const season = Array.from(
    { length: 130 },
    (_, week) => 0.04 * Math.exp(0.8 * Math.sin((2 * Math.PI * week) / 52) + 0.02 * normal()),
  );
  const seasonal = forecast(forecastWeekly(weekly(season), { offset: 0.0001 }));
  expect(seasonal.method).toBe('seasonal naive');
  expect(seasonal.points[0]!.value).toBeCloseTo(season[130 - 52]!, 6);
  expect(forecastWeekly(noisy.slice(0, 11))).toEqual({ withheld: 'too short' });
});

/** Fourteen weeks, Sundays half of other days. */
function readings() {
  const { normal } = random(11);
  return Array.from({ length: 98 }, (_, index) => ({
    day: addDays(start, index),
    value: Math.round(1000 * (index % 7 === 6 ? 0.5 : 1) * Math.exp(0.1 * normal())) as number | null,
  }));
}

test('a spike and a slump are flagged, Sundays are not', () => {
  const days = readings();
  days[80]!.value = 4000;
  days[90]!.value = 100;
  const found = anomalies(days);
  expect(found.map(({ day }) => day)).toEqual([addDays(start, 80), addDays(start, 90)]);
  expect(found[0]!.effect).toBeGreaterThan(2);
  expect(found[1]!.effect).toBeLessThan(-0.8);
  expect(found[0]!.expected).toBeGreaterThan(700);
  expect(anomalies(days, { from: addDays(start, 81) }).map(({ day }) => day)).toEqual([addDays(start, 90)]);
  expect(anomalies(days, { most: 1 })).toHaveLength(1);
  expect(anomalies(readings())).toEqual([]);
});

test('faults of the data are told apart and never flagged', () => {
  const days = readings();
  for (const index of [70, 71, 72]) days[index]!.value = 0;
  days[80]!.value = null;
  days[90]!.value = -40;
  days.splice(85, 2);
  const faults = dataFaults(days, { redefined: [addDays(start, 60), '2020-01-01'] });
  expect(faults).toEqual([
    { kind: 'redefined', from: addDays(start, 60), to: addDays(start, 60) },
    { kind: 'zeros', from: addDays(start, 70), to: addDays(start, 72) },
    { kind: 'missing', from: addDays(start, 80), to: addDays(start, 80) },
    { kind: 'missing', from: addDays(start, 85), to: addDays(start, 86) },
    { kind: 'negative', from: addDays(start, 90), to: addDays(start, 90) },
  ]);
  expect(anomalies(days, { faults })).toEqual([]);
  const posts = [10, 11, 9, 12].map((value, index) => ({ day: addDays(start, index), value }));
  expect(dataFaults(posts)).toEqual([]);
  expect(dataFaults(posts, { isCumulative: true })).toMatchObject([{ kind: 'negative', from: '2026-01-07' }]);
  expect(dataFaults(posts.map(({ day }) => ({ day, value: 0 })))).toMatchObject([{ kind: 'zeros' }]);
});

test('nothing is compared across a change of definition', () => {
  const days = readings().map(({ day, value }, index) => ({ day, value: index < 60 ? value : value! * 3 }));
  expect(anomalies(days).length).toBeGreaterThan(0);
  expect(anomalies(days, { faults: dataFaults(days, { redefined: [addDays(start, 60)] }) })).toEqual([]);
});

test('the share of the top tenth, with an interval that follows the posts', () => {
  const { normal } = random(6);
  const weeks = Array.from({ length: 20 }, () => Array.from({ length: 4 }, () => Math.exp(normal())));
  const found = topShare(weeks)!;
  const sorted = weeks.flat().sort((a, b) => b - a);
  const sum = (values: readonly number[]) => values.reduce((all, value) => all + value, 0);
  expect(found.share).toBeCloseTo(sum(sorted.slice(0, 8)) / sum(sorted), 12);
  expect(found).toMatchObject({ n: 80, top: 8 });
  expect(found.interval.low).toBeLessThan(found.share);
  expect(found.interval.high).toBeGreaterThan(found.share);
  expect(topShare(weeks)).toEqual(found);
  expect(topShare([Array(20).fill(5)])!.share).toBeCloseTo(0.1, 12);
  expect(topShare([[1, 2, 3]])).toBeNull();
  expect(topShare([Array(20).fill(0)])).toBeNull();
});

test('weeks that follow each other are drawn whole', () => {
  const slow = Array.from({ length: 30 }, (_, week) => Math.sin(week / 4));
  expect(isAutocorrelated(slow)).toBe(true);
  expect(isAutocorrelated(slow.map((value, week) => (week % 2 === 0 ? value : -value)))).toBe(false);
  expect(isAutocorrelated([1, 2, 3])).toBe(false);
  const weeks = slow.map((level) => [level, level + 0.1]);
  expect(bootstrapBlocks(weeks, (value) => value)).toHaveLength(30);
  expect(bootstrapBlocks(weeks, () => 0)).toHaveLength(60);
});

test('posts to detect a lift are those whose detectable lift it is', () => {
  const n = postsToDetect(Math.log(1.2), 0.6);
  expect(n).toBe(171);
  expect(detectableLift(n, n, 0.6)).toBeLessThanOrEqual(0.2);
  expect(detectableLift(n - 1, n - 1, 0.6)).toBeGreaterThan(0.2);
});

test('experiments rank by what knowing is worth', () => {
  const candidate = (what: string, kind: string, effect: number, half: number, stands = false) => ({
    kind,
    what,
    n: 10,
    effect,
    interval: { low: effect - half, high: effect + half },
    stands,
  });
  const candidates = [
    candidate('surely bad', 'slot', -0.3, 0.1),
    candidate('good', 'slot', 0.2, 0.1, true),
    candidate('unknown', 'topic', 0, 0.6),
    candidate('nothing', 'format', 0, 0.01),
    candidate('third slot', 'slot', 0.1, 0.1),
    candidate('fourth slot', 'slot', 0.05, 0.1),
  ];
  const plan = experiments(candidates, { sigma: 0.6, postsPerWeek: 4 });
  expect(plan.standsOut).toBe(true);
  expect(plan.list.map(({ what }) => what)).toEqual(['good', 'unknown', 'third slot']);
  const [good, unknown] = plan.list;
  expect(good).toMatchObject({ planned: 0.2, postsEach: postsToDetect(0.2, 0.6) });
  expect(good!.weeks).toBe(Math.ceil((2 * good!.postsEach) / 4));
  expect(good!.isPractical).toBe(false);
  const [busy] = experiments(candidates, { sigma: 0.6, postsPerWeek: 14 }).list;
  expect(busy).toMatchObject({ weeks: Math.ceil(good!.postsEach / 7), isPractical: true });
  expect(unknown!.probability).toBeCloseTo(0.5, 6);
  // E[max(0, x)] of a normal around 0 is s·φ(0).
  expect(unknown!.worth).toBeCloseTo(0.6 / 1.959964 / Math.sqrt(2 * Math.PI), 5);
  expect(unknown!.planned).toBeCloseTo(Math.log(1.1), 12);
  const none = experiments(candidates.slice(2, 4), { sigma: 0.6, postsPerWeek: 0 });
  expect(none.standsOut).toBe(false);
  expect(none.list).toMatchObject([{ what: 'unknown', weeks: null, isPractical: false }]);
});
