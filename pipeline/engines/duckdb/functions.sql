-- The named functions that models may use beyond the portable subset, in DuckDB's own words.

-- numerator / denominator; null when either is unknown or the denominator is not positive
create or replace macro rate(numerator, denominator) as
  case when denominator > 0 then cast(numerator as double) / denominator end;

-- hours from the first instant to the second, fractional
create or replace macro hours_between(earlier, later) as
  (epoch(later) - epoch(earlier)) / 3600.0;

-- whole days from the first day to the second
create or replace macro days_between(earlier, later) as
  date_diff('day', earlier, later);

-- 1 = Monday … 7 = Sunday
create or replace macro iso_dow(d) as
  cast(isodow(d) as integer);

-- the Monday of the week
create or replace macro week_start(d) as
  cast(date_trunc('week', d) as date);

-- YYYY-MM
create or replace macro month_of(d) as
  concat(lpad(cast(year(d) as varchar), 4, '0'), '-', lpad(cast(month(d) as varchar), 2, '0'));

-- the calendar day at an instant in an IANA zone
create or replace macro local_day(instant, zone) as
  cast(timezone(zone, instant) as date);

-- 0 … 23, the hour of the day at an instant in an IANA zone
create or replace macro local_hour(instant, zone) as
  cast(hour(timezone(zone, instant)) as integer);

-- the instant at which a local calendar day ends in an IANA zone
create or replace macro end_of_day(d, zone) as
  timezone(zone, cast(d + 1 as timestamp));

-- the distinct hashtags of a text, lower case, without #, in alphabetical order
create or replace macro hashtags(caption) as
  list_sort(list_distinct(list_transform(
    regexp_extract_all(caption, '#([\p{L}\p{M}\p{N}_]+)', 1), lambda tag: lower(tag))));

-- the name and the value of a `name=value` pair
create or replace macro name_in(pair) as
  substr(pair, 1, strpos(pair, '=') - 1);
create or replace macro value_in(pair) as
  substr(pair, strpos(pair, '=') + 1);

-- one row per element
create or replace macro explode(elements) as
  unnest(elements);

-- the distinct texts of a group, sorted, comma separated
create or replace macro join_distinct(txt) as
  array_to_string(list_sort(list(distinct txt)), ',');
