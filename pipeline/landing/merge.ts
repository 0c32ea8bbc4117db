import { mediaMetrics } from '../../connectors/metrics.js';
import type { Engine } from '../engines/engine.js';
import { type LandingTable, originColumns, recordsOfCounters } from './tables.js';

/** The order in which two rows with one key are judged: the later answer wins; the rest makes ties the same everywhere. */
const judgement = ['_fetched_at', '_raw_file', '_line', '_item'];

/**
 * Moves the rows of the temporary table `incoming` into a table of landing: one row per key and source, the one that was said
 * last. Where repeated statements are not kept, one row per distinct statement, the last time it was made, or two: the first
 * time and the last. Of the counters of a post at one moment that several answers tell, each row keeps those that it told last.
 * Either way landing depends on what was read and not on the order in which it was loaded.
 *
 * Adds the files of which a row was replaced, be it by one of their own, to `touched_files(raw_file)`.
 */
export async function merge(engine: Engine, table: LandingTable): Promise<void> {
  const { name, own, key, keepRepeated } = table;
  const statement = own.map((column) => column.name).filter((column) => column !== 'observed_at');
  const [span] = await engine.rows<{ first: string; last: string }>(
    'select cast(min(observed_at) as varchar) as first, cast(max(observed_at) as varchar) as last from incoming',
  );
  // A key holds the moment of observation: what is older or younger than the newcomers cannot meet them. And to look
  // for the first column alone spares reading the others of all that does not meet.
  const near = keepRepeated ? 'true' : `observed_at between '${span!.first}' and '${span!.last}'`;
  const hashed = ['_source', ...(keepRepeated ? statement : key)];
  const keyHash = `hash(${hashed.join(', ')})`;
  await engine.exec(`
    create or replace temp table met as
      select rowid as _row, ${keyHash} as _key from landing.${name}
      where ${near} and ${key[0]} in (select ${key[0]} from incoming);
    create or replace temp table contested as
      select _key
      from (select ${keyHash} as _key from incoming union all select _key from met) as keys
      group by _key having count(*) > 1`);
  const [contested] = await engine.rows('select 1 as found from contested limit 1');
  if (contested) {
    const rows = `
      select *, true as _is_new, rowid as _row from incoming where ${keyHash} in (select _key from contested)
      union all
      select *, false as _is_new, rowid as _row from landing.${name}
      where rowid in (select _row from met where _key in (select _key from contested))`;
    if (name === 'media_counters') await judgeCounters(engine, rows);
    else await judge(engine, rows, hashed, keepRepeated);
    await engine.exec(`
      insert into touched_files select distinct _raw_file from losing;
      delete from landing.${name} where rowid in (select _row from losing where not _is_new);
      delete from incoming where rowid in (select _row from losing where _is_new)`);
    if (name === 'media_counters')
      await engine.exec('insert into incoming by name select * from kept; drop table kept');
  }
  await engine.exec(`
    insert into landing.${name} select * from incoming; drop table met; drop table contested`);
}

const ranked = (key: readonly string[], order: readonly string[], direction: 'asc' | 'desc'): string =>
  `row_number() over (partition by ${key.join(', ')} order by ${order.map((name) => `${name} ${direction}`).join(', ')})`;

/** Leaves in `losing(_is_new, _row, _raw_file)` the rows that go. Few keys are said twice, so only these are ordered. */
async function judge(
  engine: Engine,
  rows: string,
  key: readonly string[],
  keepRepeated: LandingTable['keepRepeated'],
): Promise<void> {
  const order = keepRepeated ? ['observed_at', ...judgement] : judgement;
  await engine.exec(`
    create or replace temp table losing as
      select _is_new, _row, _raw_file
      from (
        select
          _is_new, _row, _raw_file, ${ranked(key, order, 'desc')} as _from_last,
          ${keepRepeated === 'first and last' ? ranked(key, order, 'asc') : 'null'} as _from_first
        from (${rows}) as everything
      ) as judged
      where _from_last <> 1 and coalesce(_from_first <> 1, true)`);
}

/**
 * Each counter is judged by itself: `losing` has the rows of which a counter is replaced, `kept` what remains of them.
 */
async function judgeCounters(engine: Engine, rows: string): Promise<void> {
  const ofRow = ['media_ref', 'account_ref', 'observed_at', ...originColumns.map(({ name }) => name)];
  const row = [...ofRow, '_is_new', '_row'];
  const key = ['_source', 'media_ref', 'observed_at', 'metric'];
  // an answer that tells a counter twice means the larger number
  const order = [...judgement, 'coalesce(value, -1)', "coalesce(absent_reason, '')", '_is_new', '_row'];
  const totals = mediaMetrics.map(
    (metric) => `max(case when metric = '${metric}' then value end) as ${metric}`,
  );
  await engine.exec(`
    create or replace temp table disputed as ${rows};
    create or replace temp table claims as
      select *, ${ranked(key, order, 'desc')} as _from_last from (${recordsOfCounters('disputed', row)}) as records;
    create or replace temp table losing as
      select distinct _is_new, _row, _raw_file from claims where _from_last > 1;
    create or replace temp table kept as
      select ${ofRow.join(', ')}, ${totals.join(', ')},
        string_agg(case when value is null then concat(metric, '=', absent_reason) end, ',' order by metric) as absent
      from claims
      where _from_last = 1 and (_is_new, _row) in (select (_is_new, _row) from losing)
      group by ${ofRow.join(', ')};
    drop table disputed; drop table claims`);
}
