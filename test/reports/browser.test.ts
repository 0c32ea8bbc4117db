import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writeArchiveIndex, writeReport } from '../../reports/index.js';
import { asOf, fixtureMarts } from './fixture.js';

const executablePath = process.env.REACHLINE_CHROMIUM ?? '/usr/bin/chromium';
const isMissing = !existsSync(executablePath);

test.runIf(process.env.CI === 'true')('a browser is there', () => {
  expect(isMissing, `no Chromium at ${executablePath}; set REACHLINE_CHROMIUM`).toBe(false);
});

describe.skipIf(isMissing)('the report in Chromium, offline', () => {
  let browser: Browser;
  let outDir: string;
  const pages: Record<string, string> = {};

  beforeAll(async () => {
    outDir = await mkdtemp(join(tmpdir(), 'reachline-browser-'));
    const marts = await fixtureMarts();
    const accounts = {
      full: '17841400000000001',
      imported: 'user:imported',
      tiny: 'tiny',
      empty: 'empty',
      hostile: '../../etc/passwd',
    };
    for (const [name, accountId] of Object.entries(accounts)) {
      const { path } = await writeReport({ marts, accountId, period: 'last-28-days', asOf, outDir });
      pages[name] = path;
    }
    pages.archive = (await writeArchiveIndex(outDir)).path;
    marts.close();
    browser = await chromium.launch({
      executablePath,
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    });
  });

  afterAll(async () => {
    await browser?.close();
    if (outDir) await rm(outDir, { recursive: true });
  });

  /** Opens a page from disk and collects everything that should not happen. */
  async function open(name: string, options: BrowserContextOptions = {}) {
    const context = await browser.newContext({
      offline: true,
      viewport: { width: 1200, height: 900 },
      ...options,
    });
    const page = await context.newPage();
    const trouble: string[] = [];
    const address = pathToFileURL(pages[name]!).href;
    page.on('request', (request) => {
      // The icon is an empty data address; nothing is fetched for it.
      if (request.url() !== address && request.url() !== 'data:,')
        trouble.push(`request ${request.url().slice(0, 80)}`);
    });
    page.on('console', (message) => trouble.push(`console ${message.text()}`));
    page.on('pageerror', (error) => trouble.push(`error ${error.message}`));
    page.on('dialog', (dialog) => trouble.push(`dialog ${dialog.message()}`));
    await page.goto(address);
    return { page, trouble, close: () => context.close() };
  }

  const names = ['full', 'imported', 'tiny', 'empty', 'hostile', 'archive'];

  test.each(names.flatMap((name) => [true, false].map((script) => [name, script] as const)))(
    '%s with scripts %s: no request, no error, same text',
    async (name, javaScriptEnabled) => {
      const { page, trouble, close } = await open(name, { javaScriptEnabled });
      expect(await page.locator('h1').count()).toBe(1);
      expect(await page.locator('main').innerText()).not.toMatch(/NaN|undefined|\[object|Infinity/);
      await close();
      expect(trouble).toEqual([]);
    },
  );

  test('charts are drawn, named and follow the colour scheme', async () => {
    const colours: string[] = [];
    for (const colorScheme of ['light', 'dark'] as const) {
      const { page, close } = await open('full', { colorScheme });
      const charts = page.getByRole('img').filter({ visible: true });
      expect(await page.locator('svg.chart.wide:visible').count()).toBeGreaterThanOrEqual(10);
      expect(await page.locator('svg.chart.narrow:visible').count()).toBe(0);
      expect(await charts.count()).toBeGreaterThanOrEqual(10);
      for (const box of await page
        .locator('svg.chart.wide')
        .evaluateAll((all) => all.map((svg) => svg.getBoundingClientRect().height))) {
        expect(box).toBeGreaterThan(60);
      }
      colours.push(
        (await page.evaluate(
          `getComputedStyle(document.querySelector('#followers svg.wide text')).fill`,
        )) as string,
      );
      await close();
    }
    expect(colours[0]).not.toBe(colours[1]);
  });

  test("strangers' text does nothing", async () => {
    const { page, trouble, close } = await open('hostile');
    expect(await page.evaluate('window.hacked')).toBeUndefined();
    expect(await page.locator('script, img, iframe, object, embed').count()).toBe(0);
    expect(await page.locator('style').count()).toBe(1);
    expect(await page.locator('main').isVisible()).toBe(true);
    for (const link of await page.locator('a').evaluateAll((all) => all.map((a) => a.getAttribute('href')))) {
      expect(link).toMatch(/^(#|data\/[\w-]+\.csv$|https:\/\/www\.instagram\.com\/(p|reel|tv)\/)/);
    }
    await close();
    expect(trouble).toEqual([]);
  });

  const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

  async function violations(page: Page) {
    // Through the debugging protocol, so the page keeps its policy.
    await page.evaluate(await readFile(axe, 'utf8'));
    const found = (await page.evaluate(
      `axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })
        .then(({ violations }) => violations.map(({ id, nodes }) => id + ' ' + nodes.length + ' ' + nodes[0].html.slice(0, 120)))`,
    )) as string[];
    return found;
  }

  test.each(
    ['full', 'imported', 'tiny', 'hostile', 'archive'].flatMap((name) => [
      [name, 'light', 1200] as const,
      [name, 'dark', 1200] as const,
      [name, 'light', 320] as const,
    ]),
  )('axe finds nothing: %s, %s, %i px', async (name, colorScheme, width) => {
    const { page, close } = await open(name, { colorScheme, viewport: { width, height: 800 } });
    await page.locator('details').evaluateAll((all) => {
      for (const details of all) details.setAttribute('open', '');
    });
    expect(await violations(page)).toEqual([]);
    // Reflow: the page itself never scrolls sideways.
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
    await close();
  });

  test('printed: light, with the short tables open and the wide charts', async () => {
    const { page, close } = await open('full', {
      colorScheme: 'dark',
      viewport: { width: 680, height: 900 },
    });
    await page.emulateMedia({ media: 'print' });
    expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe('rgb(255, 255, 255)');
    expect(await page.locator('svg.chart.wide').first().isVisible()).toBe(true);
    expect(await page.locator('nav').isVisible()).toBe(false);
    expect(await page.locator('#formats-headline table').isVisible()).toBe(true);
    expect(await page.locator('#followers table').isVisible()).toBe(false);
    expect((await page.pdf({ format: 'A4' })).length).toBeGreaterThan(50_000);
    await close();
  });

  test('the first paint is fast', async () => {
    const { page, close } = await open('full');
    const painted = (await page.evaluate(
      `new Promise((done) => new PerformanceObserver((list) => done(list.getEntries()[0].startTime)).observe({ type: 'paint', buffered: true }))`,
    )) as number;
    expect(painted).toBeLessThan(2000);
    await close();
  });
});
