-- Where a source was not as it is declared, by field: kind column is a field that no connector knew, kind type a value of another type
--   than declared. mode is what became of it: evolve (accepted; a retyped value was read, or is null with a reason), discard_value
--   (left out) or discard_row (in quarantine); items counts posts, rows and days. field and example are what the source wrote: show
--   them as text.
-- grain: source, connection, account, stream, kind, field, mode
-- checks: not_null(field); accepted_values(kind, column, type); range(items, 1)
select
  source, connection, account, stream, kind, field, mode,
  cast(sum(items) as bigint) as items,
  min(example) as example,
  min(first_seen_at) as first_seen_at,
  max(last_seen_at) as last_seen_at
from landing.drifts
group by source, connection, account, stream, kind, field, mode
order by source, connection, account, stream, kind, field, mode
