import { expect, it } from 'vitest';
import { readManifests } from '../../pipeline/landing/manifest.js';
import { startRun } from '../../pipeline/run/run.js';
import { temporaryHome } from './temporary-home.js';

it('a run goes on from the run before it, also when the clock has been set back', async () => {
  const home = await temporaryHome();
  const states: unknown[] = [];
  for (const [index, at] of [
    '2036-01-01T02:00:00Z',
    '2026-11-01T02:00:00Z',
    '2026-11-02T02:00:00Z',
  ].entries()) {
    const run = await startRun(home, 'sync', () => new Date(at));
    states.push(run.manifest.state);
    run.manifest.state = { main: { '100': { media: index } } };
    await run.finish('succeeded');
  }
  expect(states).toEqual([{}, { main: { '100': { media: 0 } } }, { main: { '100': { media: 1 } } }]);
  const runs = await readManifests(home);
  expect(runs.map(({ run_id }) => run_id)).toEqual([
    '20360101T020000Z-sync',
    '20261101T020000Z-sync',
    '20261102T020000Z-sync',
  ]);
});

it('the state is carried on from run to run and kept in the last ten alone', async () => {
  const home = await temporaryHome();
  for (let hour = 0; hour < 13; hour++) {
    const run = await startRun(home, 'stories', () => new Date(Date.UTC(2026, 10, 1, hour)));
    if (hour === 0) run.manifest.state = { main: { '100': { stories: 1 } } };
    await run.finish('succeeded');
  }
  const runs = await readManifests(home);
  expect(runs.map(({ state }) => Object.keys(state).length)).toEqual([
    ...Array(3).fill(0),
    ...Array(10).fill(1),
  ]);
});
