import { createHmac } from 'node:crypto';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzip as gunzipCallback } from 'node:zlib';
import { beforeAll, describe, expect, test } from 'vitest';
import { dayMs, type Ended, filesBelow, firstNight, reachline, smallWorld, succeeding } from './running.js';

const gunzip = promisify(gunzipCallback);
const world = await smallWorld();
const { emulator, env } = world;
const wrong = { BAKERY_TOKEN: `${emulator.token.slice(0, -6)}XXXXXX` };
const expired = {
  BAKERY_TOKEN: emulator.mint({ login: 'facebook', expiresAt: new Date(firstNight.getTime() - 1000) }),
};
const secrets = [env.BAKERY_TOKEN, wrong.BAKERY_TOKEN, expired.BAKERY_TOKEN];

let home: string;
const said: Ended[] = [];
const run = async (args: readonly string[], environment: Readonly<Record<string, string>>) => {
  const ended = await reachline(home, args, { env: environment });
  said.push(ended);
  return ended;
};

beforeAll(async () => {
  home = await world.home();
});

describe('doctor', () => {
  test('finds nothing wrong with a good token, and names the accounts that it reaches', async () => {
    const { code, stdout, stderr } = await run(['doctor'], env);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^✓ configuration: /m);
    expect(stdout).toMatch(/^✓ padaria\.aurora: .* is reachable$/m);
    expect(stdout).toMatch(/^✓ barro_kai_alati: .* is reachable$/m);
    expect(stdout).toMatch(/^✓ disk: [\d.]+ .B free$/m);
    expect(stdout).toMatch(/^✓ lock: free$/m);
    expect(stdout).not.toMatch(/^✗/m);
  });

  test('fails with 65 on its warnings when strict: the emulated login has a Page without an account', async () => {
    const { code, stdout } = await run(['doctor', '--strict'], env);
    expect(stdout).toMatch(/^! .*no linked professional Instagram account$/m);
    expect(code).toBe(65);
  });

  test.each<[string, Readonly<Record<string, string>>, RegExp]>([
    ['a wrong token', wrong, /^✗ BAKERY_TOKEN: .*not valid/m],
    ['an expired token', expired, /^✗ BAKERY_TOKEN: .*(not valid|expired)/m],
    ['a missing variable', {}, /^✗ BAKERY_TOKEN: the environment variable BAKERY_TOKEN is not set$/m],
    [
      'an empty variable',
      { BAKERY_TOKEN: '' },
      /^✗ BAKERY_TOKEN: the environment variable BAKERY_TOKEN is not set$/m,
    ],
  ])('says what to do about %s: 77', async (_what, environment, message) => {
    const { code, stdout } = await run(['doctor'], environment);
    expect(stdout).toMatch(message);
    expect(stdout).toMatch(/^ {4}Create a token with instagram_basic, .*$/m);
    expect(code).toBe(77);
  });

  test('names an account that the token does not reach: 77', async () => {
    const other = await world.home('    accounts: [padaria.aurora, stranger]\n');
    const { code, stdout } = await reachline(other, ['doctor'], { env });
    expect(stdout).toMatch(/^✗ stranger: the token does not reach the account stranger$/m);
    expect(code).toBe(77);
  });
});

describe('nightly without a usable token ends with 77 and names the variable and the next step', () => {
  test.each<[string, Readonly<Record<string, string>>, string]>([
    ['wrong', wrong, 'not valid'],
    ['expired', expired, 'expired'],
    ['missing', {}, 'BAKERY_TOKEN is not set'],
  ])('%s', async (_what, environment, message) => {
    const { code, stdout, stderr } = await run(['nightly', '--as-of', firstNight.toISOString()], environment);
    expect(stderr).toContain(message);
    expect(stderr).toMatch(/^ {2}Create a token with .* into BAKERY_TOKEN$/m);
    expect([code, stdout]).toEqual([77, '']);
  });
});

