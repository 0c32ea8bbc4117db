import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { TableBuffer } from '../../pipeline/engines/columns.js';
import { openDuckDB } from '../../pipeline/engines/duckdb/duckdb.js';
import { ddlType } from '../../pipeline/engines/duckdb/types.js';
import type { Engine } from '../../pipeline/engines/engine.js';

const columns = [
  { name: 'row', type: 'integer' },
  { name: 'txt', type: 'string' },
  { name: 'word', type: 'string' },
  { name: 'number', type: 'number' },
  { name: 'flag', type: 'boolean' },
  { name: 'instant', type: 'timestamp' },
  { name: 'day', type: 'date' },
  { name: 'nothing', type: 'string' },
] as const;

let engine: Engine;
beforeAll(async () => {
  engine = await openDuckDB({ path: ':memory:' });
  const ddl = columns.map(({ name, type }) => `"${name}" ${ddlType(type)}`);
  await engine.exec(`create table target (${ddl.join(', ')})`);
});
afterAll(() => engine.close());

const unknown = <T>(known: fc.Arbitrary<T>) => fc.option(known, { nil: null, freq: 4 });
const day = fc
  .date({ min: new Date('1905-01-01'), max: new Date('2105-01-01'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
const row = fc.record({
  txt: unknown(fc.string({ unit: 'grapheme', maxLength: 30 })),
  word: unknown(fc.constantFrom('', 'graph-api', 'imports', 'ünï')),
  number: unknown(fc.double({ noNaN: true })),
  flag: unknown(fc.boolean()),
  instant: unknown(
    fc.date({ min: new Date('1905-01-01'), max: new Date('2105-01-01'), noInvalidDate: true }),
  ),
  day: unknown(day),
});

it('gives back what was appended, nulls and all, over chunks and beyond the size of a dictionary', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(row, { minLength: 1, maxLength: 20 }),
      fc.constantFrom(1, 150, 2500),
      fc.integer({ min: -(2 ** 53) + 1, max: 2 ** 53 - 60_000 }),
      async (pattern, repetitions, first) => {
        const rows = Array.from({ length: repetitions * pattern.length }, (_, index) => {
          const one = pattern[index % pattern.length]!;
          // more and more different texts
          const txt = one.txt === null ? null : index % 5 === 0 ? '' : `${one.txt} ${index}`;
          return { ...one, row: first + index, txt };
        });
        const buffer = new TableBuffer(columns);
        for (const one of rows) {
          buffer.begin();
          for (const [name, value] of Object.entries(one)) buffer.set(name, value);
        }
        await engine.exec('delete from target');
        await engine.appendTable('target', buffer);
        const read = await engine.rows(
          'select * replace (cast(day as varchar) as day) from target order by row',
        );
        expect(read).toEqual(rows.map((one) => ({ ...one, nothing: null })));
      },
    ),
    { numRuns: 25 },
  );
});

it.each([255, 256, 257, 1000, 1001])('gives back %i different texts', async (different) => {
  await engine.exec('delete from target');
  const buffer = new TableBuffer(columns);
  const texts = Array.from({ length: 5000 }, (_, row) => `text ${row % different}`);
  for (const [row, txt] of texts.entries()) {
    buffer.begin();
    buffer.set('row', row);
    buffer.set('txt', txt);
  }
  await engine.appendTable('target', buffer);
  const read = await engine.rows<{ txt: string }>('select txt from target order by row');
  expect(read.map(({ txt }) => txt)).toEqual(texts);
});

it.each([1, 2000])(
  'replaces what has no UTF-8 and leaves NUL out, among %i different texts',
  async (different) => {
    await engine.exec('delete from target');
    const buffer = new TableBuffer(columns);
    for (const txt of [
      ...Array.from({ length: different }, (_, row) => `text ${row}`),
      'a\ud83d',
      'a\ufffd',
      'a\0b',
      'ab',
    ]) {
      buffer.begin();
      buffer.set('row', buffer.rows);
      buffer.set('txt', txt);
    }
    await engine.appendTable('target', buffer);
    const read = await engine.rows<{ txt: string }>('select txt from target order by row');
    expect(read.map(({ txt }) => txt).slice(different)).toEqual(['a\ufffd', 'a\ufffd', 'ab', 'ab']);
  },
);

it('refuses a number that is no whole one, and writes nothing', async () => {
  await engine.exec('delete from target');
  const buffer = new TableBuffer(columns);
  buffer.begin();
  buffer.set('row', 1.5);
  await expect(engine.appendTable('target', buffer)).rejects.toThrow('1.5 is not a whole number');
  expect(await engine.rows('select * from target')).toEqual([]);
});
