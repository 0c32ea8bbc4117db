-- What each source said about a post: each different statement, when it was last made, under the stable keys. recency orders a source's
--   statements about a post, the last one first.
-- grain: media_key, source, recency
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
  row_number() over (
    partition by m.media_key, r._source
    order by r.observed_at desc, r._fetched_at desc, r._raw_file desc, r._line desc, r._item desc
  ) as recency
from landing.media as r
join stg_media_identity as m on m.media_ref = r.media_ref
join stg_account_identity as a on a.account_ref = r.account_ref
