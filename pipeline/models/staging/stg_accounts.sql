-- Profiles as observed, under the stable account key.
-- grain: account_ref, observed_at, source
select
  i.account_id,
  a.account_ref,
  a.username,
  a.name,
  a.followers,
  a.follows,
  a.media_count,
  a.is_own,
  a.time_zone,
  a.observed_at,
  a._source as source
from landing.accounts as a
join stg_account_identity as i on i.account_ref = a.account_ref
