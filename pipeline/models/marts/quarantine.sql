-- Records that could not be loaded, with the reason and the place in the raw file: its line (a page), and the item's number in the file.
-- grain: raw_file, item
-- checks: not_null(rule); not_null(message)
select run_id, source, account, stream, raw_file, line, item, ref, rule, field, message, payload, first_seen_at
from landing.quarantine
order by raw_file, item
