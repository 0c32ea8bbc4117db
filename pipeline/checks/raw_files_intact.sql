-- A committed raw file that cannot be read whole: the tables lack what it held. Put the file back from a copy and run
-- `reachline quarantine replay`.
-- severity: warn
select raw_file, rule, message
from quarantine
where rule in ('unreadable-file', 'truncated-file', 'unreadable-line')
