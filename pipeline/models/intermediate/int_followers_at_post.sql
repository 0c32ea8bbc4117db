-- Followers when a post was published: the nearest count at most 48 hours away.
-- grain: media_key
-- checks: not_null(followers)
with near as (
  select
    m.media_key,
    f.followers,
    row_number() over (
      partition by m.media_key
      order by abs(hours_between(m.posted_at, f.observed_at)), f.observed_at
    ) as position
  from int_media as m
  join int_followers as f
    on f.account_id = m.account_id
    and f.observed_at >= m.posted_at - interval '48' hour
    and f.observed_at <= m.posted_at + interval '48' hour
)
select media_key, followers
from near
where position = 1
