-- Daily numbers of an account, the latest reading of each day, under the stable account key: of the months that are built.
-- grain: account_id, day, metric, dimension
-- materialized: build
-- checks: not_null(account_id); not_null(day)
with ranked as (
  select
    i.account_id,
    r.day,
    r.metric,
    r.dimension,
    r.value,
    r.absent_reason,
    r.observed_at,
    row_number() over (
      partition by i.account_id, r.day, r.metric, r.dimension
      order by r.observed_at desc, r._source, r._fetched_at desc, r.account_ref
    ) as position
  from landing.account_insights as r
  join stg_account_identity as i on i.account_ref = r.account_ref
  join scope as s on s.account_id = i.account_id and s.month = month_of(r.day)
)
select account_id, day, metric, dimension, value, absent_reason, observed_at
from ranked
where position = 1
