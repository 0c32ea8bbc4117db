import { access, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  checksumsBelow,
  dayMs,
  firstNight,
  published,
  reachline,
  rowsOf,
  smallWorld,
  starting,
  succeeding,
  temporaryFolder,
} from './running.js';

const world = await smallWorld();
const { clock, emulator, env } = world;
clock.set(firstNight);

const backfill = (home: string, ...args: string[]) =>
  reachline(home, ['backfill', '--as-of', clock.now().toISOString(), ...args], { env });

describe('a window that there cannot be', () => {
  test.each<[string[], string]>([
    [[], "required option '--from <day>' not specified"],
    [['--from', 'january'], 'not a day: january'],
    [['--from', '2026-02-30'], 'not a day: 2026-02-30'],
    [['--from', '2026-09-01', '--to', '01.09.2026'], 'not a day: 01.09.2026'],
    [['--from', '2026-09-05', '--to', '2026-09-01'], '--from 2026-09-05 is after --to 2026-09-01'],
    [['--from', '2026-09-08'], '--from 2026-09-08 is after yesterday, 2026-09-07'],
    [['--from', '2026-09-09'], '--from 2026-09-09 is in the future'],
    [['--from', '2026-09-01', '--to', '2026-09-09'], '--to 2026-09-09 is in the future'],
    [['--from', '0001-01-01'], '--from 0001-01-01 is before Instagram began'],
    [['--from', '2026-09-01', '--connection', 'other'], 'no connection "other"\n  There are: main'],
    [['--from', '2026-09-01', '--account', 'nobody'], 'no connection has the account nobody'],
  ])('%j ends with 64, says why and does nothing', async (args, message) => {
    const home = await world.home();
    const asked = emulator.requests().length;
    const { code, stdout, stderr } = await backfill(home, ...args);
    expect(stderr).toContain(message);
    expect([code, stdout]).toEqual([64, '']);
    expect(emulator.requests()).toHaveLength(asked);
    await expect(access(join(home, 'data'))).rejects.toThrow();
  });

  test('needs a connection', async () => {
    const { code, stderr } = await backfill(await temporaryFolder(), '--from', '2026-09-01');
    expect(code).toBe(78);
    expect(stderr).toContain('no connection in reachline.yaml');
  });
});

