-- What each source said about a post: each different statement, when it was last made, under the stable keys.
-- grain: raw_file, line, item
-- materialized: build
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
  r._source as source,
  r._fetched_at as fetched_at,
  r._raw_file as raw_file,
  r._line as line,
  r._item as item
from landing.media as r
join stg_media_identity as m on m.media_ref = r.media_ref
join stg_account_identity as a on a.account_ref = r.account_ref
