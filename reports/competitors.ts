import type { Marts } from '../pipeline/index.js';
import { addDays } from './calendar.js';
import { groupBy } from './group.js';
import { shortText } from './html.js';
import type { Days } from './period.js';
import { formats, type PostFormat } from './post.js';
import { type Interval, median } from './statistics/median.js';
import { FEWEST_FOR_INTERVAL, typical } from './statistics/typical.js';

/** What is public of one account's posts of one format in one month: likes plus comments at one age. */
export interface PublicMonth {
  readonly accountId: string;
  /** `@username`, else the name, else the id; short, untrusted, no two accounts share one. */
  readonly title: string;
  /** Whether it is the report's own account. */
  readonly isOwn: boolean;
  /** Local month, `YYYY-MM`. */
  readonly month: string;
  readonly format: PostFormat;
  /** Posts behind the medians. */
  readonly posts: number;
  readonly ageBasis: string;
  readonly likesAndComments: number | null;
  /** 95 % interval of that median; null when not all of the posts behind it are known. */
  readonly likesAndCommentsInterval: Interval | null;
  /** Median of (likes + comments) / followers when the post was published; null without follower counts. */
  readonly rateByFollowers: number | null;
  readonly rateInterval: Interval | null;
}

/**
 * Own account and competitors (accounts that are not own) by month, for months that are over within the days, with at
 * least 5 compared posts; nothing for an account that is not own itself. The newest month comes first.
 */
export async function readPublicMonths(marts: Marts, accountId: string, days: Days): Promise<PublicMonth[]> {
  const rows = await marts.rows<{
    account_id: string;
    username: string | null;
    name: string | null;
    period: string;
    format: string;
    posts: number;
    age_basis: string;
    likes_and_comments: number | null;
    rate_by_followers: number | null;
  }>(
    `select p.account_id, a.username, a.name, p.period, p.format, p.posts_compared as posts, p.age_basis,
       p.median_likes_and_comments as likes_and_comments, p.median_public_rate_by_followers as rate_by_followers
     from public_performance as p join accounts as a on a.account_id = p.account_id
     where p.period between $from and $to and p.posts_compared >= ${FEWEST_FOR_INTERVAL}
       and (p.account_id = $account or a.is_own = false)
       and exists (select 1 from accounts as own where own.account_id = $account and own.is_own)
     order by p.period desc, p.account_id, p.format`,
    { account: accountId, from: days.from.slice(0, 7), to: days.to.slice(0, 7) },
  );
  const posts = await marts.rows<{
    account_id: string;
    period: string;
    format: string;
    age_basis: string;
    likes_and_comments: number;
    followers: number | null;
  }>(
    `select m.account_id, strftime(m.posted_day, '%Y-%m') as period, coalesce(m.format, 'unknown') as format, m.age_basis,
       m.likes + m.comments as likes_and_comments, nullif(m.followers_at_post, 0) as followers
     from media_at_age as m join accounts as a on a.account_id = m.account_id
     where (m.account_id = $account or a.is_own = false) and m.age_basis is not null
       and strftime(m.posted_day, '%Y-%m') between $from and $to and m.likes + m.comments is not null
     order by m.account_id, m.posted_day, m.media_key`,
    { account: accountId, from: days.from.slice(0, 7), to: days.to.slice(0, 7) },
  );
  const behind = groupBy(posts, (post) => keyOf(post));
  // A month is over when the day after the last one lies in another.
  const isOver = (month: string) => addDays(days.to, 1).slice(0, 7) > month;
  const titles = titlesOf(rows);
  return rows
    .filter(({ period }) => isOver(period))
    .flatMap((row) => {
      const format = formats.find((kind) => kind === row.format);
      if (format === undefined) return [];
      const list = behind.get(keyOf(row)) ?? [];
      const isWhole = list.length === row.posts;
      const sized = list.filter(({ followers }) => followers !== null);
      return {
        accountId: row.account_id,
        title: titles.get(row.account_id)!,
        isOwn: row.account_id === accountId,
        month: row.period,
        format,
        posts: row.posts,
        ageBasis: row.age_basis,
        likesAndComments: row.likes_and_comments,
        likesAndCommentsInterval: isWhole
          ? typical(
              list.map((post) => post.likes_and_comments),
              0.5,
            ).interval
          : null,
        rateByFollowers: row.rate_by_followers,
        rateInterval: isWhole
          ? typical(
              sized.map((post) => post.likes_and_comments / post.followers!),
              0.5 / (median(sized.map(({ followers }) => followers!)) ?? 1),
            ).interval
          : null,
      };
    });
}

function keyOf(row: { account_id: string; period: string; format: string; age_basis: string }): string {
  return JSON.stringify([row.account_id, row.period, row.format, row.age_basis]);
}

function titlesOf(
  accounts: readonly { account_id: string; username: string | null; name: string | null }[],
): Map<string, string> {
  const titles = new Map<string, string>();
  const taken = new Set<string>();
  for (const { account_id: id, username, name } of accounts) {
    if (titles.has(id)) continue;
    const title = shortText(username ? `@${username}` : name || id, 30);
    titles.set(id, taken.has(title) ? `${title} (${taken.size + 1})` : title);
    taken.add(titles.get(id)!);
  }
  return titles;
}
