-- Where each known field of a post comes from, where that is more than one source: `field=source`, sorted, comma separated.
-- grain: media_key
-- checks: not_null(field_sources)
with spoken as (
  select media_key, source from stg_media
  union all
  select media_key, source
  from stg_media_counters
  where coalesce(likes, comments, saves, shares, views, reach, replies, crossposted_views) is not null
),
several as (
  select media_key from spoken group by media_key having min(source) <> max(source)
),
fields as (
  select 'media_id' as field
  union all
  select 'shortcode'
  union all
  select 'permalink'
  union all
  select 'format'
  union all
  select 'caption'
  union all
  select 'posted_at'
  union all
  select 'duration_seconds'
  union all
  select 'is_boosted'
),
counters as (
  select 'likes' as field
  union all
  select 'comments'
  union all
  select 'saves'
  union all
  select 'shares'
  union all
  select 'views'
  union all
  select 'crossposted_views'
  union all
  select 'reach'
),
known as (
  -- as int_media takes them
  select
    s.media_key,
    f.field,
    s.source,
    row_number() over (partition by s.media_key, f.field order by s.position) as position
  from int_media_statements as s
  cross join fields as f
  where s.media_key in (select media_key from several)
    and case f.field
      when 'media_id' then s.media_id is not null
      when 'shortcode' then s.shortcode is not null
      when 'permalink' then s.permalink is not null
      when 'format' then s.format is not null
      when 'caption' then s.caption is not null
      when 'posted_at' then s.posted_at is not null
      when 'duration_seconds' then s.duration_seconds is not null
      else s.is_boosted is not null
    end
  union all
  -- as int_media_observations and int_media_wide do
  select
    r.media_key,
    c.field,
    r.source,
    row_number() over (
      partition by r.media_key, c.field
      order by r.observed_at desc, source_rank(r.source), r.source
    ) as position
  from int_media_readings as r
  cross join counters as c
  where r.media_key in (select media_key from several)
    and case c.field
      when 'likes' then r.likes
      when 'comments' then r.comments
      when 'saves' then r.saves
      when 'shares' then r.shares
      when 'views' then r.views
      when 'crossposted_views' then r.crossposted_views
      else r.reach
    end is not null
)
select media_key, join_distinct(concat(field, '=', source)) as field_sources
from known
where position = 1
group by media_key
having min(source) <> max(source)
