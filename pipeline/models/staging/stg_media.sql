-- What each source said about a post, each time it said something new, under the stable keys.
-- grain: media_ref, source, observed_at
select
  m.media_key,
  a.account_id,
  r.media_ref,
  r.media_id,
  r.shortcode,
  r.permalink,
  r.format,
  r.caption,
  r.posted_at,
  r.duration_seconds,
  r.is_boosted,
  r.observed_at,
  r._source as source
from landing.media as r
join stg_media_identity as m on m.media_ref = r.media_ref
join stg_account_identity as a on a.account_ref = r.account_ref
