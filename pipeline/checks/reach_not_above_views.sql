-- A post cannot reach more people than it has views. The platform restates the two at different times, so this warns.
-- severity: warn
select media_key, reach, views
from media_performance
where reach > views
