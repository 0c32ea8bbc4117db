import type { Marts } from '../pipeline/index.js';
import type { Days } from './period.js';

/** One local day of an account; null where no snapshot or metric exists. */
export interface AccountDay {
  readonly day: string;
  readonly followers: number | null;
  readonly newFollows: number | null;
  readonly unfollows: number | null;
}

/** Days in order; days without a row are absent. */
export async function readAccountDays(marts: Marts, accountId: string, days: Days): Promise<AccountDay[]> {
  const rows = await marts.rows<{
    day: string;
    followers: number | null;
    new_follows: number | null;
    unfollows: number | null;
  }>(
    `select day, followers, new_follows, unfollows from account_daily
     where account_id = $account and day between cast($from as date) and cast($to as date) order by day`,
    // The day before the first one is the base of the first change.
    { account: accountId, from: days.from, to: days.to },
  );
  return rows.map((row) => ({
    day: row.day,
    followers: row.followers,
    newFollows: row.new_follows,
    unfollows: row.unfollows,
  }));
}

/**
 * Followers gained net of losses over the days: last count inside minus the last count before them (or the first inside
 * when there is none before). Null with fewer than two counts.
 */
export function netFollowers(accountDays: readonly AccountDay[], days: Days): number | null {
  const counted = accountDays.filter(({ followers, day }) => followers !== null && day <= days.to);
  const inside = counted.filter(({ day }) => day >= days.from);
  const base = counted.filter(({ day }) => day < days.from).at(-1) ?? inside[0];
  const last = inside.at(-1);
  if (base === undefined || last === undefined || base === last) return null;
  return last.followers! - base.followers!;
}
