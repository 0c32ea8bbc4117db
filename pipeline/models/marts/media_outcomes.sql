-- What a post achieved in comparison: the log of its outcome minus the median log of its format in the same account over the twelve months
--   up to and including its own (local) month. The outcome is the engagement rate by reach where half the account's posts have reach,
--   else the interactions of its usual parts. Stories and boosted posts are left out. One age basis: fixed where at least ten
--   posts have it, else lifetime. Basis, outcome and parts are decided over the same twelve months.
-- grain: media_key
-- partition: account_id, month
-- window: 11
-- checks: not_null(residual); not_null(account_id); not_null(month); references(account_id, accounts)
with posts as (
  select
    p.media_key,
    p.account_id,
    p.month,
    coalesce(p.format, 'unknown') as format,
    p.posted_day,
    p.posted_weekday,
    p.posted_hour,
    p.age_basis,
    p.interactions,
    p.interactions_parts,
    p.reach,
    p.engagement_rate_by_reach,
    coalesce(p.is_boosted, false) = false and p.interactions >= 0 as is_comparable
  from marts.media_at_age as p
  where p.account_id in (select account_id from scope)
    and p.month <> 'unknown'
    and p.age_basis in ('fixed', 'lifetime')
    and coalesce(p.format, '') <> 'story'
),
monthly as (
  -- what a month adds to the decisions below
  select
    account_id,
    month,
    age_basis,
    interactions_parts,
    count(*) as posts,
    count_if(is_comparable) as comparable_posts,
    count_if(is_comparable and reach >= 50) as reached_posts
  from posts
  group by account_id, month, age_basis, interactions_parts
),
windows as (
  select account_id, month, months_before(month, 11) as first_month
  from (select distinct account_id, month from scope where month <> 'unknown') as scoped
),
bases as (
  select
    w.account_id,
    w.month,
    w.first_month,
    case when sum(case when n.age_basis = 'fixed' then n.posts else 0 end) >= 10 then 'fixed' else 'lifetime' end as age_basis
  from windows as w
  join monthly as n on n.account_id = w.account_id and n.month between w.first_month and w.month
  group by w.account_id, w.month, w.first_month
),
parts as (
  select
    b.account_id,
    b.month,
    n.interactions_parts,
    sum(n.comparable_posts) as comparable_posts,
    sum(n.reached_posts) as reached_posts
  from bases as b
  join monthly as n
    on n.account_id = b.account_id and n.month between b.first_month and b.month and n.age_basis = b.age_basis
  where n.comparable_posts > 0
  group by b.account_id, b.month, n.interactions_parts
),
outcomes as (
  select
    account_id,
    month,
    case when sum(reached_posts) * 2 >= sum(comparable_posts) then 'engagement_rate_by_reach' else 'interactions' end as outcome
  from parts
  group by account_id, month
),
usual as (
  select
    account_id,
    month,
    interactions_parts,
    row_number() over (partition by account_id, month order by comparable_posts desc, interactions_parts) as position
  from parts
),
decided as (
  select b.account_id, b.month, b.first_month, b.age_basis, o.outcome, u.interactions_parts
  from bases as b
  join outcomes as o on o.account_id = b.account_id and o.month = b.month
  join usual as u on u.account_id = b.account_id and u.month = b.month and u.position = 1
),
measured as (
  select
    media_key,
    account_id,
    month,
    format,
    posted_day,
    posted_weekday,
    posted_hour,
    age_basis,
    interactions_parts,
    'interactions' as outcome,
    cast(interactions as double) as value,
    ln(interactions + 0.5) as log_value
  from posts
  where is_comparable
  union all
  select
    media_key,
    account_id,
    month,
    format,
    posted_day,
    posted_weekday,
    posted_hour,
    age_basis,
    interactions_parts,
    'engagement_rate_by_reach',
    engagement_rate_by_reach,
    ln((interactions + 0.5) / (reach + 1))
  from posts
  where is_comparable and reach >= 50
),
medians as (
  select d.account_id, d.month, m.format, percentile_cont(0.5) within group (order by m.log_value) as median_log
  from decided as d
  join measured as m
    on m.account_id = d.account_id
    and m.outcome = d.outcome
    and m.age_basis = d.age_basis
    and m.interactions_parts = d.interactions_parts
    and m.month between d.first_month and d.month
  group by d.account_id, d.month, m.format
)
select
  m.media_key,
  m.account_id,
  m.month,
  m.format,
  m.posted_day,
  m.posted_weekday,
  m.posted_hour,
  m.outcome,
  m.value,
  m.log_value - n.median_log as residual
from measured as m
join decided as d
  on d.account_id = m.account_id
  and d.month = m.month
  and d.outcome = m.outcome
  and d.age_basis = m.age_basis
  and d.interactions_parts = m.interactions_parts
join medians as n on n.account_id = m.account_id and n.month = m.month and n.format = m.format
