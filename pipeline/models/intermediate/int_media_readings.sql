-- What one source said of the counters of a post at one moment, side by side; null where it said nothing. Where it named the post by two
-- references and gave two numbers, the larger.
-- grain: media_key, observed_at, source
-- checks: not_null(media_key)
select
  media_key,
  observed_at,
  source,
  max(case when metric = 'likes' then value end) as likes,
  max(case when metric = 'comments' then value end) as comments,
  max(case when metric = 'saves' then value end) as saves,
  max(case when metric = 'shares' then value end) as shares,
  max(case when metric = 'views' then value end) as views,
  max(case when metric = 'reach' then value end) as reach,
  max(case when metric = 'replies' then value end) as replies,
  max(case when metric = 'crossposted_views' then value end) as crossposted_views
from stg_media_insights
where dimension = '' and value is not null
  and metric in ('likes', 'comments', 'saves', 'shares', 'views', 'reach', 'replies', 'crossposted_views')
group by media_key, observed_at, source
