import { maturationMs } from './answers.js';
import { addDays, daysFrom, endOfPlatformDay, platformDay, startOfPlatformDay } from './days.js';

/** The platform refuses longer windows; a night reads no more days either. */
export const longestWindow = 30;

/** Days between checkpoints: a long read that is killed need not start over, and a night has one. */
export const checkpointEvery = 7;

/** Where the daily numbers of an account stand between runs; platform days, `YYYY-MM-DD`. */
export interface AccountInsightsState {
  /** Last day that has been read; days are read in order. */
  readonly through: string | null;
  /** Last day that was read after the platform had stopped correcting it, as were all before. */
  readonly settled: string | null;
}

export interface DueDay {
  readonly day: string;
  /** With every breakdown, not only the totals. */
  readonly inFull: boolean;
}

/**
 * The complete platform days to read now, oldest first. A day is read in full twice: as soon as it is over, and once the
 * platform has stopped correcting it, 48 hours later. In between, within `lookback` days, its totals are read again. Nights
 * that did not run are made up for, at most 30 days at a time, the oldest first; a first read begins 30 days back.
 */
export function dueDays(state: AccountInsightsState, now: Date, lookback: number): DueDay[] {
  const today = platformDay(now);
  const through = state.through ?? addDays(today, -longestWindow - 1);
  const settled = state.settled ?? through;
  const again = addDays(today, -lookback);
  const first = addDays(settled < through ? settled : through, 1);
  return daysFrom(first < again ? first : again, addDays(today, -1))
    .map((day) => ({ day, inFull: day > through || (day > settled && isSettled(day, now)) }))
    .filter(({ day, inFull }) => inFull || day >= again)
    .slice(0, Math.max(longestWindow, lookback));
}

/** The state once a due day has been read; oldest day first. */
export function afterReading(state: AccountInsightsState, day: string, now: Date): AccountInsightsState {
  return {
    through: later(state.through, day),
    settled: isSettled(day, now) ? later(state.settled, day) : state.settled,
  };
}

/** Whether the platform has stopped correcting a day. */
export function isSettled(day: string, now: Date): boolean {
  return endOfPlatformDay(day).getTime() + maturationMs <= now.getTime();
}

/**
 * Days in order, in parts of at most 30 days counted from the newest. Measured in seconds, as the platform does: a part that
 * holds the long autumn day has only 29.
 */
export function inWindows(days: readonly string[]): string[][] {
  const parts: string[][] = [];
  for (const day of [...days].reverse()) {
    const last = parts[0]?.at(-1);
    const length = last
      ? endOfPlatformDay(last).getTime() - startOfPlatformDay(day).getTime()
      : Number.POSITIVE_INFINITY;
    if (length <= longestWindow * 86_400_000) parts[0]!.unshift(day);
    else parts.unshift([day]);
  }
  return parts;
}

function later(a: string | null, b: string): string {
  return a !== null && a > b ? a : b;
}
