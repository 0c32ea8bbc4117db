import fc from 'fast-check';
import { expect, test } from 'vitest';
import { detectableLift } from '../../../reports/statistics/detectable-lift.js';
import { falseDiscovery } from '../../../reports/statistics/false-discovery.js';
import {
  meanInterval,
  median,
  orderStatisticInterval,
  quantile,
} from '../../../reports/statistics/median.js';
import { randomEffects } from '../../../reports/statistics/random-effects.js';
import { robustZ } from '../../../reports/statistics/robust-z.js';
import { rollingMedian } from '../../../reports/statistics/rolling-median.js';
import { shift } from '../../../reports/statistics/shift.js';
import { typical } from '../../../reports/statistics/typical.js';
import { random } from '../fixture.js';

const numbers = fc.double({ min: -1e6, max: 1e6, noNaN: true });

test('median and quantiles of small samples', () => {
  expect(median([])).toBeNull();
  expect(median([3])).toBe(3);
  expect(median([4, 1, 3, 2])).toBe(2.5);
  expect(quantile([1, 2, 3, 4], 0.25)).toBe(1.75);
});

test('order-statistic ranks follow the binomial table', () => {
  const first = (n: number) => Array.from({ length: n }, (_, index) => index + 1);
  expect(orderStatisticInterval(first(5))).toBeNull();
  expect(orderStatisticInterval(first(6))).toEqual({ low: 1, high: 6 });
  expect(orderStatisticInterval(first(20))).toEqual({ low: 6, high: 15 });
  expect(orderStatisticInterval(first(40))).toEqual({ low: 14, high: 27 });
  expect(orderStatisticInterval(first(5000))!.low).toBeGreaterThan(2400);
});

test('the t interval of a textbook sample', () => {
  const interval = meanInterval([4, 5, 6, 7, 8])!;
  expect(interval.low).toBeCloseTo(6 - 2.776445 * Math.sqrt(2.5 / 5), 5);
});

test('typical values: none below 5 posts, the interval always holds the median', () => {
  expect(typical([], 0.5)).toEqual({ n: 0, median: null, interval: null });
  expect(typical([1, 2, 3, 4], 0.5).interval).toBeNull();
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 1e6 }), { minLength: 5, maxLength: 60 }), (values) => {
      const { median: middle, interval } = typical(values, 0.5);
      expect(interval!.low).toBeLessThanOrEqual(middle!);
      expect(interval!.high).toBeGreaterThanOrEqual(middle!);
      expect(interval!.low).toBeGreaterThanOrEqual(0);
    }),
  );
});

test.each([5, 12, 40])('intervals of the median cover it in 92 to 98 %% of samples (n = %i)', (n) => {
  const { normal } = random(n);
  let covered = 0;
  for (let sample = 0; sample < 2000; sample++) {
    const { interval } = typical(
      Array.from({ length: n }, () => 200 * Math.exp(0.8 * normal())),
      0.5,
    );
    if (interval!.low <= 200 && 200 <= interval!.high) covered++;
  }
  expect(covered / 2000).toBeGreaterThan(0.92);
  expect(covered / 2000).toBeLessThan(0.98);
});

test('the shift is the median of all differences, its ranks those of the exact table', () => {
  const [after, before] = [
    [10, 20, 30, 40, 50.5],
    [1, 2.5, 4, 8, 16.5],
  ];
  const differences = after.flatMap((x) => before.map((y) => x - y)).sort((a, b) => a - b);
  // For 5 and 5 the 2.5 % critical value of Mann–Whitney's U is 2, so the interval ends at the 3rd smallest and largest difference.
  const moved = shift(after, before)!;
  expect(moved.estimate).toBeCloseTo(differences[12]!, 9);
  expect(moved.low).toBeCloseTo(differences[2]!, 9);
  expect(moved.high).toBeCloseTo(differences[22]!, 9);
  expect(shift([1, 2, 3], before)).toBeNull();
});

