import { createHash } from 'node:crypto';
import { type Marts, ReachlineError } from '../pipeline/index.js';
import { FEWEST_OF_KNOWN_AGE, fileEnds, isUncertain } from './posts.js';

export interface Account {
  readonly id: string;
  /** Untrusted. */
  readonly username: string | null;
  /** Untrusted. */
  readonly name: string | null;
  /** What the report calls the account: `@username`, else the name, else the id. Untrusted. */
  readonly title: string;
  /** Folder below the output directory. */
  readonly folder: string;
  /** IANA zone of all local days. */
  readonly zone: string;
  readonly zoneBasis: string;
  readonly followers: number | null;
  readonly lastObservedAt: Date | null;
  /** Whether all counters are of files that do not say when they were made; `lastObservedAt` is the import then. */
  readonly isUndated: boolean;
  /** Local day of the first post; null without posts. */
  readonly firstDay: string | null;
  /** Last local day with a post or with daily rows; null for an account without either. */
  readonly lastDay: string | null;
  /**
   * Of an account that only files tell of, the last local day with a post that was old enough when it was counted, if younger
   * ones follow: nobody will count these again. Otherwise null.
   */
  readonly settledDay: string | null;
}

/**
 * A daily row counts as data of its day when another is so near: a lone one is what a file happened to say on the day it was
 * imported, and the posts of that file may be years older.
 */
const SERIES_DAYS = 7;

const isSettled = `p.age_basis in ('fixed', 'lifetime') and not coalesce(${isUncertain}, false)`;

type AccountRow = {
  account_id: string;
  username: string | null;
  name: string | null;
  followers: number | null;
  time_zone: string | null;
  time_zone_basis: string | null;
  last_observed_at: Date | null;
};

export async function readAccount(marts: Marts, accountId: string): Promise<Account> {
  const accounts = await marts.rows<AccountRow>(
    `select account_id, username, name, followers, time_zone, time_zone_basis, last_observed_at
     from accounts order by account_id`,
  );
  const row = accounts.find((each) => each.account_id === accountId);
  if (row === undefined) {
    throw new ReachlineError('usage', `account "${accountId}" is not in the published accounts`);
  }
  const [days] = await marts.rows<{ first_day: string | null; last_day: string | null }>(
    `select min(first_day) as first_day, max(day) as last_day from (
       select min(posted_day) as first_day, max(posted_day) as day from media_performance where account_id = $account
       union all select null, max(day) from account_daily as a where account_id = $account and exists (
         select 1 from account_daily as b
         where b.account_id = a.account_id and b.day < a.day and b.day >= a.day - ${SERIES_DAYS})) as days`,
    { account: accountId },
  );
  const [settled] = await marts.rows<{ settled_day: string | null; is_undated: boolean | null }>(
    `with file_ends as (${fileEnds})
     select case when max(p.posted_day) filter (where ${isSettled}) < max(p.posted_day)
       and count(*) filter (where ${isSettled}) >= ${FEWEST_OF_KNOWN_AGE}
       and not bool_or(p.sources like '%graph-api%' or p.sources like '%public-profile%')
       then max(p.posted_day) filter (where ${isSettled}) end as settled_day,
       bool_and(f.ended_at is not null) as is_undated
     from media_performance as p left join file_ends as f on f.observed_at = p.observed_at
     where p.account_id = $account and coalesce(p.format, '') <> 'story'`,
    { account: accountId },
  );
  const slug = folderName(row);
  const isShared = accounts.some((each) => each !== row && folderName(each) === slug);
  return {
    id: row.account_id,
    username: row.username,
    name: row.name,
    title: row.username ? `@${row.username}` : row.name || row.account_id,
    folder: isShared ? `${slug}-${createHash('sha256').update(accountId).digest('hex').slice(0, 8)}` : slug,
    zone: knownZone(row.time_zone) ?? 'UTC',
    zoneBasis: knownZone(row.time_zone) === null ? 'unknown' : (row.time_zone_basis ?? 'unknown'),
    followers: row.followers,
    lastObservedAt: row.last_observed_at,
    firstDay: days?.first_day ?? null,
    lastDay: days?.last_day ?? null,
    settledDay: settled?.settled_day ?? null,
    isUndated: settled?.is_undated === true,
  };
}

/** Whether what a person typed means the account; `é` may be written in one or two code points. */
export function isCalled(
  { id, username, name }: Pick<Account, 'id' | 'username' | 'name'>,
  typed: string,
): boolean {
  const called = typed.normalize();
  return [id, username, name, username && `@${username}`].some((own) => own?.normalize() === called);
}

/** Names of Windows devices, and the folder of the overviews. */
const reserved = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)|^overview$/;

/** A folder name of the username, else the name, else the id: only `a–z 0–9 . _ -`, no dot first, never empty. */
export function folderName(account: {
  readonly account_id: string;
  readonly username: string | null;
  readonly name: string | null;
}): string {
  for (const text of [account.username, account.name, account.account_id]) {
    const slug = (text ?? '')
      .normalize('NFKD')
      .toLowerCase()
      .replace(/\p{M}/gu, '')
      .replace(/[^a-z0-9._-]+/g, '-')
      .replace(/^[.-]+|[.-]+$/g, '')
      .slice(0, 60);
    if (slug !== '' && !reserved.test(slug)) return slug;
  }
  return `account-${createHash('sha256').update(account.account_id).digest('hex').slice(0, 12)}`;
}

function knownZone(zone: string | null): string | null {
  if (zone === null) return null;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone && zone;
  } catch {
    return null;
  }
}
