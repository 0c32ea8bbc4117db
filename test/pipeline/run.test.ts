import { describe, expect, it } from 'vitest';
import { ReachlineError } from '../../pipeline/errors.js';
import { readManifests } from '../../pipeline/landing/manifest.js';
import { startRun } from '../../pipeline/run/run.js';
import { codeHash } from '../../pipeline/run/versions.js';
import { temporaryHome } from './temporary-home.js';

const now = (): Date => new Date('2026-11-01T02:00:00Z');

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

describe('the record of a run', () => {
  it('says on disk, already while it runs, what ran and with how much memory', async () => {
    const home = await temporaryHome();
    const run = await startRun(home, 'sync', now);
    const [started] = await readManifests(home);
    expect(started).toMatchObject({
      status: 'running',
      code_hash: await codeHash('connectors', 'pipeline', 'reports'),
    });
    expect(started!.versions).toEqual({
      reachline: expect.stringMatching(/^\d+\.\d+\.\d+/),
      node: process.version,
    });
    await run.finish('succeeded');
    const [ended] = await readManifests(home);
    expect(ended!.peak_rss_mb).toBeGreaterThan(20);
    expect(ended!.peak_rss_mb).toBeLessThan(20_000);
  });

  it('adds up a step that is taken several times, in the order in which the steps began', async () => {
    const home = await temporaryHome();
    let clock = 0;
    const run = await startRun(home, 'build', now, { now: () => clock });
    const taking = (step: string, ms: number) =>
      run.timed(step, async () => {
        clock += ms;
      });
    await run.timed('load', () => taking('parse', 5));
    await taking('build', 70);
    await taking('load', 300);
    await run.timedSteps(async (enter) => {
      clock += 1_000; // before it said where it is
      enter('build');
      clock += 7;
      enter('check');
      clock += 11;
      enter('build');
      clock += 13;
    });
    expect(Object.entries(run.manifest.timings_ms)).toEqual([
      ['load', 305],
      ['parse', 5],
      ['build', 90],
      ['check', 11],
    ]);
  });

  it.each([
    [new ReachlineError('tryLater', 'locked', { hint: 'wait' }), 'locked', 'wait', 75, true],
    [new ReachlineError('unavailable', 'no network'), 'no network', null, 69, true],
    [new ReachlineError('refused', 'a check failed'), 'a check failed', null, 65, false],
    [new TypeError('a bug'), 'a bug', null, 70, false],
  ])('names the innermost step that failed, and whether a retry may help: %s', async (...given) => {
    const [error, message, hint, exit_code, retryable] = given;
    const run = await startRun(await temporaryHome(), 'build', now);
    const failing = () => run.timed('check', () => Promise.reject(error));
    await expect(run.timed('build', failing)).rejects.toBe(error);
    await run.finish('failed', error);
    const [manifest] = await readManifests(run.home);
    expect(manifest!.error).toEqual({ message, hint, exit_code, step: 'check', retryable });
    expect(Object.keys(manifest!.timings_ms)).toEqual(['build', 'check']);
  });
});
