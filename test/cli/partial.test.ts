import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { FaultRule } from '../../emulator/index.js';
import { dayMs, firstNight, rowsOf, smallWorld } from './running.js';

const world = await smallWorld();
const { clock, emulator } = world;

const hourMs = 3_600_000;

const idOf = (username: string): string =>
  emulator.world.accounts.find(({ profile }) => profile.username === username)!.id;
const bakery = idOf('padaria.aurora');
const pottery = idOf('barro_kai_alati');

/** Strikes once, after some posts of the bakery were read. */
const throttled: FaultRule = {
  fault: 'account-throttled',
  endpoint: 'media/insights',
  rate: 0.05,
  seed: 1,
  times: 1,
};

/** What a night says needs attention: where, with what message. */
const concerns = (stdout: string): string[] =>
  stdout
    .split('Needs attention\n')[1]!
    .split('\n')
    .filter((line) => /^ +! /.test(line));

/** Accounts whose posts have a number that only insights tell. */
const withInsights = (home: string) =>
  rowsOf(home, 'select username from media_performance where views is not null group by username order by 1');

/** The bakery's posts, by id, whose insights are answered one by one while something is done. */
async function postsReadDuring(work: () => Promise<void>): Promise<string[]> {
  const before = emulator.requests().length;
  await work();
  const posts = new Set(emulator.world.media(bakery, firstNight).map(({ id }) => id));
  const read = emulator
    .requests()
    .slice(before)
    .filter(({ endpoint, status }) => endpoint === 'media/insights' && status === 200)
    .map(({ path }) => path.split('/').at(-2)!);
  return [...new Set(read)].filter((id) => posts.has(id)).sort();
}

const daysOf = (home: string) =>
  rowsOf<{ account_id: string }>(
    home,
    'select distinct account_id from account_daily where views is not null',
  );

test('one token of several that has ended costs its own account', async () => {
  const env = {
    BAKERY: emulator.mint({
      login: 'instagram',
      accounts: [bakery],
      expiresAt: new Date(firstNight.getTime() - dayMs),
    }),
    POTTERY: emulator.instagramTokens[pottery]!,
  };
  const home = await world.home();
  await writeFile(
    join(home, 'reachline.yaml'),
    `connections:
  - name: main
    connector: graph-api
    login: instagram
    base_url: ${emulator.url}
    token_env: {padaria.aurora: BAKERY, barro_kai_alati: POTTERY}
`,
  );
  const night = await world.night(home, ['--strict'], env);
  expect(night.code).toBe(65);
  expect(night.stdout).toMatch(/! Night: partial/);
  expect(concerns(night.stdout)).toEqual([
    expect.stringMatching(/^ +! main \/ padaria\.aurora: .*token expired/),
  ]);
  expect(await withInsights(home)).toEqual([{ username: 'barro_kai_alati' }]);
});

test('what the token may not read is missing in each account; the rest is there', async () => {
  const scopes = ['instagram_basic', 'pages_show_list', 'pages_read_engagement', 'business_management'];
  const env = { BAKERY_TOKEN: emulator.mint({ login: 'facebook', scopes }) };
  const home = await world.home();
  const night = await world.night(home, [], env);
  expect(night.code).toBe(0);
  expect(night.stdout).toMatch(/! Night: partial/);
  const missing = concerns(night.stdout);
  for (const account of ['padaria.aurora', 'barro_kai_alati']) {
    for (const stream of ['account_insights', 'media_insights']) {
      expect(missing).toContainEqual(
        expect.stringMatching(`^ +! main / ${account} / ${stream}: .*permission missing`),
      );
    }
  }
  expect(await withInsights(home)).toEqual([]);
  expect(await daysOf(home)).toEqual([]);
  const liked = 'select username from media_performance where likes is not null group by username order by 1';
  expect(await rowsOf(home, liked)).toEqual([
    { username: 'barro_kai_alati' },
    { username: 'padaria.aurora' },
  ]);
});

describe('an account that is throttled while its posts are read', () => {
  let home: string;
  let whole: string[];
  let first: string[];

  beforeAll(async () => {
    const undisturbed = await world.home();
    whole = await postsReadDuring(async () => {
      expect((await world.night(undisturbed)).code).toBe(0);
    });
    home = await world.home('    max_wait_minutes: 0\n');
    emulator.setFaults([throttled]);
    first = await postsReadDuring(async () => {
      const { code, stdout } = await world.night(home);
      expect(code).toBe(0);
      expect(concerns(stdout)).toEqual([
        expect.stringMatching(/^ +! main \/ padaria\.aurora: .*rate limit reached/),
      ]);
    });
    emulator.setFaults([]);
  });

  test('stops there, while the others are read to their end', async () => {
    expect(first.length).toBeGreaterThan(0);
    expect(first.length).toBeLessThan(whole.length);
    expect(await withInsights(home)).toContainEqual({ username: 'barro_kai_alati' });
  });

  test('goes on there when the limit lets go, and reads nothing twice', async () => {
    clock.set(new Date(firstNight.getTime() + hourMs));
    const second = await postsReadDuring(async () => {
      const { code, stdout } = await world.night(home);
      expect([code, stdout]).toEqual([0, expect.stringContaining('✓ Night: succeeded')]);
    });
    expect([...first, ...second].sort()).toEqual(whole);
  });
});
