import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { expect, test } from 'vitest';
import { dayMs, mappedTable, reachline, smallWorld, succeeding, temporaryFolder } from './running.js';

const world = await smallWorld();
const hostile = '\u001b[2J\u202e';
const control = /[\u001b\u009b\u202e]/;

test('names of files and columns cannot steer the terminal', async () => {
  const home = await temporaryFolder();
  const path = join(home, `ev${hostile}il.csv`);
  await writeFile(
    path,
    `Beitrag,Wann,He${hostile}rzen\nhttps://www.instagram.com/p/AAAAAAAAAAA/,2026-01-05 10:00,1\n`,
  );
  for (const file of [path, join(home, `no${hostile}ne.csv`)]) {
    const { code, stdout, stderr } = await reachline(home, ['import', file]);
    expect(code).toBeGreaterThan(0);
    expect(stdout + stderr).not.toMatch(control);
    expect(stderr).toMatch(/evil\.csv|none\.csv/);
  }
  expect((await succeeding(home, ['status'])).stdout).not.toMatch(control);
});

test('names and values of a query cannot either', async () => {
  const home = await temporaryFolder();
  const { csv, map } = await mappedTable(home, [
    'https://www.instagram.com/p/AAAAAAAAAAA/,2026-01-05 10:00,1,2',
  ]);
  await succeeding(home, [
    'import',
    csv,
    '--map',
    map,
    '--account',
    `bak${hostile}ery`,
    '--observed-at',
    '2026-03-01',
  ]);
  const { stdout } = await succeeding(home, [
    'query',
    `select account_id as "of${hostile} whom" from accounts`,
  ]);
  expect(stdout).not.toMatch(control);
  expect(stdout).toMatch(/of whom\n.*bakery/);
});

test('what strangers comment comes out of a CSV as they wrote it, and nothing else does', async () => {
  const { clock, emulator, home, night } = world;
  const root = await home('    comments: {days: 14}\n    tags: true\n');
  const { code, stderr } = await night(root);
  expect([code, stderr]).toEqual([0, '']);
  const { stdout } = await succeeding(root, [
    'query',
    'select comment_id, text from comments order by comment_id',
    '--format',
    'csv',
  ]);
  const written = emulator.world.accounts
    .filter(({ profile }) => profile.owned)
    .flatMap(({ id }) => emulator.world.media(id, clock.now()))
    .filter(({ postedAt }) => clock.now().getTime() - postedAt.getTime() <= 14 * dayMs)
    .flatMap(({ id }) => emulator.world.comments(id, clock.now()));
  expect(parse(stdout, { from: 2 })).toEqual(
    written.map(({ id, text }) => [id, text]).sort(([a], [b]) => (a! < b! ? -1 : 1)),
  );
  const texts = written.map(({ text }) => text).join();
  for (const trap of ['@SUM(1+1)', 'DROP TABLE', '"three"', '\r\n\t', '👩‍👩‍👧‍👦'])
    expect(texts).toContain(trap);
});
