import { expect, test } from 'vitest';
import { apiBudget } from '../../../bench/api-budget.js';

test('a steady night costs at most 60 calls for a thousand posts, as planned, and loses nothing', async () => {
  // 300 posts are listed in 7 calls less; all else costs the same.
  const nights = await apiBudget({ media: 300, nights: 8, compared: [] });
  expect(nights.observations_checked).toBeGreaterThan(5_000);
  expect(nights.lost_observations).toBe(0);
  expect(nights.calls_per_1000_media).toBeLessThanOrEqual(60 - 7);
  const { calls_predicted_total: predicted, calls_used_total: used } = nights;
  expect(Math.abs(predicted - used) / used).toBeLessThan(0.1);
}, 60_000);
