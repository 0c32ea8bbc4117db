import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  Bool,
  type DataType,
  DateDay,
  Field,
  Float64,
  Int32,
  Int64,
  List,
  type RecordBatch,
  Struct,
  Table,
  TimestampMicrosecond,
  Type,
  tableFromIPC,
  tableToIPC,
  Utf8,
  type Vector,
} from 'apache-arrow';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runLength } from '../../pipeline/engines/duckdb/arrow-text.js';
import { openDuckDB } from '../../pipeline/engines/duckdb/duckdb.js';
import { type Engine, QueryError } from '../../pipeline/engines/engine.js';

let engine: Engine;
let folder: string;
beforeAll(async () => {
  engine = await openDuckDB({ path: ':memory:' });
  folder = await mkdtemp(join(tmpdir(), 'reachline-test-'));
});
afterAll(async () => {
  engine.close();
  await rm(folder, { recursive: true, force: true });
});

/** A value as Arrow hands it back, in the terms of `rows`; bigints stay exact, structs become objects. */
function plain(value: unknown, type: DataType): unknown {
  if (value === null) return null;
  switch (type.typeId) {
    case Type.Date:
      return new Date(value as number).toISOString().slice(0, 10);
    case Type.Timestamp:
      return new Date(value as number);
    case Type.List:
      return Array.from(value as Vector, (item) => plain(item, type.children[0]!.type));
    case Type.Struct:
      return Object.fromEntries(
        type.children.map(({ name, type: child }) => [
          name,
          plain((value as Record<string, unknown>)[name], child),
        ]),
      );
    default:
      return value;
  }
}

function columnsOf(table: Table): Record<string, unknown[]> {
  return Object.fromEntries(
    table.schema.fields.map(({ name, type }) => {
      const column = table.getChild(name)!;
      const values = Array.from({ length: table.numRows }, (_, row) => plain(column.get(row), type));
      expect(column.nullCount, `nulls of ${name}`).toBe(values.filter((value) => value === null).length);
      return [name, values];
    }),
  );
}

/** A query's columns, read when all batches are there (nothing in one may live in memory that DuckDB uses again), and again from bytes as another program would. */
async function query(sql: string): Promise<{ table: Table; columns: Record<string, unknown[]> }> {
  const { schema, batches } = await engine.query(sql);
  const held: RecordBatch[] = [];
  for await (const batch of batches) held.push(batch);
  const table = new Table(schema, held);
  const columns = columnsOf(table);
  const sent = tableFromIPC(tableToIPC(table));
  expect(sent.schema.fields.map(String)).toEqual(schema.fields.map(String));
  expect(columnsOf(sent)).toEqual(columns);
  return { table, columns };
}

/** The same columns as `rows` gives them. */
async function rowColumns(sql: string): Promise<Record<string, unknown[]>> {
  const rows = await engine.rows(sql);
  return Object.fromEntries(
    Object.keys(rows[0] ?? {}).map((name) => [name, rows.map((row) => row[name] as unknown)]),
  );
}

const numbersOf = (column: unknown[]): unknown[] =>
  column.map((value) => (typeof value === 'bigint' ? Number(value) : value));

function text(value: string): string {
  // by code point: no quoting rule to get wrong, and no character that SQL text cannot hold
  return `decode(unhex('${Buffer.from(value).toString('hex')}'))`;
}

interface Kind<Value> {
  readonly ddl: string;
  readonly type: DataType;
  readonly value: fc.Arbitrary<Value>;
  /** How SQL writes a value. */
  sql(value: Value): string;
}

const optional = <Value>({ value, sql }: Kind<Value>) => ({
  value: fc.option(value, { freq: 4 }),
  sql: (one: Value | null) => (one === null ? 'null' : sql(one)),
});

function listOf<Value>(kind: Kind<Value>): Kind<(Value | null)[]> {
  const item = optional(kind);
  return {
    ddl: `${kind.ddl}[]`,
    type: new List(new Field('item', kind.type, true)),
    value: fc.array(item.value, { maxLength: 4 }),
    sql: (values) => `cast([${values.map(item.sql).join(', ')}] as ${kind.ddl}[])`,
  };
}

