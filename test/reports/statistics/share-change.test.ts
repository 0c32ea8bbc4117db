import { expect, test } from 'vitest';
import { shareChange } from '../../../reports/statistics/share-change.js';

const weeks = (...parts: readonly number[]) =>
  parts.flatMap((part) => Array.from({ length: 7 }, () => ({ part, whole: 1000 })));

test('equal weeks differ by exactly what they differ by', () => {
  const { before, now, points, interval } = shareChange(
    weeks(300, 300, 300, 300),
    weeks(400, 400, 400, 400),
  )!;
  expect(before).toBeCloseTo(0.3, 3);
  expect(now).toBeCloseTo(0.4, 3);
  expect(points).toBeCloseTo(0.1, 3);
  expect(interval).toEqual({ low: points, high: points });
});

test('weeks that differ among themselves make the change less sure, weeks that follow each other still less', () => {
  const width = ({ interval }: NonNullable<ReturnType<typeof shareChange>>) => interval.high - interval.low;
  const steady = weeks(300, 310, 300, 310, 300, 310);
  const turns = shareChange(steady, weeks(200, 400, 200, 400, 200, 400))!;
  const drifts = shareChange(steady, weeks(200, 200, 200, 400, 400, 400))!;
  expect(turns.interval.low).toBeLessThan(0);
  expect(turns.interval.high).toBeGreaterThan(0);
  expect(width(drifts)).toBeGreaterThan(1.2 * width(turns));
});

test('swapped sides change the sign only, and nothing leaves the range of shares', () => {
  const [a, b] = [weeks(0, 1000, 0, 1000), weeks(500, 20, 700, 300)];
  const [there, back] = [shareChange(a, b)!, shareChange(b, a)!];
  expect(back.points).toBeCloseTo(-there.points, 12);
  expect(back.interval.low).toBeCloseTo(-there.interval.high, 12);
  expect(there.interval.low).toBeGreaterThanOrEqual(-1);
  expect(there.interval.high).toBeLessThanOrEqual(1);
});

test('about four weeks of counted days on each side, or nothing', () => {
  const four = weeks(1, 2, 3, 4);
  expect(shareChange(four, four.slice(4))).toBeNull();
  expect(shareChange(four.slice(4), four)).toBeNull();
  expect(shareChange(four, [{ part: 0, whole: 0 }, ...four.slice(4)])).toBeNull();
  expect(shareChange(four, four.slice(1))).not.toBeNull();
  expect(shareChange(four, [{ part: 0, whole: 0 }, ...four])).not.toBeNull();
});
