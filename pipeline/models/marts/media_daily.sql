-- The counters of a post at the end of each local day on which it was observed, and their change since the last such day. Counters are
--   cumulative and may fall: a negative change is a correction by the platform.
-- grain: media_key, day
-- checks: not_null(media_key); not_null(day); references(media_key, media_performance)
with ranked as (
  select
    s.media_key,
    m.account_id,
    local_day(s.observed_at, a.time_zone) as day,
    s.metric,
    s.value,
    row_number() over (
      partition by s.media_key, s.metric, local_day(s.observed_at, a.time_zone)
      order by s.observed_at desc, case when s.source = 'graph-api' then 0 else 1 end, s.source
    ) as position
  from stg_media_insights as s
  join int_media as m on m.media_key = s.media_key
  join int_accounts as a on a.account_id = m.account_id
  where s.dimension = '' and s.value is not null
    and s.metric in ('likes', 'comments', 'saves', 'shares', 'views', 'reach')
),
days as (
  select
    media_key,
    account_id,
    day,
    cast(max(case when metric = 'likes' then value end) as bigint) as likes,
    cast(max(case when metric = 'comments' then value end) as bigint) as comments,
    cast(max(case when metric = 'saves' then value end) as bigint) as saves,
    cast(max(case when metric = 'shares' then value end) as bigint) as shares,
    cast(max(case when metric = 'views' then value end) as bigint) as views,
    cast(max(case when metric = 'reach' then value end) as bigint) as reach
  from ranked
  where position = 1
  group by media_key, account_id, day
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
