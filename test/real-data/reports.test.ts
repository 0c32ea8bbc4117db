import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { Temporal } from 'temporal-polyfill';
import { beforeAll, describe, expect, test } from 'vitest';
import { succeeding, temporaryFolder } from '../cli/running.js';
import { readable } from '../reports/readable.js';
import { type Export, exports, folder, median, type Told } from './exports.js';

test.runIf(process.env.CI === 'true')('the real exports are there', () => {
  expect(folder, 'set REACHLINE_REAL_DATA').toBeTruthy();
});

const asOf = '2026-11-20T06:00:00Z';
const folders: Record<string, string> = {
  'Prefeitura de Maceió': 'prefeitura-de-maceio',
  'Governo de Santa Catarina': 'governo-de-santa-catarina',
  isb_thailand: 'isb_thailand',
};

/** Numbers as the page shows them, spelled out here once more: halves below 100, three digits from 10,000 on. */
const shownCount = (value: number) =>
  new Intl.NumberFormat(
    'en',
    value < 10_000
      ? { maximumFractionDigits: value < 100 ? 1 : 0 }
      : { notation: 'compact', maximumSignificantDigits: 3 },
  )
    .format(value)
    .replace('K', 'k');
const shownRate = (value: number) =>
  new Intl.NumberFormat('en', {
    style: 'percent',
    minimumSignificantDigits: 2,
    maximumSignificantDigits: 2,
  }).format(value);

interface Dated extends Told {
  readonly day: string;
}

/** What a key figure is, counted here: over posts that have all its parts. */
const figures: Record<string, { of: (post: Told) => number | null; shown: (value: number) => string }> = {
  likes: { of: (post) => post.likes, shown: shownCount },
  comments: { of: (post) => post.comments, shown: shownCount },
  reach: { of: (post) => post.reach ?? null, shown: shownCount },
  engagement_rate_by_reach: {
    of: (post) => (post.likes + post.comments + (post.saves ?? 0) + (post.shares ?? 0)) / post.reach!,
    shown: shownRate,
  },
  share_rate_by_reach: { of: (post) => post.shares! / post.reach!, shown: shownRate },
};