test('the shift agrees with brute force and moves with the data', () => {
  const sample = fc.array(numbers, { minLength: 4, maxLength: 40 });
  fc.assert(
    fc.property(sample, sample, (after, before) => {
      const moved = shift(after, before)!;
      const differences = after.flatMap((x) => before.map((y) => x - y));
      expect(moved.estimate).toBeCloseTo(median(differences)!, 4);
      expect(moved.low).toBeLessThanOrEqual(moved.estimate + 1e-6);
      expect(moved.high).toBeGreaterThanOrEqual(moved.estimate - 1e-6);
    }),
  );
});

test('the interval of no shift excludes zero in at most 6 %% of samples', () => {
  const { normal } = random(3);
  let wrong = 0;
  for (let run = 0; run < 2000; run++) {
    const draw = () => Array.from({ length: 12 }, normal);
    const moved = shift(draw(), draw())!;
    if (moved.low > 0 || moved.high < 0) wrong++;
  }
  expect(wrong / 2000).toBeLessThan(0.06);
});

test('random effects: equal groups shrink to nothing, distant ones hardly', () => {
  const equal = randomEffects(
    new Map([
      ['a', [1, 2, 3]],
      ['b', [1, 2, 3]],
    ]),
  );
  expect(equal.between).toBe(0);
  expect(equal.groups.every(({ effect }) => effect === 0)).toBe(true);
  const apart = randomEffects(
    new Map([
      ['low', [0, 0.1, -0.1, 0.05, -0.05]],
      ['high', [5, 5.1, 4.9, 5.05, 4.95]],
    ]),
  );
  // Anova by hand: MSB = 62.5, s² = 0.00625, F = 10000 with 1 and 8 degrees of freedom.
  expect(apart.within).toBeCloseTo(0.00625, 9);
  expect(apart.between).toBeCloseTo((62.5 - 0.00625) / 5, 6);
  expect(apart.p).toBeLessThan(1e-10);
  expect(apart.groups[1]!.effect).toBeCloseTo(2.5, 3);
  expect(apart.groups[1]!.interval.low).toBeGreaterThan(2.3);
});

test('shrinking never turns an effect around or makes it larger', () => {
  const group = fc.array(fc.double({ min: -5, max: 5, noNaN: true }), { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(fc.array(group, { minLength: 2, maxLength: 12 }), (groups) => {
      const { groups: effects } = randomEffects(
        new Map(groups.map((values, index) => [String(index), values])),
        { draws: 50 },
      );
      for (const { raw, effect } of effects) {
        expect(Math.abs(effect)).toBeLessThanOrEqual(Math.abs(raw) + 1e-9);
        expect(raw * effect).toBeGreaterThanOrEqual(-1e-12);
      }
    }),
    { numRuns: 60 },
  );
});

test('the detectable lift of the printed table', () => {
  const percent = (n1: number, n2: number) => Math.round(100 * detectableLift(n1, n2, 0.6));
  expect([percent(10, 90), percent(20, 100), percent(50, 250), percent(200, 1000)]).toEqual([75, 51, 30, 14]);
});

test('rolling medians look both ways and stay silent with too few', () => {
  const points = [0, 1, 2, 10, 30].map((day) => ({ day, value: day * 10 }));
  expect(rollingMedian(points, 2, 2)).toEqual([10, 10, 10, null, null]);
  expect(rollingMedian(points, 100, 1)).toEqual([20, 20, 20, 20, 20]);
});

test('robust z ignores the outlier it finds', () => {
  expect(robustZ([1, 2, 3])).toEqual([null, null, null]);
  expect(robustZ([2, 2, 2, 2, 2])).toEqual([null, null, null, null, null]);
  const scores = robustZ([1, 2, 3, 4, 5, 1000]);
  expect(scores[5]).toBeGreaterThan(100);
  expect(Math.abs(scores[0]!)).toBeLessThan(2);
});

test('Benjamini–Hochberg of the classic example', () => {
  const q = falseDiscovery([0.01, 0.04, 0.03, 0.005]);
  expect(q.map((value) => Number(value.toFixed(4)))).toEqual([0.02, 0.04, 0.04, 0.02]);
});
