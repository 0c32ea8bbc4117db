-- A follower count that moves by more than a fifth in a day deserves a look.
-- severity: warn
select account_id, day, followers, previous
from (
  select
    account_id, day, followers,
    lag(followers) over (partition by account_id order by day) as previous,
    lag(day) over (partition by account_id order by day) as previous_day
  from account_daily
  where followers is not null
) as steps
where previous >= 100
  and days_between(previous_day, day) = 1
  and abs(followers - previous) > 0.2 * previous
