-- What is not known and why: metrics of a post or an account whose latest reading has no value. since is the first such reading.
-- grain: entity_kind, entity, metric
-- checks: not_null(entity); not_null(reason); accepted_values(entity_kind, media, account)
with media as (
  select
    media_key,
    account_id,
    metric,
    value,
    absent_reason,
    row_number() over (partition by media_key, metric order by case when value is null then 1 else 0 end, observed_at desc, source) as position,
    min(observed_at) over (partition by media_key, metric) as since
  from stg_media_insights
  where dimension = ''
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
select 'media' as entity_kind, media_key as entity, account_id, metric, absent_reason as reason, since
from media
where position = 1 and value is null
union all
select 'account', account_id, account_id, metric, absent_reason, since
from daily
where position = 1 and value is null
order by entity_kind, entity, metric
