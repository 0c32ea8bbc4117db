import type { Engine } from '../engines/engine.js';
import type { WrittenPartitions } from '../landing/manifest.js';
import type { OrderedModel } from '../models/catalogue.js';
import { materialize } from './materialize.js';

/** Marts with a partition: the warehouse keeps their rows as `marts.<name>`. */
export function keptMarts(order: readonly OrderedModel[]): OrderedModel[] {
  return order.filter(({ partition }) => partition.length > 0);
}

/** The marts whose kept rows were made by another query, and which have to be built whole. */
export async function staleMarts(engine: Engine, marts: readonly OrderedModel[]): Promise<OrderedModel[]> {
  const known = await engine.rows<{ mart: string; fingerprint: string }>(
    'select mart, fingerprint from landing.fingerprints',
  );
  const fingerprints = new Map(known.map(({ mart, fingerprint }) => [mart, fingerprint]));
  return marts.filter(({ name, fingerprint }) => fingerprints.get(name) !== fingerprint);
}

/** Drops what is kept of some marts, before they are built whole. */
export async function forget(engine: Engine, marts: readonly OrderedModel[]): Promise<void> {
  for (const { name, fingerprint } of marts) {
    await engine.exec(`
      drop table if exists marts.${name};
      delete from landing.fingerprints where mart = '${name}';
      delete from landing.versions where mart = '${name}'`);
    await engine.append('landing.fingerprints', ['string', 'string'], [[name, fingerprint]]);
  }
}

/** Replaces the kept rows of the scope by those that the mart's query gives now. Leaves the rows of the scope as `<mart>`. */
export async function keep(engine: Engine, mart: OrderedModel): Promise<void> {
  const { name, partition } = mart;
  await materialize(engine, [mart]);
  await engine.exec(`
    create table if not exists marts.${name} as select * from ${name} limit 0;
    delete from marts.${name} where ${keyOf(partition)} in (${keysOf(partition)});
    insert into marts.${name} select * from ${name}`);
}

/**
 * The same for a mart that is built whole, of which nothing of this scope is kept yet: its rows are written once, month by month, as a
 * night replaces and publishes them.
 */
export async function keepFirst(engine: Engine, { name, partition, sql }: OrderedModel): Promise<void> {
  const [account, month = account] = partition;
  await engine.exec(`
    create table if not exists marts.${name} as select * from (${sql}) as made limit 0;
    insert into marts.${name} select * from (${sql}) as made order by ${month}, ${account};
    create or replace temp view ${name} as
      select * from marts.${name} where ${account} in (select account_id from batch)`);
}

/** Notes which months of marts are another version now: those of the scope, of which the rows are there. Returns what was written. */
export async function noteVersions(
  engine: Engine,
  marts: readonly OrderedModel[],
  runId: string,
): Promise<Omit<WrittenPartitions, 'isWhole'>[]> {
  if (marts.length === 0) return [];
  const renewed = marts.map(({ name, partition }) =>
    partition.length === 1
      ? `select '${name}' as mart, 'all' as month`
      : `select '${name}' as mart, month from (select distinct month from scope) as months`,
  );
  await engine.exec(`
    create or replace temp table renewed as ${renewed.join(' union all ')};
    delete from landing.versions where (mart, month) in (select (mart, month) from renewed);
    insert into landing.versions select mart, month, '${runId}' from renewed`);
  const [scope] = await engine.rows<{
    accounts: number;
    months: number;
    first: string | null;
    last: string | null;
  }>(`
    select count(distinct account_id) as accounts, count(distinct (account_id, month)) as months,
      min(case when month like '____-__' then month end) as first, max(case when month like '____-__' then month end) as last
    from scope`);
  const counted = marts.map(
    ({ name, partition }) => `
      select '${name}' as mart, count(*) as rows, count_if(${keyOf(partition)} not in (${keysOf(partition)})) as outside
      from ${name}`,
  );
  const rows = await engine.rows<{ mart: string; rows: number; outside: number }>(
    counted.join(' union all '),
  );
  const byMart = new Map(rows.map((row) => [row.mart, row]));
  return marts.map(({ name, partition }) => {
    const { rows: written, outside } = byMart.get(name)!;
    if (outside > 0)
      throw new Error(`mart ${name} has ${outside} rows of partitions that are not built; join scope`);
    const { accounts, months, first, last } = scope!;
    return partition.length === 1
      ? { mart: name, partitions: accounts, rows: written, months: null }
      : { mart: name, partitions: months, rows: written, months: first === null ? null : [first, last!] };
  });
}

/** The columns of a mart that say in which partition a row is. */
function keyOf(partition: readonly string[]): string {
  return `(${partition.join(', ')})`;
}

/** Those of the partitions that are built. */
function keysOf(partition: readonly string[]): string {
  return partition.length === 1 ? 'select account_id from scope' : 'select (account_id, month) from scope';
}
