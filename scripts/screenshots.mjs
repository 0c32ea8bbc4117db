// Takes the pictures of the demo's report that the docs show: `npm run demo && npm run screenshots`.
// REACHLINE_CHROMIUM names the browser when it is not /usr/bin/chromium.
import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

const out = resolve(process.argv[2] ?? 'demo/out');
const to = resolve(process.argv[3] ?? 'docs');
const account =
  process.argv[4] ?? readdirSync(out).find((name) => name.startsWith('padaria')) ?? readdirSync(out)[0];
const page = pathToFileURL(`${out}/${account}/last-28-days/index.html`).href;
const pictures = [
  { name: 'report', width: 1200, height: 900 },
  { name: 'report-dark', width: 1200, height: 900, colorScheme: 'dark' },
  { name: 'report-phone', width: 390, height: 844 },
];

const browser = await chromium.launch({
  executablePath: process.env.REACHLINE_CHROMIUM ?? '/usr/bin/chromium',
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
});
for (const { name, width, height, colorScheme = 'light' } of pictures) {
  const tab = await browser.newPage({ viewport: { width, height }, colorScheme, javaScriptEnabled: false });
  await tab.goto(page);
  await tab.screenshot({ path: `${to}/${name}.png`, fullPage: process.env.FULL_PAGE === '1' });
  await tab.close();
}
await browser.close();
