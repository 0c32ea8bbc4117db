-- What is not known and why: metrics that a post never had a value for, and daily metrics whose latest day has none, and
--   demographics whose last reading has none (followers_by_city, …). since is the first reading without a value after the last one with;
--   of daily metrics, within the last 92 days. month is that of the post, all for accounts.
-- grain: entity_kind, entity, metric
-- partition: account_id, month
-- checks: not_null(entity); not_null(reason); accepted_values(entity_kind, media, account)
with gaps as (
  select media_key, observed_at, explode(elements_of(absent)) as pair
  from stg_media_counters
  where absent is not null
  union all
  select media_key, observed_at, concat(metric, '=', absent_reason)
  from stg_media_breakdowns
  where dimension = '' and value is null
),
unknown as (
  select media_key, name_in(pair) as metric, min(observed_at) as since, max(observed_at) as latest
  from gaps
  group by media_key, name_in(pair)
),
known as (
  -- under every name of the post: what one name does not know another may
  select
    i.media_key,
    max(r.likes) as likes,
    max(r.comments) as comments,
    max(r.saves) as saves,
    max(r.shares) as shares,
    max(r.views) as views,
    max(r.impressions) as impressions,
    max(r.reach) as reach,
    max(r.reposts) as reposts,
    max(r.interactions_total) as interactions_total,
    max(r.follows) as follows,
    max(r.profile_visits) as profile_visits,
    max(r.profile_activity) as profile_activity,
    max(r.replies) as replies,
    max(r.navigation) as navigation,
    max(r.link_clicks) as link_clicks,
    max(r.avg_watch_ms) as avg_watch_ms,
    max(r.total_watch_ms) as total_watch_ms,
    max(r.skip_rate_percent) as skip_rate_percent,
    max(r.crossposted_views) as crossposted_views,
    max(r.facebook_views) as facebook_views,
    max(r.likes_with_paid) as likes_with_paid,
    max(r.comments_with_paid) as comments_with_paid,
    max(r.views_with_paid) as views_with_paid
  from landing.media_counters as r
  join stg_media_identity as i on i.media_ref = r.media_ref
  where i.media_key in (select media_key from unknown)
  group by i.media_key
),
never as (
  select u.media_key, u.metric, u.since, u.latest
  from unknown as u
  left join known as k on k.media_key = u.media_key
  where case u.metric
      when 'likes' then k.likes
      when 'comments' then k.comments
      when 'saves' then k.saves
      when 'shares' then k.shares
      when 'views' then k.views
      when 'impressions' then k.impressions
      when 'reach' then k.reach
      when 'reposts' then k.reposts
      when 'interactions_total' then k.interactions_total
      when 'follows' then k.follows
      when 'profile_visits' then k.profile_visits
      when 'profile_activity' then k.profile_activity
      when 'replies' then k.replies
      when 'navigation' then k.navigation
      when 'link_clicks' then k.link_clicks
      when 'avg_watch_ms' then k.avg_watch_ms
      when 'total_watch_ms' then k.total_watch_ms
      when 'skip_rate_percent' then k.skip_rate_percent
      when 'crossposted_views' then k.crossposted_views
      when 'facebook_views' then k.facebook_views
      when 'likes_with_paid' then k.likes_with_paid
      when 'comments_with_paid' then k.comments_with_paid
      when 'views_with_paid' then k.views_with_paid
    end is null
),
media as (
  select m.account_id, m.month, n.media_key, n.metric, min(value_in(g.pair)) as reason, n.since
  from never as n
  join gaps as g on g.media_key = n.media_key and g.observed_at = n.latest and name_in(g.pair) = n.metric
  join int_media as m on m.media_key = n.media_key
  group by m.account_id, m.month, n.media_key, n.metric, n.since
),
built as (
  select account_id from scope where month = 'all'
),
last_days as (
  select i.account_id, max(r.day) as last_day
  from landing.account_insights as r
  join stg_account_identity as i on i.account_ref = r.account_ref
  join built on built.account_id = i.account_id
  group by i.account_id
),
recent as (
  select
    i.account_id,
    r.metric,
    r.day,
    r.value,
    r.absent_reason,
    r.observed_at,
    row_number() over (
      partition by i.account_id, r.day, r.metric
      order by r.observed_at desc, r._source, r._fetched_at desc, r.account_ref
    ) as position
  from landing.account_insights as r
  join stg_account_identity as i on i.account_ref = r.account_ref
  join last_days as l on l.account_id = i.account_id
  where r.dimension = '' and days_between(r.day, l.last_day) < 92
),
daily as (
  select
    account_id,
    metric,
    day,
    absent_reason,
    observed_at,
    max(day) over (partition by account_id, metric) as last_day,
    max(case when value is not null then day end) over (partition by account_id, metric) as known_day
  from recent
  where position = 1
),
demographics as (
  select
    i.account_id,
    concat(r.kind, '_by_', r.dimension) as metric,
    r.absent_reason,
    r.observed_at,
    max(r.observed_at) over (partition by i.account_id, r.kind, r.dimension) as last_observed_at,
    max(case when r.value is not null then r.observed_at end) over (
      partition by i.account_id, r.kind, r.dimension
    ) as last_known_at
  from landing.demographics as r
  join stg_account_identity as i on i.account_ref = r.account_ref
  join built on built.account_id = i.account_id
)
select 'media' as entity_kind, media_key as entity, account_id, month, metric, reason, since
from media
union all
select
  'account', account_id, account_id, 'all', metric,
  min(case when day = last_day then absent_reason end),
  min(observed_at)
from daily
where known_day is null or day > known_day
group by account_id, metric
union all
select
  'account', account_id, account_id, 'all', metric,
  min(case when observed_at = last_observed_at then absent_reason end),
  min(observed_at)
from demographics
where last_known_at is null or observed_at > last_known_at
group by account_id, metric
