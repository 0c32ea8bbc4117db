import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { csv } from '../../reports/csv.js';

test('cells that a spreadsheet would run are guarded', () => {
  for (const attack of [
    "=cmd|' /C calc'!A0",
    '+1',
    '-1',
    '@SUM(A1)',
    '\t=1',
    '\r=1',
    '\n1',
    ' =1',
    '\ufeff=1',
    '＝1+1',
    '＠SUM(1)',
  ]) {
    const [, row] = parse(csv(['a'], [[attack]]), { relax_quotes: false }) as string[][];
    expect(row![0]!.startsWith("'")).toBe(true);
  }
});

test('numbers stay numbers, also negative ones; null is empty', () => {
  expect(csv(['a', 'b', 'c'], [[-1.5, null, 0.1]])).toBe('a,b,c\r\n-1.5,,0.1\r\n');
});

test('commas, quotes, semicolons and line breaks stay inside their cell', () => {
  const cells = ['a,b', 'say "hi"', 'x;y', 'two\r\nlines', '"', '""', ',', 'tab\tinside'];
  const text = csv(
    cells.map((_, index) => `c${index}`),
    [cells],
  );
  expect((parse(text) as string[][])[1]).toEqual(cells);
  // A reader that splits at semicolons sees no cell of its own making.
  expect(
    (parse(text, { delimiter: ';', relax_column_count: true, relax_quotes: true }) as string[][]).flat(),
  ).not.toContain('y');
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
