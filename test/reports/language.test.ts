import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { reportLanguages } from '../../pipeline/index.js';
import { createFormat } from '../../reports/format.js';
import { writeArchiveIndex, writeOverview, writeReport } from '../../reports/index.js';
import type { Words } from '../../reports/language/index.js';
import { readReports } from '../../reports/report-json.js';
import { asOf, fixtureMarts } from './fixture.js';
import { readable } from './readable.js';

const folder = new URL('../../reports/language/', import.meta.url);
const locales = { de: 'de', pt: 'pt-BR', es: 'es' } as const;
type Translated = keyof typeof locales;
const translated = Object.keys(locales) as Translated[];

/** Words that a language shares with English because it has borrowed them, or writes its own alike. */
const shared: Readonly<Record<Translated | 'all', string>> = {
  all: 'bootstrap csv facebook feed global hodges import instagram iso json kitagawa lehmann log max ms raiffa reachline reel reels ridge schlaifer sha simpson student',
  de: 'also an band block discovery engagement false follower format formats hashtags information in land like likes link logo median medians minus navigation online plus rate regression relative report reposts so stand tag test trend us video was website',
  pt: 'as compare data do for hashtags likes link local no online out report set stories total zero',
  es: 'comparable compare local may no provisional report total',
};

/** Text of the string literals and templates in a source; what stands inside `${}` is code again. */
function literals(source: string): string[] {
  const found: string[] = [];
  let at = 0;
  const code = (end: string): void => {
    while (at < source.length && source[at] !== end) {
      if (source[at] === '`') template();
      else if (source[at] === "'") quoted();
      else if (source.startsWith('/*', at)) at = source.indexOf('*/', at) + 2;
      else if (source.startsWith('//', at)) at = source.indexOf('\n', at);
      else if (source[at++] === '{') {
        code('}');
        at++;
      }
    }
  };
  const upTo = (end: string): boolean => {
    const from = at;
    while (source[at] !== end && !(end === '`' && source.startsWith('${', at)))
      at += source[at] === '\\' ? 2 : 1;
    found.push(source.slice(from, at));
    return source[at] === end;
  };
  const quoted = (): void => {
    at++;
    upTo("'");
    at++;
  };
  const template = (): void => {
    at++;
    while (!upTo('`')) {
      at += 2;
      code('}');
      at++;
    }
    at++;
  };
  code('');
  return found;
}

const wordsOf = (texts: readonly string[]) =>
  new Set(
    texts.flatMap(
      (text) =>
        words(text)
          .toLowerCase()
          .match(/\p{L}{2,}/gu) ?? [],
    ),
  );

/** Without options of commands and the places of numbers, which are no words. */
const words = (text: string) => text.replace(/--[\w-]+|\{\w+\}/g, ' ');

/** All words of a catalogue; keys and the names of verdicts are code. */
function catalogueWords(language: string): Set<string> {
  const texts = readdirSync(new URL(`${language}/`, folder)).flatMap((file) =>
    literals(
      readFileSync(new URL(`${language}/${file}`, folder), 'utf8')
        .replace(/^import .*$/gm, '')
        .replace(/^\s*'[^']*':/gm, '')
        .replace(/'(?:rose|fell)'/g, ''),
    ),
  );
  return wordsOf(texts);
}

const english = catalogueWords('en');

/** Words of English messages that have no business in this language. */
function englishIn(language: Translated, words: ReadonlySet<string>): string[] {
  const borrowed = new Set(`${shared.all} ${shared[language]}`.split(' '));
  return [...words].filter((word) => english.has(word) && !borrowed.has(word));
}

test('a message that is missing, surplus or of another shape is a type error', () => {
  const columns = createFormat('en').words.reels.shares.columns;
  const all: Words['reels']['shares']['columns'] = { length: '', watchTime: '', share: '' };
  // @ts-expect-error: `share` is missing
  const missing: typeof all = { length: '', watchTime: '' };
  // @ts-expect-error: English knows no `width`
  const surplus: typeof all = { length: '', watchTime: '', share: '', width: '' };
  // @ts-expect-error: the count is a number
  const shape: Words['posts'] = (n: string) => n;
  expect([missing, surplus, shape]).toHaveLength(3);
  expect(Object.keys(columns)).toEqual(Object.keys(all));
});

