import { expect, test } from 'vitest';
import { readAudience, readOnlineHours, readStoryFrames } from '../../reports/viewers.js';
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

test('reads the last distribution of each dimension, hours apart', async () => {
  const marts = await fixtureMarts();
  const shares = await readAudience(marts, account, '2026-11-09');
  expect(
    shares.filter(({ dimension }) => dimension === 'age,gender').map(({ kind, bucket }) => [kind, bucket]),
  ).toEqual([
    ['engaged', '25-34,F'],
    ['engaged', '18-24,M'],
    ['followers', '25-34,F'],
    ['followers', '18-24,M'],
    ['followers', '25-34,U'],
  ]);
  expect(shares.some(({ kind }) => kind === 'online')).toBe(false);
  marts.close();
});

test('moves the hours online from Pacific time to the account, through a change of clocks', async () => {
  const marts = await fixtureMarts();
  const hours = await readOnlineHours(marts, account, 'Europe/Berlin', '2026-11-09');
  expect(hours.map(({ hour }) => hour)).toEqual(Array.from({ length: 24 }, (_, hour) => hour));
  // 31 October: Berlin has changed its clocks, the Pacific coast has not: eight hours; 3 November: nine.
  expect(hours[8]).toEqual({
    hour: 8,
    people: (1000 + (1100 + 2300)) / 2,
    days: 2,
    from: '2026-10-31',
    to: '2026-11-03',
  });
  expect(hours[12]!.people).toBe((1400 + (1100 + 300)) / 2);
  // Only what was known by then.
  const before = await readOnlineHours(marts, account, 'UTC', '2026-10-25');
  expect(before[7]).toEqual({ hour: 7, people: 1100, days: 1, from: '2026-10-20', to: '2026-10-20' });
  expect(await readOnlineHours(marts, 'nobody', 'UTC', '2026-11-09')).toEqual([]);
  marts.close();
});
