import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { uploadedAt } from '../../connectors/identity.js';
import { filesBelow, published, reachline, rowsOf, succeeding, temporaryFolder } from '../cli/running.js';
import { countBy, counters, exports, folder, type Told } from './exports.js';

test.runIf(process.env.CI === 'true')('the real exports are there', () => {
  expect(folder, 'set REACHLINE_REAL_DATA').toBeTruthy();
});

interface Row {
  readonly media_key: string;
  readonly media_id: string | null;
  readonly shortcode: string;
  readonly permalink: string;
  readonly posted_at: string;
  readonly format: string | null;
  readonly age_basis: string | null;
  readonly likes: number;
  readonly comments: number;
  readonly shares: number | null;
  readonly saves: number | null;
  readonly views: number | null;
  readonly reach: number | null;
  readonly interactions: number;
}

const sum = (values: readonly (number | null | undefined)[]) =>
  values.reduce<number>((all, one) => all + (one ?? 0), 0);

describe.skipIf(!folder)('real exports, all in one home', () => {
  let home: string;

  beforeAll(async () => {
    home = await temporaryFolder();
  });

  describe.each(exports)('$path', ({ path, accountId, account, zone, stated, clock, posts }) => {
    const file = join(folder ?? '', path);
    const args = ['import', file, ...(stated ? ['--timezone', stated] : [])];
    let told: Told[];
    let rows: Row[];
    let said: string;

    beforeAll(async () => {
      told = posts();
      const before = await filesBelow(home);
      const dry = await succeeding(home, [...args, '--dry-run']);
      expect(dry.stdout).toContain(`${told.length.toLocaleString('en-US')} rows, account ${accountId}`);
      expect(dry.stdout).toContain(clock);
      expect([...(await filesBelow(home)).keys()], 'a dry run imports nothing').toEqual([...before.keys()]);
      said = (await succeeding(home, args)).stdout;
      rows = await rowsOf<Row>(
        home,
        `select * exclude (caption) from media_performance where account_id = '${accountId}' order by posted_at, media_key`,
      );
    });

    test('says how it read the file and what became of its rows', () => {
      const all = told.length.toLocaleString('en-US');
      expect(said).toContain(clock);
      expect(said).toContain(`${all} read = ${all} loaded + 0 quarantined + 0 superseded`);
    });

    test('gives one row for every post of the file, keyed by its link', () => {
      expect(rows).toHaveLength(told.length);
      const codes = told.map(({ code }) => code).sort();
      expect(new Set(codes).size).toBe(told.length);
      expect(rows.map(({ media_key }) => media_key).sort()).toEqual(codes);
      expect(rows.map(({ shortcode }) => shortcode).sort()).toEqual(codes);
      const links = new Map(told.map(({ code, permalink }) => [code, permalink]));
      for (const { media_key, permalink } of rows) expect(permalink).toBe(links.get(media_key));
    });

    test('keeps every id to its last digit, and none where the file has destroyed them', () => {
      const ids = new Map(told.map(({ code, id }) => [code, id]));
      for (const { media_key, media_id } of rows) expect(media_id).toBe(ids.get(media_key));
    });

    test.each(counters)('has the %s of the file: the sum, the unknown ones, and each of them', (counter) => {
      const values = told.map((post) => post[counter] ?? null);
      expect(sum(rows.map((row) => row[counter]))).toBe(sum(values));
      expect(rows.filter((row) => row[counter] === null)).toHaveLength(
        values.filter((value) => value === null).length,
      );
      const byCode = new Map(told.map((post) => [post.code, post[counter] ?? null]));
      for (const row of rows) expect(row[counter], row.media_key).toBe(byCode.get(row.media_key));
    });

    test('adds up interactions from what is known', () => {
      const expected = told.map((post) => sum([post.likes, post.comments, post.shares, post.saves]));
      expect(sum(rows.map(({ interactions }) => interactions))).toBe(sum(expected));
    });

    test('has the formats of the file', () => {
      expect(countBy(rows, ({ format }) => String(format))).toEqual(
        countBy(told, ({ format }) => String(format)),
      );
    });

    test('has each time as the instant that it was, and the days of the account', async () => {
      const at = new Map(told.map(({ code, postedAt }) => [code, postedAt.epochMilliseconds]));
      for (const { media_key, posted_at } of rows)
        expect(Date.parse(posted_at), media_key).toBe(at.get(media_key));
      const sorted = [...at.values()].sort((a, b) => a - b);
      expect([rows[0]!.posted_at, rows.at(-1)!.posted_at]).toEqual(
        [sorted[0]!, sorted.at(-1)!].map((ms) => new Date(ms).toISOString()),
      );
      const days = await rowsOf<{ day: string; posts: number }>(
        home,
        `select posted_day as day, count(*) as posts from media_performance where account_id = '${accountId}' group by 1`,
      );
      expect(Object.fromEntries(days.map(({ day, posts }) => [day, posts]))).toEqual(
        countBy(told, ({ postedAt }) => postedAt.toZonedDateTimeISO(zone).toPlainDate().toString()),
      );
    });

    test('agrees with the upload times inside the permalinks', () => {
      const minutes = rows.map(
        ({ shortcode, posted_at }) => (Date.parse(posted_at) - uploadedAt(shortcode)!.getTime()) / 60_000,
      );
      // A post is published when its upload ends or, scheduled and large ones, some time later; never hours before.
      const near = minutes.filter((lag) => lag > -3 && lag < 60);
      expect(near.length / rows.length).toBeGreaterThan(0.95);
    });

    test('counts every post as mature: it was seen at least 28 days after publishing', () => {
      expect(countBy(rows, ({ age_basis }) => String(age_basis))).toEqual({ lifetime: told.length });
    });

    test('is one account, with its name and zone', async () => {
      const [row, ...more] = await rowsOf(
        home,
        `select coalesce(username, name) as account, time_zone from accounts where account_id = '${accountId}'`,
      );
      expect([String(row!.account).normalize(), row!.time_zone, more]).toEqual([account, zone, []]);
    });

    test('imported again: known, nothing read, nothing changed', async () => {
      const before = (await published(home)).tables.media_performance!.sha256;
      const files = [...(await filesBelow(join(home, 'data/raw'))).keys()];
      const { stdout } = await succeeding(home, args);
      expect(stdout).toContain('imported before with the same settings; nothing changes');
      expect(stdout).toContain('0 read = 0 loaded + 0 quarantined + 0 superseded');
      expect((await published(home)).tables.media_performance!.sha256).toBe(before);
      expect([...(await filesBelow(join(home, 'data/raw'))).keys()]).toEqual(files);
    });
  });

  test('empty shares of the city stay unknown: 1,187, and none of them 0', async () => {
    expect(
      await rowsOf(
        home,
        `select count(*) as posts, count(shares) as known from media_performance where account_id = '370267283'`,
      ),
    ).toEqual([{ posts: 3024, known: 1837 }]);
    expect(
      await rowsOf(
        home,
        `select interactions_parts as parts, count(*) as posts from media_performance where account_id = '370267283' group by 1 order by 1`,
      ),
    ).toEqual([
      { parts: 'likes+comments', posts: 1187 },
      { parts: 'likes+comments+shares', posts: 1837 },
    ]);
  });

  test('Pacific publish times, summer and winter, are the instants that a calendar says', async () => {
    // Read from the file by eye; each with the offset of that day in Los Angeles.
    const { posts } = exports.find(({ account }) => account === 'isb_thailand')!;
    const told = [...posts()].sort((a, b) => a.postedAt.epochMilliseconds - b.postedAt.epochMilliseconds);
    const ten = told.filter((_, index) => index % Math.floor(told.length / 10) === 0).slice(0, 10);
    const offsets = new Set(
      ten.map(({ postedAt }) => postedAt.toZonedDateTimeISO('America/Los_Angeles').offset),
    );
    expect(offsets).toEqual(new Set(['-08:00', '-07:00']));
    const rows = await rowsOf<Row>(
      home,
      `select shortcode, posted_at from media_performance where shortcode in (${ten.map(({ code }) => `'${code}'`).join()})`,
    );
    expect(rows).toHaveLength(10);
    for (const { code, postedAt } of ten) {
      const posted = rows.find(({ shortcode }) => shortcode === code)!.posted_at;
      expect(Date.parse(posted)).toBe(postedAt.epochMilliseconds);
      const lag = (Date.parse(posted) - uploadedAt(code)!.getTime()) / 60_000;
      expect(lag, code).toBeGreaterThan(-2); // the file has whole minutes
      expect(lag, code).toBeLessThan(30);
    }
    expect(
      await rowsOf(home, `select posted_at from media_performance where shortcode = 'DGxTmZFNd5W'`),
    ).toEqual([{ posted_at: '2025-03-04T08:17:00.000Z' }]);
  });

  test('the ledger and all checks agree', async () => {
    const { stdout } = await succeeding(home, ['check']);
    expect(stdout).toMatch(/✓ \d+ checks: \d+ passed, \d+ warned, 0 failed/);
    expect(
      await rowsOf(
        home,
        'select sum(read) as read, sum(loaded) as loaded, sum(quarantined) as quarantined from loads',
      ),
    ).toEqual([{ read: 5080, loaded: 5080, quarantined: 0 }]);
  });

  test('a full build from the kept bytes gives the same posts', async () => {
    const before = (await published(home)).tables.media_performance!.sha256;
    await succeeding(home, ['build', '--full']);
    expect((await published(home)).tables.media_performance!.sha256).toBe(before);
  });

  test('in one call, all three give the same posts as one by one', async () => {
    const other = await temporaryFolder();
    await succeeding(other, ['import', ...exports.map(({ path }) => join(folder!, path))]);
    const totals =
      'select account_id, count(*) as posts, sum(likes) as likes, max(posted_at) as newest from media_performance group by 1 order by 1';
    expect(await rowsOf(other, totals)).toEqual(await rowsOf(home, totals));
  });
});

