import { expect, test } from 'vitest';
import { standardNormal, uniformFloat64 } from '../../../reports/statistics/draws.js';
import { gatePower } from '../../../reports/statistics/gate-power.js';
import { postingTime, postingWeek } from '../../../reports/statistics/posting-time.js';
import { randomEffects } from '../../../reports/statistics/random-effects.js';
import { memberEffects } from '../../../reports/statistics/ridge.js';
import { topicEffects } from '../../../reports/statistics/topics.js';
import { random } from '../fixture.js';

test('near seeds draw differently from the first draw on', () => {
  const first = Array.from({ length: 50 }, (_, seed) => uniformFloat64(seed)());
  expect(Math.min(...first)).toBeLessThan(0.2);
  expect(Math.max(...first)).toBeGreaterThan(0.8);
  const normal = standardNormal(uniformFloat64(1));
  const values = Array.from({ length: 4000 }, normal);
  expect(values.reduce((sum, value) => sum + value, 0) / 4000).toBeCloseTo(0, 1);
  expect(values.reduce((sum, value) => sum + value * value, 0) / 4000).toBeCloseTo(1, 1);
});

test('groups that moments call equal keep an interval of what they may be', () => {
  const equal = randomEffects(
    new Map([
      ['a', [1, 2, 3, 4]],
      ['b', [1.1, 2, 3, 3.9]],
    ]),
  );
  expect(equal.between).toBe(0);
  for (const { effect, interval } of equal.groups) {
    expect(effect).toBe(0);
    expect(interval.low).toBeLessThan(-0.1);
    expect(interval.high).toBeGreaterThan(0.1);
  }
});

test('the power of the gate is the one that simulations find', () => {
  // Twelve equal groups of 12 posts, spread 15 % between and 60 % within.
  const between = Math.log1p(0.15);
  const { normal } = random(5);
  let noticed = 0;
  for (let run = 0; run < 400; run++) {
    const groups = new Map(
      Array.from({ length: 12 }, (_, group) => {
        const effect = between * normal();
        return [String(group), Array.from({ length: 12 }, () => effect + 0.6 * normal())] as const;
      }),
    );
    if (randomEffects(groups, { draws: 1 }).p < 0.05) noticed++;
  }
  expect(gatePower(Array(12).fill(12), between, 0.6)!).toBeCloseTo(noticed / 400, 1);
  expect(gatePower(Array(12).fill(12), 0, 0.6)!).toBeCloseTo(0.05, 3);
  expect(gatePower([12], between, 0.6)).toBeNull();
});

/** Posts every day, three a day; Tuesday at noon is better. */
function dailyPosts(days: number, lift: number) {
  const { normal } = random(9);
  return Array.from({ length: 3 * days }, (_, index) => {
    const day = new Date(Date.UTC(2026, 0, 5 + Math.floor(index / 3))).toISOString().slice(0, 10);
    const weekday = (Math.floor(index / 3) % 7) + 1;
    const hour = [8, 12, 20][index % 3]!;
    return { day, weekday, hour, value: 0.3 * normal() + (hour === 12 ? lift : 0) };
  });
}

test('a best block is named with what stands behind it', () => {
  const answer = postingTime(dailyPosts(60, 0.4))!;
  expect(answer.isMeasurable).toBe(true);
  expect(answer.best).toMatchObject({ weekdays: [1, 2, 3, 4, 5], fromHour: 12 });
  expect(answer.best!.effect).toBeGreaterThan(0.15);
  expect(answer.detectable).toMatchObject({ posts: expect.any(Number), lift: expect.any(Number) });
  expect(answer.power).toBeGreaterThan(0.05);
  // The same posts from three weeks: too few weeks to name a block.
  expect(postingTime(dailyPosts(21, 0.4))!.best).toBeNull();
  expect(postingTime(dailyPosts(9, 0.4))).toBeNull();
  // Always at the same time: nothing to compare with.
  expect(postingTime(dailyPosts(60, 0.4).map((post) => ({ ...post, weekday: 1, hour: 9 })))).toBeNull();
});

test('the days of the week open with 300 posts', () => {
  expect(postingWeek(dailyPosts(99, 0.4))).toBeNull();
  const week = postingWeek(dailyPosts(100, 0.4))!;
  expect(week).toHaveLength(21);
  expect(week.find(({ weekdays, fromHour }) => weekdays[0] === 7 && fromHour === 20)!.n).toBe(14);
});

test('ridge with one group is the shrunken difference, by hand', () => {
  const values = [0, 0.2, -0.2, 0.1, -0.1, 1, 1.2, 0.8, 1.1, 0.9];
  const groups = values.map((_, post) => (post < 5 ? [] : [0]));
  const { effects, between, within, p } = memberEffects({ values, groups, count: 1 });
  // Centred membership has square sum 2.5, and Σzy = 2.5: the plain difference is 1.
  expect(effects[0]!.effect).toBeCloseTo(2.5 / (2.5 + within / between), 9);
  expect(p).toBeLessThan(0.02);
  expect(effects[0]!.interval.low).toBeGreaterThan(0.5);
});

test('of two tags that go together the one that matters is credited', () => {
  const { normal, uniform } = random(3);
  const groups = Array.from({ length: 400 }, () => {
    const first = uniform() < 0.4;
    return [
      ...(first ? [0] : []),
      ...(uniform() < (first ? 0.6 : 0.1) ? [1] : []),
      ...(uniform() < 0.3 ? [2] : []),
    ];
  });
  const values = groups.map((own) => 0.5 * normal() + (own.includes(0) ? 0.5 : 0));
  const { effects, p } = memberEffects({ values, groups, count: 3 });
  expect(p).toBeLessThan(0.01);
  expect(effects[0]!.effect).toBeGreaterThan(0.35);
  expect(effects[0]!.interval.low).toBeGreaterThan(0);
  expect(effects[1]!.interval.low).toBeLessThan(0);
  expect(Math.abs(effects[1]!.effect)).toBeLessThan(0.15);
});

test('tags that always go together are one; a planted one stands out, and says which it came with', () => {
  const { normal, uniform } = random(4);
  const posts = Array.from({ length: 200 }, (_, index) => {
    const isGood = index % 5 === 0;
    const tags = [...(isGood ? ['sunset', 'golden'] : []), ...(uniform() < 0.3 ? ['food'] : []), 'brand'];
    const day = new Date(Date.UTC(2026, 0, 5 + index)).toISOString().slice(0, 10);
    return { tags, day, value: 0.4 * normal() + (isGood ? 0.5 : 0) };
  });
  const { effects, p } = topicEffects(posts);
  expect(p).toBeLessThan(0.01);
  // `brand` is in every post, so there is nothing to compare it with.
  expect(effects.map(({ tag }) => tag)).toEqual(['food', 'golden']);
  const golden = effects[1]!;
  expect(golden).toMatchObject({ others: ['sunset'], n: 40, stands: true });
  expect(effects[0]!.stands).toBe(false);
  // The same effect in posts of two weeks is not named.
  const short = posts.map((post, index) => ({ ...post, day: index % 2 === 0 ? '2026-01-05' : '2026-01-12' }));
  expect(topicEffects(short).effects.some(({ stands }) => stands)).toBe(false);
  expect(topicEffects(posts.slice(0, 10)).effects).toEqual([]);
});
