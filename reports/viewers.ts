import type { Marts } from '../pipeline/index.js';
import type { Days } from './period.js';

/** A story's counters grow for 24 hours; from this age on little is missing. The same gate as in `media_at_age`. */
export const FINAL_AGE_HOURS = 16;

/** One frame of a day's story sequence. The counters are null when the last look came too early to compare frames by. */
export interface StoryFrame {
  readonly day: string;
  readonly position: number;
  readonly reach: number | null;
  readonly exits: number | null;
  readonly tapsForward: number | null;
  readonly replies: number | null;
}

export async function readStoryFrames(marts: Marts, accountId: string, days: Days): Promise<StoryFrame[]> {
  const rows = await marts.rows<{
    story_day: string;
    position: number;
    reach: number | null;
    exits: number | null;
    taps_forward: number | null;
    replies: number | null;
    is_final: boolean | null;
  }>(
    `select story_day, position, reach, exits, taps_forward, replies, age_hours >= ${FINAL_AGE_HOURS} as is_final
     from story_frames
     where account_id = $account and story_day between cast($from as date) and cast($to as date)
     order by story_day, position, media_key`,
    { account: accountId, from: days.from, to: days.to },
  );
  return rows.map((row) => ({
    day: row.story_day,
    position: row.position,
    reach: row.is_final ? row.reach : null,
    exits: row.is_final ? row.exits : null,
    tapsForward: row.is_final ? row.taps_forward : null,
    replies: row.is_final ? row.replies : null,
  }));
}

/** People of one bucket of one dimension, such as followers by country. */
export interface AudienceShare {
  /** `followers` or `engaged`. */
  readonly kind: string;
  /** `age,gender`, `city`, `country`, … */
  readonly dimension: string;
  /** Untrusted. */
  readonly bucket: string;
  readonly day: string;
  readonly people: number;
  /** Share of the people in all reported buckets, 0 to 1. */
  readonly share: number | null;
  /** Share of the whole audience that the reported buckets cover, 0 to 1. */
  readonly coverage: number | null;
}

/** The last known distribution of each dimension on or before a day, largest bucket first. */
export async function readAudience(marts: Marts, accountId: string, to: string): Promise<AudienceShare[]> {
  return await marts.rows<{
    kind: string;
    dimension: string;
    bucket: string;
    day: string;
    people: number;
    share: number | null;
    coverage: number | null;
  }>(
    `select a.kind, a.dimension, a.bucket, a.day, a.people, a.share, a.coverage from audience as a
     join (select kind, dimension, max(day) as day from audience
           where account_id = $account and day <= cast($to as date) group by kind, dimension) as latest
       on latest.kind = a.kind and latest.dimension = a.dimension and latest.day = a.day
     where a.account_id = $account and a.people is not null and a.kind <> 'online'
     order by a.kind, a.dimension, a.people desc, a.bucket`,
    { account: accountId, to },
  );
}

/** Followers online in one hour of the day. */
export interface OnlineHour {
  /** 0 to 23, in the account's zone. */
  readonly hour: number;
  /** Mean over the days. */
  readonly people: number;
  readonly days: number;
  readonly from: string;
  readonly to: string;
}

/**
 * Followers online by hour of the account's own day, mean over the last seven days that are known on or before a day; the
 * mart has the platform's hours, US Pacific. Hours that no day has are left out.
 */
export async function readOnlineHours(
  marts: Marts,
  accountId: string,
  zone: string,
  to: string,
): Promise<OnlineHour[]> {
  return await marts.rows<{ hour: number; people: number; days: number; from: string; to: string }>(
    `with hours as (
       select day, people, max(day) over () as last_day,
         timezone('America/Los_Angeles', cast(day as timestamp) + to_hours(try_cast(bucket as integer))) as instant
       from audience
       where account_id = $account and kind = 'online' and dimension = 'hour' and day <= cast($to as date)
     )
     select cast(hour(timezone($zone, instant)) as integer) as hour, avg(people) as people,
       count(distinct day) as days, min(day) as "from", max(day) as "to"
     from hours where instant is not null and day > last_day - 7 group by 1 order by 1`,
    { account: accountId, zone, to },
  );
}
