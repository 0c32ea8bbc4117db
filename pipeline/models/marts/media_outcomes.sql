-- What a post achieved in comparison: the log of its outcome minus the median log of its format in the same account. The outcome is the
-- engagement rate by reach where the account has reach, else the interactions of the account's usual parts. Boosted posts are left out.
-- One basis per account: fixed age where at least ten posts have it, else lifetime.
-- grain: media_key
-- partition: account_id, month
-- checks: not_null(residual)
with posts as (
  select p.*
  from marts.media_at_age as p
  join (select distinct account_id from scope) as s on s.account_id = p.account_id
),
bases as (
  select
    account_id,
    case when count_if(age_basis = 'fixed') >= 10 then 'fixed' else 'lifetime' end as age_basis
  from posts
  where format is null or format <> 'story'
  group by account_id
),
comparable as (
  select p.*
  from posts as p
  join bases as b on b.account_id = p.account_id and b.age_basis = p.age_basis
  where (p.format is null or p.format <> 'story') and coalesce(p.is_boosted, false) = false and p.interactions >= 0
),
parts as (
  select account_id, interactions_parts, row_number() over (partition by account_id order by count(*) desc, interactions_parts) as position
  from comparable
  group by account_id, interactions_parts
),
usual as (
  select
    c.account_id,
    case when count_if(c.reach >= 50) * 2 >= count(*) then 'engagement_rate_by_reach' else 'interactions' end as outcome
  from comparable as c
  group by c.account_id
),
measured as (
  select
    c.media_key,
    c.account_id,
    c.month,
    coalesce(c.format, 'unknown') as format,
    c.posted_day,
    c.posted_weekday,
    c.posted_hour,
    u.outcome,
    case when u.outcome = 'interactions' then cast(c.interactions as double) else c.engagement_rate_by_reach end as value,
    case
      when u.outcome = 'interactions' then ln(c.interactions + 0.5)
      else ln((c.interactions + 0.5) / (c.reach + 1))
    end as log_value
  from comparable as c
  join usual as u on u.account_id = c.account_id
  join parts as p on p.account_id = c.account_id and p.position = 1 and p.interactions_parts = c.interactions_parts
  where u.outcome = 'interactions' or c.reach >= 50
),
medians as (
  select account_id, format, percentile_cont(0.5) within group (order by log_value) as median_log
  from measured
  group by account_id, format
)
select
  m.media_key, m.account_id, m.month, m.format, m.posted_day, m.posted_weekday, m.posted_hour, m.outcome, m.value,
  m.log_value - d.median_log as residual
from measured as m
join medians as d on d.account_id = m.account_id and d.format = m.format