function structOf(kinds: Readonly<Record<string, Kind<unknown>>>): Kind<Record<string, unknown>> {
  const entries = Object.entries(kinds);
  const fields = entries.map(([name, kind]) => [name, optional(kind)] as const);
  return {
    ddl: `struct(${entries.map(([name, { ddl }]) => `${name} ${ddl}`).join(', ')})`,
    type: new Struct(entries.map(([name, { type }]) => new Field(name, type, true))),
    // a plain prototype, as Arrow's rows are compared with
    value: fc.record(Object.fromEntries(fields.map(([name, { value }]) => [name, value])), {
      noNullPrototype: true,
    }),
    sql: (value) => `{${fields.map(([name, { sql }]) => `'${name}': ${sql(value[name])}`).join(', ')}}`,
  };
}

const moment = fc.date({
  min: new Date('1900-01-01T00:00:00Z'),
  max: new Date('2200-01-01T00:00:00Z'),
  noInvalidDate: true,
});
const varchar: Kind<string> = {
  ddl: 'varchar',
  type: new Utf8(),
  // DuckDB stores up to 12 bytes in the vector itself and more elsewhere: lengths on both sides of it
  value: fc.oneof(
    { weight: 3, arbitrary: fc.string({ unit: 'grapheme', maxLength: 20 }) },
    { weight: 3, arbitrary: fc.string({ unit: 'binary', maxLength: 20 }) },
    { weight: 2, arbitrary: fc.nat(40).map((length) => 'x'.repeat(length)) },
    fc.constantFrom('', '\0', 'elf\0 Zeichen', 'thirteen byte', 'twelve bytes', '😀', '👩‍👩‍👧 und 👨‍👨‍👦'),
    fc.constantFrom('a\nb', "it's", '\u{10ffff}', 'ﷺ', 'pão de queijo 🧀 '.repeat(40)),
  ),
  sql: text,
};
const boolean: Kind<boolean> = { ddl: 'boolean', type: new Bool(), value: fc.boolean(), sql: String };
const integer: Kind<number> = {
  ddl: 'integer',
  type: new Int32(),
  value: fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
  sql: String,
};
const bigint: Kind<bigint> = {
  ddl: 'bigint',
  type: new Int64(),
  value: fc.bigInt({ min: -(2n ** 63n) + 1n, max: 2n ** 63n - 1n }),
  sql: String,
};
const double: Kind<number> = {
  ddl: 'double',
  type: new Float64(),
  value: fc.double(),
  sql: (value) =>
    `cast('${Object.is(value, -0) ? '-0.0' : String(value).replace('Infinity', 'inf')}' as double)`,
};
const date: Kind<string> = {
  ddl: 'date',
  type: new DateDay(),
  value: moment.map((value) => value.toISOString().slice(0, 10)),
  sql: (value) => `date '${value}'`,
};
const instant: Kind<Date> = {
  ddl: 'timestamptz',
  type: new TimestampMicrosecond('UTC'),
  value: moment,
  sql: (value) => `timestamptz '${value.toISOString()}'`,
};

/** Each type that a mart uses, and what its lists and structs hold. */
const kinds: Readonly<Record<string, Kind<unknown>>> = {
  varchar,
  boolean,
  integer,
  bigint,
  double,
  date,
  instant,
  texts: listOf(varchar),
  flags: listOf(boolean),
  moments: listOf(instant),
  nested: listOf(listOf(varchar)),
  pair: structOf({ label: varchar, share: double, is_own: boolean }),
  pairs: listOf(structOf({ tag: varchar, posts: bigint })),
  deep: structOf({ tags: listOf(varchar), pair: structOf({ day: date }) }),
};
const names = Object.keys(kinds);

/** What `rows` says in other words: exact integers, structs. */
const onlyArrow = new Set(['bigint', 'pair', 'pairs', 'deep']);

