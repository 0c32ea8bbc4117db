-- Records that could not be loaded, with the reason and the place in the raw file: its line (a page), and the item's number in the file.
--   attempts is how often the raw file was read for it: when it was loaded, and by each `reachline quarantine replay`.
-- grain: raw_file, item
-- checks: not_null(rule); not_null(message)
select
  q.run_id, q.source, q.account, q.stream, q.raw_file, q.line, q.item, q.ref, q.rule, q.field, q.message, q.payload,
  q.first_seen_at, 1 + (select count(*) from landing.replays as r where r.raw_file = q.raw_file) as attempts
from landing.quarantine as q
order by q.raw_file, q.item
