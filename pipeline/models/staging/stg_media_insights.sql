-- Every observation of every counter of every post, absent ones included, under the stable keys.
-- grain: media_ref, metric, dimension, observed_at, source
select
  m.media_key,
  a.account_id,
  r.media_ref,
  r.metric,
  r.dimension,
  r.value,
  r.absent_reason,
  r.observed_at,
  r._source as source,
  r._run_id as run_id
from landing.media_insights as r
join stg_media_identity as m on m.media_ref = r.media_ref
join stg_account_identity as a on a.account_ref = r.account_ref
