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

/**
 * Replaces the kept rows of the scope by those that the mart's query gives now, and notes which months are another version.
 * Leaves the rows of the scope as `<mart>`. Returns what was written.
 */
export async function keep(
  engine: Engine,
  mart: OrderedModel,
  runId: string,
): Promise<Omit<WrittenPartitions, 'isWhole'>> {
  const { name, partition } = mart;
  await materialize(engine, [mart]);
  await engine.exec(`
    create table if not exists marts.${name} as select * from ${name} limit 0;
    delete from marts.${name} where (${partition.join(', ')}) in (${keysOf(partition)});
    insert into marts.${name} select * from ${name}`);
  return written(engine, mart, runId);
}

/**
 * The same for a mart that is built whole, of which nothing of this scope is kept yet: its rows are written once, month by month, as a
 * night replaces and publishes them.
 */
export async function keepFirst(
  engine: Engine,
  mart: OrderedModel,
  runId: string,
): Promise<Omit<WrittenPartitions, 'isWhole'>> {
  const { name, partition, sql } = mart;
  const [account, month = account] = partition;
  await engine.exec(`
    create table if not exists marts.${name} as select * from (${sql}) as made limit 0;
    insert into marts.${name} select * from (${sql}) as made order by ${month}, ${account};
    create or replace temp view ${name} as
      select * from marts.${name} where ${account} in (select account_id from batch)`);
  return written(engine, mart, runId);
}

/** The keys of the partitions that are built. */
function keysOf(partition: readonly string[]): string {
  return partition.length === 1 ? 'select account_id from scope' : 'select (account_id, month) from scope';
}

async function written(
  engine: Engine,
  { name, partition }: OrderedModel,
  runId: string,
): Promise<Omit<WrittenPartitions, 'isWhole'>> {
  const month = partition[1];
  const months = month === undefined ? "select 'all' as month" : 'select distinct month from scope';
  await engine.exec(`
    delete from landing.versions where mart = '${name}' and month in (${months});
    insert into landing.versions select '${name}', month, '${runId}' from (${months}) as m`);
  const [counted] = await engine.rows<{
    partitions: number;
    first: string | null;
    last: string | null;
    rows: number;
    outside: number;
  }>(`
    select count(distinct ${month === undefined ? 'account_id' : '(account_id, month)'}) as partitions,
      min(case when month like '____-__' then month end) as first, max(case when month like '____-__' then month end) as last,
      (select count(*) from ${name}) as rows,
      (select count(*) from ${name} where (${partition.join(', ')}) not in (${keysOf(partition)})) as outside
    from scope`);
  if (counted!.outside > 0)
    throw new Error(`mart ${name} has ${counted!.outside} rows of partitions that are not built; join scope`);
  const { partitions, first, last, rows } = counted!;
  return {
    mart: name,
    partitions,
    rows,
    months: first === null || month === undefined ? null : [first, last!],
  };
}
