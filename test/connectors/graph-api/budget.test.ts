import { expect, test } from 'vitest';
import { apiBudget } from '../../../bench/api-budget.js';

test('a steady night of a thousand posts costs at most 60 calls, as planned, and loses nothing', async () => {
  const nights = await apiBudget({ nights: 8, compared: [] });
  expect(nights.observations_checked).toBeGreaterThan(5_000);
  expect(nights.lost_observations).toBe(0);
  expect(nights.calls_per_1000_media).toBeLessThanOrEqual(60);
  const { calls_predicted_total: predicted, calls_used_total: used } = nights;
  expect(Math.abs(predicted - used) / used).toBeLessThan(0.1);
}, 60_000);
