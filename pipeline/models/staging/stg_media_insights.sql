-- Every observation of every counter of every post, absent ones included, under the stable keys.
-- grain: media_key, metric, dimension, observed_at, source
-- checks: not_null(media_key); not_null(observed_at)
with ranked as (
  select
    m.media_key,
    a.account_id,
    r.metric,
    r.dimension,
    r.value,
    r.absent_reason,
    r.observed_at,
    r._source as source,
    r._run_id as run_id,
    row_number() over (
      partition by m.media_key, r.metric, r.dimension, r.observed_at, r._source
      order by r._fetched_at desc, r._raw_file desc, r._line desc, r._item desc
    ) as position
  from landing.media_insights as r
  join stg_media_identity as m on m.media_ref = r.media_ref
  join stg_account_identity as a on a.account_ref = r.account_ref
)
select media_key, account_id, metric, dimension, value, absent_reason, observed_at, source, run_id
from ranked
where position = 1
