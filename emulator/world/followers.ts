import { dayMs, dayOf, dayStart, platformZone, weekdayOf } from './days.js';
import type { AccountProfile } from './profile.js';
import { drawsFor } from './random.js';

/** Gains and losses of one platform day. */
export interface FollowerDay {
  readonly gained: number;
  readonly lost: number;
}

export interface Followers {
  /** Followers at an instant (unix ms). */
  at(at: number): number;
  /** What a whole platform day brings. */
  on(day: number): FollowerDay;
}

const weekdayPull = [1.05, 1, 0.95, 0.95, 0.9, 1.05, 1.1];

/**
 * The follower curve of an account: daily gains with weekday, week and day noise, steady losses, and a rush after a viral
 * post. Days are computed once and in order; within a day gains and losses come evenly.
 */
export function followerCurve(
  seed: number,
  profile: AccountProfile,
  start: number,
  historyDays: number,
): Followers {
  const origin = dayOf(platformZone, start);
  const first = origin - historyDays;
  const weeklyNet = profile.weeklyGain - profile.weeklyLoss;
  const opening = Math.round(profile.followers / (1 + weeklyNet) ** (historyDays / 7));
  const rushes = profile.incidents.flatMap((incident) =>
    incident.kind === 'viral' ? [{ day: origin + incident.day + 1, gain: incident.gain }] : [],
  );
  const days: FollowerDay[] = [];
  /** Followers as day `first + i` begins. */
  const totals = [opening];

  const compute = (day: number): FollowerDay => {
    const draws = drawsFor(seed, profile.username, 'followers', day);
    const week = drawsFor(seed, profile.username, 'followers of week', Math.floor((day + 3) / 7)).factor(
      0.22,
    );
    const size = totals[day - first]!;
    let rush = 1;
    for (const { day: begins, gain } of rushes)
      if (day >= begins) rush += gain * Math.exp((begins - day) / 1.8);
    const gain =
      (size * profile.weeklyGain * weekdayPull[weekdayOf(day)]! * week * rush * draws.factor(0.25)) / 7;
    const loss = (size * profile.weeklyLoss * draws.factor(0.2)) / 7;
    return { gained: Math.floor(gain + draws.uniform()), lost: Math.floor(loss + draws.uniform()) };
  };
  const reachTo = (day: number): void => {
    for (let next = first + days.length; next <= day; next++) {
      const entry = compute(next);
      days.push(entry);
      totals.push(totals[next - first]! + entry.gained - entry.lost);
    }
  };

  const on = (day: number): FollowerDay => {
    if (day < first) return { gained: 0, lost: 0 };
    reachTo(day);
    return days[day - first]!;
  };
  return {
    on,
    at(at) {
      const day = dayOf(platformZone, at);
      if (day < first) return opening;
      const { gained, lost } = on(day);
      const elapsed = (at - dayStart(platformZone, day)) / dayMs;
      return totals[day - first]! + Math.floor(gained * elapsed) - Math.floor(lost * elapsed);
    },
  };
}
