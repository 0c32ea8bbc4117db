import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  isReversed,
  type RatePart,
  splitRateChange,
  standardisedRate,
  standardisedShift,
} from '../../../reports/statistics/mix.js';

const part = (stratum: string, amount: number, base: number, week = '2026-01-05'): RatePart => ({
  stratum,
  week,
  amount,
  base,
});

test('the split of a textbook change, by hand', () => {
  // Rates 2 % and 8 % stay as they are; the share of the better stratum goes from 1/4 to 3/4.
  const before = [part('image', 60, 3000), part('reel', 80, 1000)];
  const after = [part('image', 20, 1000), part('reel', 240, 3000)];
  const split = splitRateChange(before, after)!;
  expect(split.before).toBeCloseTo(0.035, 12);
  expect(split.after).toBeCloseTo(0.065, 12);
  expect(split.mix.estimate).toBeCloseTo(0.03, 12);
  expect(split.within.estimate).toBeCloseTo(0, 12);
});

test('both parts add up to the change, whatever comes and goes', () => {
  const parts = fc.array(
    fc.tuple(
      fc.constantFrom('a', 'b', 'c'),
      fc.integer({ min: 0, max: 500 }),
      fc.integer({ min: 1, max: 5000 }),
    ),
    { minLength: 1, maxLength: 12 },
  );
  fc.assert(
    fc.property(parts, parts, (before, after) => {
      const [old, now] = [before, after].map((list) => list.map(([kind, e, r]) => part(kind, e, r)));
      const split = splitRateChange(old!, now!, { draws: 20 })!;
      expect(split.mix.estimate + split.within.estimate).toBeCloseTo(split.after - split.before, 9);
      for (const { low, estimate, high } of [split.mix, split.within]) {
        expect(low).toBeLessThanOrEqual(estimate);
        expect(high).toBeGreaterThanOrEqual(estimate);
      }
    }),
  );
  expect(splitRateChange([], [part('a', 1, 2)])).toBeNull();
});

test('a standardised rate is that of another mix, and none of half a mix', () => {
  const standard = [part('image', 0, 3000), part('reel', 0, 1000)];
  const { rate, covered } = standardisedRate([part('image', 20, 1000), part('reel', 240, 3000)], standard);
  expect(rate).toBeCloseTo(0.75 * 0.02 + 0.25 * 0.08, 12);
  expect(covered).toBeCloseTo(1, 12);
  expect(standardisedRate([part('reel', 240, 3000)], standard)).toEqual({ rate: null, covered: 0.25 });
});

test("Simpson's paradox is seen: every format fell, all together rose", () => {
  const images = [1, 1.1, 1.2, 1.3, 1.4, 1.5];
  const reels = images.map((value) => value + 2);
  const fell = (values: readonly number[]) => values.map((value) => value - 0.3);
  const strata = [
    { weight: 10, before: [...images, ...images], after: fell(images.slice(0, 5)) },
    { weight: 10, before: reels.slice(0, 5), after: fell([...reels, ...reels]) },
  ];
  const constant = standardisedShift(strata)!;
  expect(constant.estimate).toBeCloseTo(-0.3, 1);
  expect(constant.high).toBeLessThan(0);
  expect(isReversed(0.5, constant.estimate, 0.05)).toBe(true);
  expect(isReversed(-0.5, constant.estimate, 0.05)).toBe(false);
  expect(isReversed(0.04, constant.estimate, 0.05)).toBe(false);
  // Without the reels less than half of the usual mix can be compared.
  expect(standardisedShift([strata[0]!, { weight: 11, before: [], after: [] }])).toBeNull();
});
