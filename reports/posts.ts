import type { Marts } from '../pipeline/index.js';
import type { Days } from './period.js';
import { formats, type Post, type PostFormat } from './post.js';

/** From this age on posts hardly gather any more; the same bound as `lifetime` has in `media_at_age`. */
export const MATURE_DAYS = 28;

/** With fewer posts of a known age, those of an uncertain one are shown all the same; nothing is said of change then. */
export const FEWEST_OF_KNOWN_AGE = 10;

type PostRow = {
  media_key: string;
  permalink: string | null;
  caption: string | null;
  format: string | null;
  posted_day: string;
  posted_weekday: number;
  posted_hour: number;
  is_boosted: boolean | null;
  is_missing: boolean | null;
  age_basis: string | null;
  is_uncertain: boolean | null;
  age_hours: number | null;
  likes: number | null;
  comments: number | null;
  saves: number | null;
  shares: number | null;
  views: number | null;
  reach: number | null;
  interactions: number | null;
  interactions_parts: string | null;
  duration_seconds: number | null;
  avg_watch_ms: number | null;
  skip_rate_percent: number | null;
};

const counters = ['likes', 'comments', 'saves', 'shares', 'views', 'reach', 'interactions'] as const;

/** A report shows what was read: of a young post that the marts project, the latest values, provisional as they are. */
function observed(counter: (typeof counters)[number]): string {
  return `case when a.age_basis = 'projected' then p.${counter} else a.${counter} end as ${counter}`;
}

/**
 * The last post of each imported file that does not say when it was made, by the moment of its import, at which its counters
 * are kept. The file may be as old as that post, so a post is only as old as the days between the two. An import takes its
 * moment from its run, minutes after the start at most.
 */
export const fileEnds = `select p.observed_at, max(p.posted_at) as ended_at
  from media_performance as p
  join (
    select distinct m.observed_at from media_performance as m
    join runs as r on r.kind = 'import' and m.observed_at >= r.started_at and m.observed_at < r.started_at + interval 1 hour
    where m.account_id = $account
  ) as imported on imported.observed_at = p.observed_at
  group by p.observed_at`;

/** Whether a mature post, `p`, may have been young when the file that ended at `f.ended_at` counted it. */
export const isUncertain = `p.age_basis = 'lifetime' and f.ended_at < p.posted_at + interval ${MATURE_DAYS} days`;

/**
 * Feed posts (no stories) published on these local days, oldest first. Of files that do not say when they were made, posts that
 * may have been young then are provisional, unless hardly any other is known.
 */
export async function readPosts(marts: Marts, accountId: string, days: Days): Promise<Post[]> {
  const rows = await marts.rows<PostRow>(
    `with file_ends as (${fileEnds})
     select a.media_key, p.permalink, p.caption, a.format, a.posted_day, a.posted_weekday, a.posted_hour,
       a.is_boosted, p.is_missing, a.age_basis, a.age_hours, ${counters.map(observed).join(', ')}, a.interactions_parts,
       p.duration_seconds, p.avg_watch_ms, p.skip_rate_percent, ${isUncertain} as is_uncertain
     from media_at_age as a join media_performance as p on p.media_key = a.media_key
     left join file_ends as f on f.observed_at = p.observed_at
     where a.account_id = $account and coalesce(a.format, '') <> 'story'
       and a.posted_day between cast($from as date) and cast($to as date)
     order by a.posted_at, a.media_key`,
    { account: accountId, from: days.from, to: days.to },
  );
  const isOfKnownAge = (row: PostRow) => isComparable(row.age_basis) && row.is_uncertain !== true;
  const hasKnown = rows.filter(isOfKnownAge).length >= FEWEST_OF_KNOWN_AGE;
  return rows.map((row) => ({
    key: row.media_key,
    permalink: row.permalink,
    caption: row.caption,
    format: isFormat(row.format) ? row.format : 'unknown',
    day: row.posted_day,
    weekday: row.posted_weekday,
    hour: row.posted_hour,
    isBoosted: row.is_boosted === true,
    isMissing: row.is_missing === true,
    ageBasis: isComparable(row.age_basis) && (isOfKnownAge(row) || !hasKnown) ? row.age_basis : null,
    isAgeKnown: row.is_uncertain !== true,
    ageHours: row.age_hours,
    likes: row.likes,
    comments: row.comments,
    saves: row.saves,
    shares: row.shares,
    views: row.views,
    reach: row.reach,
    interactions: row.interactions,
    parts: row.interactions_parts,
    durationSeconds: row.duration_seconds,
    watchSeconds: row.avg_watch_ms === null ? null : row.avg_watch_ms / 1000,
    skipRate: row.skip_rate_percent === null ? null : row.skip_rate_percent / 100,
  }));
}

function isComparable(basis: string | null): basis is 'fixed' | 'lifetime' {
  return basis === 'fixed' || basis === 'lifetime';
}

function isFormat(text: string | null): text is PostFormat {
  return formats.some((format) => format === text);
}