describe('a token', () => {
  test('may stand in .env, and the environment wins over it', async () => {
    const other = await world.home();
    await writeFile(join(other, '.env'), `BAKERY_TOKEN=${emulator.token}\n`);
    expect((await reachline(other, ['doctor'])).code).toBe(0);
    expect((await reachline(other, ['doctor'], { env: wrong })).code).toBe(77);
  });

  test('is in no file of the home and in nothing that is printed', async () => {
    const night = ['nightly', '--as-of', firstNight.toISOString()];
    expect((await run(night, env)).code).toBe(0);
    expect((await run([...night, '--log-format', 'json'], env)).code).toBe(0);
    expect((await run([...night, '--log-format', 'json'], wrong)).code).toBe(77);
    emulator.setFaults([{ fault: 'token-invalidated', rate: 0.3, seed: 3 }]);
    await run(night, env);
    emulator.setFaults([]);
    for (const args of [['status'], ['runs'], ['plan'], ['query', 'from quarantine']]) await run(args, env);

    const files = await filesBelow(home);
    expect(files.size).toBeGreaterThan(30);
    const unpacked = await Promise.all(
      [...files].map(
        async ([path, bytes]) => [path, path.endsWith('.gz') ? await gunzip(bytes) : bytes] as const,
      ),
    );
    for (const secret of secrets) {
      for (const [path, bytes] of unpacked) expect(bytes.includes(secret), path).toBe(false);
      for (const { stdout, stderr } of said) expect(stdout + stderr).not.toContain(secret);
    }
    // The search can find something: the raw pages are there, and so is what names the variable.
    expect(unpacked.some(([path, bytes]) => path.endsWith('.gz') && bytes.includes('padaria.aurora'))).toBe(
      true,
    );
    expect(files.get('reachline.yaml')!.includes('BAKERY_TOKEN')).toBe(true);
  });
});

describe('a token that ends', () => {
  const ending = (at: Date) => ({ BAKERY_TOKEN: emulator.mint({ login: 'facebook', expiresAt: at }) });

  test('soon is told of in the summary of the night, which is whole all the same; strict counts it', async () => {
    const other = await world.home('    accounts: [barro_kai_alati]\n');
    const soon = ending(new Date(firstNight.getTime() + 10 * dayMs));
    const night = ['nightly', '--as-of', firstNight.toISOString()];
    const { code, stdout } = await reachline(other, night, { env: soon });
    expect(stdout).toMatch(/^! Night: succeeded in/m);
    expect(stdout).toMatch(
      /Needs attention\n {2}! main: BAKERY_TOKEN: the token expires in 10 days, on 2026-09-18\n {6}Create a token with .* into BAKERY_TOKEN$/m,
    );
    expect(code).toBe(0);
    expect((await reachline(other, [...night, '--strict'], { env: soon })).code).toBe(65);
    const manifest = JSON.parse(
      await readFile(join(other, 'data/runs/20260908T023000Z-nightly/manifest.json'), 'utf8'),
    );
    expect(manifest).toMatchObject({ status: 'succeeded', gaps: [], notices: [{ connection: 'main' }] });
  });

  test('soon is a warning of the doctor', async () => {
    const soon = ending(new Date(Date.now() + 5.5 * dayMs));
    const { code, stdout } = await reachline(await world.home(), ['doctor'], { env: soon });
    expect(stdout).toMatch(/^! BAKERY_TOKEN: the token expires in 5 days, on \d{4}-\d\d-\d\d$/m);
    expect(code).toBe(0);
  });
});

