-- The counters of a post side by side at each moment of observation, with the local day of the moment.
-- grain: media_key, observed_at
-- checks: not_null(day)
with wide as (
  select
    media_key,
    observed_at,
    max(case when metric = 'likes' then value end) as likes,
    max(case when metric = 'comments' then value end) as comments,
    max(case when metric = 'saves' then value end) as saves,
    max(case when metric = 'shares' then value end) as shares,
    max(case when metric = 'views' then value end) as views,
    max(case when metric = 'reach' then value end) as reach
  from int_media_observations
  where metric in ('likes', 'comments', 'saves', 'shares', 'views', 'reach')
  group by media_key, observed_at
),
located as (
  select w.*, m.account_id, m.month, a.time_zone
  from wide as w
  join int_media as m on m.media_key = w.media_key
  join int_accounts as a on a.account_id = m.account_id
),
days as (
  -- far fewer moments than snapshots: a night reads many posts at once
  select observed_at, time_zone, local_day(observed_at, time_zone) as day
  from (select distinct observed_at, time_zone from located) as moments
)
select l.media_key, l.account_id, l.month, l.observed_at, d.day, l.likes, l.comments, l.saves, l.shares, l.views, l.reach
from located as l
join days as d on d.observed_at = l.observed_at and d.time_zone = l.time_zone
