-- The ledger: every raw file with what became of its records. read = loaded + quarantined + superseded, always.
-- grain: raw_file
-- checks: not_null(raw_file); range(loaded, 0); range(quarantined, 0); range(superseded, 0)
select run_id, source, account, stream, raw_file, read, loaded, quarantined, superseded
from landing.loads
order by run_id, raw_file
