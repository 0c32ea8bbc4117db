// Made by scripts/mart-types.mjs in every build, from the models; do not edit.

/** The columns of each mart as plain rows have them: instants as `Date`, days as `YYYY-MM-DD`. */
export interface Marts {
  /** What is not known and why: metrics that a post never had a value for, and daily metrics whose latest day has none, and demographics whose last reading has none (followers_by_city, …). since is the first reading without a value after the last one with; of daily metrics, within the last 92 days. month is that of the post, all for accounts. One row per entity_kind, entity, metric. */
  absent_values: {
    entity_kind: 'media' | 'account';
    entity: string;
    account_id: string | null;
    month: string | null;
    metric: string;
    reason: string;
    since: Date | null;
  };
  /** Daily numbers of an account in parts: reach and views by follow_type or media_product_type, interactions by media_product_type, taps on profile links by contact_button_type; follows are in account_daily. Of an export archive: sums over the days from a first one (dimension since, its bucket) to day. The latest reading of each day, on the platform's days (they end at midnight US Pacific). The platform lists only parts that are not zero; unique people per day never add up over days. One row per account_id, day, metric, dimension, bucket. */
  account_breakdowns: {
    account_id: string;
    month: string | null;
    day: string;
    metric: string;
    dimension: string;
    bucket: string;
    value: number | null;
  };
  /** Accounts by day: the last follower count of the local day, the platform's daily numbers (its days end at midnight US Pacific), and posts published on the local day (stories not counted). Reach is unique people per day: never add it up over days. One row per account_id, day. */
  account_daily: {
    account_id: string;
    month: string | null;
    day: string;
    followers: number | null;
    new_follows: number | null;
    unfollows: number | null;
    reach: number | null;
    views: number | null;
    interactions: number | null;
    posts_published: number | null;
  };
  /** Accounts, one row each, as last observed. time_zone is the IANA zone that local days and hours are cut in; time_zone_basis says whether it was configured, stated by a source, derived from permalinks, or unknown (then UTC). One row per account_id. */
  accounts: {
    account_id: string;
    username: string | null;
    name: string | null;
    followers: number | null;
    follows: number | null;
    media_count: number | null;
    time_zone: string;
    time_zone_basis: 'configured' | 'stated' | 'derived' | 'unknown' | null;
    is_own: boolean | null;
    last_observed_at: Date | null;
  };
  /** People by age and gender, city or country (kinds followers, engaged) and followers online by hour (kind online), as last read on each local day. people is what the platform says, at most 45 buckets a dimension. share is of the people it placed, coverage how many of the followers those are. Online: day and hour (00 to 23) are US Pacific, share is of the followers. Null without a follower count. One row per account_id, kind, dimension, bucket, day. */
  audience: {
    account_id: string;
    kind: string;
    dimension: string;
    bucket: string;
    month: string | null;
    day: string;
    people: number | null;
    share: number | null;
    coverage: number | null;
  };
  /** Comments and replies on own posts, one row each, each field as last known: a source that does not say how many likes a comment has hides no earlier number. Who wrote them is not kept. A comment that was deleted is one whose last_observed_at stays behind that of its post's others. text is what strangers wrote: show it as text, never as markup or as a formula. One row per comment_id. */
  comments: {
    comment_id: string;
    account_id: string;
    media_key: string;
    parent_id: string | null;
    text: string | null;
    likes: number | null;
    commented_at: Date | null;
    first_observed_at: Date | null;
    last_observed_at: Date | null;
  };
  /** People by the day on which they began to follow (kind followers), or on which the account began to follow them (kind following), as an export archive lists them: those who were still there when it was made. That is at most the new_follows of the day, and no history of the follower count: who has left is in no list. On the platform's days (they end at midnight US Pacific). One row per account_id, kind, day. */
  follower_cohorts: {
    account_id: string;
    kind: 'followers' | 'following';
    month: string | null;
    day: string;
    people: number | null;
    observed_at: Date | null;
  };
  /** Formats by account and local month. posts counts all; posts_compared counts those known at equal age, which the medians are over: one age basis per account and month (stories have their own), fixed where at least as many posts have it as lifetime. One row per account_id, period, format. */
  format_performance: {
    account_id: string;
    period: string;
    format: string;
    posts: number | null;
    posts_compared: number | null;
    age_basis: 'fixed' | 'lifetime' | null;
    median_engagement_rate_by_reach: number | null;
    median_reach: number | null;
    median_interactions: number | null;
    median_share_rate_by_reach: number | null;
  };
  /** How busy a hashtag is: the recent posts in the last reading of each UTC day. A reading has the newest posts of 24 hours, fifty at most: below fifty posts_per_day is their number, at fifty it is estimated from the hours that they span. A day without a row was not read, or had no posts. One row per hashtag, day. */
  hashtag_daily: {
    hashtag: string;
    day: string;
    observed_at: Date | null;
    posts: number | null;
    posts_per_day: number | null;
    median_likes: number | null;
  };
  /** Public posts seen under hashtags, with the counters of the last reading, one row per hashtag, list and post: recent are posts of the 24 hours before a reading, top the most popular ones. account_id is known for own posts and those of competitors only. likes is null where the poster hides it. One row per hashtag, kind, media_key. */
  hashtag_media: {
    hashtag: string;
    kind: 'recent' | 'top';
    media_key: string;
    account_id: string | null;
    permalink: string | null;
    caption: string | null;
    posted_at: Date | null;
    likes: number | null;
    comments: number | null;
    first_observed_at: Date | null;
    last_observed_at: Date | null;
  };
  /** Comparable posts of an account's last twelve months by hashtag. mean_residual is the mean log difference from the usual outcome of the same format: an association of the topic, not an effect of the tag. One row per account_id, hashtag. */
  hashtag_performance: {
    account_id: string;
    hashtag: string;
    posts: number | null;
    outcome: string | null;
    median_outcome: number | null;
    mean_residual: number | null;
  };
  /** The ledger: every raw file with what became of its records. read = loaded + quarantined + superseded, always. One row per raw_file. */
  loads: {
    run_id: string | null;
    source: string | null;
    account: string | null;
    stream: string | null;
    raw_file: string;
    read: number | null;
    loaded: number | null;
    quarantined: number | null;
    superseded: number | null;
  };
  /** Posts at equal age, one row each: the numbers to compare posts by. age_basis is fixed when every counter is known at horizon_hours (24 for stories, 168 for the rest; see media_by_age), and lifetime when the post was first seen after that and is at least 28 days old. projected is not for comparisons: the post is younger than the horizon, and the counters are what its account's posts of the six months before let expect at the horizon (see int_media_projections); they rest on projection_posts posts, four in five of which ended between low and high. media_performance has what was observed. Without a basis the post is not comparable, and the counters are the latest and provisional. age_hours is the age at which the counters, or those that were projected, were seen. One row per media_key. */
  media_at_age: {
    media_key: string;
    account_id: string | null;
    month: string;
    format: string | null;
    posted_at: Date | null;
    posted_day: string | null;
    posted_weekday: number | null;
    posted_hour: number | null;
    is_boosted: boolean | null;
    horizon_hours: number | null;
    age_basis: 'fixed' | 'lifetime' | 'projected' | null;
    age_hours: number | null;
    likes: number | null;
    comments: number | null;
    saves: number | null;
    shares: number | null;
    views: number | null;
    reach: number | null;
    interactions: number | null;
    interactions_parts: string | null;
    followers_at_post: number | null;
    engagement_rate_by_reach: number | null;
    engagement_rate_by_followers: number | null;
    engagement_rate_by_views: number | null;
    projection_posts: number | null;
    interactions_low: number | null;
    interactions_high: number | null;
    reach_low: number | null;
    reach_high: number | null;
  };
  /** The counters of a post at the standard ages: a story at 24 hours; everything else at 24 hours, 48 hours (the early read) and 7 days, reels at 28 days too. Between two observations a counter is taken to move on a straight line over the logarithm of age, as posts gather most of what they get early: the value lies between the two, is exactly what was observed where an observation lies on the age, and no observation made later changes it. For the same reasons the line follows the observations as they are and not their running maximum: counters are restated, and a number that was corrected downward before the age was wrong. Observations count as bracketing an age when at most 4/7 of it apart (96 hours at 7 days; at least 26, so that nightly ones do), or one at most an hour away; else the counter is null. A story ends at its age: its last look from 16 hours on is its value. One row per media_key, age_hours. */
  media_by_age: {
    media_key: string;
    account_id: string;
    month: string;
    format: string | null;
    age_hours: '24' | '48' | '168' | '672';
    likes: number | null;
    comments: number | null;
    saves: number | null;
    shares: number | null;
    views: number | null;
    reach: number | null;
    replies: number | null;
    crossposted_views: number | null;
    interactions: number | null;
    interactions_parts: string | null;
  };
  /** The counters of a post at the end of each local day on which it was observed, and their change since the last such day. Counters are cumulative and may fall: a negative change is a correction by the platform, and is_corrected says that the day has one. One row per media_key, day. */
  media_daily: {
    media_key: string;
    account_id: string | null;
    month: string;
    day: string;
    likes: number | null;
    comments: number | null;
    saves: number | null;
    shares: number | null;
    views: number | null;
    reach: number | null;
    likes_change: number | null;
    comments_change: number | null;
    saves_change: number | null;
    shares_change: number | null;
    views_change: number | null;
    reach_change: number | null;
    is_corrected: boolean | null;
  };
  /** What a post achieved in comparison: the log of its outcome minus the median log of its format in the same account over the twelve months up to and including its own (local) month. The outcome is the engagement rate by reach where half the account's posts have reach, else the interactions of its usual parts. Stories and boosted posts are left out. One age basis: fixed where at least ten posts have it, else lifetime. Basis, outcome and parts are decided over the same twelve months. One row per media_key. */
  media_outcomes: {
    media_key: string;
    account_id: string;
    month: string;
    format: string | null;
    posted_day: string | null;
    posted_weekday: number | null;
    posted_hour: number | null;
    outcome: string | null;
    value: number | null;
    residual: number;
  };
  /** Posts, one row each, with their latest counters: observed_at and age_hours say when. interactions is the sum of the known parts of likes, comments, saves and shares; interactions_parts names them. age_basis says how the post enters comparisons (see media_at_age): fixed (known at equal age), lifetime (first seen at least 28 days old); projected (so young that media_at_age tells what to expect) and null (too young for that, or not seen near that age) are not compared. crossposted_views (reels) holds the views on Facebook too, and is all that is known of a competitor's: never compare it with views. avg_watch_ms (milliseconds that a viewer stays, replays included) and skip_rate_percent (viewers gone within the first seconds) are of reels. A counter is its last observation by whichever source; a description is what the best source said last: the API, then exports, then public pages, which also decide between numbers of one moment. field_sources names the source of each known field where there are several, e.g. caption=imports,likes=graph-api; null while all come from one. is_missing: the last complete listing did not have the post. One row per media_key. */
  media_performance: {
    media_key: string;
    account_id: string;
    month: string;
    username: string | null;
    media_id: string | null;
    shortcode: string | null;
    permalink: string | null;
    format: 'image' | 'carousel' | 'reel' | 'video' | 'story' | null;
    caption: string | null;
    posted_at: Date | null;
    posted_day: string | null;
    posted_weekday: number | null;
    posted_hour: number | null;
    observed_at: Date | null;
    age_hours: number | null;
    age_basis: 'fixed' | 'lifetime' | 'projected' | null;
    likes: number | null;
    comments: number | null;
    saves: number | null;
    shares: number | null;
    views: number | null;
    crossposted_views: number | null;
    reach: number | null;
    interactions: number | null;
    interactions_parts: string | null;
    followers_at_post: number | null;
    engagement_rate_by_reach: number | null;
    engagement_rate_by_followers: number | null;
    engagement_rate_by_views: number | null;
    is_boosted: boolean | null;
    duration_seconds: number | null;
    avg_watch_ms: number | null;
    skip_rate_percent: number | null;
    is_missing: boolean | null;
    sources: string | null;
    field_sources: string | null;
  };
  /** Comparable posts of an account's last twelve months by local weekday (1 = Monday) and four-hour block (its first hour). mean_residual is the mean log difference from the usual outcome of the same format: raw material for a shrunken estimate, not a recommendation. One row per account_id, weekday, hour_block. */
  posting_slots: {
    account_id: string;
    weekday: number;
    hour_block: number;
    posts: number | null;
    outcome: string | null;
    median_outcome: number | null;
    mean_residual: number | null;
    residual_variance: number | null;
  };
  /** Own accounts next to competitors, by local month and format, in what is public of both: likes plus comments, never saves or shares, at equal age. posts counts all; posts_compared counts those whose likes and comments are known at the age basis of the account and month (fixed where at least as many posts have it as lifetime), which the medians are over. Compare rows of one basis only. One row per account_id, period, format. */
  public_performance: {
    account_id: string;
    username: string | null;
    is_own: boolean | null;
    period: string;
    format: string;
    posts: number | null;
    posts_compared: number | null;
    age_basis: 'fixed' | 'lifetime' | null;
    median_likes_and_comments: number | null;
    median_public_rate_by_followers: number | null;
  };
  /** Records that could not be loaded, with the reason and the place in the raw file: its line (a page), and the item's number in the file. attempts is how often the raw file was read for it: when it was loaded, and by each `reachline quarantine replay`. One row per raw_file, item. */
  quarantine: {
    run_id: string | null;
    source: string | null;
    account: string | null;
    stream: string | null;
    raw_file: string;
    line: number | null;
    item: number;
    ref: string | null;
    rule: string;
    field: string | null;
    message: string;
    payload: string | null;
    first_seen_at: Date | null;
    attempts: number | null;
  };
  /** Runs that landed data. One row per run_id. */
  runs: {
    run_id: string;
    kind: string | null;
    status: string | null;
    started_at: Date | null;
    nominal_at: Date | null;
  };
  /** Where a source was not as it is declared, by field: kind column is a field that no connector knew, kind type a value of another type than declared. mode is what became of it: evolve (accepted; a retyped value was read, or is null with a reason), discard_value (left out) or discard_row (in quarantine); items counts posts, rows and days. field and example are what the source wrote: show them as text. One row per source, connection, account, stream, kind, field, mode. */
  schema_drift: {
    source: string;
    connection: string;
    account: string;
    stream: string;
    kind: 'column' | 'type';
    field: string;
    mode: string;
    items: number | null;
    example: string | null;
    first_seen_at: Date | null;
    last_seen_at: Date | null;
  };
  /** Stories by local day and position within the day, with their latest counters: age_hours says how old the frame was then (a story lives 24 hours; numbers from an early look are not final). exits and taps come from the navigation breakdown. replies is 0 by the platform's rule for accounts in the EEA since 2020-12-01 and in Japan since 2021-04-14. One row per account_id, story_day, position. */
  story_frames: {
    account_id: string;
    month: string | null;
    story_day: string;
    position: number;
    media_key: string | null;
    age_hours: number | null;
    reach: number | null;
    exits: number | null;
    taps_forward: number | null;
    taps_back: number | null;
    replies: number | null;
  };
  /** Posts of others that name an own account: tagged in the picture (tag), or mentioned in the caption or in a comment. One row per post and kind, as last described; a mention that no more is known of than its id has nulls. likes is null where the poster hides it. One row per account_id, kind, media_key. */
  tagged_media: {
    account_id: string;
    kind: 'tag' | 'caption' | 'comment';
    media_key: string;
    username: string | null;
    permalink: string | null;
    format: 'image' | 'carousel' | 'reel' | 'video' | 'story' | null;
    caption: string | null;
    likes: number | null;
    comments: number | null;
    posted_at: Date | null;
    first_observed_at: Date | null;
    last_observed_at: Date | null;
  };
}
