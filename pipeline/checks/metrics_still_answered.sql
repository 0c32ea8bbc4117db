-- A counter that the newest night had of hardly any post of an account, although most posts had it in the week before: withdrawn, or a
-- permission lost. From ten readings and half of them on; what is too young to be answered does not count.
-- severity: warn
with newest as (
  select max(nominal_at) as at from landing.runs where kind in ('nightly', 'sync')
),
readings as (
  -- one pass, few groups: a first reading holds millions
  select
    r.account_ref,
    r.metric,
    r.observed_at > n.at - interval '1' day as is_tonight,
    count(*) as asked,
    count(r.value) as answered,
    min(r.absent_reason) as reason
  from landing.media_insights as r
  cross join newest as n
  where r.dimension = '' and r.observed_at > n.at - interval '8' day
    and coalesce(r.absent_reason, '') <> 'not_yet_available'
  group by r.account_ref, r.metric, r.observed_at > n.at - interval '1' day
)
select i.account_id, t.metric, t.reason, t.asked - t.answered as posts, t.asked as of_posts
from readings as t
join readings as w on w.account_ref = t.account_ref and w.metric = t.metric and not w.is_tonight
join stg_account_identity as i on i.account_ref = t.account_ref
where t.is_tonight and t.asked - t.answered >= 10 and t.asked - t.answered > 0.5 * t.asked
  and w.answered > 0.5 * w.asked
