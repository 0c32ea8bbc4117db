-- What is not known and why: metrics that a post never had a value for, and daily metrics whose latest day has none. since is the
--   first reading without a value.
-- grain: entity_kind, entity, metric
-- checks: not_null(entity); not_null(reason); accepted_values(entity_kind, media, account)
with unknown as (
  select media_ref, metric, min(observed_at) as since, max(observed_at) as latest
  from landing.media_insights
  where dimension = '' and value is null
  group by media_ref, metric
),
known as (
  select distinct i.media_key, r.metric
  from landing.media_insights as r
  join unknown as u on u.media_ref = r.media_ref and u.metric = r.metric
  join stg_media_identity as i on i.media_ref = r.media_ref
  where r.dimension = '' and r.value is not null
),
reasons as (
  select i.media_key, u.metric, u.since, u.latest, min(r.absent_reason) as reason
  from unknown as u
  join landing.media_insights as r on r.media_ref = u.media_ref and r.metric = u.metric and r.observed_at = u.latest
  join stg_media_identity as i on i.media_ref = u.media_ref
  where r.dimension = '' and r.value is null
    and not exists (select 1 from known as k where k.media_key = i.media_key and k.metric = u.metric)
  group by i.media_key, u.metric, u.since, u.latest
),
ranked as (
  select
    m.account_id,
    r.media_key,
    r.metric,
    r.reason,
    min(r.since) over (partition by r.media_key, r.metric) as since,
    row_number() over (partition by r.media_key, r.metric order by r.latest desc, r.reason) as position
  from reasons as r
  join int_media as m on m.media_key = r.media_key
),
media as (
  select media_key, account_id, metric, reason, since from ranked where position = 1
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
