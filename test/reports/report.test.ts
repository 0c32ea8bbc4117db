import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Marts } from '../../pipeline/index.js';
import { folderName } from '../../reports/account.js';
import { type ReportOptions, writeArchiveIndex, writeReport } from '../../reports/index.js';
import { stylesheet } from '../../reports/stylesheet.js';
import { asOf, fixtureMarts } from './fixture.js';
import { readable } from './readable.js';

let marts: Marts;
let outDir: string;

beforeAll(async () => {
  marts = await fixtureMarts();
  outDir = await mkdtemp(join(tmpdir(), 'reachline-report-'));
});

afterAll(async () => {
  marts.close();
  await rm(outDir, { recursive: true });
});

const full = '17841400000000001';
const evil = '../../etc/passwd';

/** Written once for tests that only read it. */
const known = new Map<string, ReturnType<typeof writeAnew>>();

/** The files of one report, by path below the output folder. */
function report(accountId: string, settings: ReportOptions['settings'] = {}): ReturnType<typeof writeAnew> {
  const key = JSON.stringify([accountId, settings]);
  const made = known.get(key) ?? writeAnew(accountId, { settings });
  known.set(key, made);
  return made;
}

async function writeAnew(accountId: string, options: Partial<ReportOptions> = {}) {
  const files = new Map<string, string>();
  const written = await writeReport({
    marts,
    accountId,
    period: 'last-28-days',
    asOf,
    outDir: 'out',
    write: async (path, content) => void files.set(path, content),
    warn: (message) => {
      throw new Error(message);
    },
    ...options,
  });
  const document = files.get(written.path)!;
  const page = readable(document);
  const folder = written.path.slice(0, -'index.html'.length);
  return { written, files, document, page, folder, json: JSON.parse(files.get(`${folder}report.json`)!) };
}

/** Every place that matches, short: a failing page must not flood the log. */
function matches(page: string, pattern: RegExp): string[] {
  return [...page.matchAll(pattern)].map(([text]) => text.slice(0, 80));
}

/** What a reader sees: tags out, entities back. */
function textOf(page: string): string {
  return page
    .replace(/<style>.*?<\/style>/s, '')
    .replace(/<script\b.*?<\/script>/gs, '')
    .replace(/<[^>]+>/g, ' ')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&#39;', "'")
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&')
    .replace(/\s+/g, ' ');
}

test('a full account gets every section, at least ten charts, and a CSV for each', async () => {
  const { document, page, files, folder, json, written } = await report(full);
  const ids = [...page.matchAll(/<section id="([a-z]+)"/g)].map(([, id]) => id);
  expect(ids).toEqual(
    'summary changes next growth reach engagement formats reels stories posts timing topics cadence audience benchmarks outlook quality method'.split(
      ' ',
    ),
  );
  const figures = [...page.matchAll(/<figure id="([\w-]+)"/g)].map(([, id]) => id);
  expect(figures.length).toBeGreaterThanOrEqual(10);
  for (const id of figures) expect(files.has(`${folder}data/${id}.csv`), id).toBe(true);
  expect(json.figures.map(({ id }: { id: string }) => id)).toEqual(figures);
  expect(written).toMatchObject({
    path: 'out/harbour.coffee/last-28-days/index.html',
    period: { from: '2026-10-13', to: '2026-11-09', label: '13 Oct – 9 Nov 2026' },
    bytes: Buffer.byteLength(document),
  });
  expect(written.bytes).toBeLessThan(1_500_000);
});

test('the audience is shown with those who engage as ticks, by age and gender, and by the hour of the account', async () => {
  const { page, files, folder } = await report(full);
  const figures = [...page.matchAll(/<figure id="(audience-[\w-]+)"/g)].map(([, id]) => id);
  expect(figures).toEqual([
    'audience-engaged-city',
    'audience-followers-age',
    'audience-followers-age-gender',
    'audience-followers-country',
    'audience-online-hour',
  ]);
  const text = textOf(page);
  expect(text).toContain('Women, 25–34: 50%, the largest group of followers by age and gender');
  expect(text).toContain('Germany: 60%, the largest group of followers by country');
  expect(text).toContain('Graz: 100%, the largest group of people who engaged by city');
  expect(text).toContain(
    'Followers online by hour of the day (Europe/Berlin), mean of 2 days, 31 Oct – 3 Nov 2026.',
  );
  const rows = files.get(`${folder}data/audience-followers-age-gender.csv`)!.split(/\r?\n/);
  expect(rows[0]).toBe('bucket,people,share,engaged_share');
  // The engaged of a group that the platform does not list are not known.
  expect(rows[3]).toMatch(/,3000,0\.1875,$/);
});

