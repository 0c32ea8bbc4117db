-- Which post each reference means: a record that carries both the API id and the shortcode joins the two.
-- grain: media_ref
-- materialized: build
-- checks: not_null(media_ref); not_null(media_key)
with refs as (
  select media_ref from landing.media
  union
  select media_ref from landing.media_insights
  union
  select media_ref from landing.comments
  union
  select media_ref from landing.tagged_media
  union
  select media_ref from landing.hashtag_media
),
shortcodes as (
  select concat('id:', media_id) as media_ref, min(media_ref) as media_key
  from landing.media
  where media_id is not null and shortcode is not null
  group by concat('id:', media_id)
)
select refs.media_ref, coalesce(shortcodes.media_key, refs.media_ref) as media_key
from refs
left join shortcodes on shortcodes.media_ref = refs.media_ref
