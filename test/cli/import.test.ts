import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { filesBelow, published, reachline, rowsOf, succeeding, temporaryFolder } from './running.js';

/** A table that no tool writes: its own column names, day first, decimal commas, a column that is nobody's business. */
const table = `Beitrag;Am;Herzen;Antworten;Reichweite;Notiz
https://www.instagram.com/p/CAAAAAAAAAA/;05/01/2026 18:30;1.203;7;;intern
https://www.instagram.com/reel/CBBBBBBBBBB/;17/02/2026 09:00;98;;4.410;
`;

let home: string;
let csv: string;
beforeEach(async () => {
  home = await temporaryFolder();
  csv = join(await temporaryFolder(), 'eigene tabelle.csv');
  await writeFile(csv, table);
});

test('a file with a header and no rows is told as one, not as known', async () => {
  const empty = join(await temporaryFolder(), 'empty.csv');
  await writeFile(empty, 'Post ID,Account ID,Publish time,Permalink,Likes\n');
  const { stdout } = await succeeding(home, ['import', empty, '--no-build']);
  expect(stdout).toContain('empty.csv: it holds no rows, so there is nothing to load');
  expect((await succeeding(home, ['import', empty, '--no-build'])).stdout).toContain('imported before');
});

describe('a file of no known kind', () => {
  test('is 65: its columns, what is missing, and a map to copy; nothing is imported', async () => {
    const { code, stdout, stderr } = await reachline(home, ['import', csv]);
    expect(stderr).toContain('eigene tabelle.csv is of no known kind.');
    expect([code, stdout]).toEqual([65, '']);
    expect(stderr).toContain('It has 6 columns: Beitrag, Am, Herzen, Antworten, Reichweite, Notiz.');
    expect(stderr).toContain('Save this as map.yaml, correct it, and add --map map.yaml:');
    expect(stderr).toMatch(/^ {2}reach: Reichweite {3}# e\.g\. /m);
    expect(stderr).toMatch(/# roles: permalink, shortcode, .*likes, comments/);
    const left = [...(await filesBelow(home)).keys()].filter((path) => !path.startsWith('data/runs/'));
    expect(left.filter((path) => !path.startsWith('data/raw/files/'))).toEqual([]);
    expect((await reachline(home, ['query', 'select 1'])).stderr).toContain('nothing has been published');
  });

  test('is drafted, corrected and imported: --map-draft > map.yaml, edit, --map map.yaml', async () => {
    const draft = await succeeding(home, ['import', csv, '--map-draft']);
    expect(draft.stderr).toBe('');
    expect((await filesBelow(home)).size).toBe(0);
    expect(draft.stdout).toMatch(/^reach: Reichweite {3}# e\.g\. /m);
    // found by what it holds
    expect(draft.stdout).toMatch(/^permalink: Beitrag {3}# e\.g\. https/m);
    expect(draft.stdout).toMatch(/^# columns not used: .*Herzen/m);

    const map = join(home, 'map.yaml');
    await writeFile(
      map,
      `${draft.stdout.replace(/^posted_at: Am .*$/m, 'posted_at: {column: Am, format: dd/mm/yyyy, zone: Europe/Berlin}')}
likes: Herzen
comments: Antworten
`,
    );
    const args = ['import', csv, '--map', map, '--account', 'cafe', '--timezone', 'Europe/Berlin'];
    const dry = await succeeding(home, [...args, '--dry-run']);
    expect(dry.stdout).toMatch(/^ +Herzen +likes$/m);
    expect(dry.stdout).toMatch(/^ +Notiz +\(not loaded\)$/m);
    expect(dry.stdout).toMatch(
      /CAAAAAAAAAA +2026-01-05T17:30:00\.000Z +reach unknown, likes 1203, comments 7/,
    );
    expect([...(await filesBelow(home)).keys()]).toEqual(['map.yaml']);

    const { stdout } = await succeeding(home, args);
    expect(stdout).toContain('2 read = 2 loaded + 0 quarantined + 0 superseded');
    expect(stdout).toContain(`next       reachline --home ${home} report`);
    expect(
      await rowsOf(
        home,
        'select media_key, account_id, posted_at, likes, comments, reach from media_performance order by posted_at',
      ),
    ).toEqual([
      {
        media_key: 'CAAAAAAAAAA',
        account_id: 'user:cafe',
        posted_at: '2026-01-05T17:30:00.000Z',
        likes: 1203,
        comments: 7,
        reach: null,
      },
      {
        media_key: 'CBBBBBBBBBB',
        account_id: 'user:cafe',
        posted_at: '2026-02-17T08:00:00.000Z',
        likes: 98,
        comments: null,
        reach: 4410,
      },
    ]);
  });

  test('a map that is wrong says where: 64 for its text, 65 for a column that is not there', async () => {
    const map = join(home, 'map.yaml');
    const run = () => reachline(home, ['import', csv, '--account', 'cafe', '--map', map]);
    expect(await run()).toMatchObject({
      code: 64,
      stderr: expect.stringContaining('cannot read the column map'),
    });
    await writeFile(map, 'permalink: [');
    expect(await run()).toMatchObject({
      code: 64,
      stderr: expect.stringContaining('cannot read the column map'),
    });
    await writeFile(map, 'links: Beitrag\n');
    expect(await run()).toMatchObject({ code: 64, stderr: expect.stringContaining('has no role links') });
    await writeFile(map, 'permalink: Beitrage\nlikes: Herzen\n');
    expect(await run()).toMatchObject({ code: 65, stderr: expect.stringContaining('Beitrag') });
  });
});

test('the original bytes are kept once, and the run tells which they were', async () => {
  const map = join(home, 'map.yaml');
  await writeFile(map, 'permalink: Beitrag\nposted_at: {column: Am, format: dd/mm/yyyy}\nlikes: Herzen\n');
  const args = ['import', csv, '--map', map, '--account', 'cafe', '--timezone', 'UTC'];
  await succeeding(home, args);
  await succeeding(home, args);
  const kept = [...(await filesBelow(join(home, 'data/raw/files'))).keys()];
  expect(kept).toHaveLength(1);
  const { run_id } = await published(home);
  expect((await succeeding(home, ['runs'])).stdout.split('\n')[1]).toContain(run_id);
  const [first] = (await succeeding(home, ['runs'])).stdout.trim().split('\n').slice(-1);
  const id = first!.split(' ')[0]!;
  const manifest = JSON.parse(await readFile(join(home, 'data/runs', id, 'manifest.json'), 'utf8'));
  expect(manifest.imported_files).toMatchObject([
    { name: 'eigene tabelle.csv', bytes: Buffer.byteLength(table) },
  ]);
  expect(kept[0]).toBe(`${manifest.imported_files[0].sha256}.gz`);
});

test('the same bytes read otherwise replace the earlier reading', async () => {
  const map = join(home, 'map.yaml');
  await writeFile(map, 'permalink: Beitrag\nposted_at: {column: Am, format: dd/mm/yyyy}\nlikes: Antworten\n');
  const args = ['import', csv, '--map', map, '--account', 'cafe', '--timezone', 'UTC'];
  await succeeding(home, args);
  await writeFile(map, 'permalink: Beitrag\nposted_at: {column: Am, format: dd/mm/yyyy}\nlikes: Herzen\n');
  await succeeding(home, args);
  expect(await rowsOf(home, 'select likes from media_performance order by likes')).toEqual([
    { likes: 98 },
    { likes: 1203 },
  ]);
});

test('--no-build lands, and the next build publishes', async () => {
  const map = join(home, 'map.yaml');
  await writeFile(map, 'permalink: Beitrag\nposted_at: {column: Am, format: dd/mm/yyyy}\nlikes: Herzen\n');
  const { stdout } = await succeeding(home, [
    'import',
    csv,
    '--map',
    map,
    '--account',
    'cafe',
    '--timezone',
    'UTC',
    '--no-build',
  ]);
  expect(stdout).not.toContain('report');
  expect((await reachline(home, ['query', 'select 1'])).code).toBe(64);
  await succeeding(home, ['build']);
  expect(await rowsOf(home, 'select count(*) as posts from media_performance')).toEqual([{ posts: 2 }]);
});

test('with --log-format json: nothing on standard output', async () => {
  const map = join(home, 'map.yaml');
  await writeFile(map, 'permalink: Beitrag\nlikes: Herzen\n');
  const { code, stdout, stderr } = await reachline(home, [
    'import',
    csv,
    '--map',
    map,
    '--account',
    'cafe',
    '--log-format',
    'json',
  ]);
  expect([code, stdout]).toEqual([0, '']);
  expect(JSON.parse(stderr.trim().split('\n').at(-1)!)).toMatchObject({
    status: 'succeeded',
    counts: { read: 2 },
  });
});
