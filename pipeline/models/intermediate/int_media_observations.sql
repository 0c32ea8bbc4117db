-- The known counters of a post side by side at each moment at which one was observed, and its age then (null without a time of posting).
-- Where sources disagree about a moment, the one that is believed first (source_rank), else the first by name.
-- grain: media_key, observed_at
-- checks: not_null(media_key)
with contested as (
  select media_key from int_media_readings group by media_key having min(source) <> max(source)
),
moments as (
  select media_key, observed_at, likes, comments, saves, shares, views, reach, replies, crossposted_views
  from int_media_readings
  where media_key not in (select media_key from contested)
  union all
  select
    media_key,
    observed_at,
    value_at_first(likes, concat(source_rank(source), source)) as likes,
    value_at_first(comments, concat(source_rank(source), source)) as comments,
    value_at_first(saves, concat(source_rank(source), source)) as saves,
    value_at_first(shares, concat(source_rank(source), source)) as shares,
    value_at_first(views, concat(source_rank(source), source)) as views,
    value_at_first(reach, concat(source_rank(source), source)) as reach,
    value_at_first(replies, concat(source_rank(source), source)) as replies,
    value_at_first(crossposted_views, concat(source_rank(source), source)) as crossposted_views
  from int_media_readings
  where media_key in (select media_key from contested)
  group by media_key, observed_at
)
select o.*, hours_between(m.posted_at, o.observed_at) as age_hours
from moments as o
join int_media as m on m.media_key = o.media_key
