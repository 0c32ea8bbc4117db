import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { folderName } from '../../reports/account.js';
import { createFormat } from '../../reports/format.js';
import { type WrittenReport, writeArchiveIndex, writeReport } from '../../reports/index.js';
import { asOf, fixtureMarts } from './fixture.js';
import { readable } from './readable.js';

let outDir: string;
let written: WrittenReport[];
let page: string;

beforeAll(async () => {
  outDir = await mkdtemp(join(tmpdir(), 'reachline-archive-'));
  const marts = await fixtureMarts();
  written = [];
  for (const [accountId, period] of [
    ['17841400000000001', '2026-10'],
    ['17841400000000001', 'last-28-days'],
    ['tiny', '2026-10'],
    ['../../etc/passwd', '2026-10'],
  ] as const) {
    written.push(await writeReport({ marts, accountId, period, asOf, outDir }));
  }
  marts.close();
  await mkdir(join(outDir, 'strangers/2026-10'), { recursive: true });
  await writeFile(join(outDir, 'strangers/2026-10/report.json'), '{"version": 1}');
  await writeFile(join(dirname(written[0]!.path), 'report.pdf'), '%PDF-');
  page = readable(await readFile((await writeArchiveIndex(outDir)).path, 'utf8'));
});

afterAll(() => rm(outDir, { recursive: true }));

/** The part of the page about one account. */
function section(title: string): string {
  return page.split('<section ').find((part) => part.includes(`>${title}</h2>`))!;
}

test('lists reports by account, newest first, each with headline, badge, size and checksum', async () => {
  const of = section('@harbour.coffee');
  expect([...of.matchAll(/<th scope="row"><a href="([^"]+)"/g)].map(([, link]) => link)).toEqual([
    'harbour.coffee/last-28-days/index.html',
    'harbour.coffee/2026-10/index.html',
  ]);
  for (const report of written.filter(({ path }) => path.includes('harbour'))) {
    const bytes = await readFile(report.path);
    const checksum = createHash('sha256').update(bytes).digest('hex');
    expect(report).toMatchObject({ bytes: bytes.length, sha256: checksum });
    expect(of).toContain(checksum.slice(0, 12));
    expect(of).toContain(`>${createFormat('en').bytes(bytes.length)}<`);
    expect(of).toContain(report.headline);
    expect(of).toContain(`class="badge ${report.quality}"`);
  }
  expect(of.match(/report\.pdf/g)).toHaveLength(1);
  expect(section('@tiny.studio')).toContain('class="badge limited"');
});

test('every link leads to a file', async () => {
  const links = [...page.matchAll(/ href="([^"#]+)"/g)].map(([, link]) => link!);
  expect(links.length).toBeGreaterThan(10);
  for (const link of links.filter((each) => !each.startsWith('data:'))) {
    await expect(readFile(resolve(outDir, decodeURIComponent(link)))).resolves.toBeTruthy();
  }
});

test('latest.html is the newest report of the account, and its data is found', async () => {
  const latest = await readFile(join(outDir, 'harbour.coffee/latest.html'), 'utf8');
  const newest = await readFile(join(outDir, 'harbour.coffee/last-28-days/index.html'), 'utf8');
  expect(latest.replaceAll('"last-28-days/data/', '"data/')).toBe(newest);
  const data = [...latest.matchAll(/href="([^"]+\.csv)"/g)].map(([, link]) => link!);
  expect(data.length).toBeGreaterThanOrEqual(10);
  for (const link of data) {
    await expect(readFile(join(outDir, 'harbour.coffee', link))).resolves.toBeTruthy();
  }
});

test('text of strangers stays text, and what is no report is left out', async () => {
  expect(page).not.toMatch(/<script|javascript:/);
  expect(page).not.toContain('strangers');
  expect((await readdir(join(outDir, 'strangers'))).sort()).toEqual(['2026-10']);
});

test('an account may be called as the folder of overviews is', () => {
  expect(folderName({ account_id: '178', username: 'overview', name: null })).toBe('178');
  expect(folderName({ account_id: '178', username: 'overviews', name: null })).toBe('overviews');
});

test('report.json has what a message needs, as numbers and as text', async () => {
  const json = JSON.parse(await readFile(join(outDir, 'harbour.coffee/last-28-days/report.json'), 'utf8'));
  const { summary } = json;
  expect(summary).toMatchObject({
    title: '@harbour.coffee',
    period: '13 Oct – 9 Nov 2026',
    headline: json.headline,
    quality: 'fair',
    path: 'harbour.coffee/last-28-days/index.html',
  });
  expect(summary.key_figures).toHaveLength(5);
  const [rate, reach, , net, cadence] = summary.key_figures;
  expect([rate.unit, reach.unit, net.unit, cadence.unit]).toEqual([
    'share',
    'accounts',
    'followers',
    'posts per week',
  ]);
  for (const { value, text, n, interval, interval_text } of [rate, reach]) {
    expect(n).toBeGreaterThan(4);
    expect(interval.low).toBeLessThan(value);
    expect(interval.high).toBeGreaterThan(value);
    expect([typeof text, typeof interval_text]).toEqual(['string', 'string']);
  }
  expect(rate.change).toMatchObject({ relative: expect.any(Number), low: expect.any(Number) });
  expect(net).toMatchObject({ n: null, interval: null, change: null, verdict: 'plain' });
});
