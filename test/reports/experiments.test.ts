import { expect, test } from 'vitest';
import { yearOfPosts } from '../../bench/worlds.js';
import { nextPosts } from '../../reports/experiments.js';
import { createFormat } from '../../reports/format.js';
import { chooseMeasures } from '../../reports/measure.js';
import type { Post } from '../../reports/post.js';
import { residuals } from '../../reports/residuals.js';

const period = { from: '2026-10-13', to: '2026-11-09' };

function planOf(posts: readonly Post[]) {
  return nextPosts({
    posts,
    period,
    residuals: residuals(posts, chooseMeasures(posts, posts, createFormat('en').words).headline),
  });
}

test('what is better leads the list, at most two of a kind, each with its price', () => {
  const slots = Array.from({ length: 12 }, (_, cell) => (cell === 3 ? 0.5 : 0));
  const plan = planOf(yearOfPosts(3, 400, slots))!;
  expect(plan.standsOut).toBe(true);
  const lift = plan.list.find(({ what }) => what.kind === 'slot')!;
  expect(lift.what).toEqual({ kind: 'slot', weekdays: [1, 2, 3, 4, 5], fromHour: 12 });
  // Reels are 40 % better in these worlds.
  expect(plan.list.find(({ what }) => what.kind === 'format')!.what).toEqual({
    kind: 'format',
    format: 'reel',
  });
  for (const kind of ['format', 'slot', 'topic']) {
    expect(plan.list.filter(({ what }) => what.kind === kind).length).toBeLessThanOrEqual(2);
  }
  for (const { postsEach, weeks, effect, interval } of plan.list) {
    expect(postsEach).toBeGreaterThan(10);
    expect(weeks).toBeGreaterThan(0);
    expect(interval.low).toBeLessThanOrEqual(effect);
  }
  expect(plan.list.map(({ worth }) => worth)).toEqual(
    plan.list.map(({ worth }) => worth).toSorted((a, b) => b - a),
  );
});

test('where nothing differs nothing stands out, and too few posts say nothing', () => {
  const same = yearOfPosts(4, 150).map((post): Post => ({ ...post, format: 'image' }));
  expect(planOf(same)!.standsOut).toBe(false);
  expect(planOf(same.slice(0, 20))).toBeNull();
});

test('no hour is suggested where a file tells days only', () => {
  const plan = planOf(yearOfPosts(5, 150).map((post): Post => ({ ...post, hour: 0 })))!;
  expect(plan.list.length).toBeGreaterThan(0);
  expect(plan.list.some(({ what }) => what.kind === 'slot')).toBe(false);
});
