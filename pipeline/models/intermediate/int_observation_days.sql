-- The local day of every moment at which posts of an account were observed.
-- grain: account_id, observed_at
-- checks: not_null(day)
select o.account_id, o.observed_at, local_day(o.observed_at, a.time_zone) as day
from (select distinct account_id, observed_at from int_media_observations) as o
join int_accounts as a on a.account_id = o.account_id
