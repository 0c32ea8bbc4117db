import { expect, it } from 'vitest';
import type { CanonicalRecord } from '../../connectors/index.js';
import type { CheckResult } from '../../pipeline/checks/checks.js';
import type { Connection } from '../../pipeline/config/load.js';
import type { Home } from '../../pipeline/home.js';
import type { RunKind } from '../../pipeline/landing/manifest.js';
import { openMarts } from '../../pipeline/published.js';
import { startRun } from '../../pipeline/run/run.js';
import { temporaryHome } from './temporary-home.js';
import { buildHome, counter, daily, page, post, profile, sources } from './warehouse.js';

const night = (number: number, hour = '02'): string =>
  `2026-11-${String(number).padStart(2, '0')}T${hour}:30:00.000Z`;

/** Lands records as a run of the connection `main`, which has read the profile of account 100. */
async function landRun(
  home: Home,
  at: string,
  records: readonly CanonicalRecord[],
  kind: RunKind = 'nightly',
): Promise<void> {
  const run = await startRun(home, kind, () => new Date(at));
  await run.writer.write(page(at, records));
  await run.commit();
  run.manifest.state = { main: { '100': { accounts: { username: 'brand' } } } };
  await run.finish('succeeded');
}

const main = (accounts?: string[]): Connection => ({
  name: 'main',
  connector: sources[0]!,
  settings: {},
  config: { name: 'main', connector: 'graph-api', accounts },
});

/** What the checks find, passed ones left out. */
async function found(home: Home, connections: readonly Connection[] = []): Promise<CheckResult[]> {
  const { checks } = await buildHome(home, { connections });
  expect(checks.length).toBeGreaterThan(30);
  return checks.filter(({ failures }) => failures > 0);
}

async function foundInPublished(home: Home): Promise<string[]> {
  const marts = await openMarts(home);
  const checks = await marts.check().finally(() => marts.close());
  return checks.filter(({ failures }) => failures > 0).map(({ name }) => name);
}

/** Posts of the last days of October, seen at a moment. */
const seen = (at: string, posts: number, counters: Record<string, number | null> = { likes: 5 }) =>
  Array.from({ length: posts }, (_, index) => {
    const media_ref = `P${index}`;
    const posted_at = new Date(Date.UTC(2026, 9, 30, index)).toISOString();
    return [
      post(at, { media_ref, posted_at, caption: at }),
      ...Object.entries(counters).map(([metric, value]) =>
        counter(at, metric, value, { media_ref, absent_reason: value === null ? 'deprecated' : null }),
      ),
    ];
  }).flat();

it('every expected account has a fresh profile, day and look at posts, whatever old partition is read again', async () => {
  const home = await temporaryHome();
  const everything = (at: string, day: string) => [
    profile(at, { followers: 900, is_own: true }),
    daily(at, day, 'reach', 50),
    ...seen(at, 3),
  ];
  await landRun(home, night(10), everything(night(10), '2026-11-08'));
  expect(await found(home, [main()])).toEqual([]);
  // a week later an old day is read again, and a file imported
  await landRun(home, night(17), [daily(night(17), '2026-11-01', 'reach', 40)], 'backfill');
  const [stale, ...others] = await found(home, [main(['Brand'])]);
  expect(others).toEqual([]);
  expect(stale).toMatchObject({ name: 'account_freshness', severity: 'warn', failures: 3 });
  expect(stale!.examples.map(({ account_id, what, newest }) => [account_id, what, newest]).sort()).toEqual([
    ['100', 'day of the account', '2026-11-08'],
    ['100', 'look at posts of 28 days', expect.stringMatching(/^2026-11-/)],
    ['100', 'profile', expect.stringMatching(/^2026-11-/)],
  ]);
  // neither an account that the connection no longer names nor one without a connection is expected
  expect(await found(home, [main(['another'])])).toEqual([]);
  expect(await found(home)).toEqual([]);
  await landRun(home, night(18), everything(night(18), '2026-11-16'));
  expect(await found(home, [main()])).toEqual([]);
});

