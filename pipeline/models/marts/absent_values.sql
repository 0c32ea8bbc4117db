-- What is not known and why: metrics that a post never had a value for, and daily metrics whose latest day has none, and
--   demographics whose last reading has none (followers_by_city, …). since is the first reading without a value after the last one with.
-- grain: entity_kind, entity, metric
-- checks: not_null(entity); not_null(reason); accepted_values(entity_kind, media, account)
with silent as (
  select media_ref, metric, min(observed_at) as since, max(observed_at) as latest
  from landing.media_insights
  where dimension = '' and value is null
  group by media_ref, metric
),
unknown as (
  select i.media_key, s.metric, min(s.since) as since, max(s.latest) as latest
  from silent as s
  join stg_media_identity as i on i.media_ref = s.media_ref
  group by i.media_key, s.metric
),
readings as (
  -- under every name of the post: what one name does not know another may
  select u.media_key, u.metric, u.since, u.latest, r.observed_at, r.value, r.absent_reason
  from unknown as u
  join stg_media_identity as i on i.media_key = u.media_key
  join landing.media_insights as r on r.media_ref = i.media_ref and r.metric = u.metric
  where r.dimension = ''
),
media as (
  select
    m.account_id,
    r.media_key,
    r.metric,
    min(case when r.observed_at = r.latest then r.absent_reason end) as reason,
    min(r.since) as since
  from readings as r
  join int_media as m on m.media_key = r.media_key
  group by m.account_id, r.media_key, r.metric
  having count(r.value) = 0
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
  from stg_account_insights
  where dimension = ''
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
)
select 'media' as entity_kind, media_key as entity, account_id, metric, reason, since
from media
union all
select
  'account', account_id, account_id, metric,
  min(case when day = last_day then absent_reason end),
  min(observed_at)
from daily
where known_day is null or day > known_day
group by account_id, metric
union all
select
  'account', account_id, account_id, metric,
  min(case when observed_at = last_observed_at then absent_reason end),
  min(observed_at)
from demographics
where last_known_at is null or observed_at > last_known_at
group by account_id, metric
order by entity_kind, entity, metric
