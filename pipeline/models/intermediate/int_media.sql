-- One post: what is known about it, the newest statement of the best source for each field (API, then exports).
-- grain: media_key
-- checks: not_null(media_key); not_null(account_id)
with preference as (
  select *, case when source = 'graph-api' then 0 else 1 end as rank from stg_media
),
ranked as (
  select
    *,
    row_number() over (partition by media_key order by rank, observed_at desc, source, recency) as position,
    row_number() over (partition by media_key order by case when media_id is null then 1 else 0 end, rank, observed_at desc, source, recency) as media_id_position,
    row_number() over (partition by media_key order by case when shortcode is null then 1 else 0 end, rank, observed_at desc, source, recency) as shortcode_position,
    row_number() over (partition by media_key order by case when permalink is null then 1 else 0 end, rank, observed_at desc, source, recency) as permalink_position,
    row_number() over (partition by media_key order by case when format is null then 1 else 0 end, rank, observed_at desc, source, recency) as format_position,
    row_number() over (partition by media_key order by case when caption is null then 1 else 0 end, rank, observed_at desc, source, recency) as caption_position,
    row_number() over (partition by media_key order by case when posted_at is null then 1 else 0 end, rank, observed_at desc, source, recency) as posted_at_position,
    row_number() over (partition by media_key order by case when duration_seconds is null then 1 else 0 end, rank, observed_at desc, source, recency) as duration_position,
    row_number() over (partition by media_key order by case when is_boosted is null then 1 else 0 end, rank, observed_at desc, source, recency) as boosted_position
  from preference
),
merged as (
  select
    media_key,
    max(case when position = 1 then account_id end) as account_id,
    max(case when media_id_position = 1 then media_id end) as media_id,
    max(case when shortcode_position = 1 then shortcode end) as shortcode,
    max(case when permalink_position = 1 then permalink end) as permalink,
    max(case when format_position = 1 then format end) as format,
    max(case when caption_position = 1 then caption end) as caption,
    max(case when posted_at_position = 1 then posted_at end) as posted_at,
    max(case when duration_position = 1 then duration_seconds end) as duration_seconds,
    max(case when boosted_position = 1 then cast(is_boosted as integer) end) as is_boosted,
    join_distinct(source) as sources
  from ranked
  group by media_key
),
listings as (
  select i.account_id, max(u.started_at) as last_started_at
  from landing.listings as l
  join landing.runs as u on u.run_id = l.run_id
  join stg_account_identity as i on i.account_ref = l.account
  where l.stream = 'media'
  group by i.account_id
),
seen as (
  -- the API lists every post with its counters, so these tell which posts the last complete listing had; by time and not by
  -- run, as a run that only repeats what is known leaves no rows of its own
  select i.media_key, max(r.observed_at) as last_seen_at
  from landing.media_insights as r
  join stg_media_identity as i on i.media_ref = r.media_ref
  where r._source = 'graph-api' and r.metric = 'comments'
  group by i.media_key
)
select
  merged.media_key,
  merged.account_id,
  merged.media_id,
  merged.shortcode,
  merged.permalink,
  merged.format,
  merged.caption,
  merged.posted_at,
  merged.duration_seconds,
  cast(merged.is_boosted as boolean) as is_boosted,
  merged.sources,
  listings.last_started_at is not null
    and merged.sources like '%graph-api%'
    and coalesce(merged.format, '') <> 'story'
    and (seen.last_seen_at is null or seen.last_seen_at < listings.last_started_at) as is_missing
from merged
left join seen on seen.media_key = merged.media_key
left join listings on listings.account_id = merged.account_id
