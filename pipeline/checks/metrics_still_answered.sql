-- A counter that the newest night had of hardly any post of an account, although most posts had it in the week before: withdrawn, or a
-- permission lost. From ten readings and half of them on; what is too young to be answered does not count.
-- severity: warn
with newest as (
  select max(nominal_at) as at from landing.runs where kind in ('nightly', 'sync')
),
answers as (
  -- one pass, few groups: a first reading holds a million
  select
    r.account_ref,
    r.observed_at > n.at - interval '1' day as is_tonight,
    coalesce(r.absent, '') as absent,
    count(*) as posts,
    count(r.likes) as likes,
    count(r.comments) as comments,
    count(r.saves) as saves,
    count(r.shares) as shares,
    count(r.views) as views,
    count(r.impressions) as impressions,
    count(r.reach) as reach,
    count(r.reposts) as reposts,
    count(r.interactions_total) as interactions_total,
    count(r.follows) as follows,
    count(r.profile_visits) as profile_visits,
    count(r.profile_activity) as profile_activity,
    count(r.replies) as replies,
    count(r.navigation) as navigation,
    count(r.link_clicks) as link_clicks,
    count(r.avg_watch_ms) as avg_watch_ms,
    count(r.total_watch_ms) as total_watch_ms,
    count(r.skip_rate_percent) as skip_rate_percent,
    count(r.crossposted_views) as crossposted_views,
    count(r.facebook_views) as facebook_views,
    count(r.likes_with_paid) as likes_with_paid,
    count(r.comments_with_paid) as comments_with_paid,
    count(r.views_with_paid) as views_with_paid
  from landing.media_counters as r
  cross join newest as n
  where r.observed_at > n.at - interval '8' day
  group by r.account_ref, r.observed_at > n.at - interval '1' day, coalesce(r.absent, '')
),
metrics as (
  select explode(elements_of('likes,comments,saves,shares,views,impressions,reach,reposts,interactions_total,follows,profile_visits,profile_activity,replies,navigation,link_clicks,avg_watch_ms,total_watch_ms,skip_rate_percent,crossposted_views,facebook_views,likes_with_paid,comments_with_paid,views_with_paid')) as metric
),
said as (
  select a.account_ref, a.is_tonight, m.metric, null as reason, 0 as missing,
    case m.metric
      when 'likes' then a.likes
      when 'comments' then a.comments
      when 'saves' then a.saves
      when 'shares' then a.shares
      when 'views' then a.views
      when 'impressions' then a.impressions
      when 'reach' then a.reach
      when 'reposts' then a.reposts
      when 'interactions_total' then a.interactions_total
      when 'follows' then a.follows
      when 'profile_visits' then a.profile_visits
      when 'profile_activity' then a.profile_activity
      when 'replies' then a.replies
      when 'navigation' then a.navigation
      when 'link_clicks' then a.link_clicks
      when 'avg_watch_ms' then a.avg_watch_ms
      when 'total_watch_ms' then a.total_watch_ms
      when 'skip_rate_percent' then a.skip_rate_percent
      when 'crossposted_views' then a.crossposted_views
      when 'facebook_views' then a.facebook_views
      when 'likes_with_paid' then a.likes_with_paid
      when 'comments_with_paid' then a.comments_with_paid
      when 'views_with_paid' then a.views_with_paid
    end as answered
  from answers as a
  cross join metrics as m
  union all
  select account_ref, is_tonight, name_in(pair), value_in(pair), posts, 0
  from (select account_ref, is_tonight, posts, explode(elements_of(absent)) as pair from answers where absent <> '') as gaps
  where value_in(pair) <> 'not_yet_available'
),
readings as (
  select account_ref, metric, is_tonight, sum(missing) as missing, sum(answered) as answered, min(reason) as reason
  from said
  group by account_ref, metric, is_tonight
)
select i.account_id, t.metric, t.reason, t.missing as posts, t.missing + t.answered as of_posts
from readings as t
join readings as w on w.account_ref = t.account_ref and w.metric = t.metric and not w.is_tonight
join stg_account_identity as i on i.account_ref = t.account_ref
where t.is_tonight and t.missing >= 10 and t.missing > t.answered and w.answered > w.missing