test('the page is complete without script and lets nothing in', async () => {
  const { document, page, json } = await report(full, { interactive: false });
  expect(json.html).toMatchObject({ bytes: Buffer.byteLength(document), interactive: false });
  expect(Buffer.byteLength(document)).toBeLessThan(600_000);
  expect(matches(page, /<script|<[^>]+\son\w+=|<iframe|<object|<img|@import|url\((?!#)/gi)).toEqual([]);
  const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/
    .exec(page)?.[1]
    ?.replaceAll('&#39;', "'");
  expect(policy).toMatch(
    /^default-src 'none'; style-src 'sha256-[\w+/=]+'; img-src data:; base-uri 'none'; form-action 'none'$/,
  );
  expect(page.match(/<style>/g)).toHaveLength(1);
  expect(matches(page, / style="/g)).toEqual([]);
  expect(stylesheet).not.toMatch(/<\/style|url\(/);
  for (const [, link] of page.matchAll(/ href="([^"]*)"/g)) {
    expect(link).toMatch(
      /^(#[\w-]+|data\/[\w-]+\.csv|data:,|https:\/\/www\.instagram\.com\/(p|reel|tv)\/[\w-]+\/)$/,
    );
  }
  const ids = [...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id!);
  expect(new Set(ids).size).toBe(ids.length);
});

test('the same inputs give the same bytes', async () => {
  const [first, second] = [await report(full), await writeAnew(full)];
  expect([...second.files]).toEqual([...first.files]);
  const again = await fixtureMarts();
  const third = await writeAnew(full, { marts: again });
  again.close();
  expect(third.written.sha256).toBe(first.written.sha256);
});

test('one number is one string: title, tile, table, alternative text and report.json agree', async () => {
  const { page, json } = await report(full);
  const text = textOf(page);
  for (const tile of json.summary.key_figures) expect(text).toContain(tile.text);
  expect(text).toContain(json.headline);
  // The reach of the highest post: in the description of the chart and in its table.
  const highest = /Highest ([\d.,]+k?) on (\d+ \w+ \d+)/.exec(text)!;
  const table = page.slice(page.indexOf('<figure id="reach-per-post"'), page.indexOf('id="engagement"'));
  const row = new RegExp(
    `>${highest[2]}</th>[^]{0,20}<td>[^<]+</td>[^]{0,20}<td class="number">([^<]+)</td>`,
  ).exec(table);
  expect(row?.[1]).toBe(highest[1]);
  // Medians by format: written in the drawing, in the description and in the table.
  const formats = page.slice(
    page.indexOf('<figure id="formats-headline"'),
    page.indexOf('<figure id="formats-reach"'),
  );
  const [, reel] = /Reel: ([\d.]+%), n = /.exec(textOf(formats))!;
  expect(formats).toContain(`>${reel}, n = `);
  expect(formats).toContain(`<td class="number">${reel}</td>`);
});

test('tables and CSV files hold the values of the marts, unrounded', async () => {
  const { files, folder } = await report(full);
  const rows = parse(files.get(`${folder}data/reach-per-post.csv`)!, { columns: true }) as Record<
    string,
    string
  >[];
  const expected = await marts.rows<{ posts: number; reach: number }>(
    `select count(*) as posts, cast(sum(reach) as bigint) as reach from media_at_age
     where account_id = $account and posted_day between '2026-05-11' and '2026-11-09'`,
    { account: full },
  );
  expect(rows.length).toBe(expected[0]!.posts);
  expect(rows.reduce((sum, row) => sum + Number(row.reach), 0)).toBe(expected[0]!.reach);
  expect(rows.filter((row) => row.age_basis === 'provisional').length).toBeGreaterThan(0);
});

test('the headline median is the median of the comparable posts of the period', async () => {
  const { json } = await report(full);
  const [row] = await marts.rows<{ rate: number; posts: number }>(
    `select median(interactions / reach) as rate, count(*) as posts from media_at_age
     where account_id = $account and posted_day between '2026-10-13' and '2026-11-09' and age_basis = 'fixed'`,
    { account: full },
  );
  expect(json.summary.key_figures[0]).toMatchObject({ id: 'engagement_rate_by_reach', n: row!.posts });
  expect(json.summary.key_figures[0].value).toBeCloseTo(row!.rate, 12);
});

test('a file without reach: interactions, their parts by name, as of its last day', async () => {
  const { page, json } = await report('user:imported');
  const text = textOf(page);
  expect(json.period).toMatchObject({ from: '2024-09-08', to: '2024-10-05' });
  expect(text).toContain('The data of this account ends on 5 Oct 2024');
  expect(text).toContain(
    'This source has no reach. The headline is interactions per post (likes + comments).',
  );
  expect(json.summary.key_figures.map(({ id }: { id: string }) => id)).toEqual([
    'interactions',
    'likes',
    'comments',
    'net_followers',
    'posts_per_week',
  ]);
  expect(json.summary.key_figures[3]).toMatchObject({ value: null, text: 'not available' });
  expect(text).not.toMatch(/Median engagement rate|Median reach/);
  const [row] = await marts.rows<{ middle: number }>(
    `select median(interactions) as middle from media_at_age
     where account_id = 'user:imported' and posted_day between '2024-09-08' and '2024-10-05'`,
  );
  expect(json.summary.key_figures[0].value).toBe(row!.middle);
});

test('three posts are shown, not judged', async () => {
  const { page, json } = await report('tiny');
  expect(json.quality.level).toBe('limited');
  expect(json.headline).toContain('Too few posts to compare engagement rate: 3 now, 0 before.');
  expect(json.summary.key_figures[0]).toMatchObject({
    n: 3,
    change: null,
    interval_text: '',
    verdict: 'too few',
  });
  expect(textOf(page)).toMatch(/Timing: too few posts/);
  expect(textOf(page)).not.toMatch(/ (rose|fell) \d/);
});

test('an account without posts still gets a page that says so', async () => {
  const { page, json } = await report('empty');
  expect(json.headline).toBe('No posts with a date are known.');
  expect(json.summary.key_figures.at(-1)).toMatchObject({
    id: 'posts_per_week',
    value: null,
    verdict: 'none',
  });
  expect(textOf(page)).toContain('No posts with values in');
});

test('text of strangers stays text', async () => {
  const { page, files, json } = await report(evil);
  // The script is ours, its data a block that runs nowhere; both are looked at in browser.test.ts and page-data.test.ts.
  const markup = page.replaceAll(/<script\b.*?<\/script>/gs, '');
  expect(matches(page, /<script\b/g)).toHaveLength(2);
  expect(matches(page, /="javascript:|evil\.example|\u202e|\u2066|\u0000/g)).toEqual([]);
  expect(matches(markup, /<script|<img|<svg onload/g)).toEqual([]);
  expect(page.match(/<\/style>/g)).toHaveLength(1);
  expect(textOf(page)).toContain('</script><script>window.hacked=1</script>');
  expect(
    [...files.keys()].every((path) => /^out\/[a-z0-9][a-z0-9._-]*\/last-28-days\/[\w./-]+$/.test(path)),
  ).toBe(true);
  expect([...files.keys()].some((path) => path.includes('..'))).toBe(false);
  for (const [path, content] of files) {
    if (!path.endsWith('.csv')) continue;
    for (const cell of (parse(content) as string[][]).flat()) {
      expect(/^[=+@\t\r]|^-\D/.test(cell), `${path}: ${cell.slice(0, 40)}`).toBe(false);
    }
  }
  expect(json.account.id).toBe(evil);
});

test('captions are withheld on request', async () => {
  const { page } = await report(full, { redactCaptions: true, brand: 'Studio <North>' });
  expect(matches(page, /Behind the counter|Meet the farmers|Sunday cupping/g)).toEqual([]);
  expect(page).toContain('caption withheld');
  expect(page).toContain('Studio &lt;North&gt;');
});

test('numbers follow the locale everywhere', async () => {
  const { page } = await report(full, { locale: 'pt-BR' });
  expect(textOf(page)).toMatch(/\d,\d%/);
});

test('folder names are safe, distinct and readable', () => {
  const name = (username: string | null, title: string | null = null, id = 'id1') =>
    folderName({ account_id: id, username, name: title });
  expect(name('harbour.coffee')).toBe('harbour.coffee');
  expect(name(null, 'Prefeitura São João')).toBe('prefeitura-sao-joao');
  expect(name('../..')).toBe('id1');
  expect(name('..', '東京')).toBe('id1');
  expect(name(null, null, '../../../')).toMatch(/^account-[0-9a-f]{12}$/);
  expect(name('CON')).not.toBe('con');
});

test('unknown accounts and periods are named', async () => {
  await expect(report('nobody-here')).rejects.toThrow(
    'account "nobody-here" is not in the published accounts',
  );
  await expect(writeAnew(full, { period: 'soon' })).rejects.toThrow('unknown period "soon"');
});

test("on disk: written whole, listed newest first, strangers' files ignored", async () => {
  const first = await writeReport({ marts, accountId: full, period: '2026-10', asOf, outDir });
  await writeReport({ marts, accountId: full, period: '2026-W45', asOf, outDir });
  await writeReport({ marts, accountId: 'user:imported', period: 'last-28-days', asOf, outDir });
  expect(await readdir(join(outDir, 'harbour.coffee', '2026-10'))).toEqual([
    'data',
    'index.html',
    'report.json',
  ]);
  const archive = await writeArchiveIndex(outDir);
  expect(archive).toEqual({ path: join(outDir, 'index.html'), reports: 3 });
  const page = await readFile(archive.path, 'utf8');
  const links = [...page.matchAll(/href="([^"]+index\.html)"/g)].map(([, link]) => link);
  expect(links).toEqual([
    'harbour.coffee/2026-W45/index.html',
    'harbour.coffee/2026-10/index.html',
    'prefeitura-sao-joao/last-28-days/index.html',
  ]);
  expect(page).toContain(first.sha256.slice(0, 12));
  expect(page).toContain('Engagement rate fell 31%');
});
