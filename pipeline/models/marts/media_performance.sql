-- Posts, one row each, with their latest counters: observed_at and age_hours say when. interactions is the sum of the known parts of
--   likes, comments, saves and shares; interactions_parts names them. age_basis says how the post enters comparisons (see media_at_age):
--   fixed (known at equal age), lifetime (first seen at least 28 days old); projected (so young that media_at_age tells what to expect)
--   and null (too young for that, or not seen near that age) are not compared.
--   crossposted_views (reels) holds the views on Facebook too, and is all that is known of a competitor's: never compare it with views.
--   avg_watch_ms (milliseconds that a viewer stays, replays included) and skip_rate_percent (viewers gone within the first seconds) are of reels.
--   A counter is its last observation by whichever source; a description is what the best source said last: the API, then exports, then public
--   pages, which also decide between numbers of one moment. field_sources names the source of each known field where there are
--   several, e.g. caption=imports,likes=graph-api; null while all come from one. is_missing: the last complete listing did not have the post.
-- grain: media_key
-- partition: account_id, month
-- checks: not_null(media_key); not_null(account_id); not_null(month); accepted_values(format, image, carousel, reel, video, story);
--   accepted_values(age_basis, fixed, lifetime, projected); range(likes, 0); range(comments, 0); range(reach, 0); range(views, 0);
--   range(avg_watch_ms, 0) warn; range(skip_rate_percent, 0, 100) warn; references(account_id, accounts)
select
  m.media_key,
  m.account_id,
  m.month,
  a.username,
  m.media_id,
  m.shortcode,
  m.permalink,
  m.format,
  m.caption,
  m.posted_at,
  m.posted_day,
  m.posted_weekday,
  m.posted_hour,
  w.observed_at,
  hours_between(m.posted_at, w.observed_at) as age_hours,
  c.age_basis,
  w.likes,
  w.comments,
  w.saves,
  w.shares,
  w.views,
  w.crossposted_views,
  w.reach,
  w.interactions,
  w.interactions_parts,
  f.followers as followers_at_post,
  rate(w.interactions, w.reach) as engagement_rate_by_reach,
  rate(w.interactions, f.followers) as engagement_rate_by_followers,
  rate(w.interactions, w.views) as engagement_rate_by_views,
  m.is_boosted,
  m.duration_seconds,
  w.avg_watch_ms,
  w.skip_rate_percent,
  m.is_missing,
  m.sources,
  s.field_sources
from int_media as m
join int_accounts as a on a.account_id = m.account_id
left join int_media_wide as w on w.media_key = m.media_key
left join media_at_age as c on c.media_key = m.media_key
left join int_media_field_sources as s on s.media_key = m.media_key
left join int_followers_at_post as f on f.media_key = m.media_key
