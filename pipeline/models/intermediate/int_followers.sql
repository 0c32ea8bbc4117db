-- Follower counts as observed, from profiles and from daily series.
-- grain: account_id, observed_at
-- checks: not_null(followers)
with days as (
  select
    i.account_id,
    r.day,
    r.value,
    row_number() over (
      partition by i.account_id, r.day
      order by r.observed_at desc, r._source, r._fetched_at desc, r.account_ref
    ) as position
  from landing.account_insights as r
  join stg_account_identity as i on i.account_ref = r.account_ref
  where r.metric = 'followers' and r.dimension = ''
),
counts as (
  select account_id, observed_at, followers from stg_accounts where followers is not null
  union all
  select d.account_id, end_of_day(d.day, a.time_zone), cast(d.value as bigint)
  from days as d
  join int_accounts as a on a.account_id = d.account_id
  where d.position = 1 and d.value is not null
)
select account_id, observed_at, max(followers) as followers
from counts
group by account_id, observed_at
