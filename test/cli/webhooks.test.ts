import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import axios from 'axios';
import { describe, expect, onTestFinished, test } from 'vitest';
import { dayMs, firstNight, reachline, rowsOf, smallWorld, starting, temporaryFolder } from './running.js';

const appSecret = 'app-secret-never-shown';
const verifyToken = 'verify-token-never-shown';
const world = await smallWorld({ appSecret });
const { clock, emulator } = world;
const env = {
  ...world.env,
  REACHLINE_APP_SECRET: appSecret,
  REACHLINE_WEBHOOK_VERIFY_TOKEN: verifyToken,
};
const settings = '    app_secret_env: REACHLINE_APP_SECRET\n';

/** `reachline webhooks`, listening and subscribed to the emulator. */
async function receiving(home: string, args: readonly string[] = []) {
  const port = await freePort();
  const { child, ended } = await starting(home, ['webhooks', '--port', `${port}`, ...args], { env });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  await once(child.stdout, 'data');
  const url = `http://127.0.0.1:${port}/webhooks`;
  const subscribed = await axios.post(
    `${emulator.url}/_emulator/webhooks`,
    { url, verify_token: verifyToken, duplicates: 0.5 },
    { proxy: false },
  );
  expect(subscribed.status).toBe(200);
  return { child, ended, url };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Stories of own accounts whose 24 hours end within a span. */
function expiring(from: Date, to: Date) {
  return emulator.world.accounts
    .filter(({ profile }) => profile.owned)
    .flatMap(({ id }) => emulator.world.published(id, to))
    .filter(({ format }) => format === 'STORY')
    .map(({ id, postedAt }) => ({ id, postedAt, expiry: new Date(postedAt.getTime() + dayMs) }))
    .filter(({ expiry }) => expiry > from && expiry <= to);
}

describe('a receiver beside the nights', () => {
  test('brings the last numbers of stories, also of those that no night saw', async () => {
    const first = new Date(firstNight.getTime() + 2 * dayMs);
    clock.set(first);
    const home = await world.home(settings);
    const { child, ended } = await receiving(home);
    expect((await world.night(home, [], env)).code).toBe(0);

    const later = new Date(first.getTime() + 3 * dayMs); // two nights were missed
    clock.set(later);
    expect(await emulator.deliverWebhooks()).toBeGreaterThan(10);
    const night = await world.night(home, ['--strict'], env); // nor does a check warn
    expect([night.code, night.stderr]).toEqual([0, '']);

    const stories = expiring(first, later);
    const seen = stories.filter(({ postedAt }) => postedAt <= first);
    const unseen = stories.filter(({ postedAt }) => postedAt > first);
    expect(Math.min(seen.length, unseen.length)).toBeGreaterThan(0);
    const rows = await rowsOf<{ media_id: string; format: string; reach: number; observed_at: string }>(
      home,
      "select media_id, format, reach, cast(observed_at as varchar) as observed_at from media_performance where format = 'story'",
    );
    const reachOf = new Map(rows.map(({ media_id, reach }) => [media_id, reach]));
    expect(stories.map(({ id }) => reachOf.get(id))).toEqual(
      stories.map(({ id, expiry }) => emulator.world.counters(id, expiry).reach),
    );
    const frames = await rowsOf<{
      media_id: string;
      reach: number;
      replies: number;
      exits: number;
      age: number;
    }>(
      home,
      `select m.media_id, f.reach, f.replies, f.exits, f.age_hours as age
       from story_frames as f join media_performance as m on m.media_key = f.media_key`,
    );
    for (const { id, expiry } of seen) {
      const { reach, replies, navigation } = emulator.world.counters(id, expiry);
      const exits = navigation.tap_exit ?? 0;
      expect(frames.find(({ media_id }) => media_id === id)).toEqual({
        media_id: id,
        reach,
        replies,
        exits,
        age: 24,
      });
    }

    child.kill('SIGTERM');
    const { code, stdout, stderr } = await ended;
    expect(code).toBe(143);
    expect(stdout).toMatch(/^Webhooks {2}http:\/\/127\.0\.0\.1:\d+\/webhooks {3}connection main\n$/);
    expect(stderr).toMatch(/^verified$/m);
    expect(stderr).toMatch(/^delivered \{"accounts":\["\d+"\],"fields":\["story_insights"\],"bytes":\d+\}$/m);
    expect(stderr).toMatch(/^delivered again /m);
    for (const secret of [appSecret, verifyToken]) expect(stdout + stderr).not.toContain(secret);
  });
});

describe('what is missing is said', () => {
  test.each<[string, string, Record<string, string>, string[], number, string]>([
    ['app secret setting', '', env, [], 78, 'app_secret_env of the connection main'],
    [
      'app secret',
      settings,
      { REACHLINE_WEBHOOK_VERIFY_TOKEN: 'x' },
      [],
      78,
      'REACHLINE_APP_SECRET is not set',
    ],
    ['verify token', settings, env, ['--verify-token-env', 'NOT_SET'], 78, 'NOT_SET is not set'],
    ['connection', settings, env, ['--connection', 'other'], 78, 'no connection "other" has webhooks'],
    ['path', settings, env, ['--path', 'webhooks'], 64, 'not a path'],
    ['port', settings, env, ['--port', '99999'], 64, 'not a port: 99999'],
    ['host', settings, env, ['--host', 'nowhere.invalid'], 64, 'cannot listen on nowhere.invalid'],
  ])('%s', async (_what, more, environment, args, exit, message) => {
    const home = await world.home(more);
    const { code, stderr } = await reachline(home, ['webhooks', ...args], { env: environment });
    expect(stderr).toContain(message);
    expect(code).toBe(exit);
  });

  test('two apps need a name, and a port is taken only once', async () => {
    const home = await temporaryFolder();
    const connection = (name: string) =>
      `  - {name: ${name}, connector: graph-api, app_secret_env: REACHLINE_APP_SECRET}\n`;
    await writeFile(join(home, 'reachline.yaml'), `connections:\n${connection('a')}${connection('b')}`);
    const two = await reachline(home, ['webhooks'], { env });
    expect([two.code, two.stderr]).toEqual([
      64,
      expect.stringContaining('several connections have webhooks: a, b'),
    ]);
    const { port } = new URL(emulator.url);
    const taken = await reachline(home, ['webhooks', '--connection', 'b', '--port', port], { env });
    expect([taken.code, taken.stderr]).toEqual([
      64,
      expect.stringContaining(`cannot listen on 127.0.0.1, port ${port}`),
    ]);
  });
});
