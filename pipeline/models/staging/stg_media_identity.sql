-- Which post each reference means, with its account and the local month of its publication: of the posts that are built.
-- grain: media_ref
-- materialized: build
-- checks: not_null(media_ref); not_null(media_key)
select k.media_ref, k.media_key, k.account_id, k.month
from landing.media_keys as k
join scope as s on s.account_id = k.account_id and s.month = k.month
