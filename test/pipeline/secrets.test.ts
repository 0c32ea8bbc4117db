import { chmod, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Home } from '../../pipeline/home.js';
import { secretsIn } from '../../pipeline/secrets.js';
import { temporaryHome } from './temporary-home.js';

const mode = async (path: string) => ((await stat(path)).mode & 0o777).toString(8);
const fileOf = (home: Home, name: string) => join(home.secrets, name);

test('a secret is kept in a file that only its owner can read, in a folder that only its owner can open', async () => {
  const home = await temporaryHome();
  const before = process.umask(0);
  try {
    const secrets = secretsIn(home);
    expect(await secrets.read('main.TOKEN.json')).toBeNull();
    await secrets.write('main.TOKEN.json', 'first');
    expect(await secretsIn(home).read('main.TOKEN.json')).toBe('first');
    expect(await mode(fileOf(home, 'main.TOKEN.json'))).toBe('600');
    expect(await mode(home.secrets)).toBe('700');
  } finally {
    process.umask(before);
  }
});

test('the folder beside it stays open to those who read the published tables', async () => {
  const home = await temporaryHome();
  const before = process.umask(0o022);
  try {
    await secretsIn(home).write('main.TOKEN.json', 'first');
    expect(await mode(home.data)).toBe('755');
  } finally {
    process.umask(before);
  }
});

test('writing again replaces it, closes what was left open, and leaves nothing beside it', async () => {
  const home = await temporaryHome();
  await mkdir(home.secrets, { recursive: true, mode: 0o755 });
  await writeFile(fileOf(home, 'main.TOKEN.json'), 'copied from a backup', { mode: 0o644 });
  await chmod(fileOf(home, 'main.TOKEN.json'), 0o644);
  await secretsIn(home).write('main.TOKEN.json', 'second');
  expect(await readFile(fileOf(home, 'main.TOKEN.json'), 'utf8')).toBe('second');
  expect(await mode(fileOf(home, 'main.TOKEN.json'))).toBe('600');
  expect(await mode(home.secrets)).toBe('700');
  expect(await readdir(home.secrets)).toEqual(['main.TOKEN.json']);
});

test('no name leads out of the folder', async () => {
  const home = await temporaryHome();
  for (const name of ['../escaped', '..', 'a/b', 'ü']) {
    await secretsIn(home).write(name, name);
    expect(await secretsIn(home).read(name)).toBe(name);
  }
  expect(await readdir(home.secrets)).toHaveLength(4);
  expect(await readdir(home.data)).toEqual(['secrets']);
});

test('what cannot be read or written says so, and what to do', async () => {
  const home = await temporaryHome();
  await mkdir(fileOf(home, 'main.TOKEN.json'), { recursive: true });
  await expect(secretsIn(home).read('main.TOKEN.json')).rejects.toMatchObject({
    exitCode: 77,
    message: expect.stringContaining('main.TOKEN.json'),
    hint: expect.stringContaining('delete it'),
  });
  await expect(secretsIn(home).write('main.TOKEN.json', 'x')).rejects.toMatchObject({ exitCode: 73 });
});
