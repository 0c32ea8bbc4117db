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
firsts as (
  -- the newest statement that knows the field; a zone that somebody stated before one derived from permalinks
  select
    account_id,
    max(observed_at) as last_observed_at,
    min(case when username is not null then position end) as username_at,
    min(case when name is not null then position end) as name_at,
    min(case when followers is not null then position end) as followers_at,
    min(case when follows is not null then position end) as follows_at,
    min(case when media_count is not null then position end) as media_count_at,
    coalesce(
      min(case when time_zone not like 'Etc/GMT%' then position end),
      min(case when time_zone is not null then position end)
    ) as time_zone_at
  from ranked
  group by account_id
),
known as (
  select
    r.account_id,
    f.last_observed_at,
    max(case when r.position = f.username_at then r.username end) as username,
    max(case when r.position = f.name_at then r.name end) as name,
    max(case when r.position = f.followers_at then r.followers end) as followers,
    max(case when r.position = f.follows_at then r.follows end) as follows,
    max(case when r.position = f.media_count_at then r.media_count end) as media_count,
    -- an own account that is also compared with stays an own one
    max(cast(r.is_own as integer)) as is_own,
    max(case when r.position = f.time_zone_at then r.time_zone end) as time_zone
  from ranked as r
  join firsts as f on f.account_id = r.account_id
  group by r.account_id, f.last_observed_at
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
  known.last_observed_at
from ids
left join known on known.account_id = ids.account_id
left join settings on settings.account_id = ids.account_id
