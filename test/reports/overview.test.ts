import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parse } from 'csv-parse/sync';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Marts } from '../../pipeline/index.js';
import { readReports, type WrittenReport, writeOverview, writeReport } from '../../reports/index.js';
import { type AccountFigures, acrossAccounts } from '../../reports/overview/across.js';
import type { KeyFigure } from '../../reports/report-json.js';
import { asOf, fixtureMarts, hostile } from './fixture.js';
import { readable } from './readable.js';

const executablePath = process.env.REACHLINE_CHROMIUM ?? '/usr/bin/chromium';
const isMissing = !existsSync(executablePath);

const figure = (value: number | null, more: Partial<KeyFigure> = {}): KeyFigure => ({
  id: 'rate',
  label: 'Median rate',
  definition: 'likes / reach',
  unit: 'share',
  value,
  text: String(value),
  n: 20,
  interval: null,
  interval_text: '',
  before: null,
  change: null,
  change_text: '',
  verdict: 'unclear',
  ...more,
});
const account = (label: string, figures: readonly KeyFigure[], age = 'seven days'): AccountFigures => ({
  label,
  age,
  figures,
});

describe('medians over accounts', () => {
  test('an account counts once, however much it posts', () => {
    const [rate] = acrossAccounts([
      account('small', [figure(0.1, { n: 5, verdict: 'rose' })]),
      account('large', [figure(0.01, { n: 5000, verdict: 'fell' })]),
      account('middle', [figure(0.04, { n: 50 })]),
    ]);
    expect(rate).toMatchObject({ median: 0.04, lowest: 0.01, highest: 0.1, rose: 1, fell: 1, unclear: 1 });
  });

  test('only what is measured alike is set side by side', () => {
    const across = acrossAccounts([
      account('a', [figure(0.1)]),
      account('b', [figure(0.2)]),
      account('other counters', [figure(0.9, { definition: '(likes + saves) / reach' })]),
      account('other age', [figure(0.8)], 'lifetime'),
      account('not known', [figure(null)]),
    ]);
    expect(across.map(({ accounts, median }) => [accounts.map(({ label }) => label), median])).toEqual([
      [['a', 'b'], expect.closeTo(0.15, 12)],
      [['other counters'], null],
      [['other age'], null],
    ]);
  });

  test('what is counted over days does not depend on the age of posts', () => {
    const net = (value: number) => figure(value, { id: 'net', unit: 'followers', n: null, verdict: 'plain' });
    const [followers] = acrossAccounts([account('a', [net(10)]), account('b', [net(-4)], 'lifetime')]);
    expect(followers).toMatchObject({ age: null, median: 3, rose: 0, fell: 0, unclear: 0 });
  });

  test('an interval from six accounts on, by order statistics', () => {
    const of = (values: readonly number[]) =>
      acrossAccounts(values.map((value, index) => account(`a${index}`, [figure(value)])))[0]!.interval;
    expect(of([1, 2, 3, 4, 5])).toBeNull();
    // Binomial(6, 1/2) leaves 1/64 outside at either end, binomial(9, 1/2) 10/512 beyond the second rank.
    expect(of([6, 5, 4, 3, 2, 1])).toEqual({ low: 1, high: 6 });
    expect(of([1, 2, 3, 4, 5, 6, 7, 8, 9])).toEqual({ low: 2, high: 8 });
  });
});

