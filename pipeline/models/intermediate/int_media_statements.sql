-- What was said about a post, the most trusted statement first: by source (source_rank: the API before exports before public pages), what
--   the owner sees before what a competitor shows of a joint post, newer before older.
-- grain: media_key, position
-- materialized: view
select
  s.media_key,
  s.account_id,
  s.media_ref,
  s.media_id,
  s.shortcode,
  s.permalink,
  s.format,
  s.caption,
  s.posted_at,
  s.duration_seconds,
  s.is_boosted,
  s.observed_at,
  s.source,
  1 as position
from stg_media as s
where s.media_key not in (select media_key from int_media_disputed)
union all
select
  s.media_key,
  s.account_id,
  s.media_ref,
  s.media_id,
  s.shortcode,
  s.permalink,
  s.format,
  s.caption,
  s.posted_at,
  s.duration_seconds,
  s.is_boosted,
  s.observed_at,
  s.source,
  row_number() over (
    partition by s.media_key
    order by
      source_rank(s.source), case when a.is_own then 0 else 1 end, s.observed_at desc,
      s.source, s.fetched_at desc, s.raw_file desc, s.line desc, s.item desc
  )
from stg_media as s
join int_media_disputed as d on d.media_key = s.media_key
join int_accounts as a on a.account_id = s.account_id
