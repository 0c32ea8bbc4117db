-- The outcomes of an account's last twelve months: up to its newest month that has any, of the kind of outcome that month has.
-- grain: media_key
-- checks: not_null(account_id)
with newest as (
  select account_id, max(month) as month
  from marts.media_outcomes
  where account_id in (select account_id from scope)
  group by account_id
),
decided as (
  select distinct n.account_id, n.month, o.outcome
  from newest as n
  join marts.media_outcomes as o on o.account_id = n.account_id and o.month = n.month
)
select o.media_key, o.account_id, o.month, o.posted_weekday, o.posted_hour, o.outcome, o.value, o.residual
from marts.media_outcomes as o
join decided as d
  on d.account_id = o.account_id and d.outcome = o.outcome and o.month between months_before(d.month, 11) and d.month
