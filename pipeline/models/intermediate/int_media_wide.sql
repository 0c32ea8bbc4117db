-- The counters of a post side by side: latest values, and values at equal age (suffix _then).
-- grain: media_key
-- checks: not_null(media_key)
select
  media_key,
  max(observed_at) as observed_at,
  max(horizon_hours) as horizon_hours,
  cast(round(max(case when metric = 'likes' then value end)) as bigint) as likes,
  cast(round(max(case when metric = 'comments' then value end)) as bigint) as comments,
  cast(round(max(case when metric = 'saves' then value end)) as bigint) as saves,
  cast(round(max(case when metric = 'shares' then value end)) as bigint) as shares,
  cast(round(max(case when metric = 'views' then value end)) as bigint) as views,
  cast(round(max(case when metric = 'reach' then value end)) as bigint) as reach,
  cast(round(max(case when metric = 'likes' then value_at_horizon end)) as bigint) as likes_then,
  cast(round(max(case when metric = 'comments' then value_at_horizon end)) as bigint) as comments_then,
  cast(round(max(case when metric = 'saves' then value_at_horizon end)) as bigint) as saves_then,
  cast(round(max(case when metric = 'shares' then value_at_horizon end)) as bigint) as shares_then,
  cast(round(max(case when metric = 'views' then value_at_horizon end)) as bigint) as views_then,
  cast(round(max(case when metric = 'reach' then value_at_horizon end)) as bigint) as reach_then,
  -- every counter that the post has is also known at equal age
  count(value_at_horizon) = count(*) as is_known_then
from int_media_metrics
where metric in ('likes', 'comments', 'saves', 'shares', 'views', 'reach')
group by media_key
