import type { Engine } from '../engines/engine.js';
import { type OrderedModel, withAncestors } from '../models/catalogue.js';
import { drop, materialize } from './materialize.js';

/**
 * Finds out what references mean, before anything is built from them: which account, which post, and in which partition
 * (account and local month of publication) the post is kept. Only what was said something about is looked at again.
 *
 * Leaves `touched(account_id, month)`: the partitions, old and new, whose rows may change. Besides months there are
 * `unknown` (posts without a time) and `all` (what an account has no day for).
 */
export async function identify(engine: Engine, order: readonly OrderedModel[]): Promise<void> {
  await materialize(engine, withAncestors(order, new Set(['int_accounts'])));
  await findMovedAccounts(engine);
  await findDoubtfulReferences(engine);
  await nameDoubtfulReferences(engine);
  const homes = withAncestors(order, new Set(['int_media_homes'])).filter(
    ({ name, isScoped }) => isScoped && name !== 'stg_media_identity',
  );
  // little is read of many posts: nothing of it is worth a copy
  const views = homes.map((model) =>
    model.layer === 'staging' ? ({ ...model, kind: 'view' } as const) : model,
  );
  await materialize(engine, views);
  await keepMediaKeys(engine);
  await drop(engine, views.toReversed());
  await touchDays(engine);
}

/** Accounts whose references, name, zone or ownership are not what they were at the last build. */
async function findMovedAccounts(engine: Engine): Promise<void> {
  const keys = 'select account_ref, account_id from';
  const facts = 'select account_id, username, time_zone, time_zone_basis, is_own from';
  const differing = (columns: string, now: string, then: string): string =>
    `((${columns} ${now} except ${columns} ${then}) union all (${columns} ${then} except ${columns} ${now}))`;
  await engine.exec(`
    create or replace temp table moved_accounts as
      select account_id from ${differing(keys, 'stg_account_identity', 'landing.account_keys')}
      union
      select account_id from ${differing(facts, 'int_accounts', 'landing.account_facts')};
    delete from landing.account_keys;
    insert into landing.account_keys ${keys} stg_account_identity;
    delete from landing.account_facts;
    insert into landing.account_facts ${facts} int_accounts`);
}

/**
 * References whose post may be another one than before: those just described or observed, those of accounts that moved, and
 * those without link and id at the moment of a post just described.
 */
async function findDoubtfulReferences(engine: Engine): Promise<void> {
  await engine.exec(`
    create or replace temp table doubtful as
      select media_ref from fresh_media
      union
      select media_ref from landing.media_keys where account_id in (select account_id from moved_accounts)
      union
      select media_ref from landing.media where account_ref in (
        select account_ref from stg_account_identity where account_id in (select account_id from moved_accounts))
      union
      select r.media_ref
      from landing.media as r
      join (
        select i.account_id, n.posted_at
        from landing.media as n
        join stg_account_identity as i on i.account_ref = n.account_ref
        where n.media_ref in (select media_ref from fresh_media)
      ) as near on near.posted_at = r.posted_at
      where r.media_ref like 'hash:%'`);
}

/** A record that carries both the API id and the shortcode joins the two. */
async function nameDoubtfulReferences(engine: Engine): Promise<void> {
  await engine.exec(`
    create or replace temp table shortcodes as
      select concat('id:', media_id) as media_ref, min(media_ref) as media_key
      from landing.media
      where media_id is not null and shortcode is not null
        and concat('id:', media_id) in (select media_ref from doubtful)
      group by 1;`);
  await findTwins(engine);
  await engine.exec(`
    create or replace temp table named as
      select d.media_ref, coalesce(s.media_key, t.media_key, d.media_ref) as media_key
      from doubtful as d
      left join shortcodes as s on s.media_ref = d.media_ref
      left join (select media_ref, min(media_key) as media_key from twins group by media_ref) as t
        on t.media_ref = d.media_ref;
    create or replace temp table affected as
      select media_key from named
      union
      select media_key from landing.media_keys where media_ref in (select media_ref from doubtful);
    create or replace temp table stg_media_identity as
      select media_ref, media_key from named
      union all
      select media_ref, media_key from landing.media_keys
      where media_key in (select media_key from affected) and media_ref not in (select media_ref from named)`);
}

/**
 * A record that has neither link nor id is the post of the same account at the same second, when there is exactly one of
 * either there.
 */
