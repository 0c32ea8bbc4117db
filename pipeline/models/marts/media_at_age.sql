-- Posts at equal age, one row each: the numbers to compare posts by. age_basis is fixed when every counter is known at horizon_hours
--   (24 for stories, 168 for the rest), lifetime when the post was first seen after that and is at least 28 days old, and null when the
--   post is not comparable: then the counters are the latest and provisional.
-- grain: media_key
-- partition: account_id, month
-- checks: not_null(media_key); accepted_values(age_basis, fixed, lifetime)
with judged as (
  select
    w.*,
    hours_between(m.posted_at, w.observed_at) as latest_age_hours,
    case
      when w.is_known_then then 'fixed'
      when hours_between(m.posted_at, w.observed_at) >= 672 then 'lifetime'
    end as age_basis
  from int_media_wide as w
  join int_media as m on m.media_key = w.media_key
),
chosen as (
  select
    j.media_key,
    j.horizon_hours,
    j.age_basis,
    case when j.age_basis = 'fixed' then j.horizon_hours else j.latest_age_hours end as age_hours,
    case when j.age_basis = 'fixed' then j.likes_then else j.likes end as likes,
    case when j.age_basis = 'fixed' then j.comments_then else j.comments end as comments,
    case when j.age_basis = 'fixed' then j.saves_then else j.saves end as saves,
    case when j.age_basis = 'fixed' then j.shares_then else j.shares end as shares,
    case when j.age_basis = 'fixed' then j.views_then else j.views end as views,
    case when j.age_basis = 'fixed' then j.reach_then else j.reach end as reach,
    case when j.age_basis = 'fixed' then i.interactions_then else i.interactions end as interactions,
    i.interactions_parts
  from judged as j
  join int_media_interactions as i on i.media_key = j.media_key
)
select
  c.media_key,
  m.account_id,
  m.month,
  m.format,
  m.posted_at,
  local_day(m.posted_at, a.time_zone) as posted_day,
  iso_dow(local_day(m.posted_at, a.time_zone)) as posted_weekday,
  local_hour(m.posted_at, a.time_zone) as posted_hour,
  m.is_boosted,
  c.horizon_hours,
  c.age_basis,
  c.age_hours,
  c.likes,
  c.comments,
  c.saves,
  c.shares,
  c.views,
  c.reach,
  c.interactions,
  c.interactions_parts,
  f.followers as followers_at_post,
  rate(c.interactions, c.reach) as engagement_rate_by_reach,
  rate(c.interactions, f.followers) as engagement_rate_by_followers,
  rate(c.interactions, c.views) as engagement_rate_by_views
from chosen as c
join int_media as m on m.media_key = c.media_key
join int_accounts as a on a.account_id = m.account_id
left join int_followers_at_post as f on f.media_key = c.media_key
