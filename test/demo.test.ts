import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checksumsBelow, type Ended, reachline, rowsOf, temporaryFolder } from './cli/running.js';

const executablePath = process.env.REACHLINE_CHROMIUM ?? '/usr/bin/chromium';
const isMissing = !existsSync(executablePath);

test.runIf(process.env.CI === 'true')('a browser is there', () => {
  expect(isMissing, `no Chromium at ${executablePath}; set REACHLINE_CHROMIUM`).toBe(false);
});

let homes: string[];
let ended: Ended[];

beforeAll(async () => {
  const folder = await temporaryFolder();
  homes = [join(folder, 'one'), join(folder, 'two')];
  ended = await Promise.all(homes.map((home) => reachline(home, ['demo', '--nights', '8'])));
}, 300_000);

describe('the demo, twice at the same time', () => {
  test('ends well and prints the path to open', async () => {
    for (const [index, { code, stdout, stderr }] of ended.entries()) {
      expect([code, stderr]).toEqual([0, '']);
      expect(stdout).toMatch(/^✓ 8 nights simulated in \d+ s$/m);
      const path = / open +(\S+)$/m.exec(stdout)![1]!;
      expect(path).toBe(join(homes[index]!, 'out/index.html'));
      expect((await stat(path)).size).toBeGreaterThan(1000);
    }
  });

  test('writes the same reports, byte for byte', async () => {
    const [one, two] = await Promise.all(homes.map((home) => checksumsBelow(join(home, 'out'))));
    expect(one!.size).toBeGreaterThan(20);
    expect(two).toEqual(one);
  });

  test('simulates at least three accounts, with posts of every format and a night for each run', async () => {
    const accounts = await rowsOf<{ posts: number }>(
      homes[0]!,
      'select account_id, count(*) as posts from media_performance group by 1',
    );
    expect(accounts.length).toBeGreaterThanOrEqual(3);
    const formats = await rowsOf<{ format: string }>(
      homes[0]!,
      'select distinct format from media_performance order by 1',
    );
    expect(formats.map(({ format }) => format)).toEqual(['carousel', 'image', 'reel', 'story']);
    expect(
      await rowsOf(
        homes[0]!,
        "select kind, count(*) as nights from runs where status = 'succeeded' group by all order by kind",
      ),
    ).toEqual([
      { kind: 'nightly', nights: 2 },
      { kind: 'sync', nights: 6 },
    ]);
  });

  test('does not touch a folder that is not its own', async () => {
    const { code, stderr } = await reachline(join(homes[0]!, 'data'), ['demo', '--nights', '1']);
    expect(code).toBe(64);
    expect(stderr).toContain('is not empty and not a demo');
  });
});

describe.skipIf(isMissing)('its reports in Chromium, from disk and offline', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await chromium.launch({
      executablePath,
      args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'],
    });
  });
  afterAll(() => browser?.close());

  test.each([true, false])(
    'scripts %s: every page opens without a request or an error, and every link leads to a file',
    async (javaScriptEnabled) => {
      const context = await browser.newContext({ offline: true, javaScriptEnabled });
      const page = await context.newPage();
      const trouble: string[] = [];
      page.on('request', (request) => {
        if (!request.isNavigationRequest() && request.url() !== 'data:,')
          trouble.push(`request ${request.url().slice(0, 80)}`);
      });
      page.on('console', (message) => trouble.push(`console ${message.text()}`));
      page.on('pageerror', (error) => trouble.push(`error ${error.message}`));

      const open = async (path: string): Promise<string[]> => {
        await page.goto(pathToFileURL(path).href);
        expect(await page.locator('h1').count()).toBe(1);
        expect(await page.locator('main').textContent()).not.toMatch(/NaN|undefined|\[object|Infinity/);
        const links = await page
          .locator('a')
          .evaluateAll((all) => all.map((a) => a.getAttribute('href') ?? ''));
        const local = links
          .filter((link) => link !== '' && !/^(#|https:)/.test(link))
          .map((link) => link.split('#')[0]!);
        return [...new Set(local)].map((link) => join(path, '..', decodeURIComponent(link)));
      };

      const reports = (await open(join(homes[0]!, 'out/index.html'))).filter((path) =>
        path.endsWith('index.html'),
      );
      expect(reports.length).toBeGreaterThanOrEqual(3);
      let charts = 0;
      for (const report of reports) {
        for (const linked of await open(report)) expect(existsSync(linked), linked).toBe(true);
        charts = Math.max(charts, await page.locator('svg.chart.wide').count());
      }
      expect(charts).toBeGreaterThanOrEqual(8);
      await context.close();
      expect(trouble).toEqual([]);
    },
  );
});
