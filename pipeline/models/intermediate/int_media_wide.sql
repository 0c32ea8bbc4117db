-- The latest known value of each counter of a post, with the sum and the names of the known parts of its interactions. observed_at is the
-- last moment at which one of the first six was known.
-- grain: media_key
-- checks: not_null(media_key)
with latest as (
  select
    media_key,
    max(case when coalesce(likes, comments, saves, shares, views, reach) is not null then observed_at end) as observed_at,
    cast(round(value_at_last(likes, observed_at)) as bigint) as likes,
    cast(round(value_at_last(comments, observed_at)) as bigint) as comments,
    cast(round(value_at_last(saves, observed_at)) as bigint) as saves,
    cast(round(value_at_last(shares, observed_at)) as bigint) as shares,
    cast(round(value_at_last(views, observed_at)) as bigint) as views,
    cast(round(value_at_last(reach, observed_at)) as bigint) as reach,
    cast(round(value_at_last(replies, observed_at)) as bigint) as replies,
    cast(round(value_at_last(crossposted_views, observed_at)) as bigint) as crossposted_views,
    cast(round(value_at_last(avg_watch_ms, observed_at)) as bigint) as avg_watch_ms,
    value_at_last(skip_rate_percent, observed_at) as skip_rate_percent
  from int_media_observations
  group by media_key
)
select
  *,
  interactions_of(likes, comments, saves, shares) as interactions,
  interactions_parts_of(likes, comments, saves, shares) as interactions_parts
from latest
