import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type AccountInsightsState,
  afterReading,
  dueDays,
  inWindows,
  isSettled,
} from '../../../connectors/graph-api/account-days.js';
import {
  addDays,
  daysFrom,
  endOfPlatformDay,
  platformDay,
  startOfPlatformDay,
} from '../../../connectors/graph-api/days.js';

const unread: AccountInsightsState = { through: null, settled: null };
const hourMs = 3_600_000;

/** Reads all that is due, as a run does. */
function night(state: AccountInsightsState, now: Date, lookback = 3) {
  const due = dueDays(state, now, lookback);
  return { due, state: due.reduce((next, { day }) => afterReading(next, day, now), state) };
}

describe('days of account insights', () => {
  test('are thirty, in full, at first', () => {
    const { due, state } = night(unread, new Date('2026-11-20T09:00:00Z'));
    expect(due.map(({ day }) => day)).toEqual(daysFrom('2026-10-21', '2026-11-19'));
    expect(due.every(({ inFull }) => inFull)).toBe(true);
    expect(state).toEqual({ through: '2026-11-19', settled: '2026-11-17' });
  });

  test('are, in a steady night, the newest and the one that has just settled in full, and the one between', () => {
    const { state } = night(unread, new Date('2026-11-19T09:00:00Z'));
    expect(night(state, new Date('2026-11-20T09:00:00Z')).due).toEqual([
      { day: '2026-11-17', inFull: true },
      { day: '2026-11-18', inFull: false },
      { day: '2026-11-19', inFull: true },
    ]);
  });

  test('that settled while no night ran are read again in full, and so are those that nobody read', () => {
    const { state } = night(unread, new Date('2026-11-10T09:00:00Z'));
    const { due } = night(state, new Date('2026-11-20T09:00:00Z'));
    expect(due.map(({ day }) => day)).toEqual(daysFrom('2026-11-08', '2026-11-19'));
    expect(due.every(({ inFull }) => inFull)).toBe(true);
  });

  test('of a long pause come thirty a night, none skipped', () => {
    let { state } = night(unread, new Date('2026-06-10T09:00:00Z'));
    const read = new Set<string>();
    for (let n = 20; n <= 25; n++) {
      const next = night(state, new Date(`2026-11-${n}T09:00:00Z`));
      expect(next.due.length).toBeLessThanOrEqual(30);
      for (const { day } of next.due) read.add(day);
      state = next.state;
    }
    expect([...read]).toEqual(daysFrom('2026-06-08', addDays('2026-06-08', read.size - 1)));
    expect(read.size).toBeGreaterThan(140);
  });

  test('whenever runs happen, also cut short, are each read once settled, at most twice in full, and again only within the look-back', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            pause: fc.integer({ min: 1, max: 30 * 24 }),
            // How much of what is due a run reads before it dies.
            reads: fc.oneof(
              { weight: 4, arbitrary: fc.constant(1) },
              fc.double({ min: 0, max: 1, noNaN: true }),
            ),
          }),
          { minLength: 1, maxLength: 25 },
        ),
        fc.integer({ min: 1, max: 7 }),
        (runs, lookback) => {
          let now = new Date('2026-02-20T03:00:00Z');
          const first = addDays(platformDay(now), -30);
          let state = unread;
          const full = new Map<string, boolean[]>();
          const step = (reads: number) => {
            const due = dueDays(state, now, lookback);
            for (const { day, inFull } of due.slice(0, Math.ceil(due.length * reads))) {
              const before = full.get(day) ?? [];
              if (inFull) full.set(day, [...before, isSettled(day, now)]);
              // A day that is not due in full is one that was read before, and lies in the look-back.
              else
                expect([before.length > 0, day >= addDays(platformDay(now), -lookback)]).toEqual([
                  true,
                  true,
                ]);
              expect(endOfPlatformDay(day) <= now).toBe(true);
              state = afterReading(state, day, now);
            }
          };
          step(1);
          for (const { pause, reads } of runs) {
            now = new Date(now.getTime() + pause * hourMs);
            step(reads);
          }
          // Runs in quick succession: all that is missing is caught up with.
          for (let more = 0; more < 40; more++) step(1);
          for (const day of daysFrom(first, addDays(platformDay(now), -1))) {
            const readings = full.get(day) ?? [];
            expect(readings.length).toBeGreaterThan(0);
            expect(readings.length).toBeLessThanOrEqual(2);
            if (isSettled(day, now)) expect(readings.filter((settled) => settled)).toHaveLength(1);
          }
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('windows', () => {
  test('are counted from the newest day, and never longer than the platform takes, in the long autumn too', () => {
    const days = daysFrom('2026-09-01', '2026-11-19');
    const parts = inWindows(days);
    expect(parts.flat()).toEqual(days);
    for (const part of parts) {
      const length = endOfPlatformDay(part.at(-1)!).getTime() - startOfPlatformDay(part[0]!).getTime();
      expect(length).toBeLessThanOrEqual(30 * 24 * hourMs);
    }
    expect(parts.map((part) => part.length)).toEqual([21, 30, 29]);
    expect(inWindows([])).toEqual([]);
  });
});
