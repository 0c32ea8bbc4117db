import { once } from 'node:events';
import axios from 'axios';
import { describe, expect, test } from 'vitest';
import { faultNames } from '../../emulator/index.js';
import { reachline, starting, succeeding, temporaryFolder } from './running.js';

const home = await temporaryFolder();

/** A port that was free a moment ago. */
async function freePort(): Promise<number> {
  const { createServer } = await import('node:net');
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}

describe('reachline emulator', () => {
  test('answers with the faults and the latency it was asked for, until it is stopped', async () => {
    const port = await freePort();
    const rules = ['unavailable:1:me', 'metric-omitted:0.5'].flatMap((rule) => ['--fault', rule]);
    const args = ['emulator', '--port', `${port}`, ...rules, '--fault-seed', '7', '--latency', '40'];
    const { child, ended } = await starting(home, args);
    await Promise.race([once(child.stderr, 'data'), ended]);
    const api = axios.create({
      baseURL: `http://127.0.0.1:${port}`,
      validateStatus: () => true,
      proxy: false,
    });
    const { token } = (await api.get('/_emulator/world')).data;
    expect((await api.get('/_emulator/faults')).data.active).toEqual([
      { fault: 'unavailable', rate: 1, seed: 7, endpoint: 'me' },
      { fault: 'metric-omitted', rate: 0.5, seed: 7 },
    ]);
    const began = performance.now();
    const { data } = await api.get(`/v26.0/me?access_token=${token}`);
    expect(performance.now() - began).toBeGreaterThanOrEqual(39);
    expect(data.error.code).toBe(2);
    child.kill('SIGTERM');
    const { code, stdout } = await ended;
    expect(code).toBe(143);
    expect(stdout).toContain('fault     unavailable at 100.0 % of me');
    expect(stdout).toContain('latency   40 ms');
  });

  test('lists the catalogue', async () => {
    const { stdout } = await succeeding(home, ['emulator', '--list-faults']);
    const listed = [...stdout.matchAll(/^ {2}([a-z0-9-]+) /gm)].map(([, name]) => name);
    expect(listed.sort()).toEqual([...faultNames].sort());
    const [transient, permanent] = stdout.split('Permanent: asking again never helps');
    expect(transient).not.toContain('missing then');
    expect(permanent).toContain('missing then: everything; another version works');
  });

  test.each([
    ['gremlins', 'there is no fault gremlins'],
    ['', 'there is no fault without a name'],
    ['unavailable:2', 'the rate is a number from 0 to 1'],
    ['unavailable:0.1:media/nothing', 'there is no endpoint media/nothing'],
    ['too-few-users:0.1:media', 'too-few-users strikes user/insights, not media'],
    ['unavailable:0.1:media:x', 'too many colons'],
  ])('refuses --fault %s', async (rule, message) => {
    const { code, stderr } = await reachline(home, ['emulator', '--fault', rule]);
    expect(code).toBe(64);
    expect(stderr).toContain(message);
    expect(stderr).toContain('--list-faults');
  });
});
