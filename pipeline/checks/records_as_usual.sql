-- How many records the newest night landed of an account and stream, against the nights of the 28 days before: more than 60 % below
-- the median and the tenth least, or more than 60 % above the median and the largest (once a week all posts are listed). From seven
-- nights and twenty records on.
-- severity: warn
with nights as (
  select run_id, nominal_at, max(nominal_at) over () as newest_at
  from runs
  where kind in ('nightly', 'sync')
),
recent as (
  select run_id, nominal_at, nominal_at = newest_at as is_newest
  from nights
  where nominal_at > newest_at - interval '29' day
),
landed as (
  select l.source, l.account, l.stream, l.run_id, sum(l.read) as records
  from loads as l
  where l.run_id in (select run_id from recent)
  group by l.source, l.account, l.stream, l.run_id
),
known as (
  select l.source, l.account, l.stream, min(r.nominal_at) as first_at
  from landed as l
  join recent as r on r.run_id = l.run_id
  group by l.source, l.account, l.stream
),
counted as (
  -- a night that brought nothing counts as none
  select k.source, k.account, k.stream, r.is_newest, coalesce(l.records, 0) as records
  from known as k
  join recent as r on r.nominal_at >= k.first_at
  left join landed as l
    on l.source = k.source and l.account = k.account and l.stream = k.stream and l.run_id = r.run_id
),
usual as (
  select
    source, account, stream,
    count(*) as nights,
    percentile_cont(0.5) within group (order by records) as median,
    percentile_cont(0.1) within group (order by records) as low,
    max(records) as high
  from counted
  where not is_newest
  group by source, account, stream
)
select c.source, c.account, c.stream, c.records, u.median
from counted as c
join usual as u on u.source = c.source and u.account = c.account and u.stream = c.stream
where c.is_newest and u.nights >= 7 and u.median >= 20
  and (c.records < 0.4 * u.low or (c.records > 1.6 * u.median and c.records > 1.6 * u.high))
