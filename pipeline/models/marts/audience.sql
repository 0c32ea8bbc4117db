-- People by age and gender, city or country (kinds followers, engaged) and followers online by hour (kind online), as last read on each
--   local day. people is what the platform says, at most 45 buckets a dimension. share is of the people it placed, coverage how many of
--   the followers those are. Online: day and hour (00 to 23) are US Pacific, share is of the followers. Null without a follower count.
-- grain: account_id, kind, dimension, bucket, day
-- partition: account_id, month
-- checks: not_null(account_id); range(people, 0); range(share, 0); accepted_values(kind, followers, engaged, online) warn;
--   references(account_id, accounts)
with readings as (
  select
    i.account_id,
    r.kind,
    r.dimension,
    r.bucket,
    case
      -- observed at the end of the platform's day
      when r.kind = 'online' then local_day(r.observed_at - interval '1' second, 'America/Los_Angeles')
      else local_day(r.observed_at, a.time_zone)
    end as day,
    local_day(r.observed_at, a.time_zone) as followers_day,
    cast(r.value as bigint) as people,
    r.observed_at,
    r._source,
    r._fetched_at,
    r.account_ref
  from landing.demographics as r
  join stg_account_identity as i on i.account_ref = r.account_ref
  join int_accounts as a on a.account_id = i.account_id
  where r.value is not null
),
ranked as (
  -- a bucket that the day's last reading does not list is gone
  select
    *,
    max(observed_at) over (partition by account_id, kind, dimension, day) as last_observed_at,
    row_number() over (
      partition by account_id, kind, dimension, bucket, day
      order by observed_at desc, _source, _fetched_at desc, account_ref
    ) as position
  from readings
),
latest as (
  select account_id, kind, dimension, bucket, day, followers_day, people
  from ranked
  where position = 1 and observed_at = last_observed_at
),
totals as (
  select account_id, kind, dimension, day, sum(people) as placed
  from latest
  group by account_id, kind, dimension, day
)
select
  r.account_id,
  r.kind,
  r.dimension,
  r.bucket,
  month_of(r.day) as month,
  r.day,
  r.people,
  rate(r.people, case when r.kind = 'online' then d.followers else t.placed end) as share,
  case when r.kind = 'followers' then rate(t.placed, d.followers) end as coverage
from latest as r
join scope as s on s.account_id = r.account_id and s.month = month_of(r.day)
join totals as t on t.account_id = r.account_id and t.kind = r.kind and t.dimension = r.dimension and t.day = r.day
left join marts.account_daily as d on d.account_id = r.account_id and d.day = r.followers_day
