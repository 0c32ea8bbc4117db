-- Posts of others that name an own account: tagged in the picture (tag), or mentioned in the caption or in a comment. One row per
--   post and kind, as last described; a mention that no more is known of than its id has nulls. likes is null where the
--   poster hides it.
-- grain: account_id, kind, media_key
-- checks: not_null(account_id); not_null(media_key); accepted_values(kind, tag, caption, comment);
--   accepted_values(format, image, carousel, reel, video, story); range(likes, 0); range(comments, 0);
--   references(account_id, accounts)
with statements as (
  select
    a.account_id,
    r.kind,
    m.media_key,
    r.username,
    r.permalink,
    r.format,
    r.caption,
    r.likes,
    r.comments,
    r.posted_at,
    r.observed_at,
    -- a notice that only names the post says less than a description, however late it comes
    row_number() over (
      partition by a.account_id, r.kind, m.media_key
      order by
        case when r.permalink is null and r.posted_at is null then 1 else 0 end, r.observed_at desc,
        r._fetched_at desc, r._source, r._raw_file desc, r._line desc, r._item desc
    ) as position
  from landing.tagged_media as r
  join landing.media_keys as m on m.media_ref = r.media_ref
  join stg_account_identity as a on a.account_ref = r.account_ref
),
spans as (
  select
    account_id, kind, media_key, min(observed_at) as first_observed_at, max(observed_at) as last_observed_at
  from statements
  group by account_id, kind, media_key
)
select
  s.account_id,
  s.kind,
  s.media_key,
  s.username,
  s.permalink,
  s.format,
  s.caption,
  s.likes,
  s.comments,
  s.posted_at,
  p.first_observed_at,
  p.last_observed_at
from statements as s
join spans as p on p.account_id = s.account_id and p.kind = s.kind and p.media_key = s.media_key
where s.position = 1
order by s.account_id, s.kind, s.posted_at, s.media_key
