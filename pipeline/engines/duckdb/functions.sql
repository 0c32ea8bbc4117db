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

-- the month (YYYY-MM) so many months before one; null for what is not a month
create or replace macro months_before(month, n) as
  month_of(try_cast(concat(month, '-01') as date) - to_months(n));

-- the calendar day at an instant in an IANA zone
create or replace macro local_day(instant, zone) as
  cast(timezone(zone, instant) as date);

-- the number of the UTC day that an instant lies in, from 1970 on
create or replace macro utc_day(instant) as
  epoch_us(instant) // 86400000000;

-- microseconds that clocks of an IANA zone are ahead of UTC all through such a day; null on a day on which they change. To look it up by day
-- spares a calendar per instant, which is slow where zones differ from row to row
create or replace macro clock_ahead(zone, utc_day) as
  case
    when epoch_us(timezone(zone, make_timestamptz(utc_day * 86400000000))) + 86399999999
      = epoch_us(timezone(zone, make_timestamptz(utc_day * 86400000000 + 86399999999)))
      then epoch_us(timezone(zone, make_timestamptz(utc_day * 86400000000))) - utc_day * 86400000000
  end;

-- what a clock shows at an instant in an IANA zone, with what clock_ahead says of the day
create or replace macro clock_at(instant, zone, ahead) as
  case when ahead is null then timezone(zone, instant) else make_timestamp(epoch_us(instant) + ahead) end;

-- the quarter of an hour that an instant lies in: clocks everywhere differ from UTC by whole ones, so it has the instant's local day
create or replace macro quarter_hour(instant) as
  to_timestamp(floor(epoch(instant) / 900) * 900);

-- 0 … 23, the hour that a clock shows
create or replace macro hour_of(clock) as
  cast(hour(clock) as integer);

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

-- the elements of a comma separated text
create or replace macro elements_of(txt) as
  string_split(txt, ',');

-- one row per element
create or replace macro explode(elements) as
  unnest(elements);

-- the distinct texts of a group, sorted, comma separated
create or replace macro join_distinct(txt) as
  array_to_string(list_sort(list(distinct txt)), ',');

-- the value at the last, and at the first, of the moments at which both are known
create or replace macro value_at_last(value, moment) as
  arg_max(value, moment);
create or replace macro value_at_first(value, moment) as
  arg_min(value, moment);

-- the mean and the sample variance of a group of fractions: summed in the order of their size, as in any other the last digits differ
create or replace macro mean_of(fraction) as
  list_aggregate(list_sort(list(fraction)), 'avg');
create or replace macro variance_of(fraction) as
  list_aggregate(list_sort(list(fraction)), 'var_samp');

-- which source is believed first: the API, then exports, then public pages, then what a source that nobody ranked says
create or replace macro source_rank(source) as
  case source
    when 'graph-api' then 0
    when 'imports' then 1
    when 'export-archive' then 1
    when 'public-profile' then 2
    else 3
  end;

-- the value at an age between two known ones: on a straight line over the logarithm of age
create or replace macro between_ages(age, earlier_age, earlier_value, later_age, later_value) as
  earlier_value + (later_value - earlier_value) * (ln(age) - ln(earlier_age)) / (ln(later_age) - ln(earlier_age));

-- of a group, the value of a counter at an age, from its observations before (before_age, else null) and after it (after_age): the one
-- that lies near, the earlier first, else between two that are close enough together
create or replace macro value_at_age(counter, before_age, after_age, age, near_hours, gap_hours) as
  case
    when max(case when counter is not null then before_age end) >= age - near_hours then arg_max(counter, before_age)
    when min(case when counter is not null then after_age end) <= age + near_hours then arg_min(counter, after_age)
    when min(case when counter is not null then after_age end) - max(case when counter is not null then before_age end)
      <= gap_hours
      then between_ages(
        age,
        max(case when counter is not null then before_age end), arg_max(counter, before_age),
        min(case when counter is not null then after_age end), arg_min(counter, after_age)
      )
  end;

-- the sum of the known parts, null when none is known, and the names of those parts
create or replace macro interactions_of(likes, comments, saves, shares) as
  case
    when likes is not null or comments is not null or saves is not null or shares is not null
      then coalesce(likes, 0) + coalesce(comments, 0) + coalesce(saves, 0) + coalesce(shares, 0)
  end;
create or replace macro interactions_parts_of(likes, comments, saves, shares) as
  nullif(
    concat_ws(
      '+',
      case when likes is not null then 'likes' end,
      case when comments is not null then 'comments' end,
      case when saves is not null then 'saves' end,
      case when shares is not null then 'shares' end
    ),
    ''
  );