async function fill(table: string, columns: Readonly<Record<string, readonly unknown[]>>): Promise<void> {
  const entries = Object.entries(columns);
  const ddl = entries.map(([name]) => `${name} ${kinds[name]!.ddl}`).join(', ');
  await engine.exec(`create or replace table ${table} (position integer, ${ddl})`);
  const count = entries[0]![1].length;
  if (count === 0) return;
  const rows = Array.from(
    { length: count },
    (_, row) =>
      `(${row}, ${entries.map(([name, values]) => optional(kinds[name]!).sql(values[row])).join(', ')})`,
  );
  await engine.exec(`insert into ${table} values ${rows.join(', ')}`);
}

describe('a query result as Arrow', () => {
  it.each(names)('carries %s values and nulls, as `rows` does', async (name) => {
    await fc.assert(
      fc.asyncProperty(fc.array(optional(kinds[name]!).value, { maxLength: 40 }), async (values) => {
        await fill('t', { [name]: values });
        const sql = `select ${name} from t order by position`;
        const { table, columns } = await query(sql);
        expect(String(table.schema.fields[0]!.type)).toBe(String(kinds[name]!.type));
        expect(columns[name]).toEqual(values);
        if (!onlyArrow.has(name)) expect((await rowColumns(sql))[name] ?? []).toEqual(values);
      }),
      { numRuns: 25 },
    );
  });

  it('keeps the rows of all columns together, however many chunks they fill', async () => {
    const row = fc.record(
      Object.fromEntries(names.map((name) => [name, optional(kinds[name]!).value])),
    ) as fc.Arbitrary<Record<string, unknown>>;
    await fc.assert(
      fc.asyncProperty(
        fc.array(row, { minLength: 1, maxLength: 7 }),
        fc.constantFrom(1, 2047, 2048, 2049, 4097),
        fc.constantFrom(1, 2, 3, 11),
        async (palette, count, stride) => {
          await fill(
            'palette',
            Object.fromEntries(names.map((name) => [name, palette.map((one) => one[name])])),
          );
          const { table, columns } = await query(
            `select ${names.join(', ')} from range(${count}) as r(i)
             inner join palette on position = (i * ${stride}) % ${palette.length} order by i`,
          );
          expect(table.batches.length).toBe(Math.ceil(count / 2048));
          for (const name of names) {
            const expected = Array.from(
              { length: count },
              (_, i) => palette[(i * stride) % palette.length]![name],
            );
            expect(columns[name]).toEqual(expected);
          }
        },
      ),
      { numRuns: 4 },
    );
  });

  it('reads a published file as it reads a table', async () => {
    const path = join(folder, 'mart.parquet');
    await engine.writeParquet(
      `select cast(17900000000000000 + i as varchar) as media_id,
         ['IMAGE', 'CAROUSEL_ALBUM', 'VIDEO', 'REELS'][1 + i % 4] as media_type,
         case when i % 7 > 0 then concat('Bom dia ☀️ ', repeat('olá ', cast(i % 9 as integer)), i) end as caption,
         case when i % 5 > 0 then string_split(concat('#pão #dia', i, ' #padariadobairro'), ' ') end as hashtags,
         nullif(i % 3, 0) as likes, i % 2 = 0 as is_reel, timestamptz '2026-03-08 03:30:00+00' + i * interval 1 minute as at
       from range(5000) as r(i)`,
      path,
    );
    const sql = `select * from read_parquet('${path}')`;
    const { columns } = await query(sql);
    const asRows = await rowColumns(sql);
    expect(columns.media_id).toHaveLength(5000);
    expect({ ...columns, likes: numbersOf(columns.likes!) }).toEqual(asRows);
  });

  it.each([
    ["'one constant text of more than twelve bytes'", ''],
    ["case when i % 2 = 0 then 'short' else concat('a longer text, number ', i) end", ''],
    ['label', 'order by i desc'],
    ['substr(label, 1, 13)', 'where i % 3 = 0'],
    ["string_agg(label, ', ' order by i)", 'group by i % 5 order by min(i)'],
    ['[label, null, label]', ''],
    ['list_slice([label, cast(i as varchar), label], 2, 3)', ''],
    ['list_slice(tags, 2, 3)', ''],
    ['list_reverse(tags)', 'order by i % 10, i'],
    ['list(label order by i)', 'group by i % 11 order by min(i)'],
    ['list(tags order by i)', 'group by i % 3 order by min(i)'],
    ['list(i) over (order by i rows between 3 preceding and current row)', ''],
    ['coalesce(tags, [label])', 'limit 2200 offset 99'],
    ['unnest([tags, null, tags])', ''],
    ["['every', 'row alike, and longer']", ''],
    ['(select tags from t where i = 1)', ''],
  ])('gives what `rows` gives, wherever DuckDB keeps the bytes of %s %s', async (value, rest) => {
    await engine.exec(`create or replace table t as
      select i, concat('Padaria do bairro nº ', i) as label, case i % 4 when 0 then null when 1 then []
        else [concat('#', i), concat('#pãodemassamãe', i), null] end as tags
      from range(2500) as r(i)`);
    const sql = `select ${value} as v from t ${rest}`;
    const { columns } = await query(sql);
    const expected = (await rowColumns(sql)).v!;
    expect(expected.length).toBeGreaterThan(0);
    expect(columns.v!.map((v) => (Array.isArray(v) ? numbersOf(v) : v))).toEqual(expected);
  });

  it('keeps its schema when it has no row', async () => {
    const list = names.map((name) => `cast(null as ${kinds[name]!.ddl}) as ${name}_column`).join(', ');
    const { table } = await query(`select ${list} where false`);
    expect(table.numRows).toBe(0);
    expect(table.schema.fields.map(({ name, type }) => [name, String(type)])).toEqual(
      names.map((name) => [`${name}_column`, String(kinds[name]!.type)]),
    );
  });

  it('gives an instant its moment and a day its date, in any zone', async () => {
    expect([process.env.TZ, new Date('2026-11-01T00:00:00').getTimezoneOffset()]).toEqual([
      'America/St_Johns',
      150,
    ]);
    const sql = `select unnest([timestamptz '2026-03-08 01:59:59-03:30', timestamptz '2026-03-08 03:00:00-02:30',
        timestamptz '2026-11-01 01:30:00-02:30', timestamptz '2026-11-01 01:30:00-03:30', timestamptz '1969-12-31 23:59:59.999']) as at,
      unnest([date '2026-03-08', date '2026-11-01', date '1969-12-31', null, date '2024-02-29']) as day`;
    const { columns } = await query(sql);
    expect(columns).toEqual({
      at: [
        '2026-03-08T05:29:59.000Z',
        '2026-03-08T05:30:00.000Z',
        '2026-11-01T04:00:00.000Z',
        '2026-11-01T05:00:00.000Z',
        '1969-12-31T23:59:59.999Z',
      ].map((iso) => new Date(iso)),
      day: ['2026-03-08', '2026-11-01', '1969-12-31', null, '2024-02-29'],
    });
    expect(await rowColumns(sql)).toEqual(columns);
  });

  it('gives 128-bit integers and decimals of every width as the doubles of `rows`', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom([4, 1], [4, 0], [9, 2], [18, 0], [18, 5], [38, 0], [38, 10], [38, 37]),
        fc.array(fc.option(fc.bigInt({ min: -(10n ** 38n) + 1n, max: 10n ** 38n - 1n })), {
          minLength: 1,
          maxLength: 20,
        }),
        async ([width, scale], values) => {
          const fitting = values.map((value) => value && value % 10n ** BigInt(width!));
          const decimal = fitting.map((value) => {
            if (value === null) return 'null';
            const digits = String(value < 0n ? -value : value).padStart(scale! + 1, '0');
            const at = digits.length - scale!;
            return `'${value < 0n ? '-' : ''}${digits.slice(0, at)}.${digits.slice(at)}'`;
          });
          const sql = `select unnest(cast([${decimal.join(', ')}] as decimal(${width}, ${scale})[])) as v`;
          const doubles = (await query(sql)).columns.v!;
          expect(doubles).toEqual(fitting.map((v) => (v === null ? null : Number(v) / Number(`1e${scale}`))));
          const asRows = (await rowColumns(sql)).v!;
          fitting.forEach((value, row) => {
            // beyond 2^53 DuckDB rounds twice
            if (value === null || Number.isSafeInteger(Number(value))) expect(doubles[row]).toBe(asRows[row]);
            else expect(Math.abs(Number(doubles[row]) / Number(asRows[row]) - 1)).toBeLessThan(1e-15);
          });
          const huge = `select unnest([${values.map((v) => (v === null ? 'null' : `'${v}'`)).join(', ')}]::hugeint[]) as v`;
          expect((await query(huge)).columns.v).toEqual(
            values.map((value) => (value === null ? null : Number(value))),
          );
        },
      ),
      { numRuns: 60 },
    );
    const { columns } = await query(
      `select sum(i) as total, -sum(i) as debt, 1.25 as rate, cast('${2n ** 128n - 1n}' as uhugeint) as most from range(10) as r(i)`,
    );
    expect(columns).toEqual({ total: [45], debt: [-45], rate: [1.25], most: [2 ** 128] });
  });

  it('gives bytes as bytes, and types without a twin as text', async () => {
    const { columns } = await query(`select unhex('00ff') as short, unhex(repeat('00ff', 20)) as long,
      cast('b' as enum('a', 'b')) as choice, interval 3 days as span, map {'k': [1, null]} as pairs,
      [cast('b' as enum('a', 'b')), null] as choices`);
    expect(columns).toEqual({
      short: [Uint8Array.of(0, 255)],
      long: [Uint8Array.from({ length: 40 }, (_, index) => (index % 2) * 255)],
      choice: ['b'],
      span: ['3 days'],
      pairs: ["{'k': [1, NULL]}"],
      choices: [['b', null]],
    });
  });

  it('gives two columns of one name two names', async () => {
    const { schema, batches } = await engine.query('select 1 as a, 2 as a');
    expect(new Set(schema.names).size).toBe(2);
    for await (const batch of batches) expect(Object.values(batch.get(0)!.toJSON())).toEqual([1, 2]);
  });

  it('fails with the SQL when the query is wrong', async () => {
    await expect(engine.query('select nothing from nowhere')).rejects.toThrow(/nowhere[\s\S]*select nothing/);
  });

  it.each([
    [
      'a value that cannot be converted',
      "cast(case when i = 2900000 then 'x' else '1' end as integer)",
      async () => {},
    ],
    ['an interruption', 'i', async () => engine.interrupt()],
    ['another query on its connection', 'i', async () => engine.exec('select 1')],
  ])('does not end as if it were whole after %s', async (_, expression, disturb) => {
    const sql = `select ${expression} as v from range(3000000) as r(i)`;
    const { batches } = await engine.query(sql);
    const drained = (async () => {
      let count = 0;
      for await (const _batch of batches) if (++count === 10) await disturb();
    })();
    await expect(drained).rejects.toThrow(QueryError);
    await expect(drained).rejects.toThrow(/broke off[\s\S]*range\(3000000\)/);
    expect((await query('select 1 as v')).columns).toEqual({ v: [1] });
  });
});

