-- Every record read is loaded, quarantined or superseded.
-- severity: error
select *
from loads
where read <> loaded + quarantined + superseded
