-- The counters of a post at the end of each local day on which it was observed, and their change since the last such day. Counters are
--   cumulative and may fall: a negative change is a correction by the platform.
-- grain: media_key, day
-- partition: account_id, month
-- checks: not_null(media_key); not_null(day); references(media_key, media_performance)
with last_moments as (
  select
    media_key,
    day,
    max(case when likes is not null then observed_at end) as likes_at,
    max(case when comments is not null then observed_at end) as comments_at,
    max(case when saves is not null then observed_at end) as saves_at,
    max(case when shares is not null then observed_at end) as shares_at,
    max(case when views is not null then observed_at end) as views_at,
    max(case when reach is not null then observed_at end) as reach_at
  from int_media_snapshots
  group by media_key, day
),
days as (
  select
    s.media_key,
    s.account_id,
    s.month,
    s.day,
    cast(max(case when s.observed_at = l.likes_at then s.likes end) as bigint) as likes,
    cast(max(case when s.observed_at = l.comments_at then s.comments end) as bigint) as comments,
    cast(max(case when s.observed_at = l.saves_at then s.saves end) as bigint) as saves,
    cast(max(case when s.observed_at = l.shares_at then s.shares end) as bigint) as shares,
    cast(max(case when s.observed_at = l.views_at then s.views end) as bigint) as views,
    cast(max(case when s.observed_at = l.reach_at then s.reach end) as bigint) as reach
  from int_media_snapshots as s
  join last_moments as l on l.media_key = s.media_key and l.day = s.day
  group by s.media_key, s.account_id, s.month, s.day
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
  likes - lag(likes) over (partition by media_key order by day) as likes_change,
  comments - lag(comments) over (partition by media_key order by day) as comments_change,
  saves - lag(saves) over (partition by media_key order by day) as saves_change,
  shares - lag(shares) over (partition by media_key order by day) as shares_change,
  views - lag(views) over (partition by media_key order by day) as views_change,
  reach - lag(reach) over (partition by media_key order by day) as reach_change
from days