describe('a run of strings', () => {
  it('holds only bytes of these strings, and all that follow without a gap', () => {
    const layout = fc.array(
      fc.record({ size: fc.integer({ min: 0, max: 30 }), gap: fc.constantFrom(0, 0, 0, 1, 4, -13, 2 ** 33) }),
      { minLength: 1, maxLength: 12 },
    );
    fc.assert(
      fc.property(layout, fc.nat({ max: 2 ** 46 }), (strings, start) => {
        const words = new Uint32Array(strings.length * 4);
        const runs: number[] = [];
        let end = start;
        for (const [row, { size, gap }] of strings.entries()) {
          words[row * 4] = size;
          if (size <= 12) {
            words.fill(0xdeadbeef, row * 4 + 1, row * 4 + 4); // the text itself
            continue;
          }
          if (gap !== 0 || runs.length === 0) runs.push(0);
          const address = Math.max(0, end + gap);
          words[row * 4 + 2] = address % 2 ** 32;
          words[row * 4 + 3] = Math.floor(address / 2 ** 32);
          runs[runs.length - 1]! += size;
          end = address + size;
        }
        const first = strings.findIndex(({ size }) => size > 12);
        fc.pre(first !== -1);
        expect(runLength(words, first)).toBe(runs[0]);
      }),
    );
  });
});