describe('the overview of the fixture', () => {
  let marts: Marts;
  let outDir: string;
  let written: WrittenReport;
  let document: string;
  let page: string;
  let browser: Browser | null = null;

  beforeAll(async () => {
    outDir = await mkdtemp(join(tmpdir(), 'reachline-overview-'));
    marts = await fixtureMarts();
    for (const accountId of ['17841400000000001', 'tiny', '../../etc/passwd', 'user:imported', 'empty']) {
      await writeReport({ marts, accountId, period: 'last-28-days', asOf, outDir });
    }
    written = await writeOverview({
      outDir,
      reports: await readReports(outDir),
      settings: { brand: 'Studio' },
    });
    document = await readFile(written.path, 'utf8');
    page = readable(document);
    if (!isMissing) {
      browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
    }
  });

  afterAll(async () => {
    await browser?.close();
    marts.close();
    await rm(outDir, { recursive: true });
  });

  test('has a row per account by name, each with a link to its own report', async () => {
    const links = [...page.matchAll(/<th scope="row"[^>]*><a href="([^"]+)">([^<]+)/g)];
    expect(links.map(([, , name]) => name)).toEqual([
      expect.stringMatching(/^@\.\.\/&lt;\/script/),
      '@harbour.coffee',
      '@nobody',
      '@tiny.studio',
      'Prefeitura São João',
    ]);
    for (const [, link] of links) {
      await expect(readFile(join(dirname(written.path), decodeURIComponent(link!)))).resolves.toBeTruthy();
    }
  });

  test('says of each account what its own report says', async () => {
    const reports = await readReports(outDir);
    for (const { summary } of reports) {
      for (const { value, text } of summary!.key_figures) {
        if (value !== null) expect(page).toContain(`<strong>${text}</strong>`);
      }
    }
    const rows = parse(
      await readFile(join(dirname(written.path), 'data/engagement-rate-by-reach.csv'), 'utf8'),
      { columns: true },
    ) as Record<string, string>[];
    const own = reports.find(({ account: { id } }) => id === '17841400000000001')!.summary!.key_figures[0]!;
    // A name that begins like a formula is guarded.
    const row = rows.find(({ account: name }) => name === "'@harbour.coffee")!;
    expect(Number(row.engagement_rate_by_reach)).toBe(own.value);
    expect([Number(row.low), Number(row.high)]).toEqual([own.interval!.low, own.interval!.high]);
  });

  test('the same reports give the same bytes, and overview.json has their checksum', async () => {
    const again = new Map<string, string>();
    const reports = (await readReports(outDir)).toReversed();
    const second = await writeOverview({
      outDir,
      reports,
      settings: { brand: 'Studio' },
      write: async (path, content) => void again.set(path, content),
    });
    expect(second.sha256).toBe(written.sha256);
    for (const [path, content] of again) expect(content).toBe(await readFile(path, 'utf8'));
    const json = JSON.parse(await readFile(join(dirname(written.path), 'overview.json'), 'utf8'));
    expect(json.html.sha256).toBe(createHash('sha256').update(document).digest('hex'));
    expect(json.accounts).toHaveLength(5);
    expect(json.headline).toBe(written.headline);
  });

  test('what is measured in several ways has a chart and a file for each', async () => {
    const reports = await readReports(outDir);
    const [one, two] = [reports[0]!, reports[1]!];
    const measured = (index: number, definition: string) => ({
      ...(index % 2 === 0 ? one : two),
      account: { id: `a${index}`, username: `a${index}`, name: null },
      summary: { ...one.summary!, key_figures: [figure(index + 1, { unit: 'likes', definition })] },
    });
    const files = new Map<string, string>();
    const many = [
      measured(0, 'likes'),
      measured(1, 'likes'),
      measured(2, 'x'),
      measured(3, 'x'),
      measured(4, 'x'),
    ];
    await writeOverview({
      outDir: 'out',
      reports: many,
      write: async (path, content) => void files.set(path, content),
    });
    const html = files.get('out/overview/last-28-days/index.html')!;
    const ids = [...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id!);
    expect(new Set(ids).size).toBe(ids.length);
    expect([...html.matchAll(/<figure id="([^"]+)"/g)].map(([, id]) => id)).toEqual(['rate', 'rate-2']);
    const values = (name: string) =>
      (parse(files.get(`out/overview/last-28-days/data/${name}.csv`)!, { from: 2 }) as string[][]).map(
        ([, value]) => value,
      );
    expect([values('rate'), values('rate-2')]).toEqual([
      ['3', '4', '5'],
      ['1', '2'],
    ]);
    // One tile, of the way that most accounts share.
    expect(html.match(/<span class="label">/g)).toHaveLength(1);
    expect(html).toContain('n = 3 accounts; x');
  });

  test('text of strangers stays text', () => {
    expect(page).not.toMatch(/<script|<img|javascript:|window\.hacked=1"/);
    expect(page).not.toContain(hostile[0]);
  });

  test.skipIf(isMissing).each([
    ['light', 1200],
    ['dark', 1200],
    ['light', 320],
  ] as const)(
    '%s, %i px: nothing is loaded, nothing fails, axe finds nothing',
    async (colorScheme, width) => {
      const context = await browser!.newContext({
        offline: true,
        colorScheme,
        viewport: { width, height: 900 },
      });
      const tab = await context.newPage();
      const trouble: string[] = [];
      const address = pathToFileURL(written.path).href;
      tab.on('request', (request) => {
        if (request.url() !== address && !request.url().startsWith('data:')) trouble.push(request.url());
      });
      tab.on('console', (message) => trouble.push(message.text()));
      tab.on('pageerror', (error) => trouble.push(error.message));
      await tab.goto(address);
      await tab.evaluate(
        await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8'),
      );
      const found = await tab.evaluate(
        `axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })
          .then(({ violations }) => violations.map(({ id, nodes }) => id + ' ' + nodes[0].html.slice(0, 120)))`,
      );
      expect(found).toEqual([]);
      expect(await tab.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
      expect(trouble).toEqual([]);
      await context.close();
    },
  );
});
