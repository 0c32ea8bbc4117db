import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { findChromium } from '../reports/index.js';
import { firstPaints } from './first-paint.js';
import { measured, median, reachline, rounded, tell } from './measured.js';
import { landed } from './published.js';
import { rawHistory } from './raw-history.js';
import { inTemporaryFolder } from './temporary-folder.js';

export interface ReportBench {
  readonly accounts: number;
  /** Of all accounts together, spread over a year. */
  readonly posts: number;
}

/** What docs and tests hold reports to; bytes, milliseconds, seconds, MiB. */
const limits = {
  static_bytes: 600_000,
  static_gzip_bytes: 60_000,
  bytes: 1_500_000,
  gzip_bytes: 330_000,
  first_paint_ms: 200,
  seconds_per_report: 2,
  peak_rss_mb: 1024,
} as const;

const paintedPages = 15;

/** What a browser takes to paint anything. */
const bare = '<!doctype html><html lang="en"><meta charset="utf-8"><title>Bare</title><p>A word</p></html>';

/**
 * `reachline report` over all accounts in one process: time, memory, the largest page with and without its script, and how soon
 * Chromium paints pages from disk, each beside a page of one word. `over` names what is above its limit.
 */
export async function report({ accounts, posts }: ReportBench) {
  return inTemporaryFolder(async (folder) => {
    const history = await rawHistory({ folder, accounts, posts, days: 365 });
    await landed(() => history.first());
    tell('building them');
    await measured(reachline, '--home', folder, 'build');
    const out = join(folder, 'out');
    const words = ['--home', folder, 'report', '--as-of', '2026-09-02T06:00:00Z'];
    const run = await measured(reachline, ...words);
    tell(`reachline report: ${rounded(run.seconds)} s, ${run.peakRssMb} MiB`);
    const pages = (await readdir(out, { recursive: true }))
      .filter((name) => /^[^/]+\/[^/]+\/index\.html$/.test(name) && !name.startsWith('overview/'))
      .map((name) => join(out, name))
      .toSorted();
    if (pages.length !== accounts) throw new Error(`${pages.length} reports of ${accounts} accounts`);
    const sizes = await Promise.all(pages.map(sizeOf));
    const largest = (key: keyof (typeof sizes)[number]): number =>
      Math.max(...sizes.map((size) => size[key]));
    const chromium = await findChromium((name) => process.env[name]);
    const floor = join(folder, 'bare.html');
    await writeFile(floor, bare);
    // The first pages start Chromium's own caches.
    const [, , ...paints] = await firstPaints(
      chromium,
      pages.slice(0, paintedPages + 1).flatMap((page) => [floor, page]),
    );
    const medianPaint = (kind: number): number =>
      Math.round(median(paints.filter((_, index) => index % 2 === kind)));
    const figures = {
      static_bytes: largest('static_bytes'),
      static_gzip_bytes: largest('static_gzip_bytes'),
      bytes: largest('bytes'),
      gzip_bytes: largest('gzip_bytes'),
      first_paint_ms: medianPaint(1),
      first_paint_floor_ms: medianPaint(0),
      seconds_per_report: rounded(run.seconds / accounts, 3),
      peak_rss_mb: run.peakRssMb,
    };
    const over = (Object.keys(limits) as (keyof typeof limits)[]).filter((key) => figures[key] > limits[key]);
    for (const key of over) tell(`${key}: ${figures[key]} is over ${limits[key]}`);
    return { accounts, posts, seconds: rounded(run.seconds), ...figures, over };
  });
}

async function sizeOf(path: string) {
  const page = await readFile(path, 'utf8');
  const bare = page.replaceAll(/<script\b[^>]*>[\s\S]*?<\/script>/g, '');
  const gzipped = (text: string): number => gzipSync(text, { level: 9 }).length;
  return {
    static_bytes: Buffer.byteLength(bare),
    static_gzip_bytes: gzipped(bare),
    bytes: Buffer.byteLength(page),
    gzip_bytes: gzipped(page),
  };
}
