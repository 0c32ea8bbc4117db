import {
  Bool,
  DateDay,
  Field,
  Float64,
  Int32,
  Int64,
  List,
  RecordBatchStreamWriter,
  Struct,
  type Table,
  TimestampMicrosecond,
  tableFromIPC,
  Utf8,
} from 'apache-arrow';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDuckDB } from '../../pipeline/engines/duckdb/duckdb.js';
import type { Engine } from '../../pipeline/engines/engine.js';
import type { ArrowResult } from '../../pipeline/marts.js';

let engine: Engine;
beforeAll(async () => {
  engine = await openDuckDB({ path: ':memory:' });
});
afterAll(() => engine.close());

/** Through the bytes that another program would read. */
async function roundTrip({ schema, batches }: ArrowResult): Promise<Table> {
  const writer = new RecordBatchStreamWriter();
  writer.reset(undefined, schema);
  for await (const batch of batches) writer.write(batch);
  writer.finish();
  return tableFromIPC(await writer.toUint8Array());
}

const day = (text: string): Date => new Date(`${text}T00:00:00Z`);

/** Each type a mart uses: how SQL writes a value, and how Arrow hands it back. */
const columns = {
  boolean: { ddl: 'boolean', type: new Bool(), value: fc.boolean(), sql: String, back: (v: unknown) => v },
  integer: {
    ddl: 'integer',
    type: new Int32(),
    value: fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
    sql: String,
    back: (v: unknown) => v,
  },
  bigint: {
    ddl: 'bigint',
    type: new Int64(),
    value: fc.bigInt({ min: -(2n ** 63n) + 1n, max: 2n ** 63n - 1n }),
    sql: String,
    back: (v: unknown) => v,
  },
  double: {
    ddl: 'double',
    type: new Float64(),
    value: fc.double({ noNaN: true }),
    sql: (v: unknown) =>
      `cast('${Object.is(v, -0) ? '-0.0' : String(v).replace('Infinity', 'inf')}' as double)`,
    back: (v: unknown) => v,
  },
  varchar: {
    ddl: 'varchar',
    type: new Utf8(),
    value: fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.constantFrom('', '😀', '👩‍👩‍👧', 'a\nb', "it's", '\u{10ffff}', 'ﷺ'),
    ),
    sql: (v: unknown) => text(v as string),
    back: (v: unknown) => v,
  },
  date: {
    ddl: 'date',
    type: new DateDay(),
    value: fc
      .date({ min: day('1900-01-01'), max: day('2200-01-01'), noInvalidDate: true })
      .map((v) => v.toISOString().slice(0, 10)),
    sql: (v: unknown) => `date '${v as string}'`,
    back: (v: unknown) => new Date(v as number).toISOString().slice(0, 10),
  },
  instant: {
    ddl: 'timestamptz',
    type: new TimestampMicrosecond('UTC'),
    value: fc
      .date({ min: day('1900-01-01'), max: day('2200-01-01'), noInvalidDate: true })
      .map((v) => v.toISOString()),
    sql: (v: unknown) => `timestamptz '${v as string}'`,
    back: (v: unknown) => new Date(v as number).toISOString(),
  },
  list: {
    ddl: 'varchar[]',
    type: new List(new Field('item', new Utf8(), true)),
    value: fc.array(fc.option(fc.constantFrom('a', '', '😀', 'ab'))),
    sql: (v: unknown) =>
      `cast([${(v as (string | null)[]).map((one) => (one === null ? 'null' : text(one))).join(', ')}] as varchar[])`,
    back: (v: unknown) => [...(v as Iterable<unknown>)],
  },
  struct: {
    ddl: 'struct(label varchar, share double)',
    type: new Struct([new Field('label', new Utf8(), true), new Field('share', new Float64(), true)]),
    value: fc.record({ label: fc.option(fc.constantFrom('x', '', '😀')), share: fc.option(fc.integer()) }),
    sql: (v: unknown) => {
      const { label, share } = v as { label: string | null; share: number | null };
      return `{'label': ${label === null ? 'null' : text(label)}, 'share': ${share ?? 'null'}}`;
    },
    back: (v: unknown) => ({ ...(v as { toJSON(): object }).toJSON() }),
  },
} as const;

