-- Every observation of every counter of every post, absent ones included, under the stable key of the post: of the posts that are built.
-- grain: media_ref, metric, dimension, observed_at, source
-- materialized: build
select
  m.media_key,
  r.media_ref,
  r.metric,
  r.dimension,
  r.value,
  r.absent_reason,
  r.observed_at,
  r._source as source
from landing.media_insights as r
join stg_media_identity as m on m.media_ref = r.media_ref
