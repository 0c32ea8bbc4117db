-- The counters of a post at the end of each local day on which it was observed, and their change since the last such day. Counters are
--   cumulative and may fall: a negative change is a correction by the platform, and is_corrected says that the day has one.
-- grain: media_key, day
-- partition: account_id, month
-- checks: not_null(media_key); not_null(day); not_null(month); references(media_key, media_performance);
--   references(account_id, accounts)
with located as (
  select o.*, quarter_hour(o.observed_at) as quarter, m.account_id, m.month, a.time_zone
  from int_media_observations as o
  join int_media as m on m.media_key = o.media_key
  join int_accounts as a on a.account_id = m.account_id
  where coalesce(o.likes, o.comments, o.saves, o.shares, o.views, o.reach) is not null
),
local_days as (
  -- far fewer than observations
  select quarter, time_zone, local_day(quarter, time_zone) as day
  from (select distinct quarter, time_zone from located) as quarters
),
days as (
  select
    l.media_key,
    l.account_id,
    l.month,
    d.day,
    cast(round(value_at_last(l.likes, l.observed_at)) as bigint) as likes,
    cast(round(value_at_last(l.comments, l.observed_at)) as bigint) as comments,
    cast(round(value_at_last(l.saves, l.observed_at)) as bigint) as saves,
    cast(round(value_at_last(l.shares, l.observed_at)) as bigint) as shares,
    cast(round(value_at_last(l.views, l.observed_at)) as bigint) as views,
    cast(round(value_at_last(l.reach, l.observed_at)) as bigint) as reach
  from located as l
  join local_days as d on d.quarter = l.quarter and d.time_zone = l.time_zone
  group by l.media_key, l.account_id, l.month, d.day
),
changes as (
  select
    *,
    likes - lag(likes) over (partition by media_key order by day) as likes_change,
    comments - lag(comments) over (partition by media_key order by day) as comments_change,
    saves - lag(saves) over (partition by media_key order by day) as saves_change,
    shares - lag(shares) over (partition by media_key order by day) as shares_change,
    views - lag(views) over (partition by media_key order by day) as views_change,
    reach - lag(reach) over (partition by media_key order by day) as reach_change
  from days
)
select
  media_key,
  account_id,
  month,
  day,
  likes,
  comments,
  saves,
  shares,
  views,
  reach,
  likes_change,
  comments_change,
  saves_change,
  shares_change,
  views_change,
  reach_change,
  coalesce(likes_change < 0, false)
    or coalesce(comments_change < 0, false)
    or coalesce(saves_change < 0, false)
    or coalesce(shares_change < 0, false)
    or coalesce(views_change < 0, false)
    or coalesce(reach_change < 0, false) as is_corrected
from changes