async function findTwins(engine: Engine): Promise<void> {
  const [nameless] = await engine.rows(
    "select 1 as found from landing.media where media_ref like 'hash:%' limit 1",
  );
  if (!nameless) {
    await engine.exec('create or replace temp table twins (media_ref varchar, media_key varchar)');
    return;
  }
  await engine.exec(`
    create or replace temp table twins as
      with nameless as (
        select distinct r.media_ref, i.account_id, r.posted_at, coalesce(r.format = 'story', false) as is_story
        from landing.media as r
        join stg_account_identity as i on i.account_ref = r.account_ref
        where r.media_ref like 'hash:%' and r.posted_at in (
          select posted_at from landing.media
          where media_ref like 'hash:%' and media_ref in (select media_ref from doubtful))
      ),
      named as (
        select distinct
          case when r.media_ref like 'id:%' then coalesce(l.media_ref, r.media_ref) else r.media_ref end as media_key,
          i.account_id, r.posted_at, coalesce(r.format = 'story', false) as is_story
        from landing.media as r
        join stg_account_identity as i on i.account_ref = r.account_ref
        left join landing.media as l on r.media_ref = concat('id:', l.media_id) and l.shortcode is not null
        where r.media_ref not like 'hash:%' and r.posted_at in (select posted_at from nameless)
      )
      select min(h.media_ref) as media_ref, min(n.media_key) as media_key
      from nameless as h
      join named as n on n.account_id = h.account_id and n.posted_at = h.posted_at and n.is_story = h.is_story
      group by h.account_id, h.posted_at, h.is_story
      having count(distinct h.media_ref) = 1 and count(distinct n.media_key) = 1`);
}

async function keepMediaKeys(engine: Engine): Promise<void> {
  await engine.exec(`
    create or replace temp table touched as
      select distinct account_id, month from landing.media_keys
      where media_key in (select media_key from affected) and account_id is not null;
    -- of what is only observed again nothing changes, and nothing is written
    create or replace temp table moved_media as
      select i.media_ref, i.media_key, h.account_id, h.month
      from stg_media_identity as i
      left join int_media_homes as h on h.media_key = i.media_key
      left join landing.media_keys as k on k.media_ref = i.media_ref
      where k.media_ref is null or k.media_key <> i.media_key
        or k.account_id is distinct from h.account_id or k.month is distinct from h.month;
    delete from landing.media_keys where media_ref in (select media_ref from moved_media);
    insert into landing.media_keys select * from moved_media;
    insert into touched
      select account_id, month from int_media_homes where media_key in (select media_key from affected)`);
}

/** How far a follower count may lie from the post that it is taken for; the days of the platform shift by less. */
const nearby = "interval '48' hour";

async function touchDays(engine: Engine): Promise<void> {
  await engine.exec(`
    insert into touched
      with moments as (
        select i.account_id, a.time_zone, f.moment, f.day
        from fresh_days as f
        join stg_account_identity as i on i.account_ref = f.account_ref
        join int_accounts as a on a.account_id = i.account_id
      ),
      near as (
        select account_id, local_day(moment + step, time_zone) as day
        from (
          select account_id, time_zone, moment from moments
          union all
          -- the followers that a daily series tells are those at the end of the day, however late they are told
          select account_id, time_zone, end_of_day(day, time_zone) from moments where day is not null
        ) as m, (select unnest([-${nearby}, interval '0' hour, ${nearby}]) as step)
      ),
      refs as (
        select account_ref from stg_account_identity where account_id in (select account_id from moved_accounts)
      ),
      moved_months as (
        select month from landing.media_keys where account_id in (select account_id from moved_accounts)
        union
        select month from touched where account_id in (select account_id from moved_accounts)
        union
        select month_of(cast(f.moment + step as date))
        from (
          select r.observed_at as moment from landing.accounts as r
          where r.account_ref in (select account_ref from refs)
          union all
          select r.observed_at from landing.demographics as r where r.account_ref in (select account_ref from refs)
          union all
          select cast(r.day as timestamptz) from landing.account_insights as r
          where r.account_ref in (select account_ref from refs)
        ) as f, (select unnest([-${nearby}, interval '0' hour, ${nearby}]) as step)
      )
      select account_id, month_of(day) from near
      union
      select account_id, month_of(day) from moments where day is not null
      union
      select account_id, 'all' from moments
      union
      select account_id, month from moved_accounts, moved_months where account_id is not null
      union
      select account_id, 'all' from moved_accounts where account_id is not null
      union
      -- whether a post is missing is known when the list has been read to its end
      select k.account_id, k.month
      from landing.media_keys as k
      join stg_account_identity as i on i.account_id = k.account_id
      join fresh_listings as l on l.account = i.account_ref`);
}