test('there is a catalogue for every language that the configuration allows', () => {
  expect(
    readdirSync(folder, { withFileTypes: true }).flatMap((e) => (e.isDirectory() ? [e.name] : [])),
  ).toEqual([...reportLanguages].sort());
});

test.each(translated)('%s: no message is left in English', (language) => {
  const words = catalogueWords(language);
  expect(words.size).toBeGreaterThan(500);
  expect(englishIn(language, words)).toEqual([]);
});

test('words follow the language, numbers and dates the region', () => {
  const [at, ch, pt, mx] = ['de-AT', 'de-CH', 'pt-PT', 'es-MX'].map(createFormat) as [
    ReturnType<typeof createFormat>,
    ReturnType<typeof createFormat>,
    ReturnType<typeof createFormat>,
    ReturnType<typeof createFormat>,
  ];
  expect(at.words.posts(1)).toBe('1 Beitrag');
  expect(at.words.posts(12_345)).toMatch(/^12\s300 Beiträge$/);
  expect(at.day('2026-01-03')).toBe('3. Jän. 2026');
  expect(ch.words.posts(12_345)).toMatch(/^12.300 Beiträge$/);
  expect(ch.words.method.robustZ.text).toContain('1.4826');
  expect(at.words.method.robustZ.text).toContain('1,4826');
  expect(pt.words.posts(2)).toBe('2 publicações');
  expect(mx.words.interval(mx.rate(0.043), mx.rate(0.05))).toBe('95%: 4.3% a 5.0%');
  expect(createFormat('es').words.interval('a', 'b')).toBe('95\u00a0%: a a b');
});

test('a language that nobody has written is refused with those that there are', () => {
  expect(() => createFormat('fr-CH')).toThrow(/no report is written in the language of "fr-CH"/);
});

const executablePath = process.env.REACHLINE_CHROMIUM ?? '/usr/bin/chromium';

describe('reports of the fixture', () => {
  let outDir: string;
  let browser: Browser | undefined;
  const pages: Record<string, string> = {};

  beforeAll(async () => {
    outDir = await mkdtemp(join(tmpdir(), 'reachline-language-'));
    const marts = await fixtureMarts();
    for (const language of translated) {
      const out = join(outDir, language);
      // Captions are strangers' words, in whatever language.
      const settings = { locale: locales[language], redactCaptions: true };
      const common = { marts, period: 'last-28-days', asOf, outDir: out, settings };
      const { path } = await writeReport({ ...common, accountId: '17841400000000001' });
      pages[language] = path;
      for (const accountId of ['user:imported', 'tiny', 'empty']) await writeReport({ ...common, accountId });
      await writeOverview({ outDir: out, reports: await readReports(out), settings });
      await writeArchiveIndex(out, { settings });
    }
    marts.close();
    if (existsSync(executablePath)) {
      browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
    }
  }, 300_000);

  afterAll(async () => {
    await browser?.close();
    await rm(outDir, { recursive: true });
  });

  /** Pages and the prose of `report.json`, below the output folder of a language. */
  async function read(language: Translated): Promise<Record<string, string>> {
    const out = join(outDir, language);
    const paths = readdirSync(out, { recursive: true, encoding: 'utf8' }).filter((path) =>
      /(?:index\.html|(?:report|overview)\.json)$/.test(path),
    );
    return Object.fromEntries(
      await Promise.all(
        paths.map(async (path) => [path, readable(await readFile(join(out, path), 'utf8'))] as const),
      ),
    );
  }

  test.each(translated)('%s: nothing on any page is English', async (language) => {
    const files = await read(language);
    expect(Object.keys(files)).toHaveLength(11);
    for (const [path, content] of Object.entries(files)) {
      const texts = path.endsWith('.html') ? textsOfPage(content) : proseOf(JSON.parse(content));
      expect(texts.length).toBeGreaterThan(5);
      expect(englishIn(language, wordsOf(texts)), path).toEqual([]);
      if (path.endsWith('.html')) expect(content).toContain(`<html lang="${locales[language]}">`);
    }
  });

  test('tables, axes, sentences and tooltips write numbers and dates as the locale does', async () => {
    const never: Record<Translated, RegExp> = {
      de: /\d\.\d\d?\s?%|\d%|\d (?:Oct|Nov|Aug) \d|\b(?:Oct|Mon|Tue)\b/,
      pt: /\d\.\d\d?\s?%|\d\s%|\b(?:Oct|Aug|Mon|Tue)\b/,
      es: /\d\.\d\d?\s?%|\d%|\b(?:Oct|Aug|Mon|Tue)\b/,
    };
    for (const language of translated) {
      const page = (await read(language))[join('harbour.coffee', 'last-28-days', 'index.html')]!;
      const texts = textsOfPage(page);
      expect(texts.filter((text) => /\d,\d\s?%/.test(text)).length).toBeGreaterThan(20);
      expect(texts.filter((text) => never[language].test(text))).toEqual([]);
    }
  });

  describe.skipIf(!existsSync(executablePath))('in Chromium', () => {
    test.each([
      ['de', 390, 'screen'],
      ['es', 390, 'screen'],
      // A4 within its margins.
      ['de', 680, 'print'],
      ['es', 680, 'print'],
    ] as const)('%s, %i px, %s: no text runs out of its place or is cut', async (language, width, media) => {
      const page = await browser!.newPage({ viewport: { width, height: 900 } });
      await page.emulateMedia({ media });
      await page.goto(pathToFileURL(pages[language]!).href);
      const trouble = await page.evaluate<string[]>(misplaced);
      await page.close();
      expect(trouble).toEqual([]);
    });
  });
});

