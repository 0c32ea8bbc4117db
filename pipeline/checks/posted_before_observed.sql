-- A post cannot be observed before it was published: a wrong time zone shows here.
-- severity: error
select media_key, posted_at, observed_at
from media_performance
where posted_at > observed_at + interval '15' minute
