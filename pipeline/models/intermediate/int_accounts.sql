-- What the tables of an account's posts and days may depend on: a change of it builds all of them again. The rest of a profile, which
--   changes daily, is in int_account_profiles.
-- grain: account_id
-- checks: not_null(account_id); not_null(time_zone)
select account_id, username, time_zone, time_zone_basis, is_own
from int_account_profiles
