import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  fTail,
  normalProbability,
  normalQuantile,
  studentProbability,
  studentQuantile,
} from '../../../reports/statistics/distributions.js';

// Known values from published tables.
test('normal quantiles and probabilities', () => {
  expect(normalQuantile(0.975)).toBeCloseTo(1.959964, 6);
  expect(normalQuantile(0.8)).toBeCloseTo(0.8416212, 6);
  expect(normalQuantile(0.001)).toBeCloseTo(-3.090232, 6);
  expect(normalProbability(1.96)).toBeCloseTo(0.9750021, 6);
  expect(normalProbability(-3)).toBeCloseTo(0.001349898, 7);
});

test('Student quantiles', () => {
  expect(studentQuantile(0.975, 1)).toBeCloseTo(12.7062, 4);
  expect(studentQuantile(0.975, 4)).toBeCloseTo(2.776445, 6);
  expect(studentQuantile(0.975, 19)).toBeCloseTo(2.093024, 6);
  expect(studentQuantile(0.05, 10)).toBeCloseTo(-1.812461, 6);
  expect(studentProbability(2, 7)).toBeCloseTo(0.9571903, 6);
});

test('F tails', () => {
  expect(fTail(3.098391, 3, 20)).toBeCloseTo(0.05, 6);
  expect(fTail(2.5, 11, 140)).toBeCloseTo(0.0067, 3);
  expect(fTail(0, 2, 5)).toBe(1);
});

test('quantiles undo probabilities', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0.001, max: 0.999, noNaN: true }),
      fc.integer({ min: 1, max: 200 }),
      (p, df) => {
        expect(studentProbability(studentQuantile(p, df), df)).toBeCloseTo(p, 8);
        expect(normalProbability(normalQuantile(p))).toBeCloseTo(p, 6);
      },
    ),
  );
});
