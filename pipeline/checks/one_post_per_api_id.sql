-- One API id under two posts: some source names the wrong one, and the post is counted twice.
-- severity: warn
select p.media_id, p.media_key, o.media_key as other_key
from media_performance as p
join marts.media_performance as o on o.media_id = p.media_id
where o.media_key <> p.media_key