it('a night that lands far less or far more than the nights before is told, here and of what is published', async () => {
  const home = await temporaryHome();
  for (let number = 1; number <= 7; number++) await landRun(home, night(number), seen(night(number), 15));
  expect(await found(home)).toEqual([]);
  await landRun(home, night(8), seen(night(8), 3));
  expect(await found(home)).toMatchObject([
    { name: 'records_as_usual', severity: 'warn', examples: [{ account: '100', records: 6, median: 30 }] },
  ]);
  await landRun(home, night(9), seen(night(9), 14));
  expect(await found(home)).toEqual([]);
  await landRun(home, night(10), seen(night(10), 40));
  expect(await found(home)).toMatchObject([{ name: 'records_as_usual', examples: [{ records: 80 }] }]);
  expect(await foundInPublished(home)).toEqual(['records_as_usual']);
});

it('a counter that most posts lose in one night is told, one that they never had is not', async () => {
  const home = await temporaryHome();
  await landRun(home, night(12), seen(night(12), 12, { likes: 5, saves: 1, follows: null }));
  expect(await found(home)).toEqual([]);
  await landRun(home, night(13), seen(night(13), 12, { likes: 5, saves: null, follows: null }));
  expect(await found(home)).toMatchObject([
    {
      name: 'metrics_still_answered',
      severity: 'warn',
      failures: 1,
      examples: [{ account_id: '100', metric: 'saves', reason: 'deprecated', posts: 12, of_posts: 12 }],
    },
  ]);
  await landRun(home, night(21), seen(night(21), 12, { likes: 5, saves: null, follows: null }));
  expect(await found(home)).toEqual([]); // told for a week
});

it('one API id under two posts, and more likes or saves than people reached', async () => {
  const home = await temporaryHome();
  await landRun(home, night(10), [
    post(night(10), { media_ref: 'AAAAA1', shortcode: 'AAAAA1', media_id: '7' }),
    post(night(10), {
      media_ref: 'BBBBB2',
      shortcode: 'BBBBB2',
      media_id: '7',
      posted_at: '2026-09-01T10:00:00Z',
    }),
    post(night(10), { media_ref: 'CCCCC3', shortcode: 'CCCCC3', media_id: '8' }),
    counter(night(10), 'reach', 60),
    counter(night(10), 'likes', 60),
    counter(night(10), 'saves', 61),
    counter(night(10), 'reach', 5, { media_ref: 'CCCCC3' }),
    counter(night(10), 'likes', 6, { media_ref: 'CCCCC3' }), // too few to say anything
  ]);
  expect(await found(home)).toMatchObject([
    {
      name: 'interactions_not_above_reach',
      severity: 'warn',
      failures: 1,
      examples: [{ media_key: 'AAAAA1' }],
    },
    {
      name: 'one_post_per_api_id',
      severity: 'warn',
      failures: 2,
      examples: [{ media_id: '7' }, { media_id: '7' }],
    },
  ]);
});

it('stories that hourly runs lost sight of before their end', async () => {
  const home = await temporaryHome();
  const story = (at: string, media_ref: string) => [
    post(at, { media_ref, format: 'story', posted_at: night(10) }),
    counter(at, 'reach', 5, { media_ref }),
  ];
  for (const hour of ['05', '07', '09'])
    await landRun(
      home,
      night(10, hour),
      [...story(night(10, hour), 'S1'), ...story(night(10, hour), 'S2')],
      'stories',
    );
  await landRun(home, night(12), [profile(night(12))]);
  expect(await found(home)).toMatchObject([
    {
      name: 'stories_seen_to_the_end',
      severity: 'warn',
      examples: [{ account_id: '100', seen_early: 2, stories: 2 }],
    },
  ]);
  await landRun(home, night(10, '20'), story(night(10, '20'), 'S1'), 'stories');
  expect(await found(home)).toEqual([]);
});
