-- What each source said about a post, each time it said it, under the stable keys.
-- grain: media_key, source, observed_at
-- checks: not_null(media_key); not_null(account_id); accepted_values(format, image, carousel, reel, video, story)
with ranked as (
  select
    m.media_key,
    a.account_id,
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
    r._run_id as run_id,
    row_number() over (
      partition by m.media_key, r._source, r.observed_at
      order by r._fetched_at desc, r._raw_file desc, r._line desc, r._item desc
    ) as position
  from landing.media as r
  join stg_media_identity as m on m.media_ref = r.media_ref
  join stg_account_identity as a on a.account_ref = r.account_ref
)
select
  media_key, account_id, media_id, shortcode, permalink, format, caption, posted_at, duration_seconds, is_boosted,
  observed_at, source, run_id
from ranked
where position = 1
