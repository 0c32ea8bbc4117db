import { expect, test } from 'vitest';
import { addDays, isoWeekday } from '../../reports/calendar.js';
import { hashtagsOf, tagEffects } from '../../reports/hashtags.js';
import { chooseMeasures } from '../../reports/measure.js';
import type { Post } from '../../reports/post.js';
import { residuals } from '../../reports/residuals.js';
import { timingAnswer } from '../../reports/sections/timing.js';
import { random } from './fixture.js';

/** A year of posts whose results have nothing to do with hour or tag, with the habits real accounts have. */
function noise(seed: number, count: number, slotLift = 0): Post[] {
  const { normal, pick, uniform } = random(seed);
  return Array.from({ length: count }, (_, index) => {
    const day = addDays('2025-11-10', Math.floor((index * 364) / count));
    const hour = pick([8, 9, 12, 12, 12, 17, 18, 18, 18, 18, 19, 20, 21, 23, 2]);
    const format = pick(['reel', 'reel', 'carousel', 'image'] as const);
    const tags = Array.from({ length: 4 }, () => `#tag${Math.floor(uniform() * 24)}`).join(' ');
    const lift = hour === 12 ? slotLift : 0;
    const interactions = Math.round(300 * Math.exp(0.6 * normal() + lift + (format === 'reel' ? 0.4 : 0)));
    return {
      key: `p${index}`,
      permalink: null,
      caption: tags,
      format,
      day,
      weekday: isoWeekday(day),
      hour,
      isBoosted: false,
      isMissing: false,
      ageBasis: 'fixed',
      ageHours: 168,
      likes: interactions,
      comments: 0,
      saves: 0,
      shares: 0,
      views: null,
      reach: 6000,
      interactions,
      parts: 'likes+comments+saves+shares',
    };
  });
}

function share(
  count: number,
  runs: number,
  claims: (posts: readonly Post[]) => boolean,
  slotLift = 0,
): number {
  let claimed = 0;
  for (let seed = 1; seed <= runs; seed++) if (claims(noise(seed, count, slotLift))) claimed++;
  return claimed / runs;
}

const left = (posts: readonly Post[]) => residuals(posts, chooseMeasures(posts, posts).headline);
const claimsTime = (posts: readonly Post[]) => timingAnswer({ residuals: left(posts) })?.best != null;
const claimsTag = (posts: readonly Post[]) => tagEffects(left(posts), 8).some(({ stands }) => stands);

test('a best time is claimed in at most 5 % of reports without one', () => {
  expect(share(150, 1000, claimsTime)).toBeLessThanOrEqual(0.05);
});

test('a tag stands out in at most 5 % of reports where none should', () => {
  expect(share(150, 1000, claimsTag)).toBeLessThanOrEqual(0.05);
});

test('a strong time is found', () => {
  expect(share(300, 50, claimsTime, 0.5)).toBeGreaterThan(0.8);
});

test('hashtags are read in any script, once each', () => {
  expect(hashtagsOf('Go #Coffee #coffee #кофе #東京 ＃full #123 a#b #<script> #ok_1!')).toEqual([
    'coffee',
    'кофе',
    '東京',
    'full',
    'b',
    'ok_1',
  ]);
  expect(hashtagsOf(null)).toEqual([]);
});
