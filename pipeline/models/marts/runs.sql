-- Runs that landed data.
-- grain: run_id
-- checks: not_null(run_id)
select run_id, kind, status, started_at, nominal_at
from landing.runs
order by run_id
