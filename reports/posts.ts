import type { Marts } from '../pipeline/index.js';
import type { Days } from './period.js';
import { formats, type Post, type PostFormat } from './post.js';

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

/** Feed posts (no stories) published on these local days, oldest first. */
export async function readPosts(marts: Marts, accountId: string, days: Days): Promise<Post[]> {
  const rows = await marts.rows<PostRow>(
    `select a.media_key, p.permalink, p.caption, a.format, a.posted_day, a.posted_weekday, a.posted_hour,
       a.is_boosted, p.is_missing, a.age_basis, a.age_hours, ${counters.map(observed).join(', ')}, a.interactions_parts,
       p.duration_seconds, p.avg_watch_ms, p.skip_rate_percent
     from media_at_age as a join media_performance as p on p.media_key = a.media_key
     where a.account_id = $account and coalesce(a.format, '') <> 'story'
       and a.posted_day between cast($from as date) and cast($to as date)
     order by a.posted_at, a.media_key`,
    { account: accountId, from: days.from, to: days.to },
  );
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
    ageBasis: row.age_basis === 'fixed' || row.age_basis === 'lifetime' ? row.age_basis : null,
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

function isFormat(text: string | null): text is PostFormat {
  return formats.some((format) => format === text);
}