describe('a token of an hour, with Instagram Login', () => {
  const appSecret = 'secret-of-the-emulated-app';
  const settings = '    login: instagram\n    app_secret_env: APP_SECRET\n';

  test('lives for months, in a file for its owner alone, and is shown nowhere', async () => {
    const own = await smallWorld({ appSecret, historyDays: 3 });
    const account = own.emulator.world.accounts.find(
      ({ profile }) => profile.username === 'barro_kai_alati',
    )!;
    const given = own.emulator.mint({
      login: 'instagram',
      accounts: [account.id],
      expiresAt: new Date(firstNight.getTime() + 3_600_000),
    });
    const environment = { BAKERY_TOKEN: given, APP_SECRET: appSecret };
    const root = await own.home(settings);
    const kept = join(root, 'data/secrets/main.BAKERY_TOKEN.json');
    const hidden = new Set([given, appSecret]);
    const printed: string[] = [];
    for (const night of [0, 50, 100]) {
      own.clock.set(new Date(firstNight.getTime() + night * dayMs));
      const args = ['nightly', '--as-of', own.clock.now().toISOString(), '--log-format', 'json'];
      const { code, stdout, stderr } = await reachline(root, args, { env: environment });
      expect([night, code, stdout]).toEqual([night, 0, '']);
      expect(stderr).not.toContain('"gap"');
      printed.push(stderr);
      hidden.add((JSON.parse(await readFile(kept, 'utf8')) as { access_token: string }).access_token);
    }
    for (const args of [['doctor'], ['status'], ['runs'], ['plan']]) {
      const { stdout, stderr } = await reachline(root, args, { env: environment });
      printed.push(stdout, stderr);
    }
    expect(hidden.size).toBe(5);
    for (const token of [...hidden]) hidden.add(createHmac('sha256', appSecret).update(token).digest('hex'));

    const mode = async (path: string) => ((await stat(path)).mode & 0o777).toString(8);
    expect([await mode(kept), await mode(join(root, 'data/secrets'))]).toEqual(['600', '700']);
    const files = await filesBelow(root);
    expect([...files.keys()].filter((path) => path.includes('secrets'))).toEqual([
      'data/secrets/main.BAKERY_TOKEN.json',
    ]);
    let packed = 0;
    for (const [path, bytes] of files) {
      if (path.startsWith('data/secrets/')) continue;
      if (path.endsWith('.gz')) packed++;
      const plain = path.endsWith('.gz') ? await gunzip(bytes) : bytes;
      for (const secret of hidden) expect(plain.includes(secret), path).toBe(false);
    }
    expect(packed).toBeGreaterThan(10);
    for (const secret of hidden) expect(printed.join('\n')).not.toContain(secret);
    // Only what is used now is kept.
    expect(
      [...hidden].filter((secret) => files.get('data/secrets/main.BAKERY_TOKEN.json')!.includes(secret)),
    ).toHaveLength(1);
  });
});

describe('--log-format json', () => {
  const lines = (text: string) =>
    text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));

  test('writes one JSON object a line on standard error, and nothing else anywhere', async () => {
    const fresh = await world.home('    accounts: [barro_kai_alati, no.such.account]\n');
    for (const args of [['nightly', '--as-of', firstNight.toISOString()], ['sync'], ['build']]) {
      const { code, stdout, stderr } = await reachline(fresh, [...args, '--log-format', 'json'], { env });
      expect([args[0], code, stdout]).toEqual([args[0], 0, '']);
      const logged = lines(stderr);
      for (const line of logged) {
        expect(line).toMatchObject({ level: expect.any(Number), msg: expect.any(String) });
        expect(new Date(line.time).toISOString()).toBe(line.time);
      }
      const last = logged.at(-1);
      expect(last).toMatchObject({
        run_id: expect.stringMatching(`-${args[0]}$`),
        counts: expect.any(Object),
      });
      if (args[0] === 'nightly') {
        expect(last).toMatchObject({ status: 'partial', gaps: [{ account: 'no.such.account' }] });
        expect(last.reports).toHaveLength(1);
      }
    }
  });

  test('tells of a failure with its code and hint', async () => {
    const { code, stdout, stderr } = await reachline(home, ['nightly', '--log-format', 'json'], {
      env: wrong,
    });
    expect([code, stdout]).toEqual([77, '']);
    expect(lines(stderr).at(-1)).toMatchObject({
      level: 50,
      exit_code: 77,
      msg: expect.stringContaining('not valid'),
      hint: expect.stringContaining('BAKERY_TOKEN'),
    });
  });
});

test('a strict night with a good token is 0 when nothing needs attention', async () => {
  const fresh = await world.home('    accounts: [barro_kai_alati]\n');
  const { stdout } = await succeeding(fresh, ['nightly', '--strict', '--as-of', firstNight.toISOString()], {
    env,
  });
  expect(stdout).not.toContain('Needs attention');
});
