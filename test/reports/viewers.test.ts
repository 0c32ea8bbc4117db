import { expect, test } from 'vitest';
import { readStoryFrames } from '../../reports/viewers.js';
import { fixtureMarts } from './fixture.js';

const account = '17841400000000001';
const days = { from: '2026-10-14', to: '2026-10-16' };

test('compares frames only by looks that came late in their day', async () => {
  const marts = await fixtureMarts();
  const late = await readStoryFrames(marts, account, days);
  expect(late.length).toBeGreaterThan(5);
  expect(late.every(({ reach, exits }) => reach !== null && exits !== null)).toBe(true);
  await marts.rows(
    `update story_frames set age_hours = 15.9 where position = 2 and story_day <= date '2026-10-16'`,
  );
  const early = await readStoryFrames(marts, account, days);
  expect(early.map(({ position }) => position)).toEqual(late.map(({ position }) => position));
  for (const { position, reach, exits, replies } of early) {
    if (position === 2) expect([reach, exits, replies]).toEqual([null, null, null]);
    else expect(reach).not.toBeNull();
  }
  marts.close();
});
