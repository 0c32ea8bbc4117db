-- Whose a post is and the local month in which it was published (unknown without a time): where all that is known of it is kept. Built
--   over the posts that something was said about, before the scope is known.
-- grain: media_key
with homes as (
  select media_key, account_id, posted_at
  from int_media_statements
  where media_key not in (select media_key from int_media_disputed)
  union all
  select media_key, value_at_first(account_id, position), value_at_first(posted_at, position)
  from int_media_statements
  where media_key in (select media_key from int_media_disputed)
  group by media_key
),
zoned as (
  select h.media_key, h.account_id, h.posted_at, a.time_zone, utc_day(h.posted_at) as utc_day
  from homes as h
  join int_accounts as a on a.account_id = h.account_id
),
clocks as (
  -- far fewer than posts
  select time_zone, utc_day, clock_ahead(time_zone, utc_day) as ahead
  from (select distinct time_zone, utc_day from zoned where posted_at is not null) as days
)
select
  z.media_key,
  z.account_id,
  coalesce(month_of(cast(clock_at(z.posted_at, z.time_zone, c.ahead) as date)), 'unknown') as month
from zoned as z
left join clocks as c on c.time_zone = z.time_zone and c.utc_day = z.utc_day
