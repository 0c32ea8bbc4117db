-- Nobody likes or saves a post without seeing it. The platform restates the counters at different times and rounds small ones, so this
-- warns, and only from a reach of 50 on.
-- severity: warn
select media_key, likes, saves, reach
from media_performance
where reach >= 50 and (likes > reach or saves > reach)