describe('after a first night', () => {
  let home: string;

  beforeAll(async () => {
    home = await world.home();
    expect((await world.night(home)).code).toBe(0);
  });

  test('--dry-run says what it would cost, asks nothing and changes nothing', async () => {
    const asked = emulator.requests().length;
    const before = await checksumsBelow(home);
    const { code, stdout, stderr } = await backfill(
      home,
      '--from',
      '2026-07-01',
      '--to',
      '2026-07-30',
      '--dry-run',
    );
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(
      /^30 days of 2 accounts: about \d+ calls\n +connection +account +stream +calls +why\n/,
    );
    expect(emulator.requests()).toHaveLength(asked);
    expect(await checksumsBelow(home)).toEqual(before);
    const one = await backfill(home, '--from', '2026-07-01', '--account', 'padaria.aurora', '--dry-run');
    expect(one.stdout).toMatch(/^69 days of 1 account: about /);
  });

  test('--account reads that account alone, builds and publishes, and reports nothing', async () => {
    const bakery = emulator.world.accounts.find(({ profile }) => profile.username === 'padaria.aurora')!;
    const asked = emulator.requests().length;
    const { code, stdout, stderr } = await backfill(
      home,
      ...['--from', '2026-07-20', '--to', '2026-07-24', '--account', '@Padaria.Aurora'],
    );
    expect(stderr).toMatch(/^5 days of 1 account: about \d+ calls\n$/);
    expect(code).toBe(0);
    expect(stdout).toMatch(/✓ Back-fill: succeeded/);
    expect(stdout).toMatch(/calls +\d+ used, \d+ predicted\n +records +/);
    expect(stdout).not.toMatch(/reports/);
    const paths = emulator
      .requests()
      .slice(asked)
      .map(({ path }) => path);
    const others = emulator.world.accounts.filter((account) => account !== bakery);
    for (const { id } of others) expect(paths.filter((path) => path.includes(id))).toEqual([]);
    expect((await published(home)).run_id).toBe('20260908T023000Z-backfill');
    const days = await rowsOf<{ username: string; days: number }>(
      home,
      `select a.username, count(*) as days from account_daily as d join accounts as a on a.account_id = d.account_id
       where d.day between date '2026-07-20' and date '2026-07-24' group by a.username`,
    );
    expect(days).toEqual([{ username: 'padaria.aurora', days: 5 }]);
  });

  test('--report also writes the reports', async () => {
    const { code, stdout } = await backfill(home, '--from', '2026-08-01', '--to', '2026-08-02', '--report');
    expect(code).toBe(0);
    expect(stdout).toMatch(/reports +3 files/); // two accounts, and the two side by side
  });

  test('its run keeps the window and the calls of each account', async () => {
    const { stdout } = await succeeding(home, ['runs', '20260908T023000Z-backfill']);
    expect(stdout).toMatch(/^ {2}window +2026-07-20 to 2026-07-24$/m);
    expect(stdout).toMatch(/^ {2}calls +\d+ used, \d+ predicted$/m);
    expect(stdout).toMatch(/^ +main +padaria\.aurora +[1-9]\d* +[1-9]\d*$/m);
    expect(stdout).toMatch(/^ +main +\(finding the accounts\) +\d+ +0$/m);
  });

  test('the next night reads what it would have read without', async () => {
    const fresh = await world.home();
    expect((await world.night(fresh)).code).toBe(0);
    clock.set(new Date(firstNight.getTime() + dayMs));
    const counted = async (root: string): Promise<string[]> => {
      const asked = emulator.requests().length;
      expect((await world.night(root)).code).toBe(0);
      return emulator
        .requests()
        .slice(asked)
        .map(({ path }) => path)
        .sort();
    };
    expect(await counted(home)).toEqual(await counted(fresh));
  });
});

test('one that was killed goes on at its last checkpoint: nothing lost, nothing doubled', async () => {
  clock.set(firstNight);
  const window = ['--from', '2026-07-10', '--account', 'barro_kai_alati'];
  const calls = async (work: () => Promise<void>): Promise<number> => {
    const before = emulator.requests().length;
    await work();
    return emulator
      .requests()
      .slice(before)
      .filter(({ endpoint }) => endpoint === 'user/insights').length;
  };
  const undisturbed = await world.home('    accounts: [barro_kai_alati]\n');
  const all = await calls(async () => {
    expect((await backfill(undisturbed, ...window)).code).toBe(0);
  });

  const home = await world.home('    accounts: [barro_kai_alati]\n');
  const manifest = join(home, 'data/runs/20260908T023000Z-backfill/manifest.json');
  emulator.setFaults([{ fault: 'slow', endpoint: 'user/insights', delayMs: 10 }]);
  try {
    const { child, ended } = await starting(
      home,
      ['backfill', '--as-of', firstNight.toISOString(), ...window],
      { env },
    );
    while (!(await readFile(manifest, 'utf8').catch(() => '')).includes('account_insights_backfill')) {
      expect(child.exitCode).toBeNull();
      await setTimeout(20);
    }
    child.kill('SIGKILL');
    expect((await ended).code).toBeNull();
  } finally {
    emulator.setFaults([]);
  }

  const rest = await calls(async () => {
    expect((await backfill(home, ...window)).code).toBe(0);
  });
  expect(rest).toBeGreaterThan(0);
  // A checkpoint stands behind each week of days, and a day costs several calls.
  expect(all - rest).toBeGreaterThan(20);
  const days = 'select * from account_daily order by account_id, day';
  expect(await rowsOf(home, days)).toEqual(await rowsOf(undisturbed, days));
});
