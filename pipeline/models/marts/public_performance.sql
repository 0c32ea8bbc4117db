-- Own accounts next to competitors, by local month and format, in what is public of both: likes plus comments, never saves or shares, at
--   equal age. posts counts all; posts_compared counts those whose likes and comments are known at the age basis of the account
--   and month (fixed where at least as many posts have it as lifetime), which the medians are over. Compare rows of one basis only.
-- grain: account_id, period, format
-- partition: account_id, period
-- checks: not_null(account_id); not_null(period); not_null(format); range(posts, 1); accepted_values(age_basis, fixed, lifetime);
--   references(account_id, accounts)
with posts as (
  select
    account_id,
    month_of(posted_day) as period,
    coalesce(format, 'unknown') as format,
    age_basis,
    followers_at_post,
    likes + comments as likes_and_comments
  from media_at_age
  where posted_day is not null and coalesce(format, 'unknown') <> 'story'
),
bases as (
  select
    account_id,
    period,
    case when count_if(age_basis = 'fixed') >= count_if(age_basis = 'lifetime') then 'fixed' else 'lifetime' end as age_basis
  from posts
  where age_basis in ('fixed', 'lifetime')
  group by account_id, period
),
compared as (
  select
    p.account_id,
    p.period,
    p.format,
    b.age_basis,
    case when p.age_basis = b.age_basis then p.likes_and_comments end as likes_and_comments,
    case when p.age_basis = b.age_basis then rate(p.likes_and_comments, p.followers_at_post) end as public_rate_by_followers
  from posts as p
  left join bases as b on b.account_id = p.account_id and b.period = p.period
)
select
  c.account_id,
  a.username,
  a.is_own,
  c.period,
  c.format,
  count(*) as posts,
  count(c.likes_and_comments) as posts_compared,
  min(c.age_basis) as age_basis,
  percentile_cont(0.5) within group (order by c.likes_and_comments) as median_likes_and_comments,
  percentile_cont(0.5) within group (order by c.public_rate_by_followers) as median_public_rate_by_followers
from compared as c
join int_accounts as a on a.account_id = c.account_id
group by c.account_id, a.username, a.is_own, c.period, c.format
