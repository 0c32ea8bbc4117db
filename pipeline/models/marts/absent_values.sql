-- What is not known and why: metrics that a post never had a value for, and daily metrics whose latest day has none, and
--   demographics whose last reading has none (followers_by_city, …). since is the first reading without a value after the last one with;
--   of daily metrics, within the last 92 days. month is that of the post, all for accounts.
-- grain: entity_kind, entity, metric
-- partition: account_id, month
-- checks: not_null(entity); not_null(reason); accepted_values(entity_kind, media, account)
with unknown as (
  select media_key, metric, min(observed_at) as since, max(observed_at) as latest
  from stg_media_insights
  where dimension = '' and value is null
  group by media_key, metric
),
readings as (
  -- under every name of the post: what one name does not know another may
  select u.media_key, u.metric, u.since, u.latest, r.observed_at, r.value, r.absent_reason
  from unknown as u
  join stg_media_insights as r on r.media_key = u.media_key and r.metric = u.metric
  where r.dimension = ''
),
media as (
  select
    m.account_id,
    m.month,
    r.media_key,
    r.metric,
    min(case when r.observed_at = r.latest then r.absent_reason end) as reason,
    min(r.since) as since
  from readings as r
  join int_media as m on m.media_key = r.media_key
  group by m.account_id, m.month, r.media_key, r.metric
  having count(r.value) = 0
),
built as (
  select account_id from scope where month = 'all'
),
last_days as (
  select i.account_id, max(r.day) as last_day
  from landing.account_insights as r
  join stg_account_identity as i on i.account_ref = r.account_ref
  join built on built.account_id = i.account_id
  group by i.account_id
),
recent as (
  select
    i.account_id,
    r.metric,
    r.day,
    r.value,
    r.absent_reason,
    r.observed_at,
    row_number() over (
      partition by i.account_id, r.day, r.metric
      order by r.observed_at desc, r._source, r._fetched_at desc, r.account_ref
    ) as position
  from landing.account_insights as r
  join stg_account_identity as i on i.account_ref = r.account_ref
  join last_days as l on l.account_id = i.account_id
  where r.dimension = '' and days_between(r.day, l.last_day) < 92
),
daily as (
  select
    account_id,
    metric,
    day,
    absent_reason,
    observed_at,
    max(day) over (partition by account_id, metric) as last_day,
    max(case when value is not null then day end) over (partition by account_id, metric) as known_day
  from recent
  where position = 1
),
demographics as (
  select
    i.account_id,
    concat(r.kind, '_by_', r.dimension) as metric,
    r.absent_reason,
    r.observed_at,
    max(r.observed_at) over (partition by i.account_id, r.kind, r.dimension) as last_observed_at,
    max(case when r.value is not null then r.observed_at end) over (
      partition by i.account_id, r.kind, r.dimension
    ) as last_known_at
  from landing.demographics as r
  join stg_account_identity as i on i.account_ref = r.account_ref
  join built on built.account_id = i.account_id
)
select 'media' as entity_kind, media_key as entity, account_id, month, metric, reason, since
from media
union all
select
  'account', account_id, account_id, 'all', metric,
  min(case when day = last_day then absent_reason end),
  min(observed_at)
from daily
where known_day is null or day > known_day
group by account_id, metric
union all
select
  'account', account_id, account_id, 'all', metric,
  min(case when observed_at = last_observed_at then absent_reason end),
  min(observed_at)
from demographics
where last_known_at is null or observed_at > last_known_at
group by account_id, metric
