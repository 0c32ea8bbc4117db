-- The quarantine holds as many records as the ledger says.
-- severity: error
select l.raw_file, l.quarantined, count(q.rule) as held
from loads as l
left join quarantine as q on q.raw_file = l.raw_file
group by l.raw_file, l.quarantined
having count(q.rule) <> l.quarantined
