-- Comparable posts of an account's last twelve months by local weekday (1 = Monday) and four-hour block (its first
--   hour). mean_residual is the mean log difference from the
--   usual outcome of the same format: raw material for a shrunken estimate, not a recommendation.
-- grain: account_id, weekday, hour_block
-- partition: account_id
-- checks: not_null(account_id); range(weekday, 1, 7); range(hour_block, 0, 20); references(account_id, accounts)
select
  account_id,
  posted_weekday as weekday,
  cast(floor(posted_hour / 4) * 4 as integer) as hour_block,
  count(*) as posts,
  min(outcome) as outcome,
  percentile_cont(0.5) within group (order by value) as median_outcome,
  mean_of(residual) as mean_residual,
  variance_of(residual) as residual_variance
from int_recent_outcomes
where posted_hour is not null
group by account_id, posted_weekday, cast(floor(posted_hour / 4) * 4 as integer)
