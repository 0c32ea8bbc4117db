-- Every observation of a part of a counter (`dimension` is `name=value`), absent ones included, under the stable key of the post: of the posts
-- that are built.
-- grain: media_ref, metric, dimension, observed_at, source
select
  m.media_key,
  r.media_ref,
  r.metric,
  r.dimension,
  r.value,
  r.absent_reason,
  r.observed_at,
  r._source as source
from landing.media_breakdowns as r
join stg_media_identity as m on m.media_ref = r.media_ref
