import { access, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  checksumsBelow,
  filesBelow,
  firstNight,
  reachline,
  rowsOf,
  smallWorld,
  succeeding,
  temporaryFolder,
} from './running.js';

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
    expect(stdout).toContain('✓ 2 reports, 1 overview');
    expect(stdout).toContain(join(out, 'padaria.aurora/last-28-days/index.html'));
    expect(stdout).toContain(join(out, 'overview/last-28-days/index.html'));
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

  test('of one account with an overview, when asked for', async () => {
    const out = join(await temporaryFolder(), 'out');
    const { stdout } = await succeeding(home, [
      ...['report', ...asOf, '--account', 'padaria.aurora', '--overview', '--out', out],
    ]);
    expect(stdout).toContain('✓ 1 report, 1 overview\n');
  });

  test('without captions: none of them is in any file', async () => {
    const rows = await rowsOf<{ caption: string }>(
      home,
      `select distinct caption from media_performance
       where username = 'padaria.aurora' and format <> 'story' and length(caption) > 20`,
    );
    const told = async (args: readonly string[]) => {
      const out = join(await temporaryFolder(), 'out');
      const which = ['--account', 'padaria.aurora', '--period', '2026-08'];
      await succeeding(home, ['report', ...asOf, ...which, '--out', out, ...args]);
      const text = [...(await filesBelow(out)).values()].map((bytes) => bytes.toString()).join('\n');
      return rows.filter(({ caption }) => text.includes(caption.slice(0, 12))).length;
    };
    expect(await told([])).toBeGreaterThan(2);
    expect(await told(['--redact'])).toBe(0);
  });

  test('as PDF without Chromium: 69 and the next step, before anything is written', async () => {
    const out = join(await temporaryFolder(), 'out');
    const args = ['report', ...asOf, '--format', 'pdf', '--out', out];
    const { code, stderr } = await reachline(home, args, { env: { PATH: '/nowhere' } });
    expect(stderr).toContain('a PDF needs Chromium, and none is installed');
    expect(stderr).toContain('CHROMIUM_PATH');
    expect(code).toBe(69);
    await expect(access(out)).rejects.toThrow('ENOENT');
    const wrong = await reachline(home, args, { env: { CHROMIUM_PATH: '/nowhere/chromium' } });
    expect(wrong.stderr).toContain('CHROMIUM_PATH names no program: /nowhere/chromium');
    expect(wrong.code).toBe(78);
  });

  test('as PDF through the Chromium that CHROMIUM_PATH names, beside each page', async () => {
    const folder = await temporaryFolder();
    const chromium = join(folder, 'chromium');
    await writeFile(
      chromium,
      '#!/bin/sh\nfor word; do case $word in --print-to-pdf=*) echo "%PDF-1.4" > "$(echo "$word" | cut -d= -f2)";; esac; done\n',
      { mode: 0o755 },
    );
    const args = ['report', ...asOf, '--format', 'pdf', '--out', join(folder, 'out')];
    const { stdout } = await succeeding(home, args, { env: { CHROMIUM_PATH: chromium } });
    expect(stdout).toContain('Each is printed as report.pdf beside it.');
    const files = [...(await filesBelow(join(folder, 'out'))).keys()].filter((path) => path.endsWith('.pdf'));
    expect(files.sort()).toEqual([
      'barro_kai_alati/last-28-days/report.pdf',
      'overview/last-28-days/report.pdf',
      'padaria.aurora/last-28-days/report.pdf',
    ]);
  });

  test('with a colour that cannot be read: 78, the line and a colour that can', async () => {
    const own = await temporaryFolder();
    await writeFile(join(own, 'reachline.yaml'), 'report:\n  brand: North\n  accent: "#ffcc00"\n');
    const { code, stderr } = await reachline(own, ['report']);
    expect(stderr).toMatch(/line 3: report\.accent: #ffcc00 cannot be read on a light page .*"#[0-9a-f]{6}"/);
    expect(code).toBe(78);
  });

  test('with a logo that is not there: 78 and its path, and no night begins', async () => {
    const config = join(home, 'reachline.yaml');
    const before = await readFile(config, 'utf8');
    await writeFile(config, `${before}report:\n  logo: pictures/gone.png\n`);
    const ended = [];
    for (const command of ['report', 'nightly', 'doctor']) ended.push(await reachline(home, [command]));
    await writeFile(config, before);
    for (const { code, stdout, stderr } of ended) {
      expect(stderr).toContain(`the logo ${join(home, 'pictures/gone.png')} cannot be read`);
      expect([code, stdout]).toEqual([78, '']);
    }
  });

  test('into a folder that cannot be written: 73', async () => {
    const { code, stderr } = await reachline(home, ['report', '--out', join(home, 'reachline.yaml/x')]);
    expect(stderr).toMatch(/cannot write .*reachline\.yaml/);
    expect(code).toBe(73);
  });

  test('needs no connection, no token and no warehouse file', async () => {
    await access(join(home, 'data/published/current.json'));
    const { stdout } = await succeeding(home, ['report', ...asOf]);
    expect(stdout).toContain('✓ 2 reports, 1 overview');
  });
});
