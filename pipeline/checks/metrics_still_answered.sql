-- A counter that the newest night had of hardly any post of an account, although it was known of these posts in the week before:
-- withdrawn, or a permission lost. From ten posts older than a week and half of those that it was asked of on.
-- severity: warn
with newest as (
  select max(nominal_at) as at from landing.runs where kind in ('nightly', 'sync')
),
silent as (
  -- few counters have no answer for ten posts: only these are looked at post by post
  select k.account_id, r.metric
  from landing.media_insights as r
  join landing.media_keys as k on k.media_ref = r.media_ref
  cross join newest as n
  where r.dimension = '' and r.value is null and r.observed_at > n.at - interval '1' day
  group by k.account_id, r.metric
  having count(*) >= 10
),
tonight as (
  select k.account_id, r.media_ref, r.metric, max(r.value) as value, min(r.absent_reason) as reason
  from landing.media_insights as r
  join landing.media_keys as k on k.media_ref = r.media_ref
  join silent as s on s.account_id = k.account_id and s.metric = r.metric
  join landing.media as m on m.media_ref = r.media_ref
  cross join newest as n
  where r.dimension = '' and r.observed_at > n.at - interval '1' day and m.posted_at < n.at - interval '7' day
  group by k.account_id, r.media_ref, r.metric
),
known as (
  select distinct r.media_ref, r.metric
  from landing.media_insights as r
  join tonight as t on t.media_ref = r.media_ref and t.metric = r.metric
  cross join newest as n
  where t.value is null and r.value is not null and r.dimension = ''
    and r.observed_at between n.at - interval '8' day and n.at - interval '1' day
)
select
  t.account_id, t.metric, min(case when t.value is null then t.reason end) as reason,
  count(k.media_ref) as posts, count(*) as of_posts
from tonight as t
left join known as k on k.media_ref = t.media_ref and k.metric = t.metric
group by t.account_id, t.metric
having count(k.media_ref) >= 10 and count(k.media_ref) > 0.5 * count(*)
