import { mkdir, readdir, readFile, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { describe, expect, it } from 'vitest';
import type { Home } from '../../pipeline/home.js';
import { lockHolder, takeLock } from '../../pipeline/run/lock.js';
import { startChild } from './child.js';
import { temporaryHome } from './temporary-home.js';

/** A lock as another process left it, its last heartbeat some seconds ago. */
async function leftBy(home: Home, holder: object, heartbeatSecondsAgo = 0): Promise<void> {
  const boot = (await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => 'unknown')).trim();
  const whole = {
    pid: process.pid,
    host: hostname(),
    boot,
    command: 'nightly',
    since: new Date().toISOString(),
    token: 'theirs',
    ...holder,
  };
  await mkdir(home.data, { recursive: true });
  await writeFile(home.lock, JSON.stringify(whole));
  const beat = new Date(Date.now() - heartbeatSecondsAgo * 1000);
  await utimes(home.lock, beat, beat);
}

const refused = (command: string) => ({
  exitCode: 75,
  message: expect.stringContaining(`reachline ${command}`),
  hint: expect.stringContaining('Nothing was changed'),
});

describe('the lock of a home', () => {
  it('lets one of two processes work; the other is told who does', async () => {
    const home = await temporaryHome();
    const children = [home.root, home.root].map((root) => startChild('./lock-holder.ts', [root, '3000']));
    const said = await Promise.all(children.map((child) => child.line()));
    expect(said.filter((line) => line === 'taken')).toHaveLength(1);
    const winner = children[said.indexOf('taken')]!;
    const other = said.find((line) => line !== 'taken')!;
    expect(other).toContain(`process ${winner.pid} on ${hostname()}`);
    expect((await Promise.all(children.map((child) => child.ended()))).sort()).toEqual([0, 75]);
    expect(await lockHolder(home)).toBeNull();
  });

  it('passes from a process that was killed to the next', async () => {
    const home = await temporaryHome();
    const child = startChild('./lock-holder.ts', [home.root, '60000']);
    expect(await child.line()).toBe('taken');
    await expect(takeLock(home, 'sync')).rejects.toMatchObject(refused('nightly'));
    expect(await lockHolder(home)).toContain(`process ${child.pid}`);
    await child.kill('SIGKILL');
    const lock = await takeLock(home, 'sync');
    expect(await lockHolder(home)).toContain('reachline sync');
    await lock.release();
    expect(await readdir(home.data)).toEqual([]);
  });

  it('passes from an earlier container that had the same process id', async () => {
    const home = await temporaryHome();
    await leftBy(home, { since: '2020-01-01T00:00:00.000Z' });
    const lock = await takeLock(home, 'sync');
    await lock.release();
  });

  it.each(['[]', '{}', '5', '{"pid":"x","token":"theirs"}'])(
    'is nobody\u2019s when it says %s',
    async (text) => {
      const home = await temporaryHome();
      await mkdir(home.data, { recursive: true });
      await writeFile(home.lock, text);
      expect(await lockHolder(home)).toBeNull();
      const lock = await takeLock(home, 'sync');
      await lock.release();
    },
  );

  it('is taken again and again by one process, never twice at once', async () => {
    const home = await temporaryHome();
    for (let round = 0; round < 3; round++) {
      const lock = await takeLock(home, 'build');
      await expect(takeLock(home, 'build')).rejects.toMatchObject(refused('build'));
      await lock.release();
    }
    expect(await readdir(home.data)).toEqual([]);
  });

  it('goes to exactly one of many that find a dead holder', async () => {
    const home = await temporaryHome();
    await leftBy(home, { boot: 'before the restart' });
    const results = await Promise.allSettled(Array.from({ length: 8 }, () => takeLock(home, 'sync')));
    const taken = results.filter(({ status }) => status === 'fulfilled');
    expect(taken).toHaveLength(1);
    expect(await readdir(home.data)).toEqual(['lock.json']);
  });

  it.each([
    ['this host, before a restart', { boot: 'another' }, 0],
    ['this host, a process that is gone', { pid: 2 ** 22 + 1 }, 0],
    ['another host, silent for over two minutes', { host: 'elsewhere' }, 121],
  ])('is taken over from %s', async (_who, holder, silent) => {
    const home = await temporaryHome();
    await leftBy(home, holder, silent);
    const lock = await takeLock(home, 'sync');
    await lock.release();
    expect(await lockHolder(home)).toBeNull();
  });

  it.each([
    ['this host, a living process', {}, 10_000],
    ['another host with a fresh heartbeat', { host: 'elsewhere', pid: 2 ** 22 + 1, boot: 'theirs' }, 100],
  ])('stays with %s', async (_who, holder, silent) => {
    const home = await temporaryHome();
    await leftBy(home, holder, silent);
    const before = await readFile(home.lock, 'utf8');
    await expect(takeLock(home, 'sync')).rejects.toMatchObject(refused('nightly'));
    expect(await readFile(home.lock, 'utf8')).toBe(before);
    expect(await readdir(home.data)).toEqual(['lock.json']);
  });

  it('that was taken over is not released by its former holder', async () => {
    const home = await temporaryHome();
    const lock = await takeLock(home, 'nightly');
    await leftBy(home, { command: 'sync' });
    await lock.release();
    expect(await lockHolder(home)).toContain('reachline sync');
  });

  it.each(['', '{"pid":', 'null'])(
    'that a crash left unreadable (%j) does not stop the next run',
    async (text) => {
      const home = await temporaryHome();
      await mkdir(home.data, { recursive: true });
      await writeFile(home.lock, text);
      const lock = await takeLock(home, 'sync');
      await lock.release();
      expect(await lockHolder(home)).toBeNull();
    },
  );
});
