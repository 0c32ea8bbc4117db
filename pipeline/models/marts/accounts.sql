-- Accounts, one row each, as last observed. time_zone is the IANA zone that local days and hours are cut in; time_zone_basis says
--   whether it was configured, stated by a source, derived from permalinks, or unknown (then UTC).
-- grain: account_id
-- checks: not_null(account_id); not_null(time_zone); accepted_values(time_zone_basis, configured, stated, derived, unknown)
select
  account_id, username, name, followers, follows, media_count, time_zone, time_zone_basis, is_own, last_observed_at
from int_account_profiles
order by account_id
