-- Daily numbers of an account in parts: reach and views by follow_type or media_product_type, interactions by media_product_type, taps on
--   profile links by contact_button_type; follows are in account_daily. Of an export archive: sums over the days from a first one
--   (dimension since, its bucket) to day. The latest reading of each day, on the platform's days (they end at midnight US Pacific).
--   The platform lists only parts that are not zero; unique people per day never add up over days.
-- grain: account_id, day, metric, dimension, bucket
-- partition: account_id, month
-- checks: not_null(account_id); not_null(day); range(value, 0); references(account_id, accounts)
with parts as (
  select
    account_id,
    day,
    metric,
    name_in(dimension) as dimension,
    value_in(dimension) as bucket,
    value,
    observed_at
  from stg_account_insights
  where dimension like '%=%' and value is not null
),
ranked as (
  -- a part that the latest reading does not list is gone
  select
    *,
    max(observed_at) over (partition by account_id, day, metric, dimension) as last_observed_at
  from parts
)
select account_id, month_of(day) as month, day, metric, dimension, bucket, cast(value as bigint) as value
from ranked
where observed_at = last_observed_at
