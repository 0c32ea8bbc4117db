import { expect, test } from 'vitest';
import { yearOfPosts } from '../../bench/worlds.js';
import { comparisonSentence } from '../../reports/compare.js';
import { createFormat } from '../../reports/format.js';
import { chooseMeasures } from '../../reports/measure.js';
import { compareHeadline, formatMix } from '../../reports/mix.js';
import type { Post, PostFormat } from '../../reports/post.js';

const period = {
  from: '2026-10-13',
  to: '2026-11-09',
  comparison: { from: '2026-09-15', to: '2026-10-12' },
};
const year = { from: '2025-11-10', to: '2026-11-09' };
const [template] = yearOfPosts(1, 20) as [Post];

/** Twelve posts with about this many interactions of 6,000 people reached, on the days from here on. */
function dozen(day: string, format: PostFormat, interactions: number, count = 12): Post[] {
  return Array.from({ length: count }, (_, index) => ({
    ...template,
    key: `${day}${format}${index}`,
    day,
    format,
    isBoosted: false,
    interactions: interactions + 3 * (index % 5),
  }));
}

function study(posts: readonly Post[]) {
  return { measures: chooseMeasures(posts, posts, createFormat('en').words), posts, year, period };
}

test('every format fell but the better one is used more: only the fall is told', () => {
  const posts = [
    ...dozen('2026-09-20', 'image', 100, 20),
    ...dozen('2026-09-21', 'reel', 400, 5),
    ...dozen('2026-10-20', 'image', 80, 5),
    ...dozen('2026-10-21', 'reel', 330, 20),
  ];
  const comparison = compareHeadline(study(posts));
  expect(comparison.verdict).toBe('fell');
  expect(comparison.crude).toBeGreaterThan(1);
  expect(comparison.high).toBeLessThan(0);
  const sentence = comparisonSentence(study(posts).measures.headline, comparison, createFormat('en'));
  expect(sentence).toMatch(
    /^Within formats engagement rate fell \d\d% \(−\d+% to −\d+%\), n = 25 vs 25 posts; all formats together rose \d+% because their mix changed\.$/,
  );
  const { split, standardised } = formatMix(study(posts))!;
  expect(split.mix.low).toBeGreaterThan(0);
  expect(split.within.high).toBeLessThan(0);
  expect(split.mix.estimate + split.within.estimate).toBeCloseTo(split.after - split.before, 12);
  expect(split.after).toBeGreaterThan(split.before);
  expect(standardised.after!).toBeLessThan(standardised.before!);
});

test('where formats and all together agree, the change is that of all posts', () => {
  const posts = [
    ...dozen('2026-09-20', 'image', 100),
    ...dozen('2026-09-21', 'reel', 400),
    ...dozen('2026-10-20', 'image', 150),
    ...dozen('2026-10-21', 'reel', 600),
  ];
  const comparison = compareHeadline(study(posts));
  expect(comparison.verdict).toBe('rose');
  expect(comparison).not.toHaveProperty('crude');
  expect(formatMix(study(posts))!.split.within.low).toBeGreaterThan(0);
});

test('one format has no mix, and an empty period no change', () => {
  expect(
    formatMix(study([...dozen('2026-09-20', 'image', 100), ...dozen('2026-10-20', 'image', 90)])),
  ).toBeNull();
  expect(formatMix(study(dozen('2026-10-20', 'image', 100)))).toBeNull();
  expect(compareHeadline(study([])).verdict).toBe('too few');
});
