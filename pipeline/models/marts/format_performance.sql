-- Formats by account and local month. posts counts all; posts_compared counts those known at equal age, which the medians are over.
-- grain: account_id, period, format
-- checks: not_null(account_id); not_null(period); not_null(format); range(posts, 1)
select
  account_id,
  month_of(posted_day) as period,
  coalesce(format, 'unknown') as format,
  count(*) as posts,
  count(age_basis) as posts_compared,
  percentile_cont(0.5) within group (order by case when age_basis is not null and reach >= 50 then engagement_rate_by_reach end)
    as median_engagement_rate_by_reach,
  percentile_cont(0.5) within group (order by case when age_basis is not null then reach end) as median_reach,
  percentile_cont(0.5) within group (order by case when age_basis is not null then interactions end) as median_interactions,
  percentile_cont(0.5) within group (order by case when age_basis is not null and reach >= 50 then rate(shares, reach) end)
    as median_share_rate_by_reach
from media_at_age
where posted_day is not null
group by account_id, month_of(posted_day), coalesce(format, 'unknown')
order by account_id, period, format
