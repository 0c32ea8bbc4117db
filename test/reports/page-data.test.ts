import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { createFormat } from '../../reports/format.js';
import { writeReport } from '../../reports/index.js';
import { createPageData, inlineJson, type PageData } from '../../reports/page-data.js';
import { asOf, fixtureMarts, hostile } from './fixture.js';
import { readable } from './readable.js';

const pages: Record<string, string> = {};

beforeAll(async () => {
  const marts = await fixtureMarts();
  for (const accountId of ['17841400000000001', '../../etc/passwd']) {
    await writeReport({
      marts,
      accountId,
      period: 'last-28-days',
      asOf,
      outDir: 'out',
      write: async (path, content) => {
        if (path.endsWith('index.html')) pages[accountId] = readable(content);
      },
    });
  }
  marts.close();
});

const [full, evil] = ['17841400000000001', '../../etc/passwd'] as const;

function dataOf(page: string): { text: string; data: PageData } {
  const [, text] = /<script type="application\/json" id="page-data">([^<]*)<\/script>/.exec(page)!;
  return { text: text!, data: JSON.parse(text!) as PageData };
}

test('data stands in the page so that nothing in it is markup, and reads back as it was', () => {
  for (const text of hostile)
    expect(inlineJson(text)).not.toMatch(/[<>&\u2028\u2029\u202a-\u202e\u2066-\u2069]/);
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = inlineJson(value);
      expect(text).not.toMatch(/[<>&\u2028\u2029]/);
      expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});

test("strangers' text is clean and short in the data, and links are posts", () => {
  const { text, data } = dataOf(pages[evil]!);
  expect(text).not.toMatch(/[<>&\u0000-\u001f\u007f-\u009f\u200b\u202a-\u202e\u2066-\u2069]/);
  expect(text.length).toBeLessThan(200_000);
  expect(data.posts!.rows.length).toBeGreaterThan(20);
  for (const { caption, link } of data.posts!.rows) {
    expect([...caption].length).toBeLessThan(300);
    expect(caption).not.toMatch(/[\u0000-\u001f\u202a-\u202e\u2066-\u2069]/);
    expect(link ?? 'https://www.instagram.com/p/').toMatch(/^https:\/\/www\.instagram\.com\/p\//);
  }
});

/** Numbers, dates and percentages of a text, as they are spelled. */
function spelled(text: string): string[] {
  return text.match(/[+−]?\d(?:[\d.,]*\d)?(?:k|M)?(?:%| per 1,000)?/g) ?? [];
}

test('a number in a tooltip is spelled as in the text, the table and the drawing of its figure', () => {
  const page = pages[full]!;
  const { data } = dataOf(page);
  let looked = 0;
  for (const [id, { wide }] of Object.entries(data.charts)) {
    const from = page.indexOf(`<figure id="${id}"`);
    const figure = page.slice(from, page.indexOf('</figure>', from));
    const told = new Set(spelled(figure.replaceAll(/<[^>]+>/g, ' ')));
    const values = wide.data.map(({ values: index }) =>
      typeof index === 'number' ? data.shared[index] : [],
    );
    const tips = (values.flat() as { tip?: string }[]).flatMap(({ tip }) => tip ?? []);
    expect(tips.length, id).toBeGreaterThan(0);
    for (const tip of tips) {
      // Single formats of a week are in no table of weeks: the filter is what shows them.
      if (id.startsWith('engagement-') && /(Reel|Carousel|Image):/.test(tip)) continue;
      // The days of a calendar are places in it: the table counts them.
      if (id === 'fetch-calendar') continue;
      for (const number of spelled(tip)) {
        looked++;
        expect(told, `${id}: ${tip}`).toContain(number);
      }
    }
  }
  expect(looked).toBeGreaterThan(500);
});

test('data lies in the page once: frames share their values, charts their settings', () => {
  const { text, data } = dataOf(pages[full]!);
  const charts = Object.values(data.charts);
  expect(charts.length).toBe(pages[full]!.match(/<figure /g)!.length);
  expect(new Set(charts.flatMap(({ wide, narrow }) => [wide.config, narrow.config])).size).toBe(1);
  const parts = data.shared.map((part) => JSON.stringify(part));
  expect(new Set(parts).size).toBe(parts.length);
  expect(text.length).toBeLessThan(400_000);
});

test('what does not fit is left to the files beside the page', () => {
  const table = (id: string, rows: number) => ({
    id,
    title: id,
    definition: '',
    description: '',
    caveat: '',
    chart: () => ({}),
    table: {
      columns: [{ label: 'Day', field: 'day' }],
      rows: Array.from({ length: rows }, (_, index) => [`2026-11-01 ${index}`]),
    },
  });
  const post = (index: number) => ({
    day: '2026-11-01',
    dayText: '1 Nov 2026',
    link: null,
    caption: `${'long '.repeat(18)}${index}`,
    format: 'Reel',
    values: [],
  });
  const list = {
    title: 'All posts',
    names: ['Post', 'Format'] as const,
    columns: [],
    all: 9000,
    rows: Array.from({ length: 9000 }, (_, index) => post(index)),
  };
  const data = createPageData().collect(
    [
      {
        id: 'posts',
        name: '',
        question: '',
        list,
        figures: [table('few', 3), table('many', 5001), table('long', 4900), table('longer', 4990)],
      },
    ],
    createFormat('en').words,
  );
  expect(Object.keys(data.tables)).toEqual(['few', 'long']);
  expect(data.posts!.all).toBe(9000);
  expect(data.posts!.rows[0]).toEqual(list.rows[0]);
  expect(JSON.stringify([data.tables, data.posts]).length).toBeLessThan(300_000);
});

test('the script is bundled from its sources, ends nothing and leaves no name behind', async () => {
  const file = new URL('../../reports/browser/page.js', import.meta.url);
  const { bundlePage } = (await import(new URL('../../scripts/bundle.mjs', import.meta.url).href)) as {
    bundlePage: () => Promise<string>;
  };
  const code = readFileSync(file, 'utf8');
  expect(code === (await bundlePage()), 'reports/browser changed: npm run build').toBe(true);
  expect(code).not.toMatch(/<\/script|<script|<!--/i);
  expect(code.length).toBeLessThan(450_000);
  // What it is made of is handed on with each report, and so are the terms.
  expect(code).toMatch(/University of Washington Interactive Data Lab.+Mike Bostock/s);
  expect(pages[full]!.match(/<script\b/g)).toHaveLength(2);
  expect(pages[full]!.match(/<\/script/gi)).toHaveLength(2);
  const hash = createHash('sha256').update(code).digest('base64');
  expect(pages[full]!.replaceAll('&#39;', "'").slice(0, 1000)).toContain(
    `content="default-src 'none'; script-src 'sha256-${hash}'; style-src 'sha256-`,
  );
});
