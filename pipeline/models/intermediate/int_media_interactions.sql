-- The sum of the known parts of likes, comments, saves and shares, now and at equal age, and the names of the parts.
-- grain: media_key
-- checks: not_null(media_key)
select
  media_key,
  case
    when likes is null and comments is null and saves is null and shares is null then null
    else coalesce(likes, 0) + coalesce(comments, 0) + coalesce(saves, 0) + coalesce(shares, 0)
  end as interactions,
  case
    when likes_then is null and comments_then is null and saves_then is null and shares_then is null then null
    else coalesce(likes_then, 0) + coalesce(comments_then, 0) + coalesce(saves_then, 0) + coalesce(shares_then, 0)
  end as interactions_then,
  nullif(
    concat_ws(
      '+',
      case when likes is not null then 'likes' end,
      case when comments is not null then 'comments' end,
      case when saves is not null then 'saves' end,
      case when shares is not null then 'shares' end
    ),
    ''
  ) as interactions_parts
from int_media_wide
