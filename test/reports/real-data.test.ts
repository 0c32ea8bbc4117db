import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { Temporal } from 'temporal-polyfill';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connectors } from '../../connectors/index.js';
import { homeAt, importFiles, loadConfig, type Marts, openMarts } from '../../pipeline/index.js';
import { createFormat } from '../../reports/format.js';
import { writeReport } from '../../reports/index.js';

const folder = process.env.REACHLINE_REAL_DATA;

test.runIf(process.env.CI === 'true')('the real exports are there', () => {
  expect(folder, 'set REACHLINE_REAL_DATA').toBeTruthy();
});

const asOf = new Date('2026-11-20T06:00:00Z');
const format = createFormat('en');
const silent = () => undefined;
const log = { debug: silent, info: silent, warn: silent, error: silent };

interface Row {
  /** When it was published, in days since any moment. */
  readonly at: number;
  /** The local day of that. */
  readonly day: string;
  readonly value: number;
}

/** Posts of the file's last four weeks may have been young when it was made. */
const matureDays = 28;

/** Median of the last 28 days that are old enough, counted here without any code of ours. */
function lastMedian(rows: readonly Row[]): { from: string; to: string; n: number; median: number } {
  const end = Math.max(...rows.map(({ at }) => at));
  const to = rows
    .filter(({ at }) => at <= end - matureDays)
    .map(({ day }) => day)
    .sort()
    .at(-1)!;
  const from = Temporal.PlainDate.from(to).subtract({ days: 27 }).toString();
  const values = rows
    .filter(({ day }) => day >= from && day <= to)
    .map(({ value }) => value)
    .sort((a, b) => a - b);
  const half = values.length / 2;
  const median = Number.isInteger(half) ? (values[half - 1]! + values[half]!) / 2 : values[Math.floor(half)]!;
  return { from, to, n: values.length, median };
}

async function records(path: string): Promise<Record<string, string>[]> {
  return parse(await readFile(path, 'utf8'), { bom: true, columns: true });
}

describe.skipIf(!folder)('reports of real exports', () => {
  const karma = join(folder ?? '', 'gov_br_fanpagekarma/posts_sample_2000.csv');
  const suite = join(folder ?? '', 'meta_business_suite_isb/instagram_content_export_56.csv');
  let root: string;
  let marts: Marts;

  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'reachline-real-'));
    const home = homeAt(root);
    await writeFile(
      home.config,
      'accounts:\n  - account_id: "17841409112206242"\n    time_zone: Asia/Bangkok\n',
    );
    const registry = Object.values(connectors);
    const loaded = await loadConfig(home, registry);
    let moment = asOf.getTime();
    const outside = { now: () => new Date(moment++), env: silent, log, signal: new AbortController().signal };
    const common = { home, loaded, connectors: registry, outside };
    await importFiles({ ...common, paths: [karma], settings: { time_zone: 'America/Sao_Paulo' } });
    await importFiles({ ...common, paths: [suite], settings: {} });
    marts = await openMarts(home);
  });

  afterAll(async () => {
    marts?.close();
    if (root) await rm(root, { recursive: true });
  });

  async function report(where: string) {
    const [account] = await marts.rows<{ account_id: string }>(
      `select account_id from accounts where ${where}`,
    );
    const files = new Map<string, string>();
    const warnings: string[] = [];
    const written = await writeReport({
      marts,
      accountId: account!.account_id,
      period: 'last-28-days',
      asOf,
      outDir: 'out',
      settings: { interactive: false },
      write: async (path, content) => void files.set(path, content),
      warn: (message) => warnings.push(message),
    });
    expect(warnings).toEqual([]);
    expect(written.bytes).toBeLessThan(600_000);
    const page = files.get(written.path)!;
    return { page, json: JSON.parse(files.get(written.path.replace('index.html', 'report.json'))!) };
  }

  test('Fanpage Karma without reach: interactions per post, to the last digit', async () => {
    const expected = lastMedian(
      (await records(karma)).map((row) => ({
        at: Number(row.Date),
        // A spreadsheet's serial day: whole days since 30 December 1899, local time.
        day: Temporal.PlainDate.from('1899-12-30')
          .add({ days: Math.floor(Number(row.Date)) })
          .toString(),
        value: Number(row['Likes per post']) + Number(row['Comments per post']),
      })),
    );
    const { page, json } = await report(`name = 'Governo de Santa Catarina'`);
    expect(json.period).toMatchObject({ from: expected.from, to: expected.to });
    expect(json.measure).toMatchObject({ headline: 'interactions', definition: 'likes + comments' });
    expect(json.summary.key_figures[0]).toMatchObject({ value: expected.median, n: expected.n });
    expect(page).toContain(`>${format.count(expected.median)}</span>`);
    expect(page).toContain('This source has no reach.');
  });

  test('Meta Business Suite: engagement rate by reach, Pacific times as local days', async () => {
    const expected = lastMedian(
      (await records(suite)).map((row) => {
        const [, month, day, year, time] = /^(\d\d)\/(\d\d)\/(\d{4}) (\d\d:\d\d)$/.exec(
          row['Publish time']!,
        )!;
        const published = Temporal.PlainDateTime.from(`${year}-${month}-${day}T${time}`)
          .toZonedDateTime('America/Los_Angeles')
          .withTimeZone('Asia/Bangkok');
        const interactions = ['Likes', 'Comments', 'Saves', 'Shares'].reduce(
          (sum, part) => sum + Number(row[part]),
          0,
        );
        return {
          at: published.epochMilliseconds / 86_400_000,
          day: published.toPlainDate().toString(),
          value: interactions / Number(row.Reach),
        };
      }),
    );
    const { page, json } = await report(`username = 'isb_thailand'`);
    expect(json.period).toMatchObject({ from: expected.from, to: expected.to });
    expect(json.summary.key_figures[0]).toMatchObject({ id: 'engagement_rate_by_reach', n: expected.n });
    expect(json.summary.key_figures[0].value).toBeCloseTo(expected.median, 12);
    expect(page).toContain(`>${format.rate(expected.median)}</span>`);
  });
});
