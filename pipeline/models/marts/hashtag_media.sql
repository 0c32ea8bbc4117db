-- Public posts seen under hashtags, with the counters of the last reading, one row per hashtag, list and post: recent are posts of the 24
--   hours before a reading, top the most popular ones. account_id is known for own posts and those of competitors only. likes
--   is null where the poster hides it.
-- grain: hashtag, kind, media_key
-- checks: not_null(hashtag); not_null(media_key); accepted_values(kind, recent, top); range(likes, 0); range(comments, 0);
--   references(account_id, accounts)
with observations as (
  select
    r.hashtag,
    r.kind,
    i.media_key,
    i.account_id,
    r.permalink,
    r.caption,
    r.likes,
    r.comments,
    r.posted_at,
    r.observed_at,
    row_number() over (
      partition by r.hashtag, r.kind, i.media_key
      order by r.observed_at desc, r._fetched_at desc, r._source, r._raw_file desc, r._line desc, r._item desc
    ) as position
  from landing.hashtag_media as r
  join landing.media_keys as i on i.media_ref = r.media_ref
),
spans as (
  select
    hashtag, kind, media_key, min(observed_at) as first_observed_at, max(observed_at) as last_observed_at
  from observations
  group by hashtag, kind, media_key
)
select
  o.hashtag,
  o.kind,
  o.media_key,
  o.account_id,
  o.permalink,
  o.caption,
  o.posted_at,
  o.likes,
  o.comments,
  s.first_observed_at,
  s.last_observed_at
from observations as o
join spans as s on s.hashtag = o.hashtag and s.kind = o.kind and s.media_key = o.media_key
where o.position = 1
order by o.hashtag, o.kind, o.posted_at, o.media_key
