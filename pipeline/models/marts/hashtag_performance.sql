-- Comparable posts of an account's last twelve months by hashtag. mean_residual is the mean log difference from the usual outcome of the
--   same format: an association of the topic, not an effect of the tag.
-- grain: account_id, hashtag
-- partition: account_id
-- checks: not_null(account_id); not_null(hashtag); range(posts, 1); references(account_id, accounts)
with tags as (
  select o.account_id, o.outcome, o.value, o.residual, explode(hashtags(p.caption)) as hashtag
  from int_recent_outcomes as o
  join marts.media_performance as p on p.media_key = o.media_key and p.account_id = o.account_id and p.month = o.month
  where p.caption is not null
)
select
  account_id,
  hashtag,
  count(*) as posts,
  min(outcome) as outcome,
  percentile_cont(0.5) within group (order by value) as median_outcome,
  mean_of(residual) as mean_residual
from tags
group by account_id, hashtag
