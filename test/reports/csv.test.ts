import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { csv } from '../../reports/csv.js';

test('cells that a spreadsheet would run are guarded', () => {
  for (const attack of ["=cmd|' /C calc'!A0", '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', ' =1']) {
    const [, row] = parse(csv(['a'], [[attack]]), { relax_quotes: false }) as string[][];
    expect(row![0]!.startsWith("'")).toBe(true);
  }
});

test('numbers stay numbers, also negative ones; null is empty', () => {
  expect(csv(['a', 'b', 'c'], [[-1.5, null, 0.1]])).toBe('a,b,c\r\n-1.5,,0.1\r\n');
});

test('any text reads back, up to the guard', () => {
  fc.assert(
    fc.property(fc.array(fc.string(), { minLength: 2, maxLength: 4 }), (cells) => {
      const header = cells.map((_, index) => `c${index}`);
      const [, row] = parse(csv(header, [cells])) as string[][];
      expect(row!.map((cell, index) => (cell === cells[index] ? cell : cell.slice(1)))).toEqual(cells);
    }),
  );
});
