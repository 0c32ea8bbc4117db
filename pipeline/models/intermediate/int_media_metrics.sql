-- Each counter of a post: its latest value, and its value at equal age (24 hours for stories, 7 days for the rest).
-- The value at equal age is interpolated on log age between the observations around it; where none lies close enough it is unknown.
-- grain: media_key, metric
-- checks: not_null(media_key); not_null(value)
with observed as (
  select
    s.media_key,
    s.metric,
    s.value,
    s.observed_at,
    s.source,
    case when m.format = 'story' then 24 else 168 end as horizon_hours,
    hours_between(m.posted_at, s.observed_at) as age_hours
  from stg_media_insights as s
  join int_media as m on m.media_key = s.media_key
  where s.dimension = '' and s.value is not null
),
ranked as (
  select
    *,
    row_number() over (partition by media_key, metric order by observed_at desc, case when source = 'graph-api' then 0 else 1 end, source) as latest_position,
    row_number() over (
      partition by media_key, metric, age_hours <= horizon_hours
      order by case when age_hours <= horizon_hours then -age_hours else age_hours end, case when source = 'graph-api' then 0 else 1 end, source
    ) as side_position
  from observed
),
sides as (
  select
    media_key,
    metric,
    max(horizon_hours) as horizon_hours,
    max(case when latest_position = 1 then value end) as value,
    max(case when latest_position = 1 then observed_at end) as observed_at,
    max(case when side_position = 1 and age_hours <= horizon_hours and age_hours >= 1 then value end) as before_value,
    max(case when side_position = 1 and age_hours <= horizon_hours and age_hours >= 1 then age_hours end) as before_age,
    max(case when side_position = 1 and age_hours > horizon_hours then value end) as after_value,
    max(case when side_position = 1 and age_hours > horizon_hours then age_hours end) as after_age
  from ranked
  group by media_key, metric
)
select
  media_key,
  metric,
  value,
  observed_at,
  horizon_hours,
  case
    -- stories end at their horizon: the last look before it is the value, when it came late enough
    when horizon_hours = 24 and before_age >= 16 then before_value
    when horizon_hours = 24 then null
    when before_age >= horizon_hours - 1 then before_value
    when after_age <= horizon_hours + 1 then after_value
    when after_age - before_age <= 96
      then before_value + (after_value - before_value) * (ln(horizon_hours) - ln(before_age)) / (ln(after_age) - ln(before_age))
  end as value_at_horizon
from sides
