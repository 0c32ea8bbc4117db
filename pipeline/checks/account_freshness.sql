-- An own account that a connection reads, of which the newest profile, platform day or look at recent posts is older than it should be
-- when the last run began. It goes by what the rows are about: reading an old day again makes nothing fresh.
-- severity: warn
with clock as (
  select max(nominal_at) as at from landing.runs
),
expected as (
  select distinct a.account_id, a.last_observed_at
  from landing.expected_accounts as e
  join accounts as a on a.account_id = e.account_ref
  union
  select distinct a.account_id, a.last_observed_at
  from landing.expected_accounts as e
  join landing.account_keys as k on k.account_ref = e.account_ref
  join accounts as a on a.account_id = k.account_id
),
days as (
  -- small accounts have no numbers by day, and none are expected of them
  select account_id, max(day) as day
  from marts.account_daily
  where reach is not null
  group by account_id
),
posts as (
  -- one post alone may be gone from the platform
  select p.account_id, max(p.observed_at) as observed_at, count(*) as posts
  from marts.media_performance as p
  cross join clock as c
  where p.posted_at > c.at - interval '28' day and coalesce(p.format, '') <> 'story' and not coalesce(p.is_missing, false)
  group by p.account_id
)
select e.account_id, 'profile' as what, cast(e.last_observed_at as varchar) as newest
from expected as e
cross join clock as c
where e.last_observed_at < c.at - interval '48' hour
union all
select e.account_id, 'day of the account', cast(d.day as varchar)
from expected as e
join days as d on d.account_id = e.account_id
cross join clock as c
where days_between(d.day, cast(c.at as date)) > 5
union all
select e.account_id, 'look at posts of 28 days', cast(p.observed_at as varchar)
from expected as e
join posts as p on p.account_id = e.account_id
cross join clock as c
where p.posts > 1 and p.observed_at < c.at - interval '48' hour
