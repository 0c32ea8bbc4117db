-- Formats by account and local month. posts counts all; posts_compared counts those known at equal age, which the medians are over: one
--   age basis per account and month (stories have their own), fixed where at least as many posts have it as lifetime.
-- grain: account_id, period, format
-- partition: account_id, period
-- checks: not_null(account_id); not_null(period); not_null(format); range(posts, 1); accepted_values(age_basis, fixed, lifetime);
--   references(account_id, accounts)
with posts as (
  select *, month_of(posted_day) as period, coalesce(format, 'unknown') = 'story' as is_story
  from media_at_age
  where posted_day is not null
),
bases as (
  select
    account_id,
    period,
    is_story,
    case when count_if(age_basis = 'fixed') >= count_if(age_basis = 'lifetime') then 'fixed' else 'lifetime' end as age_basis
  from posts
  where age_basis in ('fixed', 'lifetime')
  group by account_id, period, is_story
),
compared as (
  select
    p.account_id, p.period, p.format, b.age_basis,
    case when p.age_basis = b.age_basis then 1 end as is_compared,
    case when p.age_basis = b.age_basis then p.reach end as reach,
    case when p.age_basis = b.age_basis then p.interactions end as interactions,
    case when p.age_basis = b.age_basis and p.reach >= 50 then p.engagement_rate_by_reach end as engagement_rate_by_reach,
    case when p.age_basis = b.age_basis and p.reach >= 50 then rate(p.shares, p.reach) end as share_rate_by_reach
  from posts as p
  left join bases as b on b.account_id = p.account_id and b.period = p.period and b.is_story = p.is_story
)
select
  account_id,
  period,
  coalesce(format, 'unknown') as format,
  count(*) as posts,
  count(is_compared) as posts_compared,
  min(age_basis) as age_basis,
  percentile_cont(0.5) within group (order by engagement_rate_by_reach) as median_engagement_rate_by_reach,
  percentile_cont(0.5) within group (order by reach) as median_reach,
  percentile_cont(0.5) within group (order by interactions) as median_interactions,
  percentile_cont(0.5) within group (order by share_rate_by_reach) as median_share_rate_by_reach
from compared
group by account_id, period, coalesce(format, 'unknown')
