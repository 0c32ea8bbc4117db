-- Comments and replies on own posts, one row each, each field as last known: a source that does not say how many likes a comment has
--   hides no earlier number. Who wrote them is not kept. A comment that was deleted is one whose last_observed_at stays behind
--   that of its post's others. text is what strangers wrote: show it as text, never as markup or as a formula.
-- grain: comment_id
-- checks: not_null(comment_id); not_null(account_id); not_null(media_key); range(likes, 0); references(account_id, accounts)
with statements as (
  select
    r.comment_id,
    a.account_id,
    m.media_key,
    r.parent_id,
    r.text,
    r.likes,
    r.commented_at,
    r.observed_at,
    row_number() over (
      partition by r.comment_id
      order by r.observed_at desc, r._fetched_at desc, r._source, r._raw_file desc, r._line desc, r._item desc
    ) as position
  from landing.comments as r
  join landing.media_keys as m on m.media_ref = r.media_ref
  join stg_account_identity as a on a.account_ref = r.account_ref
),
firsts as (
  -- the newest statement that knows the field
  select
    comment_id,
    min(case when parent_id is not null then position end) as parent_id_at,
    min(case when text is not null then position end) as text_at,
    min(case when likes is not null then position end) as likes_at,
    min(case when commented_at is not null then position end) as commented_at_at,
    min(observed_at) as first_observed_at,
    max(observed_at) as last_observed_at
  from statements
  group by comment_id
)
select
  s.comment_id,
  max(case when s.position = 1 then s.account_id end) as account_id,
  max(case when s.position = 1 then s.media_key end) as media_key,
  max(case when s.position = f.parent_id_at then s.parent_id end) as parent_id,
  max(case when s.position = f.text_at then s.text end) as text,
  max(case when s.position = f.likes_at then s.likes end) as likes,
  max(case when s.position = f.commented_at_at then s.commented_at end) as commented_at,
  f.first_observed_at,
  f.last_observed_at
from statements as s
join firsts as f on f.comment_id = s.comment_id
group by s.comment_id, f.first_observed_at, f.last_observed_at
order by account_id, media_key, commented_at, comment_id
