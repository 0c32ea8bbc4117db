import type { Engine } from '../engines/engine.js';
import type { WrittenPartitions } from '../landing/manifest.js';
import type { OrderedModel } from '../models/catalogue.js';

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
 * Replaces the kept rows of the scope by those just built, and notes which months are another version now. When the mart is
 * built whole there are none to replace. Returns what was written.
 */
export async function keep(
  engine: Engine,
  { name, partition }: OrderedModel,
  runId: string,
  isWhole: boolean,
): Promise<Omit<WrittenPartitions, 'isWhole'>> {
  const month = partition[1];
  const key = partition.join(', ');
  const scope =
    month === undefined ? 'select account_id from scope' : 'select (account_id, month) from scope';
  const months = month === undefined ? "select 'all' as month" : 'select distinct month from scope';
  await engine.exec(`
    create table if not exists marts.${name} as select * from ${name} limit 0;
    ${isWhole ? '' : `delete from marts.${name} where (${key}) in (${scope});`}
    insert into marts.${name} select * from ${name};
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
      (select count(*) from ${name} where (${key}) not in (${scope})) as outside
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

/**
 * Lays the rows of marts that were built whole month by month: a month is then published without reading the others, and a
 * night replaces rows that lie together.
 */
export async function arrange(engine: Engine, marts: readonly OrderedModel[]): Promise<void> {
  for (const { name, partition } of marts) {
    const [account, month] = partition;
    if (month === undefined) continue;
    await engine.exec(`
      create table marts.arranged as select * from marts.${name} order by ${month}, ${account};
      drop table marts.${name};
      alter table marts.arranged rename to ${name}`);
  }
}
