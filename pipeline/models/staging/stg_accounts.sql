-- Profiles as observed, under the stable account key.
-- grain: account_id, observed_at, source
-- checks: not_null(account_id)
with ranked as (
  select
    i.account_id,
    a.username,
    a.name,
    a.followers,
    a.follows,
    a.media_count,
    a.is_own,
    a.time_zone,
    a.observed_at,
    a._source as source,
    row_number() over (
      partition by i.account_id, a.observed_at, a._source
      order by a._fetched_at desc, a._raw_file desc, a._line desc, a._item desc
    ) as position
  from landing.accounts as a
  join stg_account_identity as i on i.account_ref = a.account_ref
)
select account_id, username, name, followers, follows, media_count, is_own, time_zone, observed_at, source
from ranked
where position = 1
