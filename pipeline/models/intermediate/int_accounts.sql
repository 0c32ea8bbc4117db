-- One account as last observed, with the time zone its local days are cut in.
-- grain: account_id
-- checks: not_null(account_id); not_null(time_zone)
with ids as (
  select distinct account_id from stg_account_identity
),
ranked as (
  select *, row_number() over (partition by account_id order by observed_at desc, source, account_ref) as position
  from stg_accounts
),
latest as (
  select * from ranked where position = 1
),
facts as (
  select
    account_id,
    username,
    name,
    followers,
    follows,
    media_count,
    is_own,
    time_zone,
    row_number() over (partition by account_id order by case when username is null then 1 else 0 end, observed_at desc, source, account_ref) as username_position,
    row_number() over (partition by account_id order by case when name is null then 1 else 0 end, observed_at desc, source, account_ref) as name_position,
    row_number() over (partition by account_id order by case when followers is null then 1 else 0 end, observed_at desc, source, account_ref) as followers_position,
    row_number() over (partition by account_id order by case when follows is null then 1 else 0 end, observed_at desc, source, account_ref) as follows_position,
    row_number() over (partition by account_id order by case when media_count is null then 1 else 0 end, observed_at desc, source, account_ref) as media_count_position,
    row_number() over (partition by account_id order by case when is_own is null then 1 else 0 end, observed_at desc, source, account_ref) as is_own_position,
    row_number() over (partition by account_id order by case when time_zone is null then 1 else 0 end, observed_at desc, source, account_ref) as time_zone_position
  from stg_accounts
),
known as (
  select
    account_id,
    max(case when username_position = 1 then username end) as username,
    max(case when name_position = 1 then name end) as name,
    max(case when followers_position = 1 then followers end) as followers,
    max(case when follows_position = 1 then follows end) as follows,
    max(case when media_count_position = 1 then media_count end) as media_count,
    max(case when is_own_position = 1 then cast(is_own as integer) end) as is_own,
    max(case when time_zone_position = 1 then time_zone end) as time_zone
  from facts
  group by account_id
),
stated as (
  select s.*, i.account_id as meant_id
  from landing.account_settings as s
  left join stg_account_identity as i on i.account_ref = s.account_ref
),
settings as (
  select
    ids.account_id,
    max(s.name) as name,
    max(s.time_zone) as time_zone,
    max(cast(s.is_own as integer)) as is_own
  from ids
  left join known on known.account_id = ids.account_id
  join stated as s
    on s.account_id = ids.account_id
    or s.meant_id = ids.account_id
    or s.account_ref = ids.account_id
    or lower(s.account_ref) = concat('user:', lower(known.username))
  group by ids.account_id
)
select
  ids.account_id,
  coalesce(known.username, case when ids.account_id like 'user:%' then substr(ids.account_id, 6) end) as username,
  coalesce(settings.name, known.name, case when ids.account_id like 'name:%' then substr(ids.account_id, 6) end) as name,
  known.followers,
  known.follows,
  known.media_count,
  coalesce(settings.time_zone, known.time_zone, 'UTC') as time_zone,
  case
    when settings.time_zone is not null then 'configured'
    when known.time_zone like 'Etc/GMT%' then 'derived'
    when known.time_zone is not null then 'stated'
    else 'unknown'
  end as time_zone_basis,
  coalesce(cast(settings.is_own as boolean), cast(known.is_own as boolean), true) as is_own,
  latest.observed_at as last_observed_at
from ids
left join known on known.account_id = ids.account_id
left join settings on settings.account_id = ids.account_id
left join latest on latest.account_id = ids.account_id
