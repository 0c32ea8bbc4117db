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
),
zoned as (
  select merged.*, homes.account_id, homes.month, a.time_zone, utc_day(merged.posted_at) as utc_day
  from merged
  join homes on homes.media_key = merged.media_key
  join int_accounts as a on a.account_id = homes.account_id
),
clocks as (
  -- far fewer than posts
  select time_zone, utc_day, clock_ahead(time_zone, utc_day) as ahead
  from (select distinct time_zone, utc_day from zoned where posted_at is not null) as days
),
timed as (
  select zoned.*, clock_at(zoned.posted_at, zoned.time_zone, clocks.ahead) as posted_local
  from zoned
  left join clocks on clocks.time_zone = zoned.time_zone and clocks.utc_day = zoned.utc_day
)
select
  timed.media_key,
  timed.account_id,
  timed.month,
  timed.media_id,
  timed.shortcode,
  timed.permalink,
  timed.format,
  timed.caption,
  timed.posted_at,
  cast(timed.posted_local as date) as posted_day,
  iso_dow(cast(timed.posted_local as date)) as posted_weekday,
  hour_of(timed.posted_local) as posted_hour,
  timed.duration_seconds,
  timed.is_boosted,
  timed.sources,
  listings.last_started_at is not null
    and timed.sources like '%graph-api%'
    and coalesce(timed.format, '') <> 'story'
    and (seen.last_seen_at is null or seen.last_seen_at < listings.last_started_at) as is_missing
from timed
left join seen on seen.media_key = timed.media_key
left join listings on listings.account_id = timed.account_id
