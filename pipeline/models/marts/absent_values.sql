-- What is not known and why: metrics that a post never had a value for, and daily metrics whose latest day has none. since is the
--   first reading without a value.
-- grain: entity_kind, entity, metric
-- checks: not_null(entity); not_null(reason); accepted_values(entity_kind, media, account)
with unknown as (
  select media_key, account_id, metric, min(observed_at) as since, max(observed_at) as latest
  from stg_media_insights
  where dimension = '' and value is null
  group by media_key, account_id, metric
),
known as (
  select distinct u.media_key, u.metric
  from unknown as u
  join stg_media_insights as r on r.media_key = u.media_key and r.metric = u.metric
  where r.dimension = '' and r.value is not null
),
media as (
  select u.media_key, u.account_id, u.metric, min(r.absent_reason) as reason, u.since
  from unknown as u
  join stg_media_insights as r
    on r.media_key = u.media_key and r.metric = u.metric and r.observed_at = u.latest
  where r.dimension = '' and r.value is null
    and not exists (select 1 from known as k where k.media_key = u.media_key and k.metric = u.metric)
  group by u.media_key, u.account_id, u.metric, u.since
),
daily as (
  select
    account_id,
    metric,
    value,
    absent_reason,
    row_number() over (partition by account_id, metric order by day desc) as position,
    min(observed_at) over (partition by account_id, metric) as since
  from stg_account_insights
  where dimension = ''
)
select 'media' as entity_kind, media_key as entity, account_id, metric, reason, since
from media
union all
select 'account', account_id, account_id, metric, absent_reason, since
from daily
where position = 1 and value is null
order by entity_kind, entity, metric
