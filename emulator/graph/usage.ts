import { hourMs } from '../world/days.js';
import type { Login } from './tokens.js';

/** Counts calls in rolling windows of the simulated clock and says how near the limits are. */
export interface Usage {
  /** Counts a call for an account, or for the app when none is named. */
  count(now: Date, accountId: string | undefined): void;
  /** Headers as the platform sends them, for the accounts that the answer is about: percentages, 100 meaning throttled. */
  headers(now: Date, accountIds: readonly string[], login: Login): Record<string, string>;
  /** Minutes until an account may be called again; 0 while it may. */
  minutesToRegain(now: Date, accountId: string): number;
  /** Whether the app has used up the calls of this hour; holds for discovery and hashtags. */
  isAppThrottled(now: Date): boolean;
}

/** Calls allowed per window. */
export interface Budgets {
  /** In 24 hours for one account. */
  readonly account: (accountId: string, now: Date) => number;
  /** In one hour for the app. */
  readonly app: number;
}

export function createUsage(budgets: Budgets): Usage {
  /** Calls by account and hour; the app under the empty name. */
  const hours = new Map<string, Map<number, number>>();
  const hourOf = (at: Date) => Math.floor(at.getTime() / hourMs);

  const callsIn = (name: string, now: Date, window: number): number => {
    let calls = 0;
    for (const [hour, count] of hours.get(name) ?? []) {
      const age = hourOf(now) - hour;
      if (age >= 0 && age < window) calls += count;
    }
    return calls;
  };
  const add = (name: string, now: Date): void => {
    const counts = hours.get(name) ?? new Map<number, number>();
    hours.set(name, counts);
    const hour = hourOf(now);
    if (!counts.has(hour)) for (const old of counts.keys()) if (hour - old > 48) counts.delete(old);
    counts.set(hour, (counts.get(hour) ?? 0) + 1);
  };
  const percent = (calls: number, budget: number) =>
    Math.min(100, Math.ceil((calls / Math.max(1, budget)) * 100));
  const accountPercent = (accountId: string, now: Date) =>
    percent(callsIn(accountId, now, 24), budgets.account(accountId, now));
  const minutesToRegain = (now: Date, accountId: string): number => {
    if (accountPercent(accountId, now) < 100) return 0;
    const oldest = Math.min(
      ...[...(hours.get(accountId)?.keys() ?? [])].filter((hour) => hourOf(now) - hour < 24),
    );
    return Math.max(1, Math.ceil(((oldest + 24) * hourMs - now.getTime()) / 60_000));
  };

  return {
    count(now, accountId) {
      add('', now);
      if (accountId) add(accountId, now);
    },
    minutesToRegain,
    isAppThrottled: (now) => percent(callsIn('', now, 1), budgets.app) >= 100,
    headers(now, accountIds, login) {
      const app = percent(callsIn('', now, 1), budgets.app);
      const accounts = accountIds.map((accountId) => {
        const share = accountPercent(accountId, now);
        const usage = {
          type: 'instagram',
          call_count: share,
          total_cputime: Math.ceil(share * 0.3),
          total_time: Math.ceil(share * 0.3),
          estimated_time_to_regain_access: minutesToRegain(now, accountId),
        };
        return [accountId, [usage]] as const;
      });
      return {
        ...(login === 'facebook' && {
          'x-app-usage': JSON.stringify({
            call_count: app,
            total_time: Math.ceil(app * 0.9),
            total_cputime: Math.ceil(app * 0.8),
          }),
        }),
        ...(accounts.length > 0 && {
          'x-business-use-case-usage': JSON.stringify(Object.fromEntries(accounts)),
        }),
      };
    },
  };
}
