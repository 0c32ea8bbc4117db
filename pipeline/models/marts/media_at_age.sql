-- Posts at equal age, one row each: the numbers to compare posts by. age_basis is fixed when every counter is known at horizon_hours
--   (24 for stories, 168 for the rest; see media_by_age), and lifetime when the post was first seen after that and is at least 28 days old.
--   projected is not for comparisons: the post is younger than the horizon, and the counters are what its account's posts of the
--   six months before let expect at the horizon (see int_media_projections); they rest on projection_posts posts, four in five of
--   which ended between low and high. media_performance has what was observed. Without a basis the post is not comparable, and the
--   counters are the latest and provisional. age_hours is the age at which the counters, or those that were projected, were seen.
-- grain: media_key
-- partition: account_id, month
-- checks: not_null(media_key); not_null(month); accepted_values(age_basis, fixed, lifetime, projected); range(projection_posts, 10);
--   references(account_id, accounts); references(media_key, media_performance)
with judged as (
  select
    m.media_key,
    case when m.format = 'story' then 24 else 168 end as horizon_hours,
    hours_between(m.posted_at, w.observed_at) as latest_age_hours,
    case
      when (w.likes is null or b.likes is not null)
        and (w.comments is null or b.comments is not null)
        and (w.saves is null or b.saves is not null)
        and (w.shares is null or b.shares is not null)
        and (w.views is null or b.views is not null)
        and (w.reach is null or b.reach is not null) then 'fixed'
      when hours_between(m.posted_at, w.observed_at) >= 672 then 'lifetime'
      when p.media_key is not null then 'projected'
    end as age_basis
  from int_media_wide as w
  join int_media as m on m.media_key = w.media_key
  left join media_by_age as b
    on b.media_key = w.media_key and b.age_hours = case when m.format = 'story' then 24 else 168 end
  left join int_media_projections as p on p.media_key = w.media_key
  where w.observed_at is not null
),
counted as (
  select
    j.media_key,
    j.horizon_hours,
    j.age_basis,
    case when j.age_basis = 'fixed' then j.horizon_hours else j.latest_age_hours end as age_hours,
    case j.age_basis when 'fixed' then b.likes when 'projected' then p.likes else w.likes end as likes,
    case j.age_basis when 'fixed' then b.comments when 'projected' then p.comments else w.comments end as comments,
    case j.age_basis when 'fixed' then b.saves when 'projected' then p.saves else w.saves end as saves,
    case j.age_basis when 'fixed' then b.shares when 'projected' then p.shares else w.shares end as shares,
    case j.age_basis when 'fixed' then b.views when 'projected' then p.views else w.views end as views,
    case j.age_basis when 'fixed' then b.reach when 'projected' then p.reach else w.reach end as reach,
    case when j.age_basis = 'projected' then p.projection_posts end as projection_posts,
    case when j.age_basis = 'projected' then p.reach_low end as reach_low,
    case when j.age_basis = 'projected' then p.reach_high end as reach_high,
    case when j.age_basis = 'projected' then p.interactions_low_share end as interactions_low_share,
    case when j.age_basis = 'projected' then p.interactions_high_share end as interactions_high_share
  from judged as j
  join int_media_wide as w on w.media_key = j.media_key
  left join media_by_age as b on b.media_key = j.media_key and b.age_hours = j.horizon_hours
  left join int_media_projections as p on p.media_key = j.media_key
),
summed as (
  select
    *,
    interactions_of(likes, comments, saves, shares) as interactions,
    interactions_parts_of(likes, comments, saves, shares) as interactions_parts
  from counted
)
select
  c.media_key,
  m.account_id,
  m.month,
  m.format,
  m.posted_at,
  m.posted_day,
  m.posted_weekday,
  m.posted_hour,
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
  rate(c.interactions, c.views) as engagement_rate_by_views,
  c.projection_posts,
  cast(round(c.interactions * c.interactions_low_share) as bigint) as interactions_low,
  cast(round(c.interactions * c.interactions_high_share) as bigint) as interactions_high,
  c.reach_low,
  c.reach_high
from summed as c
join int_media as m on m.media_key = c.media_key
left join int_followers_at_post as f on f.media_key = c.media_key
