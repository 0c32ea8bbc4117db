import { expect, test } from 'vitest';
import type { Observation } from '../../pipeline/explain/observations.js';
import { absenceIn, historyOf, newestOf, readingsOf, takenOf } from '../../pipeline/explain/readings.js';

/** Readings in landing's order (newest first) from `[day, value or reason, source]`. */
function readings(
  ...said: readonly [day: number, value: number | string, source?: string, dimension?: string][]
): Observation[] {
  return said.map(([day, value, source = 'graph-api', dimension = '']) => ({
    media_ref: 'A',
    account_ref: '1',
    metric: 'reach',
    dimension,
    value: typeof value === 'number' ? value : null,
    absent_reason: typeof value === 'number' ? null : value,
    observed_at: new Date(Date.UTC(2026, 8, day)),
    source,
    run_id: `${day}`,
    run_kind: null,
    run_started_at: null,
    raw_file: 'f',
    line: 1,
    item: 1,
  }));
}

const day = (number: number): Date => new Date(Date.UTC(2026, 8, number));

test('a history has a step for each change, corrections below zero, repetitions left out', () => {
  const history = historyOf(readings([6, 9], [5, 9], [4, 'hidden'], [3, 'hidden'], [2, 12], [1, 10]));
  expect(history.map(({ run_id, value, change }) => [run_id, value, change])).toEqual([
    ['5', 9, -3],
    ['3', null, null],
    ['2', 12, 2],
    ['1', 10, null],
  ]);
});

test('of a moment the first reading with a value counts: an empty cell beside a number is no step', () => {
  const both = readings([2, 'not_yet_available'], [2, 7, 'imports'], [2, 6, 'scrape'], [1, 5]);
  expect(historyOf(both).map(({ value }) => value)).toEqual([7, 5]);
  expect(takenOf(both).map(({ value }) => value)).toEqual([7, 6]);
  expect(absenceIn(both)).toBeNull();
});

test('an absence begins with the first reading after the last value', () => {
  expect(absenceIn(readings([4, 'hidden'], [3, 'unsupported'], [2, 1], [1, 'hidden']))).toEqual({
    reason: 'hidden',
    since: day(3),
  });
  expect(absenceIn(readings([2, 'hidden'], [1, 'hidden']))).toEqual({ reason: 'hidden', since: day(1) });
  expect(absenceIn([])).toBeNull();
});

test('a correction is shown however old it is', () => {
  const growing = Array.from({ length: 20 }, (_, index) => [28 - index, 100 - index] as [number, number]);
  const history = historyOf(readings(...growing, [2, 50], [1, 60]));
  const shown = newestOf(history);
  expect(shown).toHaveLength(9);
  expect(shown.at(-1)).toMatchObject({ run_id: '2', change: -10 });
});

test('where only parts are given, the one that was read last stands for itself', () => {
  const parts = readings([1, 3, 'graph-api', 'type=call'], [2, 4, 'graph-api', 'type=email']);
  expect(readingsOf(parts, 'reach').map(({ dimension }) => dimension)).toEqual(['type=email']);
  expect(readingsOf([...parts, ...readings([1, 9])], 'reach').map(({ value }) => value)).toEqual([9]);
  expect(readingsOf(parts, 'likes')).toEqual([]);
});
