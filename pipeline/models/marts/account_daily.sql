-- Accounts by day: the last follower count of the local day, the platform's daily numbers (its days end at midnight US Pacific), and
--   posts published on the local day (stories not counted). Reach is unique people per day: never add it up over days.
-- grain: account_id, day
-- partition: account_id, month
-- checks: not_null(account_id); not_null(day); range(reach, 0); range(posts_published, 0); references(account_id, accounts)
with follower_counts as (
  select
    f.account_id,
    local_day(f.observed_at - interval '1' second, a.time_zone) as day,
    f.followers,
    row_number() over (
      partition by f.account_id, local_day(f.observed_at - interval '1' second, a.time_zone)
      order by f.observed_at desc
    ) as position
  from int_followers as f
  join int_accounts as a on a.account_id = f.account_id
),
numbers as (
  select
    account_id,
    day,
    cast(max(case when metric = 'new_follows' then value end) as bigint) as new_follows,
    cast(max(case when metric = 'unfollows' then value end) as bigint) as unfollows,
    cast(max(case when metric = 'reach' then value end) as bigint) as reach,
    cast(max(case when metric = 'views' then value end) as bigint) as views,
    cast(max(case when metric = 'interactions_total' then value end) as bigint) as interactions
  from stg_account_insights
  where dimension = '' and value is not null and metric not in ('followers_kept', 'following_kept')
  group by account_id, day
),
posts as (
  select account_id, posted_day as day, count(*) as posts_published
  from int_media
  where posted_at is not null and (format is null or format <> 'story')
  group by account_id, posted_day
),
days as (
  select account_id, day from follower_counts where position = 1
  union
  select account_id, day from numbers
  union
  select account_id, day from posts
)
select
  d.account_id,
  month_of(d.day) as month,
  d.day,
  f.followers,
  n.new_follows,
  n.unfollows,
  n.reach,
  n.views,
  n.interactions,
  coalesce(p.posts_published, 0) as posts_published
from days as d
join scope as s on s.account_id = d.account_id and s.month = month_of(d.day)
left join follower_counts as f on f.account_id = d.account_id and f.day = d.day and f.position = 1
left join numbers as n on n.account_id = d.account_id and n.day = d.day
left join posts as p on p.account_id = d.account_id and p.day = d.day
