import { expect, test } from 'vitest';
import {
  claimsOfNothing,
  coverageOf,
  falseFlags,
  followerForecasts,
  plantedTime,
} from '../../bench/worlds.js';
import { hashtagsOf } from '../../reports/hashtags.js';

// The same worlds as `npm run bench -- worlds`, which takes a thousand of each.
const seeds = 50;

test('no best time and no hashtag is claimed in more than 5 %% of reports where there is none', () => {
  const { false_best_time: times, false_hashtag: tags } = claimsOfNothing(seeds);
  expect(times).toBeLessThanOrEqual(0.05);
  expect(tags).toBeLessThanOrEqual(0.05);
});

test('95 %% intervals of centre, change and timing effects hold the truth as often as they say', () => {
  for (const [name, share] of Object.entries(coverageOf(seeds))) {
    // Of 50 changes 2.5 should lie outside; five are within chance of that. The others are hundreds.
    expect(share, name).toBeGreaterThanOrEqual(name === 'coverage_shift' ? 0.9 : 0.92);
    expect(share, name).toBeLessThanOrEqual(name === 'coverage_shift' ? 1 : 0.98);
  }
});

test('a time that is 25 %% better is among the three highest, and named in some reports', () => {
  const found = plantedTime(seeds);
  expect(found.planted_in_top_three).toBeGreaterThanOrEqual(0.8);
  expect(found.gate_power).toBeGreaterThan(0.15);
  expect(found.planted_named).toBeGreaterThan(0.1);
});

test('usual days are flagged less than once in 90 days', () => {
  expect(falseFlags(seeds)).toBeLessThan(0.9);
});

test('bands of follower forecasts hold what comes', () => {
  const { forecasts_shown, forecast_coverage_80, forecast_coverage_95 } = followerForecasts(2 * seeds);
  expect(forecasts_shown).toBeGreaterThan(0.8);
  expect(forecast_coverage_80).toBeGreaterThan(0.65);
  expect(forecast_coverage_95).toBeGreaterThan(0.85);
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
