-- Posts about which more than one statement was made: only among theirs is there anything to choose.
-- grain: media_key
select media_key
from stg_media
group by media_key
having count(*) > 1
