-- Each counter of a post: its latest value, and its value at equal age (24 hours for stories, 7 days for the rest).
-- The value at equal age is interpolated on log age between the observations around it; where none lies close enough it is unknown.
-- grain: media_key, metric
-- checks: not_null(media_key); not_null(value)
with posts as (
  select
    media_key,
    posted_at,
    case when format = 'story' then 24 else 168 end as horizon_hours,
    -- the last word about a story comes when it is gone
    case when format = 'story' then 25 else 168 end as last_hours
  from int_media
),
moments as (
  select
    o.media_key,
    o.metric,
    max(o.observed_at) as latest_at,
    max(case when hours_between(p.posted_at, o.observed_at) between 1 and p.last_hours then o.observed_at end) as before_at,
    min(case when hours_between(p.posted_at, o.observed_at) > p.horizon_hours then o.observed_at end) as after_at
  from int_media_observations as o
  join posts as p on p.media_key = o.media_key
  group by o.media_key, o.metric
),
sides as (
  select
    m.media_key,
    m.metric,
    m.latest_at,
    m.before_at,
    m.after_at,
    max(case when o.observed_at = m.latest_at then o.value end) as value,
    max(case when o.observed_at = m.before_at then o.value end) as before_value,
    max(case when o.observed_at = m.after_at then o.value end) as after_value
  from moments as m
  join int_media_observations as o on o.media_key = m.media_key and o.metric = m.metric
  where o.observed_at in (m.latest_at, m.before_at, m.after_at)
  group by m.media_key, m.metric, m.latest_at, m.before_at, m.after_at
),
aged as (
  select
    s.media_key,
    s.metric,
    s.value,
    s.latest_at as observed_at,
    p.horizon_hours,
    s.before_value,
    s.after_value,
    hours_between(p.posted_at, s.before_at) as before_age,
    hours_between(p.posted_at, s.after_at) as after_age
  from sides as s
  join posts as p on p.media_key = s.media_key
)
select
  media_key,
  metric,
  value,
  observed_at,
  horizon_hours,
  case
    -- stories end at their horizon: the last look is the value, when it came late enough
    when horizon_hours = 24 and before_age >= 16 then before_value
    when horizon_hours = 24 then null
    when before_age >= horizon_hours - 1 then before_value
    when after_age <= horizon_hours + 1 then after_value
    when after_age - before_age <= 96
      then before_value + (after_value - before_value) * (ln(horizon_hours) - ln(before_age)) / (ln(after_age) - ln(before_age))
  end as value_at_horizon
from aged
