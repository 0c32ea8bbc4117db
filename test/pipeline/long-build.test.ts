import { describe, expect, it, onTestFinished } from 'vitest';
import type { Home } from '../../pipeline/home.js';
import { readModels } from '../../pipeline/models/catalogue.js';
import { parseModel } from '../../pipeline/models/header.js';
import { BuildRefused } from '../../pipeline/run/build.js';
import { readCurrent } from '../../pipeline/run/publish.js';
import { differences } from './differences.js';
import { watchPoints } from './fault-points.js';
import { temporaryHome } from './temporary-home.js';
import { buildHome, counter, land, page, post, profile, published } from './warehouse.js';

const day = (number: number): string => new Date(Date.UTC(2026, 9, number)).toISOString();
/** So few that each account is a batch. */
const batchObservations = 1;

/** Three accounts with two posts each, as read at one moment. */
async function read(home: Home, at: string): Promise<void> {
  const pages = ['100', '200', '300'].map((account_ref) =>
    page(
      at,
      [
        profile(at, { account_ref, username: `brand${account_ref}` }),
        ...['A', 'B'].flatMap((name) => {
          const of = { account_ref, media_ref: `${name}${account_ref}` };
          return [
            post(at, { ...of, posted_at: day(1) }),
            counter(at, 'likes', Date.parse(at) / 86_400_000, of),
          ];
        }),
      ],
      { account: account_ref },
    ),
  );
  await land(home, at, pages);
}

async function homeOf(...moments: readonly string[]): Promise<Home> {
  const home = await temporaryHome();
  for (const at of moments) await read(home, at);
  return home;
}

/** What the tables must be. */
async function undisturbed(...moments: readonly string[]): Promise<Home> {
  const home = await homeOf(...moments);
  await buildHome(home);
  return home;
}

describe('a build of everything in batches', () => {
  it('gives what one of all at once gives, says how it went, and lets the next night go on from it', async () => {
    const [home, whole] = [await homeOf(day(5)), await undisturbed(day(5))];
    const { partitions } = await buildHome(home, { batchObservations });
    expect(partitions.find(({ mart }) => mart === 'media_performance')).toMatchObject({
      rows: 6,
      isWhole: true,
    });
    expect(await differences(home, whole)).toBe('');

    for (const one of [home, whole]) await read(one, day(6));
    const night = await buildHome(home, { at: '2026-11-21T02:00:00Z' });
    await buildHome(whole, { at: '2026-11-21T02:00:00Z' });
    expect(night.partitions.map(({ isWhole }) => isWhole)).not.toContain(true);
    expect(night.counts.read).toBe(15);
    expect(await differences(home, whole)).toBe('');
  });

  it('that is broken off anywhere begins anew, and readers keep what was published', {
    timeout: 120_000,
  }, async () => {
    const whole = await undisturbed(day(5), day(6));
    const home = await homeOf(day(5));
    await buildHome(home, { batchObservations });
    const before = await readCurrent(home);
    await read(home, day(6));
    const brokenOff = async (commit: number, at: string): Promise<boolean> => {
      let commits = 0;
      const stop = watchPoints(home.root, (point) => {
        if (point.startsWith('before sql commit') && ++commits === commit) throw new Error('no power');
      });
      onTestFinished(stop);
      const end = buildHome(home, { batchObservations, full: true, at });
      const isBroken = await end.then(
        () => false,
        () => true,
      );
      stop();
      return isBroken;
    };
    // saved are what was loaded, and each batch before the last
    for (const commit of [1, 2, 3, 4]) {
      expect(await brokenOff(commit, `2026-11-21T0${commit}:00:00Z`)).toBe(true);
      expect(await readCurrent(home)).toEqual(before);
    }
    await buildHome(home, { at: '2026-11-21T05:00:00Z' });
    expect(await differences(home, whole, ['runs'])).toBe('');
    expect(await brokenOff(6, '2026-11-21T06:00:00Z')).toBe(false);
  });

  it('that a check refuses publishes nothing, and the next one begins anew', async () => {
    const home = await homeOf(day(5));
    const strict = (await readModels()).map((model) =>
      model.name === 'media_performance'
        ? {
            ...model,
            checks: [
              ...model.checks,
              ...parseModel(
                'x',
                'staging',
                '-- x\n-- grain: a\n-- checks: range(likes, 999999)\nselect 1 as a',
              ).checks,
            ],
          }
        : model,
    );
    await expect(buildHome(home, { batchObservations, models: strict })).rejects.toThrow(BuildRefused);
    expect(await readCurrent(home)).toBeNull();
    await buildHome(home, { at: '2026-11-21T02:00:00Z' });
    expect(await published(home, 'select count(*) as posts from media_performance')).toEqual([{ posts: 6 }]);
    expect(await differences(home, await undisturbed(day(5)), ['runs'])).toBe('');
  });
});
