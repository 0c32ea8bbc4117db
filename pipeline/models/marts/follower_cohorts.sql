-- People by the day on which they began to follow (kind followers), or on which the account began to follow them (kind following), as an
--   export archive lists them: those who were still there when it was made. That is at most the new_follows of the day, and no history
--   of the follower count: who has left is in no list. On the platform's days (they end at midnight US Pacific).
-- grain: account_id, kind, day
-- partition: account_id, month
-- checks: not_null(account_id); not_null(day); range(people, 0); accepted_values(kind, followers, following);
--   references(account_id, accounts)
select
  account_id,
  case metric when 'followers_kept' then 'followers' else 'following' end as kind,
  month_of(day) as month,
  day,
  cast(value as bigint) as people,
  observed_at
from stg_account_insights
where metric in ('followers_kept', 'following_kept') and dimension = '' and value is not null
