-- One post: what is known about it, for each field the most trusted statement that knows it.
-- grain: media_key
-- checks: not_null(media_key); not_null(account_id)
with firsts as (
  -- the first statement that knows the field
  select
    media_key,
    min(case when media_id is not null then position end) as media_id_at,
    min(case when shortcode is not null then position end) as shortcode_at,
    min(case when permalink is not null then position end) as permalink_at,
    min(case when format is not null then position end) as format_at,
    min(case when caption is not null then position end) as caption_at,
    min(case when posted_at is not null then position end) as posted_at_at,
    min(case when duration_seconds is not null then position end) as duration_seconds_at,
    min(case when is_boosted is not null then position end) as is_boosted_at,
    join_distinct(source) as sources
  from int_media_statements
  group by media_key
),
merged as (
  select
    r.media_key,
    max(case when r.position = f.media_id_at then r.media_id end) as media_id,
    max(case when r.position = f.shortcode_at then r.shortcode end) as shortcode,
    max(case when r.position = f.permalink_at then r.permalink end) as permalink,
    max(case when r.position = f.format_at then r.format end) as format,
    max(case when r.position = f.caption_at then r.caption end) as caption,
    max(case when r.position = f.posted_at_at then r.posted_at end) as posted_at,
    max(case when r.position = f.duration_seconds_at then r.duration_seconds end) as duration_seconds,
    max(case when r.position = f.is_boosted_at then cast(r.is_boosted as integer) end) as is_boosted,
    f.sources
  from int_media_statements as r
  join firsts as f on f.media_key = r.media_key
  group by r.media_key, f.sources
),
homes as (
  select distinct media_key, account_id, month from stg_media_identity
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
  homes.account_id,
  homes.month,
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
join homes on homes.media_key = merged.media_key
left join seen on seen.media_key = merged.media_key
left join listings on listings.account_id = homes.account_id
