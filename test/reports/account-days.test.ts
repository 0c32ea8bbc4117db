import { expect, test } from 'vitest';
import { type AccountDay, netFollowers } from '../../reports/account-days.js';
import { addDays } from '../../reports/calendar.js';

function counts(from: string, followers: readonly (number | null)[]): AccountDay[] {
  return followers.map((value, index) => ({
    day: addDays(from, index),
    followers: value,
    newFollows: null,
    unfollows: null,
    reach: null,
  }));
}

const week = { from: '2026-11-02', to: '2026-11-08' };

test('the net is the last count minus the one before the first day', () => {
  expect(netFollowers(counts('2026-11-01', [100, 101, 102, 103, 104, 105, 106, 110]), week)).toBe(10);
  expect(netFollowers(counts('2026-11-01', [100, null, null, null, null, null, null, 90]), week)).toBe(-10);
});

test('without one before, the first inside is the base', () => {
  expect(netFollowers(counts('2026-11-02', [100, 101, 102, 103, 104, 105, 109]), week)).toBe(9);
});

test('counts that cover only a part say nothing', () => {
  expect(netFollowers([], week)).toBeNull();
  expect(netFollowers(counts('2026-11-02', [100]), week)).toBeNull();
  expect(netFollowers(counts('2026-11-05', [100, 101, 102, 103]), week)).toBeNull();
  expect(netFollowers(counts('2026-11-01', [100, 101, 102, 103]), week)).toBeNull();
  expect(netFollowers(counts('2026-10-20', [100, 101, 102]), week)).toBeNull();
});
