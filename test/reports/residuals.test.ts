import { expect, test } from 'vitest';
import { yearOfPosts } from '../../bench/worlds.js';
import { addDays } from '../../reports/calendar.js';
import { createFormat } from '../../reports/format.js';
import { chooseMeasures } from '../../reports/measure.js';
import type { Post, PostFormat } from '../../reports/post.js';
import { residuals } from '../../reports/residuals.js';
import { random } from './fixture.js';

const [template] = yearOfPosts(1, 20) as [Post];

/** A post a day; the level falls to a third over the year while reels take over from images. */
function decline(reelEffect: number, reelsIn: (share: number) => number): Post[] {
  const { normal, uniform } = random(12);
  return Array.from({ length: 365 }, (_, index) => {
    const share = index / 364;
    const format: PostFormat = uniform() < reelsIn(share) ? 'reel' : 'image';
    const log = Math.log(600) - 1.1 * share + (format === 'reel' ? reelEffect : 0) + 0.2 * normal();
    const day = addDays('2025-11-10', index);
    return { ...template, day, format, isBoosted: false, interactions: Math.round(Math.exp(log)) };
  });
}

const left = (posts: readonly Post[]) =>
  residuals(posts, chooseMeasures(posts, posts, createFormat('en').words).headline);

test('a format is not blamed for the months it was used in', () => {
  const found = left(decline(0.4, (share) => 0.1 + 0.8 * share));
  const effect = (format: PostFormat) => found.find(({ post }) => post.format === format)!.formatEffect;
  expect(effect('reel') - effect('image')).toBeCloseTo(0.4, 1);
  expect(Math.abs(found.reduce((sum, { value }) => sum + value, 0) / found.length)).toBeLessThan(0.02);
  // Nothing of the fall is left: both halves of the year lie around zero.
  const half = found.slice(0, 180).reduce((sum, { value }) => sum + value, 0) / 180;
  expect(Math.abs(half)).toBeLessThan(0.03);
});

test('boosted posts, and posts without a value, are left out', () => {
  const posts = decline(0, () => 0).slice(0, 40);
  const some = posts.map((post, index) =>
    index === 3 ? { ...post, isBoosted: true } : index === 4 ? { ...post, interactions: null } : post,
  );
  expect(left(some)).toHaveLength(38);
  expect(left([])).toEqual([]);
});
