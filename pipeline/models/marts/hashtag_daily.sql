-- How busy a hashtag is: the recent posts in the last reading of each UTC day. A reading has the newest posts of 24 hours, fifty at most:
--   below fifty posts_per_day is their number, at fifty it is estimated from the hours that they span. A day without a row was
--   not read, or had no posts.
-- grain: hashtag, day
-- checks: not_null(hashtag); not_null(day); range(posts, 1, 50) warn; range(posts_per_day, 1)
with readings as (
  select
    r.hashtag,
    r.observed_at,
    count(distinct i.media_key) as posts,
    min(r.posted_at) as oldest_at,
    percentile_cont(0.5) within group (order by r.likes) as median_likes
  from landing.hashtag_media as r
  join landing.media_keys as i on i.media_ref = r.media_ref
  where r.kind = 'recent'
  group by r.hashtag, r.observed_at
),
ranked as (
  select
    *,
    local_day(observed_at, 'UTC') as day,
    row_number() over (partition by hashtag, local_day(observed_at, 'UTC') order by observed_at desc) as position
  from readings
)
select
  hashtag,
  day,
  observed_at,
  posts,
  case
    when posts < 50 then cast(posts as double)
    else rate(24 * posts, hours_between(oldest_at, observed_at))
  end as posts_per_day,
  median_likes
from ranked
where position = 1
order by hashtag, day
