import type { Marts } from '../pipeline/index.js';
import { addDays } from './calendar.js';
import type { Days } from './period.js';

/** One local day of an account; null where no snapshot or metric exists. */
export interface AccountDay {
  readonly day: string;
  readonly followers: number | null;
  readonly newFollows: number | null;
  readonly unfollows: number | null;
  /** Unique people the account reached, on the platform's day; never to be added up. */
  readonly reach: number | null;
}

/** Days in order; days without a row are absent. */
export async function readAccountDays(marts: Marts, accountId: string, days: Days): Promise<AccountDay[]> {
  const rows = await marts.rows<{
    day: string;
    followers: number | null;
    new_follows: number | null;
    unfollows: number | null;
    reach: number | null;
  }>(
    `select day, followers, new_follows, unfollows, reach from account_daily
     where account_id = $account and day between cast($from as date) and cast($to as date) order by day`,
    // Counts just before the first day are the base of its change.
    { account: accountId, from: addDays(days.from, -1 - TOLERATED_DAYS), to: days.to },
  );
  return rows.map((row) => ({
    day: row.day,
    followers: row.followers,
    newFollows: row.new_follows,
    unfollows: row.unfollows,
    reach: row.reach,
  }));
}

/** Counts may miss this many days at either end before a net is called unknown. */
const TOLERATED_DAYS = 2;

/**
 * Followers gained net of losses over the days: the last count inside minus the last count before them, or minus the
 * first inside when there is none before. Null when the counts do not reach both ends within two days, so that half a
 * month is never set against a whole one.
 */
export function netFollowers(accountDays: readonly AccountDay[], days: Days): number | null {
  const from = addDays(days.from, -1 - TOLERATED_DAYS);
  const counted = accountDays.filter(
    ({ followers, day }) => followers !== null && day >= from && day <= days.to,
  );
  const base = counted.filter(({ day }) => day < days.from).at(-1) ?? counted[0];
  const last = counted.at(-1);
  if (base === undefined || last === undefined || base === last) return null;
  const isCovered =
    base.day <= addDays(days.from, TOLERATED_DAYS) && last.day >= addDays(days.to, -TOLERATED_DAYS);
  return isCovered && last.day >= days.from ? last.followers! - base.followers! : null;
}