/** In the page: texts of drawings that leave them or end in dots, and boxes whose content is wider than they are. */
const misplaced = `(() => {
  const found = [];
  const root = document.documentElement;
  if (root.scrollWidth > root.clientWidth) found.push('the page is ' + root.scrollWidth + ' px wide');
  for (const svg of document.querySelectorAll('svg.chart')) {
    const frame = svg.getBoundingClientRect();
    // Names of competitors are strangers' text, cut wherever they are too long.
    if (frame.width === 0 || svg.closest('figure').id === 'beside-competitors') continue;
    for (const text of svg.querySelectorAll('text')) {
      const box = text.getBoundingClientRect();
      const isOut = box.width > 0 && (box.left < frame.left - 2 || box.right > frame.right + 2);
      if (isOut || text.textContent.endsWith('…')) found.push(svg.closest('figure').id + ': ' + text.textContent);
    }
  }
  for (const box of document.querySelectorAll('.tiles li, .facts div, .findings li')) {
    if (box.scrollWidth > box.clientWidth + 1) found.push(box.textContent.slice(0, 60));
  }
  return found;
})()`;

/** What a reader sees or hears of a page, data of strangers and ids left out. */
function textsOfPage(page: string): string[] {
  const data = /<script type="application\/json" id="page-data">(.*?)<\/script>/s.exec(page)?.[1];
  const body = page.replace(/<style>.*?<\/style>/s, '').replace(/<script\b.*?<\/script>/gs, '');
  const attributes = [...body.matchAll(/ (?:aria-label|alt|title)="([^"]*)"/g)].map(([, text]) => text!);
  const texts = body.replace(/<[^>]+>/g, '\n').split('\n');
  return [...attributes, ...texts, ...(data === undefined ? [] : proseOf(JSON.parse(data)))].map(plain);
}

/** Texts of JSON under the keys that hold prose. */
function proseOf(value: unknown, key = ''): string[] {
  if (typeof value === 'string') return prose.has(key) ? [plain(value)] : [];
  if (Array.isArray(value)) return value.flatMap((each) => proseOf(each, key));
  if (typeof value !== 'object' || value === null) return [];
  // The headline of a measure is its id.
  const entries = Object.entries(value).filter(([name]) => key !== 'measure' || name !== 'headline');
  return entries.flatMap(([name, each]) => proseOf(each, key === 'words' ? 'words' : name));
}

const prose = new Set(
  'words tip label definition text interval_text change_text headline reasons age names columns caption formats'.split(
    ' ',
  ),
);

/** Without what is no word of ours: entities, names, hashtags, zones, paths, checksums and ids such as those of rules. */
function plain(text: string): string {
  return text
    .replace(/&#?\w+;/g, ' ')
    .replace(/\b[0-9a-f]{12}\b|\b\w+_\w+\b/g, ' ')
    .replace(/[#@][\p{L}\p{N}_.]+/gu, ' ')
    .replace(/\b(?:data|run)[-/][\w/.-]+|\b(?:report|overview)\.json\b/g, ' ')
    .replace(/\b[A-Z]\w+\/[A-Z]\w+\b/g, ' ');
}
