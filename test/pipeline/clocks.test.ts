import { expect, it } from 'vitest';
import { openDuckDB } from '../../pipeline/engines/duckdb/duckdb.js';

/** Ahead and behind, by halves and quarters of an hour, with changes at midnight, twice a year, in Ramadan, and by a day. */
const zones = [
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'America/Santiago',
  'America/St_Johns',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'Pacific/Chatham',
  'Pacific/Apia',
  'Africa/Casablanca',
  'Asia/Tehran',
];

it('looks a clock up by day as a calendar tells it, on days too on which clocks change', async () => {
  const engine = await openDuckDB({ path: ':memory:' });
  try {
    await engine.exec(`create table instants as
      select zone, instant + interval '7' second as instant
      from unnest([${zones.map((zone) => `'${zone}'`).join(', ')}]) as zones(zone),
        unnest(generate_series(timestamptz '2010-10-01 00:00:00Z', timestamptz '2012-04-01 00:00:00Z', interval '15' minute)) as instants(instant)`);
    const [counted] = await engine.rows(`
      with clocks as (
        select zone, utc_day, clock_ahead(zone, utc_day) as ahead
        from (select distinct zone, utc_day(instant) as utc_day from instants) as days
      )
      select count_if(clock_at(instant, i.zone, ahead) is distinct from timezone(i.zone, instant)) as wrong,
        count_if(ahead is not null) / count(*) > 0.98 as are_looked_up, count(distinct case when ahead is null then i.zone end) as changing
      from instants as i
      join clocks as c on c.zone = i.zone and c.utc_day = utc_day(instant)`);
    expect(counted).toEqual({ wrong: 0, are_looked_up: true, changing: zones.length - 2 });
  } finally {
    engine.close();
  }
});