describe.skipIf(!folder)('ages', () => {
  test('a post younger than 28 days when the file was made is not mature', async () => {
    const home = await temporaryFolder();
    const { path, posts } = exports.find(({ account }) => account === 'isb_thailand')!;
    const made = '2026-03-10T00:00:00Z';
    await succeeding(home, ['import', join(folder!, path), '--observed-at', made]);
    const mature = posts().filter(
      ({ postedAt }) => Date.parse(made) - postedAt.epochMilliseconds >= 28 * 86_400_000,
    );
    const rows = await rowsOf<Row>(home, 'select media_key, age_basis from media_performance');
    expect(
      rows
        .filter(({ age_basis }) => age_basis === 'lifetime')
        .map(({ media_key }) => media_key)
        .sort(),
    ).toEqual(mature.map(({ code }) => code).sort());
    expect(mature.length).toBeLessThan(posts().length);
  });
});

describe.skipIf(!folder)('a real file of no known kind', () => {
  test('is 65, names its columns, shows a map to copy, and is not half-loaded', async () => {
    const home = await temporaryFolder();
    const known = join(folder!, exports[2]!.path);
    const unknown = join(folder!, 'reach_analysis_kharwal/instagram_data_classic.csv');
    const { code, stderr } = await reachline(home, ['import', known, unknown]);
    expect(code).toBe(65);
    for (const column of ['Impressions', 'From Home', 'From Hashtags', 'Profile Visits', 'Hashtags'])
      expect(stderr).toContain(column);
    expect(stderr).toMatch(/^ {2}likes: Likes {3}# e\.g\. /m);
    expect(stderr).toContain('Nothing of it was imported.');
    expect((await filesBelow(join(home, 'data'))).has('published/current.json')).toBe(false);
    // Nor by the next build: all files of a call count, or none.
    await succeeding(home, ['build']);
    expect(await rowsOf(home, 'select count(*) as posts from media_performance')).toEqual([{ posts: 0 }]);
  });
});
