-- What was said about a post, the most trusted statement first: the API before other sources, what the owner sees before what a
--   competitor shows of a joint post, newer before older.
-- grain: media_key, position
select
  s.*,
  row_number() over (
    partition by s.media_key
    order by
      case when s.source = 'graph-api' then 0 else 1 end, case when a.is_own then 0 else 1 end,
      s.observed_at desc, s.source, s.recency
  ) as position
from stg_media as s
join int_accounts as a on a.account_id = s.account_id
