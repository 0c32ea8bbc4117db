-- The counters of a post at the standard ages: a story at 24 hours; everything else at 24 hours, 48 hours (the early read) and 7 days,
--   reels at 28 days too. Between two observations a counter is taken to move on a straight line over the logarithm of age, as
--   posts gather most of what they get early: the value lies between the two, is exactly what was observed where an
--   observation lies on the age, and no observation made later changes it. For the same reasons the line follows the observations as they
--   are and not their running maximum: counters are restated, and a number that was corrected downward before the age was wrong.
--   Observations count as bracketing an age when at most 4/7 of it apart (96 hours at 7 days; at least 26, so that nightly ones do), or
--   one at most an hour away; else the counter is null. A story ends at its age: its last look from 16 hours on is its value.
-- grain: media_key, age_hours
-- partition: account_id, month
-- checks: not_null(media_key); not_null(account_id); not_null(month); accepted_values(age_hours, 24, 48, 168, 672); range(likes, 0);
--   range(comments, 0); range(reach, 0); range(views, 0); references(account_id, accounts); references(media_key, media_performance)
with ages as (
  -- an observation counts when it was made from first_hours to last_hours, and as one before the age until before_hours
  select true as is_story, 24 as age_hours, 8 as near_hours, 0.0 as gap_hours, 16.0 as first_hours, 25 as before_hours, 25.0 as last_hours
  union all
  select false, age_hours, 1, gap_hours, case when age_hours > gap_hours then age_hours - gap_hours else 1 end, age_hours, age_hours + gap_hours
  from (
    select 24 as age_hours, 26.0 as gap_hours
    union all
    select 48, 48 * 4 / 7.0
    union all
    select 168, 96
    union all
    select 672, 384
  ) as feed
),
asked as (
  select m.media_key, g.*
  from int_media as m
  join ages as g on g.is_story = (coalesce(m.format, '') = 'story')
  where m.posted_at is not null and (g.age_hours < 672 or m.format = 'reel')
),
near as (
  select
    o.media_key,
    a.age_hours,
    a.near_hours,
    a.gap_hours,
    case when o.age_hours <= a.before_hours then o.age_hours end as before_age,
    case when o.age_hours > a.before_hours then o.age_hours end as after_age,
    o.likes,
    o.comments,
    o.saves,
    o.shares,
    o.views,
    o.reach,
    o.replies,
    o.crossposted_views
  from int_media_observations as o
  join asked as a on a.media_key = o.media_key and o.age_hours between a.first_hours and a.last_hours
),
known as (
  select
    media_key,
    age_hours,
    cast(round(value_at_age(likes, before_age, after_age, age_hours, near_hours, gap_hours)) as bigint) as likes,
    cast(round(value_at_age(comments, before_age, after_age, age_hours, near_hours, gap_hours)) as bigint) as comments,
    cast(round(value_at_age(saves, before_age, after_age, age_hours, near_hours, gap_hours)) as bigint) as saves,
    cast(round(value_at_age(shares, before_age, after_age, age_hours, near_hours, gap_hours)) as bigint) as shares,
    cast(round(value_at_age(views, before_age, after_age, age_hours, near_hours, gap_hours)) as bigint) as views,
    cast(round(value_at_age(reach, before_age, after_age, age_hours, near_hours, gap_hours)) as bigint) as reach,
    cast(round(value_at_age(replies, before_age, after_age, age_hours, near_hours, gap_hours)) as bigint) as replies,
    cast(round(value_at_age(crossposted_views, before_age, after_age, age_hours, near_hours, gap_hours)) as bigint) as crossposted_views
  from near
  group by media_key, age_hours, near_hours, gap_hours
)
select
  k.media_key,
  m.account_id,
  m.month,
  m.format,
  k.age_hours,
  k.likes,
  k.comments,
  k.saves,
  k.shares,
  k.views,
  k.reach,
  k.replies,
  k.crossposted_views,
  interactions_of(k.likes, k.comments, k.saves, k.shares) as interactions,
  interactions_parts_of(k.likes, k.comments, k.saves, k.shares) as interactions_parts
from known as k
join int_media as m on m.media_key = k.media_key
where coalesce(k.likes, k.comments, k.saves, k.shares, k.views, k.reach, k.replies, k.crossposted_views) is not null
