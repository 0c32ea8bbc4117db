-- What a young post will have at 7 days: its latest counters times the account's development factors from their age to 7 days, the
-- "chain ladder" of claims reserving (Taylor, Loss Reserving, 2000, chapter 2; Mack, ASTIN Bulletin 23, 1993, on its variance).
-- Young is a post that was last seen at an age from 24 hours to 7 days; every counter it has must have been seen at such an age, and rest on
-- at least ten posts. A factor is the median of value at 7 days / value at the age, half a count added to both so that zeros
-- count, over the posts of the six months before the post's month: those of its format, else of all formats. It stands at 24 and 48
-- hours, and between the standard ages the share reached (one over the factor) is on a straight line over the logarithm of age, as values
-- are in media_by_age. low and high stand on the factor's 10 % and 90 % quantiles in the factor's place; of interactions, which are the sum
-- of projected parts, on theirs relative to the median.
-- grain: media_key
-- window: 6
-- checks: not_null(media_key); range(projection_posts, 10)
with counters as (
  select 'likes' as metric
  union all
  select 'comments'
  union all
  select 'saves'
  union all
  select 'shares'
  union all
  select 'views'
  union all
  select 'reach'
  union all
  select 'interactions'
),
young as (
  select m.media_key, m.account_id, m.month, coalesce(m.format, 'unknown') as format
  from int_media_wide as w
  join int_media as m on m.media_key = w.media_key
  where coalesce(m.format, '') <> 'story' and hours_between(m.posted_at, w.observed_at) >= 24
    and hours_between(m.posted_at, w.observed_at) < 168
),
ratios as (
  select
    y.account_id,
    y.month,
    coalesce(b.format, 'unknown') as format,
    b.age_hours,
    c.metric,
    case c.metric
      when 'likes' then (e.likes + 0.5) / (b.likes + 0.5)
      when 'comments' then (e.comments + 0.5) / (b.comments + 0.5)
      when 'saves' then (e.saves + 0.5) / (b.saves + 0.5)
      when 'shares' then (e.shares + 0.5) / (b.shares + 0.5)
      when 'views' then (e.views + 0.5) / (b.views + 0.5)
      when 'reach' then (e.reach + 0.5) / (b.reach + 0.5)
      when 'interactions' then
        case when e.interactions_parts = b.interactions_parts then (e.interactions + 0.5) / (b.interactions + 0.5) end
    end as ratio
  from (select distinct account_id, month from young) as y
  join marts.media_by_age as b
    on b.account_id = y.account_id
    and b.month between months_before(y.month, 6) and months_before(y.month, 1)
    and b.age_hours in (24, 48)
  join marts.media_by_age as e
    on e.media_key = b.media_key and e.account_id = b.account_id and e.month = b.month and e.age_hours = 168
  cross join counters as c
),
pooled as (
  select account_id, month, format, metric, age_hours, ratio from ratios where ratio is not null
  union all
  select account_id, month, 'all', metric, age_hours, ratio from ratios where ratio is not null
),
factors as (
  select
    account_id,
    month,
    format,
    metric,
    age_hours,
    count(*) as posts,
    percentile_cont(0.5) within group (order by ratio) as factor,
    percentile_cont(0.1) within group (order by ratio) as low,
    percentile_cont(0.9) within group (order by ratio) as high
  from pooled
  group by account_id, month, format, metric, age_hours
  having count(*) >= 10
),
steps as (
  -- from one standard age to the next; at 7 days nothing is left to develop
  select
    f.account_id,
    f.month,
    f.format,
    f.metric,
    f.age_hours as from_hours,
    coalesce(n.age_hours, 168) as to_hours,
    case when n.posts < f.posts then n.posts else f.posts end as posts,
    f.factor,
    f.low,
    f.high,
    coalesce(n.factor, 1) as next_factor,
    coalesce(n.low, 1) as next_low,
    coalesce(n.high, 1) as next_high
  from factors as f
  left join factors as n
    on n.account_id = f.account_id and n.month = f.month and n.format = f.format and n.metric = f.metric
    and f.age_hours = 24 and n.age_hours = 48
  where f.age_hours = 48 or n.age_hours = 48
),
grounded as (
  select distinct account_id, month from steps
),
seen as (
  select
    y.media_key,
    y.account_id,
    y.month,
    y.format,
    o.age_hours,
    c.metric,
    case c.metric
      when 'likes' then o.likes
      when 'comments' then o.comments
      when 'saves' then o.saves
      when 'shares' then o.shares
      when 'views' then o.views
      when 'reach' then o.reach
      else interactions_of(o.likes, o.comments, o.saves, o.shares)
    end as value
  from young as y
  join grounded as g on g.account_id = y.account_id and g.month = y.month
  join int_media_observations as o on o.media_key = y.media_key
  cross join counters as c
),
latest as (
  select media_key, account_id, month, format, metric, max(age_hours) as age_hours, value_at_last(value, age_hours) as value
  from seen
  where value is not null
  group by media_key, account_id, month, format, metric
),
applicable as (
  select
    l.media_key,
    l.metric,
    l.value,
    s.posts,
    1 / between_ages(l.age_hours, s.from_hours, 1 / s.factor, s.to_hours, 1 / s.next_factor) as factor,
    1 / between_ages(l.age_hours, s.from_hours, 1 / s.low, s.to_hours, 1 / s.next_low) as low,
    1 / between_ages(l.age_hours, s.from_hours, 1 / s.high, s.to_hours, 1 / s.next_high) as high,
    row_number() over (partition by l.media_key, l.metric order by case when s.format = 'all' then 1 else 0 end) as position
  from latest as l
  left join steps as s
    on s.account_id = l.account_id and s.month = l.month and s.metric = l.metric
    and s.format in (l.format, 'all')
    and l.age_hours >= s.from_hours and l.age_hours < s.to_hours
)
select
  media_key,
  min(posts) as projection_posts,
  cast(round(max(case when metric = 'likes' then (value + 0.5) * factor - 0.5 end)) as bigint) as likes,
  cast(round(max(case when metric = 'comments' then (value + 0.5) * factor - 0.5 end)) as bigint) as comments,
  cast(round(max(case when metric = 'saves' then (value + 0.5) * factor - 0.5 end)) as bigint) as saves,
  cast(round(max(case when metric = 'shares' then (value + 0.5) * factor - 0.5 end)) as bigint) as shares,
  cast(round(max(case when metric = 'views' then (value + 0.5) * factor - 0.5 end)) as bigint) as views,
  cast(round(max(case when metric = 'reach' then (value + 0.5) * factor - 0.5 end)) as bigint) as reach,
  cast(round(max(case when metric = 'reach' then (value + 0.5) * low - 0.5 end)) as bigint) as reach_low,
  cast(round(max(case when metric = 'reach' then (value + 0.5) * high - 0.5 end)) as bigint) as reach_high,
  max(case when metric = 'interactions' then low / factor end) as interactions_low_share,
  max(case when metric = 'interactions' then high / factor end) as interactions_high_share
from applicable
where position = 1
group by media_key
having count(*) = count(factor)
