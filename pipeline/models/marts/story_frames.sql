-- Stories by local day and position within the day, with their latest counters: age_hours says how old the frame was then
--   (a story lives 24 hours; numbers from an early look are not final). exits and taps come from the navigation breakdown.
--   replies is 0 by the platform's rule for accounts in the EEA since 2020-12-01 and in Japan since 2021-04-14.
-- grain: account_id, story_day, position
-- partition: account_id, month
-- checks: not_null(account_id); not_null(story_day); range(position, 1); references(account_id, accounts)
with steps as (
  select
    media_key,
    dimension,
    value,
    row_number() over (partition by media_key, metric, dimension order by observed_at desc, source) as position
  from stg_media_breakdowns
  where metric = 'navigation' and value is not null
),
navigation as (
  select
    media_key,
    cast(max(case when dimension like '%=tap_exit' then value end) as bigint) as exits,
    cast(max(case when dimension like '%=tap_forward' then value end) as bigint) as taps_forward,
    cast(max(case when dimension like '%=tap_back' then value end) as bigint) as taps_back
  from steps
  where position = 1
  group by media_key
)
select
  m.account_id,
  m.month,
  m.posted_day as story_day,
  cast(row_number() over (
    partition by m.account_id, m.posted_day
    order by m.posted_at, m.media_key
  ) as integer) as position,
  m.media_key,
  hours_between(m.posted_at, w.observed_at) as age_hours,
  w.reach,
  n.exits,
  n.taps_forward,
  n.taps_back,
  w.replies
from int_media as m
left join int_media_wide as w on w.media_key = m.media_key
left join navigation as n on n.media_key = m.media_key
where m.format = 'story' and m.posted_at is not null
