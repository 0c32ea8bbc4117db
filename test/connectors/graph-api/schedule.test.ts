import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  ageDays,
  depthDue,
  isNightOf,
  noPostsState,
  type PostsState,
} from '../../../connectors/graph-api/schedule.js';
import { graphApiSettings } from '../../../connectors/graph-api/settings.js';

const dayMs = 86_400_000;
const settings = graphApiSettings.parse({});
const start = Date.UTC(2026, 0, 1, 2);
const posted = new Date(start);

/** The ages in days at which a post is read when passes happen at these ages; sweeps reach every post. */
function readings(ages: readonly number[]): { age: number; depth: string }[] {
  let state: PostsState = noPostsState;
  const read: { age: number; depth: string }[] = [];
  for (const age of ages) {
    const now = new Date(start + age * dayMs);
    const depth = depthDue(settings, state, posted, now);
    if (depth) read.push({ age, depth });
    state = { ...state, read_at: now.toISOString(), swept_at: now.toISOString() };
  }
  return read;
}

const nights = (from: number, to: number) => Array.from({ length: to - from }, (_, n) => from + n + 0.3);

describe('how often a post is read', () => {
  test('is every night for a week, then each time its age has doubled, up to the limit', () => {
    expect(readings(nights(0, 400)).map(({ age, depth }) => `${Math.floor(age)} ${depth}`)).toEqual([
      ...['0 plain', '1 plain', '2 plain', '3 plain', '4 plain', '5 plain', '6 plain'],
      ...['7 thorough', '14 thorough', '28 thorough', '56 thorough'],
    ]);
  });

  test('misses no milestone, whatever nights are missed, and reads none twice', () => {
    const ages = fc
      .uniqueArray(fc.integer({ min: 0, max: 99 }), { minLength: 1, maxLength: 60 })
      .map((days) => days.sort((a, b) => a - b).map((day) => day + 0.3));
    fc.assert(
      fc.property(ages, (ages) => {
        const read = readings(ages);
        expect(read[0]?.age).toBe(ages[0]);
        for (const milestone of [7, 14, 28, 56]) {
          const after = ages.find((age) => age >= milestone);
          const next = [14, 28, 56, Number.POSITIVE_INFINITY].find((later) => later > milestone)!;
          if (after === undefined || after >= next) continue;
          const inSpan = read.filter(
            ({ age, depth }) => age >= milestone && age < next && depth === 'thorough',
          );
          expect(inSpan.map(({ age }) => age)).toEqual([after]);
        }
      }),
    );
  });

  test('makes up for what an unfinished pass did not reach, and does not repeat what it did', () => {
    const at = (age: number) => new Date(start + age * dayMs);
    const old = new Date(start - 100 * dayMs);
    const state = { ...noPostsState, pass: { at: at(3).toISOString(), down_to: posted.toISOString() } };
    expect(depthDue(settings, state, old, at(3.1))).toBe('thorough');
    expect(depthDue(settings, state, posted, at(3.1))).toBeNull();
    expect(depthDue(settings, state, posted, at(4))).toBe('plain');
  });

  test('ends where insights begin: before the account was professional a post is asked once', () => {
    const state = {
      ...noPostsState,
      read_at: new Date(start + dayMs).toISOString(),
      before_business: posted.toISOString(),
    };
    expect(depthDue(settings, state, posted, new Date(start + 2 * dayMs))).toBeNull();
    expect(depthDue(settings, { ...state, read_at: null }, posted, new Date(start + 2 * dayMs))).toBe(
      'plain',
    );
  });
});

describe('a night of its own', () => {
  test('comes within the interval and spreads accounts over it', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.integer({ min: 1, max: 30 }), (account, every) => {
        let last: Date | null = null;
        let done = 0;
        for (let night = 0; night < 90; night++) {
          const now = new Date(start + night * dayMs);
          if (!isNightOf(account, last, every, now)) continue;
          if (last) expect(ageDays(last, now)).toBeLessThanOrEqual(every);
          last = now;
          done++;
        }
        expect(done).toBeLessThanOrEqual(Math.ceil(90 / every) + 1);
      }),
    );
    const own = (account: string) => {
      const last = new Date(start);
      return [1, 2, 3, 4, 5, 6, 7].find((n) => isNightOf(account, last, 7, new Date(start + n * dayMs)));
    };
    expect(new Set(Array.from({ length: 60 }, (_, n) => own(`1784140000000${n}`))).size).toBe(7);
  });
});
