// Takes the pictures of the demo's report that the README shows: `npm run screenshots`, after `npm run demo`.
// Another home or folder: npm run screenshots -- HOME [FOLDER]. CHROMIUM_PATH names the browser when it is not on PATH.
import { existsSync } from 'node:fs';
import { mkdir, stat, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import { findChromium } from '../dist/reports/index.js';

const [home = 'demo', folder = 'docs/screenshots'] = process.argv.slice(2);
const out = resolve(home, 'out');
const report = join(out, 'padaria.aurora', 'last-28-days', 'index.html');
const overview = join(out, 'overview', 'last-28-days', 'index.html');

if (!existsSync(report)) {
  process.stderr.write(`There is no ${report}: run npm run demo first.\n`);
  process.exit(64);
}

/** Millimetres of paper as CSS pixels; the margins of the style sheet's `@page`. */
const pixels = (millimetres) => Math.round((millimetres / 25.4) * 96);
const paper = { width: pixels(210), height: pixels(297), margin: pixels(15) };
const between = { width: paper.width - 2 * paper.margin, height: paper.height - 2 * paper.margin };
/** Chromium shrinks what it prints until the widest table fits. */
const printed = { width: Math.round(1.12 * between.width), height: Math.round(1.12 * between.height) };

const pictures = [
  { name: 'light', path: report, width: 1120, height: 960 },
  { name: 'dark', path: report, width: 1120, height: 960, colorScheme: 'dark' },
  { name: 'chart', path: report, width: 1120, height: 700, to: '#formats' },
  { name: 'phone', path: report, width: 390, height: 844 },
  { name: 'print', path: report, ...printed, media: 'print', until: '#changes' },
  { name: 'overview', path: overview, width: 1120, height: 960 },
];

const browser = await chromium.launch({
  executablePath: await findChromium((name) => process.env[name]),
  // Chromium refuses to run as root inside its sandbox.
  args: [
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    '--disable-gpu',
    '--disable-background-networking',
  ],
});
try {
  await mkdir(folder, { recursive: true });
  for (const { name, path, width, height, to, until, media = 'screen', colorScheme = 'light' } of pictures) {
    const tab = await browser.newPage({ viewport: { width, height }, colorScheme });
    await tab.emulateMedia({ media, colorScheme });
    await tab.goto(pathToFileURL(path).href + (to ?? ''));
    const last = until ? await tab.locator(until).boundingBox() : null;
    const clip = { x: 0, y: 0, width, height: last ? Math.min(height, last.y + last.height) : height };
    const picture = await tab.screenshot({ clip });
    await tab.close();
    const file = join(folder, `${name}.png`);
    await writeFile(file, media === 'print' ? await onPaper(picture) : picture);
    process.stdout.write(`${file}  ${Math.round((await stat(file)).size / 1000)} kB\n`);
  }
} finally {
  await browser.close();
}

/** What is printed, with the margins around it. */
async function onPaper(picture) {
  const tab = await browser.newPage({ viewport: { width: paper.width, height: paper.height } });
  const data = `data:image/png;base64,${picture.toString('base64')}`;
  await tab.setContent(
    `<body style="margin:${paper.margin}px"><img style="display:block" width="${between.width}" src="${data}">`,
  );
  const page = await tab.screenshot();
  await tab.close();
  return page;
}
