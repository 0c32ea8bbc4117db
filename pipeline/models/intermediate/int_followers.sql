-- Follower counts as observed, from profiles and from daily series.
-- grain: account_id, observed_at
-- checks: not_null(followers)
with counts as (
  select account_id, observed_at, followers from stg_accounts where followers is not null
  union all
  select d.account_id, end_of_day(d.day, a.time_zone), cast(d.value as bigint)
  from stg_account_insights as d
  join int_accounts as a on a.account_id = d.account_id
  where d.metric = 'followers' and d.dimension = '' and d.value is not null
)
select account_id, observed_at, max(followers) as followers
from counts
group by account_id, observed_at
