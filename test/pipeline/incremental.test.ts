import fc from 'fast-check';
import { expect, it } from 'vitest';
import { history, replayed } from './history.js';
import { temporaryHome } from './temporary-home.js';
import { buildHome, counter, daily, land, page, post, profile, published } from './warehouse.js';

/** More histories, and others, can be asked for by the environment; these are the same everywhere. */
const histories = Number(process.env.REACHLINE_HISTORIES ?? 3);
const seed = Number(process.env.REACHLINE_HISTORIES_SEED ?? 20261120);

it('any sequence of builds over any history leaves the tables that one build of all of it gives', {
  timeout: 60_000 * histories,
}, async () => {
  const leaving: (() => Promise<void>)[] = [];
  const home = () => temporaryHome((leave) => leaving.push(leave));
  await fc.assert(
    fc
      .asyncProperty(history, async (steps) => {
        expect(await replayed(steps, await home(), await home())).toBe('');
      })
      .afterEach(async () => {
        for (const leave of leaving.splice(0)) await leave();
      }),
    // shrinking builds hundreds of times; what it finds is worth minutes, not hours
    { numRuns: histories, seed, interruptAfterTimeLimit: 50_000 * histories },
  );
});

it('a number that is told late reaches the posts of the month before its day; what is landed again changes nothing', async () => {
  const home = await temporaryHome();
  const posted = page('2026-12-01T00:00:00Z', [
    profile('2026-09-20T00:00:00Z', { username: 'brand' }),
    post('2026-10-03T00:00:00Z', { posted_at: '2026-09-30T12:00:00Z' }),
    counter('2026-10-03T00:00:00Z', 'likes', 10),
  ]);
  const first = page('2026-12-01T01:00:00Z', [daily('2026-11-12T00:00:00Z', '2026-11-10', 'reach', 1)]);
  const second = page('2026-12-01T02:00:00Z', [
    daily('2026-11-12T00:00:00Z', '2026-11-10', 'reach', 2, { account_ref: 'user:brand' }),
  ]);
  await land(home, '2026-12-01T03:00:00Z', [posted, first, second]);
  await buildHome(home, { at: '2026-12-01T04:00:00Z' });
  const told = async () => [
    ...(await published(home, 'select followers_at_post from media_performance')),
    ...(await published(home, "select reach from account_daily where day = '2026-11-10'")),
  ];
  expect(await told()).toEqual([{ followers_at_post: null }, { reach: 2 }]);

  const late = page('2026-12-05T01:00:00Z', [daily('2026-12-05T00:00:00Z', '2026-10-01', 'followers', 500)]);
  await land(home, '2026-12-05T03:00:00Z', [first, late]);
  await buildHome(home, { at: '2026-12-05T04:00:00Z' });
  expect(await told()).toEqual([{ followers_at_post: 500 }, { reach: 2 }]);
});
