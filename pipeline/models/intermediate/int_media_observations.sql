-- The known values of the counters that marts use, over time, one per moment: where sources disagree about a moment, the API's, else the
-- largest.
-- grain: media_key, metric, observed_at
-- checks: not_null(value)
select
  media_key,
  metric,
  observed_at,
  coalesce(max(case when source = 'graph-api' then value end), max(value)) as value
from stg_media_insights
where dimension = '' and value is not null
  and metric in ('likes', 'comments', 'saves', 'shares', 'views', 'reach', 'replies', 'crossposted_views')
group by media_key, metric, observed_at
