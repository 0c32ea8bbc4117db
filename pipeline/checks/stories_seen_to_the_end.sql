-- Stories of the last week that were last looked at before 16 of their 24 hours, though `reachline stories` ran at least three times in
-- their life: their numbers are not final. One alone may have been taken down by its owner.
-- severity: warn
with clock as (
  select max(nominal_at) as at from runs
),
ended as (
  select s.account_id, s.media_key, s.posted_at, s.observed_at
  from marts.media_performance as s
  cross join clock as c
  where s.format = 'story' and s.posted_at between c.at - interval '7' day and c.at - interval '24' hour
),
watched as (
  select e.account_id, e.media_key, e.observed_at < e.posted_at + interval '16' hour as is_early
  from ended as e
  join runs as r on r.nominal_at between e.posted_at and e.posted_at + interval '24' hour
  where r.kind = 'stories'
  group by e.account_id, e.media_key, e.posted_at, e.observed_at
  having count(*) >= 3
)
select account_id, count_if(is_early) as seen_early, count(*) as stories
from watched
group by account_id
having count_if(is_early) > 1 and count_if(is_early) > 0.5 * count(*)
