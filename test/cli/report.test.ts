import { access, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { checksumsBelow, firstNight, reachline, smallWorld, succeeding, temporaryFolder } from './running.js';

const world = await smallWorld();
const asOf = ['--as-of', firstNight.toISOString()];
let home: string;

beforeAll(async () => {
  home = await world.home();
  const { code } = await world.night(home);
  expect(code).toBe(0);
});

describe('report', () => {
  test('writes what the night wrote, byte for byte', async () => {
    const night = await checksumsBelow(join(home, 'out'));
    const out = join(await temporaryFolder(), 'elsewhere');
    const { stdout } = await succeeding(home, ['report', ...asOf, '--out', out]);
    expect(await checksumsBelow(out)).toEqual(night);
    expect(stdout).toContain('✓ 2 reports');
    expect(stdout).toContain(join(out, 'padaria.aurora/last-28-days/index.html'));
  });

  test.each(['padaria.aurora', '@padaria.aurora', 'the id', 'the name'])(
    'of one account, called by %s',
    async (called) => {
      const { id, profile } = world.emulator.world.accounts.find(
        (one) => one.profile.username === 'padaria.aurora',
      )!;
      const account = called === 'the id' ? id : called === 'the name' ? profile.name : called;
      const out = join(await temporaryFolder(), 'out');
      const { stdout } = await succeeding(home, ['report', ...asOf, '--account', account, '--out', out]);
      expect(stdout).toContain('✓ 1 report\n');
      const reports = [...(await checksumsBelow(out)).keys()].filter((path) => path.endsWith('/index.html'));
      expect(reports).toEqual(['padaria.aurora/last-28-days/index.html']);
    },
  );

  test.each([
    ['2026-08', '2026-08-01', '2026-08-31'],
    ['2026-W34', '2026-08-17', '2026-08-23'],
  ])('of the period %s', async (period, from, to) => {
    const out = join(await temporaryFolder(), 'out');
    await succeeding(home, [
      'report',
      ...asOf,
      '--account',
      'padaria.aurora',
      '--period',
      period,
      '--out',
      out,
    ]);
    const json = JSON.parse(await readFile(join(out, 'padaria.aurora', period, 'report.json'), 'utf8'));
    expect(json.period).toMatchObject({ name: period, from, to });
  });

  test('of an account that is not there: 64, and how to see those that are', async () => {
    const { code, stdout, stderr } = await reachline(home, ['report', '--account', 'nobody']);
    expect([code, stdout]).toEqual([64, '']);
    expect(stderr).toContain('no account "nobody" has posts');
    expect(stderr).toContain('select account_id, username, name from accounts');
  });

  test.each(['2026-13', '2026-W54', 'yesterday', '../../etc', '2026-1'])(
    'of the period %s: 64, and what can be said',
    async (period) => {
      const before = await checksumsBelow(join(home, 'out'));
      const { code, stderr } = await reachline(home, ['report', '--period', period]);
      expect(stderr).toContain(period);
      expect(stderr).toMatch(/Use last-28-days, 2026-10, 2026-W45/);
      expect(code).toBe(64);
      expect(await checksumsBelow(join(home, 'out'))).toEqual(before);
    },
  );

  test('into a folder that cannot be written: 73', async () => {
    const { code, stderr } = await reachline(home, ['report', '--out', join(home, 'reachline.yaml/x')]);
    expect(stderr).toMatch(/cannot write .*reachline\.yaml/);
    expect(code).toBe(73);
  });

  test('needs no connection, no token and no warehouse file', async () => {
    await access(join(home, 'data/published/current.json'));
    const { stdout } = await succeeding(home, ['report', ...asOf]);
    expect(stdout).toContain('✓ 2 reports');
  });
});
