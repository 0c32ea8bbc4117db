import fc from 'fast-check';
import { expect, it } from 'vitest';
import { history, replayed } from './history.js';
import { temporaryHome } from './temporary-home.js';

/** More histories, and others, can be asked for by the environment; these are the same everywhere. */
const histories = Number(process.env.REACHLINE_HISTORIES ?? 4);
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
