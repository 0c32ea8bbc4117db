-- The known counters of a post side by side at each moment at which one was observed, and its age then (null without a time of posting).
-- Where sources disagree about a moment, the one that is believed first (source_rank), else the first by name.
-- grain: media_key, observed_at
-- checks: not_null(media_key)
with contested as (
  select media_key, observed_at
  from stg_media_counters
  group by media_key, observed_at
  having count(*) > 1
),
moments as (
  -- of most moments there is one answer
  select
    c.media_key, c.observed_at, c.likes, c.comments, c.saves, c.shares, c.views, c.reach, c.replies, c.crossposted_views, c.avg_watch_ms,
    c.skip_rate_percent
  from stg_media_counters as c
  where coalesce(
      c.likes, c.comments, c.saves, c.shares, c.views, c.reach, c.replies, c.crossposted_views, c.avg_watch_ms, c.skip_rate_percent
    ) is not null
    and not exists (select 1 from contested as d where d.media_key = c.media_key and d.observed_at = c.observed_at)
  union all
  select
    r.media_key,
    r.observed_at,
    value_at_first(r.likes, concat(source_rank(r.source), r.source)) as likes,
    value_at_first(r.comments, concat(source_rank(r.source), r.source)) as comments,
    value_at_first(r.saves, concat(source_rank(r.source), r.source)) as saves,
    value_at_first(r.shares, concat(source_rank(r.source), r.source)) as shares,
    value_at_first(r.views, concat(source_rank(r.source), r.source)) as views,
    value_at_first(r.reach, concat(source_rank(r.source), r.source)) as reach,
    value_at_first(r.replies, concat(source_rank(r.source), r.source)) as replies,
    value_at_first(r.crossposted_views, concat(source_rank(r.source), r.source)) as crossposted_views,
    value_at_first(r.avg_watch_ms, concat(source_rank(r.source), r.source)) as avg_watch_ms,
    value_at_first(r.skip_rate_percent, concat(source_rank(r.source), r.source)) as skip_rate_percent
  from int_media_readings as r
  join contested as d on d.media_key = r.media_key and d.observed_at = r.observed_at
  group by r.media_key, r.observed_at
)
select o.*, hours_between(m.posted_at, o.observed_at) as age_hours
from moments as o
join int_media as m on m.media_key = o.media_key
