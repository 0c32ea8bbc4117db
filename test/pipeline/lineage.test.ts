import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openDuckDB } from '../../pipeline/engines/duckdb/duckdb.js';
import type { Engine } from '../../pipeline/engines/engine.js';
import { readModels } from '../../pipeline/models/catalogue.js';
import type { Model } from '../../pipeline/models/header.js';
import { lineageOf } from '../../pipeline/models/lineage.js';

let engine: Engine;
beforeAll(async () => {
  engine = await openDuckDB({ path: ':memory:' });
});
afterAll(() => engine.close());

const origins = async (sql: string, column = 'x'): Promise<string> =>
  (await engine.origins(sql, column)).map((origin) => `${origin.table}.${origin.column}`).join(' ');

describe('the columns that a column of a query is computed from', () => {
  test.each<[string, string, string]>([
    ['itself', 'select x from t', 't.x'],
    ['under another name', 'select s.t.y as x from s.t', 's.t.y'],
    ['of the table that the query says', 'select b.y as x from t as a join u as b on a.i = b.i', 'u.y'],
    ['not what joins, filters or groups', 'select max(y) as x from t where z > 1 group by i', 't.y'],
    [
      'a case has its condition',
      "select max(case when metric = 'a' then value end) as x from t",
      't.metric t.value',
    ],
    [
      'a window has its order',
      'select row_number() over (partition by i order by y desc) as x from t',
      't.y',
    ],
    ['behind a star', 'with a as (select y + 1 as x, z from t) select * from a', 't.y'],
    ['behind the star of one table', 'select a.* from t as a join u as b on a.i = b.i', 't.x'],
    ['a name of its own beside a star', 'with a as (select t.*, y as x from t) select x from a', 't.y'],
    [
      'through several expressions',
      'with a as (select y from t), b as (select y as z from a) select z as x from b',
      't.y',
    ],
    [
      'one that has the name of the table it reads',
      'with t as (select y as x from s.t) select x from t',
      's.t.y',
    ],
    ['both sides of a union, by place', 'select y as x, z from t union all select v, w from u', 't.y u.v'],
    ['a subquery in from', 'select q.x from (select y as x from t) as q', 't.y'],
    ['a subquery in select', 'select (select max(y) from u where u.i = t.i) as x from t', 'u.y'],
    [
      'what a table function is given',
      'select tag as x from t, lateral explode(hashtags(t.caption)) as e(tag)',
      't.caption',
    ],
    ['a table without a name may be each', 'select x from t join u on t.i = u.i', 't.x u.x'],
    ['a constant has none', 'select 1 as x from t', ''],
    ['nor has a column that is not there', 'select y from t', ''],
    [
      'one that reads itself ends',
      'with recursive a as (select y as x from t union all select x from a) select x from a',
      't.y',
    ],
  ])('%s', async (_, sql, expected) => {
    expect(await origins(sql)).toBe(expected);
  });

  test('only of queries', async () => {
    await expect(origins('drop table t')).rejects.toThrow('not a query');
  });
});

const model = (name: string, sql: string): Model => ({
  name,
  layer: 'marts',
  description: name,
  grain: ['i'],
  checks: [],
  partition: [],
  window: 0,
  kind: 'table',
  sql,
});

test('a column is followed through the models, readers first, and only on the way to the table asked for', async () => {
  const models = [
    model(
      'mart',
      'select w.x, o.other, b.y as z from wide as w join base as b on b.i = w.i join aside as o on o.i = w.i',
    ),
    model(
      'wide',
      'select base.i, max(base.y) + max(aside.k) as x from base join aside on true group by base.i',
    ),
    model('base', 'select i, y, marts.mart.x as before from landing.one left join marts.mart on true'),
    model('aside', 'select i, k from landing.two'),
  ];
  const x = await lineageOf(engine, models, { table: 'mart', column: 'x' });
  expect(x.landing).toEqual(['landing.one', 'landing.two']);
  expect(x.pathTo('landing.one')).toEqual(['mart', 'wide', 'base', 'landing.one']);
  expect(x.pathTo('landing.two')).toEqual(['mart', 'wide', 'aside', 'landing.two']);
  expect(x.pathTo('landing.three')).toEqual([]);
  expect(x.nearest(({ column }) => column === 'k')).toEqual([{ table: 'aside', column: 'k' }]);
});

test('the counters of published posts come from landing.media_counters, what describes them from landing.media', async () => {
  const models = await readModels();
  for (const [column, landing] of [
    ['reach', 'landing.media_counters'],
    ['interactions', 'landing.media_counters'],
    ['caption', 'landing.media'],
  ] as const) {
    const lineage = await lineageOf(engine, models, { table: 'media_performance', column });
    const path = lineage.pathTo(landing);
    expect(path.length, column).toBeGreaterThan(2);
    expect([path[0], path.at(-1)]).toEqual(['media_performance', landing]);
  }
});