describe.skipIf(!folder)('reports of real exports', () => {
  let home: string;

  beforeAll(async () => {
    home = await temporaryFolder();
    for (const { path, stated } of exports)
      await succeeding(home, ['import', join(folder!, path), ...(stated ? ['--timezone', stated] : [])]);
    const { stdout } = await succeeding(home, ['report', '--as-of', asOf]);
    expect(stdout).toContain('✓ 3 reports');
  });

  test('an account is found by its name, however its accents are written', async () => {
    const out = join(home, 'one');
    for (const name of ['Prefeitura de Maceió'.normalize('NFC'), 'Prefeitura de Maceió'.normalize('NFD')]) {
      const { stdout } = await succeeding(home, ['report', '--as-of', asOf, '--account', name, '--out', out]);
      expect(stdout).toContain('✓ 1 report\n');
    }
  });

  describe.each(exports)('$account', ({ account, zone, posts }: Export) => {
    let told: Dated[];
    let page: string;
    // biome-ignore lint/suspicious/noExplicitAny: the report's own JSON
    let json: any;
    let csv: (name: string) => Promise<Record<string, string>[]>;
    let interactions: (post: Told) => number | null;

    beforeAll(async () => {
      const out = join(home, 'out', folders[account]!, 'last-28-days');
      page = readable(await readFile(join(out, 'index.html'), 'utf8'));
      json = JSON.parse(await readFile(join(out, 'report.json'), 'utf8'));
      csv = async (name) =>
        parse(await readFile(join(out, 'data', `${name}.csv`), 'utf8'), { columns: true, bom: true });
      told = posts()
        .map((post) => ({ ...post, day: post.postedAt.toZonedDateTimeISO(zone).toPlainDate().toString() }))
        .sort((a, b) => a.day.localeCompare(b.day));
      // Posts whose shares are unknown have other parts and are not compared with the rest.
      const hasShares = told.some(({ shares }) => shares !== undefined);
      interactions = (post) =>
        hasShares
          ? post.shares == null
            ? null
            : post.likes + post.comments + post.shares
          : post.likes + post.comments;
    });

    /** Posts that were 28 days old when the last of the file was published: the file was not made before. */
    const grown = (posts: readonly Dated[]) => {
      const last = Math.max(...told.map(({ postedAt }) => postedAt.epochMilliseconds));
      return posts.filter(({ postedAt }) => postedAt.epochMilliseconds <= last - 28 * 86_400_000);
    };
    const within = (from: string, to: string) => told.filter(({ day }) => day >= from && day <= to);
    const valuesOf = (chosen: readonly Dated[], of: (post: Told) => number | null) =>
      chosen.map(of).filter((value) => value !== null);

    test('covers the 28 days up to the last post that was old enough when the file was made, and the 28 before', () => {
      const to = Temporal.PlainDate.from(grown(told).at(-1)!.day);
      expect(json.period).toMatchObject({
        from: to.subtract({ days: 27 }).toString(),
        to: to.toString(),
        comparison: { from: to.subtract({ days: 55 }).toString(), to: to.subtract({ days: 28 }).toString() },
      });
      expect(json.account.time_zone).toBe(zone);
      expect(json.measure.age).toContain('lifetime');
    });

    test('key figures: the median, n and the median before, to the last digit shown', () => {
      const now = within(json.period.from, json.period.to);
      const before = within(json.period.comparison.from, json.period.comparison.to);
      let compared = 0;
      for (const tile of json.summary.key_figures) {
        if (tile.id === 'net_followers') {
          expect(tile).toMatchObject({ value: null, text: 'not available' });
          continue;
        }
        if (tile.id === 'posts_per_week') {
          expect(tile).toMatchObject({ value: now.length / 4, n: now.length, before: before.length / 4 });
          continue;
        }
        const { of, shown } =
          tile.id === 'interactions' ? { of: interactions, shown: shownCount } : figures[tile.id]!;
        const values = valuesOf(now, of);
        expect(tile.value, tile.id).toBeCloseTo(median(values)!, 12);
        expect(tile.n, tile.id).toBe(values.length);
        const earlier = median(valuesOf(before, of));
        if (earlier === null) expect(tile.before, tile.id).toBeNull();
        else expect(tile.before, tile.id).toBeCloseTo(earlier, 12);
        expect(tile.text, tile.id).toBe(shown(median(values)!));
        expect(page).toContain(`>${shown(median(values)!)}</span>`);
        compared += 1;
      }
      expect(compared).toBe(3);
    });

    test('the headline measure is the rate by reach where there is reach, and interactions per post elsewhere', () => {
      const hasReach = told.some(({ reach }) => reach !== undefined);
      expect(json.summary.key_figures[0].id).toBe(hasReach ? 'engagement_rate_by_reach' : 'interactions');
      if (!hasReach) expect(page).toContain('This source has no reach.');
    });

    test('every week: its posts and their median', async () => {
      const measure = json.summary.key_figures[0].id as string;
      const of = measure === 'interactions' ? interactions : figures[measure]!.of;
      const weeks = await csv('engagement-by-week');
      expect(weeks.length).toBeGreaterThan(10);
      let posts = 0;
      for (const { week, posts: n, [`median_${measure}`]: value } of weeks) {
        const values = valuesOf(
          grown(within(week!, Temporal.PlainDate.from(week!).add({ days: 6 }).toString())),
          of,
        );
        // The first week of the window and the last of the data may be cut.
        expect(Number(n), week).toBe(values.length);
        if (values.length > 0) expect(Number(value), week).toBeCloseTo(median(values)!, 12);
        posts += values.length;
      }
      expect(posts).toBeGreaterThan(40);
    });

    test('the posts that stand out are those of the file, with their numbers', async () => {
      const measure = json.summary.key_figures[0].id as string;
      const of = measure === 'interactions' ? interactions : figures[measure]!.of;
      const name = json.figures.find(({ id }: { id: string }) => id === 'posts-standing');
      if (!name) {
        expect(within(json.period.from, json.period.to).length).toBeLessThan(5);
        return;
      }
      const rows = await csv('posts-standing');
      expect(rows.length).toBeGreaterThan(4);
      for (const { day, link, [measure]: value } of rows) {
        const post = told.find(({ permalink }) => permalink === link)!;
        expect(day).toBe(post.day);
        expect(Number(value)).toBeCloseTo(of(post)!, 12);
        expect(page).toContain(post.permalink);
      }
    });
  });
});
