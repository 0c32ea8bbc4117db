-- The counters of a post at the end of each local day on which it was observed, and their change since the last such day. Counters are
--   cumulative and may fall: a negative change is a correction by the platform.
-- grain: media_key, day
-- checks: not_null(media_key); not_null(day); references(media_key, media_performance)
with last_moments as (
  select o.media_key, o.metric, d.day, max(o.observed_at) as observed_at
  from int_media_observations as o
  join int_observation_days as d on d.account_id = o.account_id and d.observed_at = o.observed_at
  where o.metric in ('likes', 'comments', 'saves', 'shares', 'views', 'reach')
  group by o.media_key, o.metric, d.day
),
days as (
  select
    m.media_key,
    o.account_id,
    m.day,
    cast(max(case when m.metric = 'likes' then o.value end) as bigint) as likes,
    cast(max(case when m.metric = 'comments' then o.value end) as bigint) as comments,
    cast(max(case when m.metric = 'saves' then o.value end) as bigint) as saves,
    cast(max(case when m.metric = 'shares' then o.value end) as bigint) as shares,
    cast(max(case when m.metric = 'views' then o.value end) as bigint) as views,
    cast(max(case when m.metric = 'reach' then o.value end) as bigint) as reach
  from last_moments as m
  join int_media_observations as o
    on o.media_key = m.media_key and o.metric = m.metric and o.observed_at = m.observed_at
  group by m.media_key, o.account_id, m.day
)
select
  media_key,
  account_id,
  day,
  likes,
  comments,
  saves,
  shares,
  views,
  reach,
  likes - lag(likes) over (partition by media_key order by day) as likes_change,
  comments - lag(comments) over (partition by media_key order by day) as comments_change,
  saves - lag(saves) over (partition by media_key order by day) as saves_change,
  shares - lag(shares) over (partition by media_key order by day) as shares_change,
  views - lag(views) over (partition by media_key order by day) as views_change,
  reach - lag(reach) over (partition by media_key order by day) as reach_change
from days
order by media_key, day
