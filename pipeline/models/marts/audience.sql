-- People by age, gender, city, country or hour, as last read on each local day. share is of the people the platform placed (coverage says
--   how many of the followers that is; null without a follower count).
-- grain: account_id, kind, dimension, bucket, day
-- checks: not_null(account_id); range(people, 0)
with ranked as (
  select
    i.account_id,
    a.time_zone,
    r.kind,
    r.dimension,
    r.bucket,
    local_day(r.observed_at, a.time_zone) as day,
    cast(r.value as bigint) as people,
    row_number() over (
      partition by i.account_id, r.kind, r.dimension, r.bucket, local_day(r.observed_at, a.time_zone)
      order by r.observed_at desc, r._source, r._raw_file desc, r._line desc, r._item desc
    ) as position
  from landing.demographics as r
  join stg_account_identity as i on i.account_ref = r.account_ref
  join int_accounts as a on a.account_id = i.account_id
  where r.value is not null
),
totals as (
  select account_id, kind, dimension, day, sum(people) as placed
  from ranked
  where position = 1
  group by account_id, kind, dimension, day
)
select
  r.account_id,
  r.kind,
  r.dimension,
  r.bucket,
  r.day,
  r.people,
  rate(r.people, t.placed) as share,
  rate(t.placed, d.followers) as coverage
from ranked as r
join totals as t on t.account_id = r.account_id and t.kind = r.kind and t.dimension = r.dimension and t.day = r.day
left join account_daily as d on d.account_id = r.account_id and d.day = r.day
where r.position = 1
order by r.account_id, r.kind, r.dimension, r.bucket, r.day
