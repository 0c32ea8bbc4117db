import { access, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { beforeAll, describe, expect, test } from 'vitest';
import { streams as canonicalStreams } from '../../connectors/index.js';
import {
  checksumsBelow,
  dayMs,
  type Ended,
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

describe('nights, one after the other', () => {
  let home: string;
  let first: Ended;

  beforeAll(async () => {
    clock.set(firstNight);
    home = await world.home(
      '    accounts: [{account: padaria.aurora, time_zone: Europe/Lisbon}, barro_kai_alati]\n',
    );
    first = await world.night(home);
  });

  test('the first reads, builds, publishes and reports, and says so', async () => {
    expect([first.code, first.stderr]).toEqual([0, '']);
    expect(first.stdout).toMatch(/✓ Night: succeeded in [\d.]+ s {2}\(run 20260908T023000Z-nightly\)/);
    expect(first.stdout).toMatch(/calls +\d+ used, at least \d+ predicted/);
    const records =
      /records +([\d,]+) read = ([\d,]+) loaded \+ ([\d,]+) quarantined \+ ([\d,]+) superseded/.exec(
        first.stdout,
      )!;
    const [read, loaded, quarantined, superseded] = records
      .slice(1)
      .map((text) => Number(text.replaceAll(',', '')));
    expect(read).toBeGreaterThan(100);
    expect(read).toBe(loaded! + quarantined! + superseded!);
    for (const account of ['padaria.aurora', 'barro_kai_alati']) {
      await access(join(home, 'out', account, 'last-28-days/index.html'));
      expect(first.stdout).toContain(join('out', account, 'last-28-days/index.html'));
    }
    await access(join(home, 'out/index.html'));
  });

  test('what is published is what the world shows', async () => {
    const rows = await rowsOf<{ username: string; posts: number }>(
      home,
      'select username, count(*) as posts from media_performance group by username',
    );
    const visible = emulator.world.accounts
      .filter(({ profile }) => profile.owned)
      .map(({ id, profile }) => ({
        username: profile.username,
        posts: emulator.world.media(id, firstNight).length + emulator.world.stories(id, firstNight).length,
      }));
    expect(rows.sort((a, b) => a.username.localeCompare(b.username))).toEqual(
      visible.sort((a, b) => a.username.localeCompare(b.username)),
    );
    expect(await rowsOf(home, "select time_zone from accounts where username = 'padaria.aurora'")).toEqual([
      { time_zone: 'Europe/Lisbon' },
    ]);
  });

  test('the next adds a day to the same posts', async () => {
    clock.set(new Date(firstNight.getTime() + dayMs));
    const { code } = await world.night(home);
    expect(code).toBe(0);
    const [row] = await rowsOf<{ most: number }>(
      home,
      'select max(days) as most from (select count(*) as days from media_daily group by media_key)',
    );
    expect(row!.most).toBe(2);
    expect((await published(home)).run_id).toBe('20260909T023000Z-nightly');
  });

  test('the same night again changes no published mart of measurements', async () => {
    const before = (await published(home)).tables;
    expect((await world.night(home)).code).toBe(0);
    const after = (await published(home)).tables;
    for (const mart of ['media_performance', 'media_daily', 'account_daily', 'format_performance'])
      expect(after[mart]!.sha256, mart).toBe(before[mart]!.sha256);
  });

  test('status, runs and a run tell of it', async () => {
    const status = await succeeding(home, ['status']);
    expect(status.stdout).toMatch(/^Last run {3}20260909T023000Z-nightly-2 succeeded$/m);
    expect(status.stdout).toMatch(
      /^ +padaria\.aurora +\d+ +4,\d{3} +2026-09-0\d \d\d:\d\d +2026-09-09 02:30$/m,
    );
    const streams = [...status.stdout.matchAll(/^ +padaria\.aurora +(\S+) +2026-09-09 02:30$/gm)];
    expect(streams.map(([, stream]) => stream)).toContain('media_insights');
    for (const [, stream] of streams) expect(canonicalStreams).toHaveProperty(stream!);
    const runs = await succeeding(home, ['runs']);
    expect(
      runs.stdout
        .trim()
        .split('\n')
        .map((line) => line.split(' ')[0]),
    ).toEqual(['run', '20260909T023000Z-nightly-2', '20260909T023000Z-nightly', '20260908T023000Z-nightly']);
    const limited = await succeeding(home, ['runs', '--limit', '1']);
    expect(limited.stdout.trim().split('\n')).toHaveLength(2);
    const run = await succeeding(home, ['runs', '20260908T023000Z-nightly']);
    expect(run.stdout).toMatch(/nightly, succeeded/);
    expect(run.stdout).toMatch(/timings +sync +[\d.]+ s {2}█/);
    expect(run.stdout).toMatch(/^ +report +[\d.]+ s {2}█/m);
    expect(run.stdout).toMatch(/^ {2}versions +reachline \S+, node \S+, duckdb v\S+, vega \S+$/m);
    expect(run.stdout).toMatch(/^ {2}source +main: [1-9]\d* requests, 0 repeated, 0 rate-limited, \d+ kB$/m);
    expect(run.stdout).toMatch(/checks +(\d+) of \1 passed/);
    const second = await succeeding(home, ['runs', '20260909T023000Z-nightly']);
    expect(second.stdout).toMatch(/^ +main +padaria\.aurora +[1-9]\d* +[1-9]\d*$/m);
    expect(second.stdout).not.toMatch(/178414\d+/);
  });

  test('runs tell programs what they tell people', async () => {
    const list = JSON.parse((await succeeding(home, ['runs', '--json'])).stdout);
    expect(list).toHaveLength(3);
    expect(list[2]).toMatchObject({ run_id: '20260908T023000Z-nightly', status: 'succeeded', gaps: 0 });
    const run = JSON.parse((await succeeding(home, ['runs', list[2].run_id, '--json'])).stdout);
    expect(run).toMatchObject({ kind: 'nightly', counts: list[2].counts, error: null });
    expect(run.raw_files).toHaveLength(list[2].raw_files);
    expect(Object.keys(run)).not.toContain('state');
  });

  test('plan knows the accounts now, and neither asks nor writes anything', async () => {
    const asked = emulator.requests().length;
    const before = await checksumsBelow(home);
    const { stdout } = await succeeding(home, ['plan'], { env });
    expect(stdout).toMatch(/^Calls {2}about \d+ calls$/m);
    expect(stdout).toMatch(/account_insights/);
    expect(stdout).toMatch(/^Build {2}\d+ models; 0 raw files already waiting$/m);
    expect(stdout).toMatch(/^Reports {2}last-28-days$/m);
    expect(emulator.requests()).toHaveLength(asked);
    expect(await checksumsBelow(home)).toEqual(before);
  });

  test('a full build gives the same tables as the nightly ones', async () => {
    const before = (await published(home)).tables;
    await succeeding(home, ['build', '--full']);
    const after = (await published(home)).tables;
    for (const mart of ['media_performance', 'media_daily', 'account_daily', 'absent_values'])
      expect(after[mart]!.sha256, mart).toBe(before[mart]!.sha256);
    expect((await succeeding(home, ['check', '--strict'])).stdout).toMatch(
      /✓ \d+ checks: (\d+) passed, 0 warned, 0 failed/,
    );
  });
});

describe('sync, then build', () => {
  test('are the night in two steps', async () => {
    clock.set(firstNight);
    const home = await world.home();
    expect((await succeeding(home, ['plan'], { env })).stdout).toMatch(/^Calls {2}at least \d+ calls$/m);
    const sync = await succeeding(home, ['sync'], { env });
    expect(sync.stdout).toMatch(/✓ Sync: succeeded/);
    await expect(access(join(home, 'data/published/current.json'))).rejects.toThrow();
    expect((await succeeding(home, ['plan'], { env })).stdout).toMatch(
      /; [1-9]\d* raw files already waiting/,
    );
    const build = await succeeding(home, ['build']);
    expect(build.stdout).toMatch(/✓ Build: succeeded/);
    expect(
      (await rowsOf<{ n: number }>(home, 'select count(*) as n from media_performance'))[0]!.n,
    ).toBeGreaterThan(20);
    expect((await succeeding(home, ['build'])).stdout).toContain('0 read = 0 loaded');
  });
});

describe('an account that cannot be read', () => {
  let home: string;

  beforeAll(async () => {
    clock.set(firstNight);
    home = await world.home('    accounts: [padaria.aurora, no.such.account]\n');
  });

  test('makes the night partial: 0, the others are there, and it says which and what to do', async () => {
    const { code, stdout } = await world.night(home);
    expect(code).toBe(0);
    expect(stdout).toMatch(/! Night: partial/);
    expect(stdout).toMatch(/Needs attention\n +! main \/ no\.such\.account: .+\n +.*accounts/);
    expect(
      (await rowsOf<{ n: number }>(home, 'select count(*) as n from media_performance'))[0]!.n,
    ).toBeGreaterThan(10);
    expect((await succeeding(home, ['runs', '20260908T023000Z-nightly'])).stdout).toContain(
      'no.such.account',
    );
  });

  test('is 65 with --strict, and published all the same', async () => {
    const { code } = await world.night(home, ['--strict']);
    expect(code).toBe(65);
    expect((await published(home)).run_id).toBe('20260908T023000Z-nightly-2');
  });
});

describe('a night that fails', () => {
  test('says 69 when the source is down after retries, and keeps what is published', async () => {
    clock.set(firstNight);
    const home = await world.home('    accounts: [barro_kai_alati]\n');
    expect((await world.night(home)).code).toBe(0);
    const before = await published(home);
    await world.configure(home, '', `http://127.0.0.1:${await closedPort()}`);
    clock.set(new Date(firstNight.getTime() + dayMs));
    const { code, stdout, stderr } = await world.night(home);
    expect(code).toBe(69);
    expect(stdout).toBe('');
    expect(stderr).toMatch(/nothing could be read: .*ECONNREFUSED/);
    expect(await published(home)).toEqual(before);
    expect((await succeeding(home, ['status'])).stdout).toMatch(
      /^Last run .*-nightly failed: nothing could be read/m,
    );
  });

  test('says 73 when the home cannot be written', async () => {
    const folder = await temporaryFolder();
    const home = join(folder, 'file');
    await writeFile(home, 'not a folder');
    for (const args of [['nightly'], ['init'], ['build'], ['sync'], ['demo', '--nights', '1']]) {
      const { code, stderr } = await reachline(home, args);
      expect(stderr).toContain(`cannot write ${home}`);
      expect(code).toBe(73);
    }
    await writeFile(join(folder, 'data'), 'not a folder either');
    const { code, stderr } = await reachline(folder, ['nightly']);
    expect(stderr).toContain(join(folder, 'data'));
    expect(code).toBe(73);
  });
});

describe('the lock', () => {
  const slow = { fault: 'slow', endpoint: 'media/insights', delayMs: 400 } as const;

  test('of two nights at once, one runs and the other ends with 75 and names the first', async () => {
    clock.set(firstNight);
    const home = await world.home('    accounts: [barro_kai_alati]\n');
    emulator.setFaults([slow]);
    try {
      const both = await Promise.all([world.night(home), world.night(home)]);
      const [ran, refused] = both.sort((a, b) => a.code! - b.code!);
      expect([ran!.code, refused!.code]).toEqual([0, 75]);
      expect(refused!.stderr).toMatch(/locked: `reachline nightly` \(process \d+ on .+\) works here since/);
      expect(refused!.stdout).toBe('');
    } finally {
      emulator.setFaults([]);
    }
    expect((await succeeding(home, ['runs'])).stdout.trim().split('\n')).toHaveLength(2);
  });

  test.each([
    ['SIGTERM', 143],
    ['SIGINT', 130],
  ] as const)(
    '%s during a slow sync: a clean stop with %i, nothing published, the lock free, the next night whole',
    async (signal, expected) => {
      clock.set(firstNight);
      const home = await world.home('    accounts: [barro_kai_alati]\n');
      emulator.setFaults([slow]);
      try {
        const asked = emulator.requests().length;
        const { child, ended } = await starting(home, ['nightly', '--as-of', firstNight.toISOString()], {
          env,
        });
        while (
          !emulator
            .requests()
            .slice(asked)
            .some(({ endpoint }) => endpoint === 'media/insights')
        ) {
          expect(child.exitCode).toBeNull();
          await setTimeout(20);
        }
        expect((await reachline(home, ['status'])).stdout).toMatch(
          /^Working {4}reachline nightly \(process/m,
        );
        const at = performance.now();
        child.kill(signal);
        const { code, stderr } = await ended;
        expect(code).toBe(expected);
        expect(performance.now() - at).toBeLessThan(5000);
        expect(stderr).toBe(`! stopped by ${signal}\n`);
      } finally {
        emulator.setFaults([]);
      }
      await expect(access(join(home, 'data/lock.json'))).rejects.toThrow();
      await expect(access(join(home, 'data/published/current.json'))).rejects.toThrow();
      const manifest = JSON.parse(
        await readFile(join(home, 'data/runs/20260908T023000Z-nightly/manifest.json'), 'utf8'),
      );
      expect(manifest.status).toBe('aborted');
      expect((await world.night(home)).code).toBe(0);
      expect((await rowsOf<{ n: number }>(home, 'select count(*) as n from media_performance'))[0]!.n).toBe(
        emulator.world.accounts
          .filter(({ profile }) => profile.username === 'barro_kai_alati')
          .flatMap(({ id }) => [
            ...emulator.world.media(id, firstNight),
            ...emulator.world.stories(id, firstNight),
          ]).length,
      );
    },
  );
});

async function closedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}
