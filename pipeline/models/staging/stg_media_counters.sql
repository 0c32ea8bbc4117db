-- Every answer about the totals of a post's counters that the marts show, side by side, under the stable key of the post: of the posts that are
-- built. absent holds `metric=reason` of those that the answer says nothing about, comma separated.
-- grain: media_ref, observed_at, source, raw_file, item
-- materialized: build
select
  m.media_key,
  r.media_ref,
  r.observed_at,
  r._source as source,
  r._raw_file as raw_file,
  r._item as item,
  r.likes,
  r.comments,
  r.saves,
  r.shares,
  r.views,
  r.reach,
  r.replies,
  r.crossposted_views,
  r.avg_watch_ms,
  r.skip_rate_percent,
  r.absent
from landing.media_counters as r
join stg_media_identity as m on m.media_ref = r.media_ref