function text(value: string): string {
  // by code point: no quoting rule to get wrong, and no character that SQL text cannot hold
  return `cast(decode(unhex('${Buffer.from(value).toString('hex')}')) as varchar)`;
}

type ColumnName = keyof typeof columns;
const names = Object.keys(columns) as ColumnName[];

describe('a query result as Arrow', () => {
  it.each(names)('carries %s values and nulls through bytes and back', async (name) => {
    const { ddl, type, value, sql, back } = columns[name];
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.option(value as fc.Arbitrary<unknown>), { maxLength: 40 }),
        async (values) => {
          await engine.exec(`create or replace table t (position integer, v ${ddl})`);
          const rows = values.map((one, index) => `(${index}, ${one === null ? 'null' : sql(one)})`);
          if (rows.length > 0) await engine.exec(`insert into t values ${rows.join(', ')}`);
          const table = await roundTrip(await engine.query('select v from t order by position'));
          expect(String(table.schema.fields[0]!.type)).toBe(String(type));
          expect(table.numRows).toBe(values.length);
          const column = table.getChild('v')!;
          const got = Array.from({ length: values.length }, (_, row) => column.get(row) as unknown);
          expect(got.map((one) => (one === null ? null : back(one)))).toEqual(values);
          expect(column.nullCount).toBe(values.filter((one) => one === null).length);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('keeps rows together across chunks, wherever the nulls are', async () => {
    const rows = 5_000;
    const every = (n: number, expression: string): string =>
      `case when i % ${n} = 0 then null else ${expression} end`;
    const table = await roundTrip(
      await engine.query(`
        select i as id, ${every(2, 'i % 3 = 0')} as flag, ${every(3, 'i * 1.5')} as amount,
          ${every(7, `concat('😀', i)`)} as label, ${every(64, `date '2026-01-01' + cast(i % 300 as integer)`)} as day,
          ${every(5, '[cast(i as varchar), null]')} as tags,
          ${every(2048, `{'n': i, 's': concat('s', i)}`)} as pair,
          cast(null as bigint) as never
        from range(${rows}) as r(i) order by i`),
    );
    expect(table.numRows).toBe(rows);
    expect(table.batches.length).toBeGreaterThan(1);
    for (let i = 0; i < rows; i++) {
      const row = table.get(i)!.toJSON() as Record<string, unknown>;
      const unless = (n: number, value: unknown): unknown => (i % n === 0 ? null : value);
      expect({
        ...row,
        tags: row.tags === null ? null : [...(row.tags as Iterable<unknown>)],
        pair: row.pair === null ? null : { ...(row.pair as { toJSON(): object }).toJSON() },
        day: row.day === null ? null : Number(row.day),
      }).toEqual({
        id: BigInt(i),
        flag: unless(2, i % 3 === 0),
        amount: unless(3, i * 1.5),
        label: unless(7, `😀${i}`),
        day: unless(64, Date.UTC(2026, 0, 1 + (i % 300))),
        tags: unless(5, [String(i), null]),
        pair: unless(2048, { n: BigInt(i), s: `s${i}` }),
        never: null,
      });
    }
  });

  it('keeps its schema when it has no row', async () => {
    const list = names.map((name) => `cast(null as ${columns[name].ddl}) as ${name}_column`).join(', ');
    const result = await engine.query(`select ${list} where false`);
    const table = await roundTrip(result);
    expect(table.numRows).toBe(0);
    for (const { fields } of [result.schema, table.schema]) {
      expect(fields.map(({ name, type }) => [name, String(type)])).toEqual(
        names.map((name) => [`${name}_column`, String(columns[name].type)]),
      );
    }
  });

  it('gives sums and decimals as numbers, and two columns of one name two names', async () => {
    const table = await roundTrip(
      await engine.query('select sum(i) as total, 1.25 as rate, 1 as a, 2 as a from range(10) as r(i)'),
    );
    expect(Object.values(table.get(0)!.toJSON())).toEqual([45, 1.25, 1, 2]);
    expect(new Set(table.schema.names).size).toBe(4);
  });

  it('fails with the SQL when the query is wrong', async () => {
    await expect(engine.query('select nothing from nowhere')).rejects.toThrow(/nowhere[\s\S]*select nothing/);
  });
});
