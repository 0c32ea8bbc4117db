import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { homeAt, takeLock } from '../../pipeline/index.js';
import {
  dayMs,
  type Ended,
  firstNight,
  published,
  reachline,
  rowsOf,
  smallWorld,
  succeeding,
  temporaryFolder,
} from './running.js';

const world = await smallWorld();
const { clock, emulator, env } = world;
const hourMs = 3_600_000;

/** A day later, when no story of the first day is alive. */
const secondNight = new Date(firstNight.getTime() + 2 * dayMs);
const aliveAt = (moment: Date): string[] =>
  emulator.world.accounts
    .filter(({ profile }) => profile.owned)
    .flatMap(({ id }) => emulator.world.stories(id, moment))
    .map(({ id }) => id);
/** An hour of the first day in which some are. */
const at = Array.from({ length: 24 }, (_, hour) => new Date(firstNight.getTime() + hour * hourMs)).find(
  (moment) => aliveAt(moment).length > 0,
)!;

const stories = (home: string, ...args: string[]) =>
  reachline(home, ['stories', '--as-of', clock.now().toISOString(), ...args], { env });

describe('a light run', () => {
  let home: string;
  let ended: Ended;
  let asked: readonly string[];

  beforeAll(async () => {
    home = await world.home();
    clock.set(at);
    const before = emulator.requests().length;
    ended = await stories(home);
    asked = emulator
      .requests()
      .slice(before)
      .map(({ endpoint }) => endpoint);
  });

  test('asks for nothing but the stories of each account and their insights', () => {
    expect([ended.code, ended.stderr]).toEqual([0, '']);
    const others = ['debug_token', 'media/insights']; // once for a new token; where the list lacks a counter
    expect(asked.filter((endpoint) => !others.includes(endpoint))).toEqual([
      'me/accounts',
      'user/stories',
      'user/stories',
    ]);
  });

  test('says what it used, and that a build is still to come', () => {
    expect(ended.stdout).toMatch(/✓ Stories: succeeded in [\d.]+ s {2}\(run \w+-stories\)/);
    expect(ended.stdout).toMatch(new RegExp(`calls +${asked.length} used, \\d+ predicted`));
    expect(ended.stdout).toMatch(
      /landed +[1-9]\d* raw files?; the next night or `reachline build` loads them/,
    );
    expect(ended.stdout).not.toMatch(/records|published/);
  });

  test('builds and publishes nothing', async () => {
    await expect(access(join(home, 'data/published/current.json'))).rejects.toThrow();
    await expect(access(join(home, 'data/warehouse.duckdb'))).rejects.toThrow();
  });

  test('is what the next night knows of stories that are gone by then', async () => {
    const rescued = aliveAt(at);
    clock.set(secondNight);
    expect((await world.night(home)).code).toBe(0);
    const rows = await rowsOf<{ media_id: string }>(
      home,
      "select media_id from media_performance where format = 'story'",
    );
    expect(rows.map(({ media_id }) => media_id)).toEqual(expect.arrayContaining(rescued));
  });

  test('leaves the night in view', async () => {
    clock.set(new Date(secondNight.getTime() + hourMs));
    expect((await stories(home)).code).toBe(0);
    const { stdout } = await succeeding(home, ['status']);
    expect(stdout).toMatch(/^Last run {3}\w+-stories succeeded$/m);
    expect(stdout).toMatch(/^Last night \w+-nightly succeeded$/m);
    const nights = await succeeding(home, ['runs', '--kind', 'nightly']);
    expect(nights.stdout.trim().split('\n')).toHaveLength(2);
  });

  test('builds and publishes with --build, reports never', async () => {
    clock.set(new Date(secondNight.getTime() + 2 * hourMs));
    const { code, stdout } = await stories(home, '--build');
    expect(code).toBe(0);
    expect(stdout).toMatch(/records +/);
    expect(stdout).not.toMatch(/reports/);
    expect((await published(home)).run_id).toMatch(/-stories$/);
  });
});

test('while a night works, it ends with 75, one line and nothing done', async () => {
  clock.set(at);
  const home = await world.home();
  const lock = await takeLock(homeAt(home), 'nightly');
  try {
    const asked = emulator.requests().length;
    const { code, stdout, stderr } = await stories(home);
    expect([code, stdout]).toEqual([75, '']);
    expect(stderr).toMatch(
      /^✗ skipped: locked: `reachline nightly` \(process \d+ on .+\) works here since \S+\n$/,
    );
    expect(emulator.requests()).toHaveLength(asked);
    await expect(access(join(home, 'data/runs'))).rejects.toThrow();
  } finally {
    await lock.release();
  }
  expect((await stories(home)).code).toBe(0);
});

test('an account whose stories cannot be read does not stop the others', async () => {
  clock.set(at);
  const home = await world.home('    max_wait_minutes: 0\n');
  emulator.setFaults([{ fault: 'account-throttled', endpoint: 'user/stories', times: 1 }]);
  try {
    const { code, stdout } = await stories(home);
    expect(code).toBe(0);
    expect(stdout).toMatch(/! Stories: partial/);
    expect(stdout).toMatch(/Needs attention\n +! main \/ \d+: .*rate limit/);
    expect(stdout).toMatch(/landed +[1-9]/);
  } finally {
    emulator.setFaults([]);
  }
});

test('a home without connections has no stories', async () => {
  const { code, stdout } = await reachline(await temporaryFolder(), ['stories']);
  expect(code).toBe(0);
  expect(stdout).toMatch(/landed +0 raw files$/m);
});
