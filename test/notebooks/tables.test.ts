import { inspect } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { identifier, type Notebook, open } from '../../notebooks/api/index.js';
import { temporaryHome } from '../pipeline/temporary-home.js';
import { buildHome, counter, land, page, post, profile } from '../pipeline/warehouse.js';

const moment = '2026-11-01T00:00:00Z';
const hostile = `<img src=x onerror="alert(1)"> $1 & $2 \u202e'; drop table accounts; --`;

let notebook: Notebook;
let shown: string[];
let done: () => Promise<void>;
const display = { html: (markup: string) => shown.push(markup), svg: (svg: string) => shown.push(svg) };
const take = (): string => shown.splice(0).join('\n');

beforeAll(async () => {
  const home = await temporaryHome((remove) => {
    done = remove;
  });
  await land(home, moment, [
    page(moment, [profile(moment), post(moment, { caption: hostile }), counter(moment, 'likes', 5)]),
  ]);
  await buildHome(home);
  shown = [];
  notebook = await open({ display, home: home.root, mostRows: 5000 });
});
afterAll(async () => {
  notebook.warehouse.close();
  await done();
});

describe('a query', () => {
  it.each([
    ['text', hostile],
    ['a number', 0.5],
    ['an integer', 12],
    ['a big integer', 9007199254740991n],
    ['a truth value', true],
    ['nothing', null],
    ['an instant', new Date('2026-10-01T12:00:00.123Z')],
  ])('takes %s as a parameter, whatever is in it', async (_what, value) => {
    const table = await notebook.warehouse.sql`select ${value} as given, 1 as other`;
    expect(table.rows()).toEqual([{ given: typeof value === 'bigint' ? Number(value) : value, other: 1 }]);
  });

  it('takes a list for `in`, an empty one too', async () => {
    const { sql } = { sql: notebook.warehouse.sql.bind(notebook.warehouse) };
    expect((await sql`select 1 as yes where 'b' in ${['a', 'b']}`).length).toBe(1);
    expect((await sql`select 1 as yes where 'b' in ${["a') or ('b' = 'b"]}`).length).toBe(0);
    expect((await sql`select 1 as yes where 'b' in ${[]}`).length).toBe(0);
    expect((await sql`select 1 as yes where 'b' not in ${[]}`).length).toBe(1);
  });

  it('takes names of marts and columns as they are, and any text as one name', async () => {
    const { media_performance: posts } = notebook.warehouse.marts;
    const named = await notebook.warehouse
      .sql`select ${posts.likes} from ${posts} where ${posts.caption} = ${hostile}`;
    expect(named.rows()).toEqual([{ likes: 5 }]);
    const odd = 'a" from accounts; --';
    const renamed = await notebook.warehouse.sql`select 1 as ${identifier(odd)}`;
    expect(renamed.columns).toEqual([odd]);
  });

  it.each([
    ['undefined', undefined, /value 1 of the query is undefined/],
    ['NaN', Number.NaN, /value 1 of the query is NaN/],
    ['an object', { a: 1 }, /is an object/],
    ['an invalid date', new Date('x'), /an invalid date/],
    ['an integer beyond 2^53', 2n ** 53n, /beyond 2\^53/],
  ])('refuses %s before DuckDB sees it', async (_what, value, message) => {
    await expect(notebook.warehouse.sql`select ${value as never}`).rejects.toThrow(message);
  });

  it.each([
    'drop view accounts',
    "copy (select 1) to '/tmp/x.csv'",
    "select * from read_text('/etc/hostname')",
  ])('only reads: `%s` is refused', async (text) => {
    const parts = Object.assign([text], { raw: [text] }) as unknown as TemplateStringsArray;
    await expect(notebook.warehouse.sql(parts)).rejects.toThrow(/not a query|disabled/);
  });

  it('waits for the one before it', async () => {
    const counts = await Promise.all(
      [3000, 10, 4000].map(
        async (rows) => (await notebook.warehouse.sql`select * from range(${rows})`).length,
      ),
    );
    expect(counts).toEqual([3000, 10, 4000]);
    const [failed, next] = await Promise.allSettled([
      notebook.warehouse.sql`select nonsense`,
      notebook.warehouse.sql`select 1 as one`,
    ]);
    expect([failed.status, next.status]).toEqual(['rejected', 'fulfilled']);
  });

  it('ends when the kernel is interrupted, and the next one runs', async () => {
    const long = notebook.warehouse
      .sql`select count(*) as pairs from range(1000000) as a, range(1000000) as b where a.range + b.range = 7`;
    const ended = expect(long).rejects.toThrow(/interrupt/i);
    const interrupting = setInterval(() => process.emit('SIGINT'), 50);
    await ended;
    clearInterval(interrupting);
    expect(process.listenerCount('SIGINT')).toBe(0);
    expect((await notebook.warehouse.sql`select 1 as one`).rows()).toEqual([{ one: 1 }]);
  });

  it('reads so many rows and says in the cell that there are more', async () => {
    const all = await notebook.warehouse.sql`select * from range(5000)`;
    expect([all.length, all.isCut, take()]).toEqual([5000, false, '']);
    const cut = await notebook.warehouse.sql`select * from range(5001)`;
    expect([cut.length, cut.isCut]).toEqual([5000, true]);
    expect(take()).toContain('more than 5,000 rows');
    cut.show();
    expect(take()).toContain('only the first 5,000 were read');
  });
});

