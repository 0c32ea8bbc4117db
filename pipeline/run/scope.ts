import type { Engine } from '../engines/engine.js';

/** Observations that one batch of a build holds at most, unless a single account has more: bounds the memory of any build. */
export const mostObservations = 250_000;

/** What a pass builds: `touched` by new observations, or everything there is. */
export type Extent = 'touched' | 'everything';

/**
 * The accounts whose partitions are to be built, in batches of so many observations at most. Makes `wanted(account_id, month)`: the
 * partitions of the extent, and those within `reach` months after them, which read them.
 */
export async function batches(
  engine: Engine,
  extent: Extent,
  reach: number,
  most: number,
): Promise<string[][]> {
  await engine.exec(`
    create or replace temp table wanted as
      ${extent === 'touched' ? 'select distinct account_id, month from touched' : everything};
    insert into wanted
      select distinct k.account_id, k.month
      from (select distinct account_id, month from landing.media_keys) as k
      join wanted as w on w.account_id = k.account_id
      where w.month between months_before(k.month, ${reach}) and months_before(k.month, 1)
        and (k.account_id, k.month) not in (select (account_id, month) from wanted)`);
  const accounts = await engine.rows<{ account_id: string; observations: number }>(`
    select w.account_id, coalesce(any_value(o.observations), 0) as observations
    from (select distinct account_id from wanted) as w
    left join (
      select k.account_id, count(*) as observations
      from landing.media_counters as r
      join landing.media_keys as k on k.media_ref = r.media_ref
      join wanted on wanted.account_id = k.account_id and wanted.month = k.month
      group by k.account_id
    ) as o on o.account_id = w.account_id
    group by w.account_id order by w.account_id`);
  const result: string[][] = [];
  let observations = Number.POSITIVE_INFINITY;
  for (const account of accounts) {
    if (observations + account.observations > most) {
      result.push([]);
      observations = 0;
    }
    result.at(-1)!.push(account.account_id);
    observations += account.observations;
  }
  // with nothing to build the tables are still there, without rows
  return result.length > 0 || extent === 'touched' ? result : [[]];
}

/** Every partition that can have rows. */
const everything = `
  select distinct account_id, month from landing.media_keys where account_id is not null
  union
  select account_id, month from touched
  union
  select i.account_id, month_of(cast(f.day as date))
  from (
    select account_ref, observed_at + unnest([-interval '48' hour, interval '0' hour, interval '48' hour]) as day
    from landing.accounts
    union all
    select account_ref, observed_at + unnest([-interval '48' hour, interval '0' hour, interval '48' hour])
    from landing.demographics
    union all
    select account_ref, cast(day as timestamptz) from landing.account_insights
  ) as f
  join stg_account_identity as i on i.account_ref = f.account_ref
  union
  select account_id, 'all' from stg_account_identity`;

/** Makes `scope(account_id, month)` of the wanted partitions of some accounts. */
export async function openScope(engine: Engine, accounts: readonly string[]): Promise<void> {
  await engine.exec('create or replace temp table batch (account_id varchar)');
  await engine.append(
    'batch',
    ['string'],
    accounts.map((account) => [account]),
  );
  await engine.exec(`create or replace temp table scope as
    select account_id, month from wanted where account_id in (select account_id from batch)`);
}
