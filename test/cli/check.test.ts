import { beforeAll, describe, expect, test } from 'vitest';
import {
  checksumsBelow,
  mappedTable,
  published,
  reachline,
  rowsOf,
  succeeding,
  temporaryFolder,
} from './running.js';

const post = (code: string, day: string, likes: number) =>
  `https://www.instagram.com/p/${code}/,${day} 10:00,${likes},2`;

describe('a failing check', () => {
  let home: string;
  let folder: string;

  beforeAll(async () => {
    home = await temporaryFolder();
    folder = await temporaryFolder();
    const { csv, map } = await mappedTable(folder, [post('AAAAAAAAAAA', '2026-01-05', 10)]);
    await succeeding(home, [
      'import',
      csv,
      '--map',
      map,
      '--account',
      'bakery',
      '--observed-at',
      '2026-03-01',
    ]);
  });

  test('ends with 65, shows the bad row, and leaves the published tables as they were', async () => {
    const before = await checksumsBelow(`${home}/data/published`);
    // Posted in June, yet said to be seen in March.
    const { csv, map } = await mappedTable(folder, [post('BBBBBBBBBBB', '2026-06-05', 20)]);
    const { code, stderr } = await reachline(home, [
      ...['import', csv, '--map', map, '--account', 'bakery', '--observed-at', '2026-03-01'],
    ]);
    expect(stderr).toMatch(
      /a check failed; nothing was published:\n +posted_before_observed: 1 bad row, e\.g\. .*BBBBBBBBBBB/,
    );
    expect(stderr).toContain('The published tables are those of the last good run.');
    expect(code).toBe(65);
    expect(await checksumsBelow(`${home}/data/published`)).toEqual(before);
    expect(await rowsOf(home, 'select shortcode, likes from media_performance')).toEqual([
      { shortcode: 'AAAAAAAAAAA', likes: 10 },
    ]);
  });

  test('stays in the way of later builds until the cause is mended, and status says so', async () => {
    const run = (await published(home)).run_id;
    expect((await reachline(home, ['build'])).code).toBe(65);
    expect((await reachline(home, ['nightly'])).code).toBe(65);
    expect((await published(home)).run_id).toBe(run);
    expect((await succeeding(home, ['status'])).stdout).toMatch(/^Last run .* failed: a check failed/m);

    const { csv, map } = await mappedTable(folder, [post('BBBBBBBBBBB', '2026-06-05', 20)]);
    const mended = ['import', csv, '--map', map, '--account', 'bakery', '--observed-at', '2026-07-01'];
    await succeeding(home, mended);
    expect(await rowsOf(home, 'select shortcode from media_performance order by 1')).toEqual([
      { shortcode: 'AAAAAAAAAAA' },
      { shortcode: 'BBBBBBBBBBB' },
    ]);
    const { stdout } = await succeeding(home, ['check']);
    expect(stdout).toMatch(/✓ \d+ checks: (\d+) passed, 0 warned, 0 failed/);
  });
});
