-- Which stable account each reference means: the configured key, else the id, else the id that once carried the same username.
-- grain: account_ref
-- materialized: build
-- checks: not_null(account_ref); not_null(account_id)
with usernames as (
  select concat('user:', lower(username)) as account_ref, min(account_ref) as id_ref
  from landing.accounts
  where username is not null and account_ref not like 'user:%' and account_ref not like 'name:%'
  group by concat('user:', lower(username))
),
known as (
  select refs.account_ref, coalesce(usernames.id_ref, refs.account_ref) as id_ref
  from landing.account_refs as refs
  left join usernames on usernames.account_ref = lower(refs.account_ref)
),
configured as (
  -- connections may name the same account once more, to say its zone
  select account_ref, min(account_id) as account_id
  from landing.account_settings
  where account_id is not null
  group by account_ref
)
select known.account_ref, coalesce(own.account_id, by_id.account_id, known.id_ref) as account_id
from known
left join configured as own on own.account_ref = known.account_ref
left join configured as by_id on by_id.account_ref = known.id_ref
