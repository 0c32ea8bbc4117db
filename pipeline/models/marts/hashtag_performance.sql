-- Comparable posts by hashtag. mean_residual is the mean log difference from the usual outcome of the same format: an association of the
--   topic, not an effect of the tag.
-- grain: account_id, hashtag
-- partition: account_id
-- checks: not_null(account_id); not_null(hashtag); range(posts, 1)
with tags as (
  select p.media_key, explode(hashtags(p.caption)) as hashtag
  from marts.media_performance as p
  join (select distinct account_id from scope) as s on s.account_id = p.account_id
  where p.caption is not null
)
select
  o.account_id,
  t.hashtag,
  count(*) as posts,
  min(o.outcome) as outcome,
  percentile_cont(0.5) within group (order by o.value) as median_outcome,
  avg(o.residual) as mean_residual
from tags as t
join marts.media_outcomes as o on o.media_key = t.media_key
group by o.account_id, t.hashtag
