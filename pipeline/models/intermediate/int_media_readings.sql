-- What one source said of the counters of a post at one moment, side by side; null where it said nothing. Where it said it in several answers,
-- or named the post by two references, and gave two numbers, the larger.
-- grain: media_key, observed_at, source
-- materialized: view
select
  media_key,
  observed_at,
  source,
  max(likes) as likes,
  max(comments) as comments,
  max(saves) as saves,
  max(shares) as shares,
  max(views) as views,
  max(reach) as reach,
  max(replies) as replies,
  max(crossposted_views) as crossposted_views,
  max(avg_watch_ms) as avg_watch_ms,
  max(skip_rate_percent) as skip_rate_percent
from stg_media_counters
where coalesce(likes, comments, saves, shares, views, reach, replies, crossposted_views, avg_watch_ms, skip_rate_percent) is not null
group by media_key, observed_at, source