/** What danfojs does not take: it throws on big integers and calls instants numbers. */
class Strict {
  readonly values: unknown[];
  constructor(data: unknown[] | Record<string, unknown[]>) {
    this.values = Array.isArray(data) ? data : Object.values(data).flat();
    const bad = this.values.find(
      (value) => typeof value === 'bigint' || (typeof value === 'object' && value !== null),
    );
    if (bad !== undefined) throw new Error(`danfojs has no type for ${inspect(bad)}`);
  }
}

describe('a table', () => {
  const types = () => notebook.warehouse.sql`
    select * from (values
      (1::bigint, 2::hugeint, 1.5::decimal(9, 2), true, 'a', date '2026-10-01', timestamptz '2026-10-01 12:00:00.5+00',
       time '12:34:56', [1, 2]::bigint[], {'day': date '2026-10-01', 'n': 3::bigint}),
      (null, null, null, null, null, null, null, null, null, null)
    ) as t(big, huge, exact, truth, text, day, instant, clock, list, struct)`;

  it('gives plain rows', async () => {
    const table = await types();
    expect(table.rows()).toEqual([
      {
        big: 1,
        huge: 2,
        exact: 1.5,
        truth: true,
        text: 'a',
        day: '2026-10-01',
        instant: new Date('2026-10-01T12:00:00.500Z'),
        clock: '12:34:56',
        list: [1, 2],
        struct: { day: '2026-10-01', n: 3 },
      },
      Object.fromEntries(table.columns.map((name) => [name, null])),
    ]);
    expect(() => table.column('nonsense')).toThrow('no column "nonsense"; there are big, huge');
  });

  it('gives Arrow as DuckDB has it', async () => {
    const arrow = (await types()).arrow();
    expect(arrow.numRows).toBe(2);
    expect(arrow.getChild('big')!.get(0)).toBe(1n);
    expect(String(arrow.schema.fields.find(({ name }) => name === 'instant')!.type)).toContain('Timestamp');
  });

  it('gives danfojs what it has types for', async () => {
    const table = await types();
    const danfo = { DataFrame: Strict, Series: Strict };
    expect(table.dataframe(danfo).values).toEqual([
      ...[1, null, 2, null, 1.5, null, true, null, 'a', null, '2026-10-01', null],
      ...[
        '2026-10-01T12:00:00.500Z',
        null,
        '12:34:56',
        null,
        '[1,2]',
        null,
        '{"day":"2026-10-01","n":3}',
        null,
      ],
    ]);
    expect(table.series(danfo, 'big').values).toEqual([1, null]);
    expect(() => new Strict([1n])).toThrow();
  });

  it('keeps rows in order over many batches', async () => {
    const table = await notebook.warehouse.sql<{ i: number; odd: number | null }>`
      select range as i, case when range % 2 = 1 then range end as odd from range(4999) order by i`;
    expect(table.column('i')).toEqual(Array.from({ length: 4999 }, (_, index) => index));
    expect(table.column('odd').filter((value) => value !== null)).toHaveLength(2499);
    expect(table.rows()[4998]).toEqual({ i: 4998, odd: null });
  });

  it('names the column of an integer that no number can hold, and shows it all the same', async () => {
    const table = await notebook.warehouse.sql`select 9007199254740993 as huge_id`;
    expect(() => table.rows()).toThrow('column huge_id holds 9007199254740993, beyond 2^53');
    table.show();
    expect(take()).toContain('9007199254740993');
  });

  it('shows hostile text as text', async () => {
    const table = await notebook.warehouse.sql`
      select caption, ${'<b>'} as ${identifier('</th><script>')}, null as nothing from media_performance`;
    expect(inspect(table)).toBe('Table (1 rows × 3 columns)');
    const markup = take();
    expect(markup).not.toMatch(/<(?:img|script|b)\b|\u202e/);
    expect(markup).toContain('&lt;img src=x onerror=');
    expect(markup).toContain('<em>null</em>');
    expect(markup).toContain('mathjax_ignore');
  });

  it('says what it does not show', async () => {
    const many = await notebook.warehouse.sql`select range as i from range(100)`;
    inspect({ inside: many });
    expect(take()).toBe('');
    inspect(many);
    const markup = take();
    expect(markup.match(/<tr>/g)).toHaveLength(21);
    expect(markup).toContain('20 of 100 rows are shown.');
    many.show({ rows: 100 });
    expect(take()).not.toContain('are shown');
    const names = Array.from({ length: 30 }, (_, index) => `c${index}`);
    const parts = Object.assign([`select ${names.map((name) => `1 as ${name}`).join(', ')}`], { raw: [] });
    inspect(await notebook.warehouse.sql(parts as unknown as TemplateStringsArray));
    expect(take()).toContain('24 of 30 columns are shown.');
    inspect(await notebook.warehouse.sql`select 1 as one where false`);
    expect(take()).toContain('No rows.');
  });

  it('prints as text where there is no display', async () => {
    const plain = await open({ home: process.env.REACHLINE_HOME ?? '.' }).catch((error: Error) => error);
    expect(plain).toBeInstanceOf(Error);
    expect(inspect(notebook.warehouse)).toMatch(/^Warehouse \(run \S+, published 2026-\S+, \d+ marts\)$/);
  });
});
