-- One post: what is known about it, for each field the most trusted statement that knows it.
-- grain: media_key
-- checks: not_null(media_key); not_null(account_id)
with merged as (
  -- of each field what the first statement says that knows it; of most posts there is one statement
  select
    media_key,
    media_id,
    shortcode,
    permalink,
    format,
    caption,
    posted_at,
    duration_seconds,
    is_boosted,
    source as sources
  from int_media_statements
  where media_key not in (select media_key from int_media_disputed)
  union all
  select
    media_key,
    value_at_first(media_id, position) as media_id,
    value_at_first(shortcode, position) as shortcode,
    value_at_first(permalink, position) as permalink,
    value_at_first(format, position) as format,
    value_at_first(caption, position) as caption,
    value_at_first(posted_at, position) as posted_at,
    value_at_first(duration_seconds, position) as duration_seconds,
    value_at_first(is_boosted, position) as is_boosted,
    join_distinct(source) as sources
  from int_media_statements
  where media_key in (select media_key from int_media_disputed)
  group by media_key
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
  select media_key, max(observed_at) as last_seen_at
  from stg_media_counters
  where source = 'graph-api' and (comments is not null or absent like '%comments=%')
  group by media_key
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
  local_day(merged.posted_at, a.time_zone) as posted_day,
  iso_dow(local_day(merged.posted_at, a.time_zone)) as posted_weekday,
  local_hour(merged.posted_at, a.time_zone) as posted_hour,
  merged.duration_seconds,
  merged.is_boosted,
  merged.sources,
  listings.last_started_at is not null
    and merged.sources like '%graph-api%'
    and coalesce(merged.format, '') <> 'story'
    and (seen.last_seen_at is null or seen.last_seen_at < listings.last_started_at) as is_missing
from merged
join homes on homes.media_key = merged.media_key
join int_accounts as a on a.account_id = homes.account_id
left join seen on seen.media_key = merged.media_key
left join listings on listings.account_id = homes.account_id
