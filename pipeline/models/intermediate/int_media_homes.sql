-- Whose a post is and the local month in which it was published (unknown without a time): where all that is known of it is kept. Built
--   over the posts that something was said about, before the scope is known.
-- grain: media_key
with firsts as (
  select
    media_key,
    min(position) as account_at,
    min(case when posted_at is not null then position end) as posted_at_at
  from int_media_statements
  group by media_key
),
homes as (
  select
    s.media_key,
    max(case when s.position = f.account_at then s.account_id end) as account_id,
    max(case when s.position = f.posted_at_at then s.posted_at end) as posted_at
  from int_media_statements as s
  join firsts as f on f.media_key = s.media_key
  group by s.media_key
)
select h.media_key, h.account_id, coalesce(month_of(local_day(h.posted_at, a.time_zone)), 'unknown') as month
from homes as h
join int_accounts as a on a.account_id = h.account_id
