import { beforeAll, describe, expect, test } from 'vitest';
import { checksumsBelow, mappedTable, reachline, rowsOf, succeeding, temporaryFolder } from './running.js';

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
    expect(stderr).toContain('The import was taken back.');
    expect(code).toBe(65);
    expect(await checksumsBelow(`${home}/data/published`)).toEqual(before);
    expect(await rowsOf(home, 'select shortcode, likes from media_performance')).toEqual([
      { shortcode: 'AAAAAAAAAAA', likes: 10 },
    ]);
  });

  test('takes the import back, so that later runs publish, and a better one can follow', async () => {
    expect((await succeeding(home, ['status'])).stdout).toMatch(
      /^Last run .*-import(-\d+)? failed: a check failed/m,
    );
    await succeeding(home, ['nightly']);
    await succeeding(home, ['build', '--full']);
    expect(await rowsOf(home, 'select shortcode from media_performance')).toEqual([
      { shortcode: 'AAAAAAAAAAA' },
    ]);

    const { csv, map } = await mappedTable(folder, [post('BBBBBBBBBBB', '2026-06-05', 20)]);
    await succeeding(home, [
      'import',
      csv,
      '--map',
      map,
      '--account',
      'bakery',
      '--observed-at',
      '2026-07-01',
    ]);
    expect(await rowsOf(home, 'select shortcode from media_performance order by 1')).toEqual([
      { shortcode: 'AAAAAAAAAAA' },
      { shortcode: 'BBBBBBBBBBB' },
    ]);
    const { stdout } = await succeeding(home, ['check']);
    expect(stdout).toMatch(/✓ \d+ checks: (\d+) passed, 0 warned, 0 failed/);
  });

  test('of landed data: every build refuses, and what is published stays', async () => {
    const fresh = await temporaryFolder();
    const args = ['--account', 'bakery', '--observed-at', '2026-03-01'];
    const good = await mappedTable(folder, [post('AAAAAAAAAAA', '2026-01-05', 10)]);
    await succeeding(fresh, ['import', good.csv, '--map', good.map, ...args]);
    const before = await checksumsBelow(`${fresh}/data/published`);
    const bad = await mappedTable(folder, [post('BBBBBBBBBBB', '2026-06-05', 20)]);
    await succeeding(fresh, ['import', bad.csv, '--map', bad.map, ...args, '--no-build']);
    for (const command of [['build'], ['build', '--full'], ['nightly']]) {
      const { code, stdout, stderr } = await reachline(fresh, command);
      expect(stderr).toContain('posted_before_observed: 1 bad row');
      expect([code, stdout]).toEqual([65, '']);
      expect(await checksumsBelow(`${fresh}/data/published`)).toEqual(before);
    }
  });
});
