import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Config, configSchema, contrast, grounds, readableOn } from '../../pipeline/index.js';
import { accentStyle, masthead, readBrand } from '../../reports/brand.js';
import { createFormat } from '../../reports/format.js';
import { stylesheet } from '../../reports/stylesheet.js';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'reachline-brand-'));
});

afterAll(() => rm(folder, { recursive: true }));

const report = (settings: object): Config['report'] => configSchema.parse({ report: settings }).report;

describe('the logo', () => {
  const pixel = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  );
  test.each<[string, string | Buffer, string]>([
    ['logo.png', pixel, 'image/png'],
    ['photo.jpeg', Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 0]), 'image/jpeg'],
    ['logo.webp', Buffer.from('RIFF\u0010\0\0\0WEBPVP8 ', 'latin1'), 'image/webp'],
    ['logo.svg', '<svg xmlns="http://www.w3.org/2000/svg"/>', 'image/svg+xml'],
    [
      'long.svg',
      '\ufeff<?xml version="1.0"?>\n<!-- made\nby hand -->\n<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "x">\n<svg>\n</svg>',
      'image/svg+xml',
    ],
    // What it is decides, not what it is called.
    ['really-a-png.svg', pixel, 'image/png'],
  ])('%s becomes part of the page', async (name, content, type) => {
    await writeFile(join(folder, name), content);
    const { logo } = await readBrand(report({ logo: name }), folder);
    expect(logo).toBe(`data:${type};base64,${Buffer.from(content).toString('base64')}`);
  });

  test.each<[string, string | Buffer | null, RegExp]>([
    ['gone.png', null, /gone\.png cannot be read/],
    ['large.png', Buffer.concat([pixel, Buffer.alloc(60_000)]), /large\.png has 61 kB/],
    ['page.svg', '<html><script>alert(1)</script></html>', /is no such picture/],
    ['empty.png', '', /is no such picture/],
    ['anim.webp', 'GIF89a', /is no such picture/],
  ])('%s is refused as a mistake of the configuration', async (name, content, message) => {
    if (content !== null) await writeFile(join(folder, name), content);
    await expect(readBrand(report({ logo: name }), folder)).rejects.toMatchObject({
      exitCode: 78,
      message: expect.stringMatching(message),
      hint: expect.stringContaining('60 kB'),
    });
  });

  test('a file of another kind is refused before it is looked at', () => {
    expect(() => report({ logo: 'logo.gif' })).toThrow(/PNG, JPEG, WebP or SVG/);
  });

  const { words } = createFormat('en');

  test('beside a name it is silent, alone it has one', () => {
    expect(masthead({}, words)).toBe('');
    expect(String(masthead({ brand: 'A & <b>' }, words))).toBe('<p class="brand">A &amp; &lt;b&gt;</p>');
    expect(String(masthead({ brand: 'A', logo: 'data:,' }, words))).toContain('alt=""');
    expect(String(masthead({ logo: 'data:,' }, words))).toContain('alt="Logo"');
  });
});

describe('the accent', () => {
  test('is checked against the grounds that the style sheet paints', () => {
    const [light, dark] = [...stylesheet.matchAll(/--page:(#\w+);--surface:(#\w+)/g)].map(
      ([, page, surface]) => ({ page, surface: surface === '#fff' ? '#ffffff' : surface }),
    );
    expect({ light, dark }).toEqual(grounds);
  });

  test('too weak: the message says how weak, and the colour it names passes', () => {
    let message = '';
    try {
      report({ accent: '#ffcc00' });
    } catch (error) {
      message = String(error);
    }
    expect(message).toMatch(/#ffcc00 cannot be read on a light page \(contrast 1\.4, 4\.5 is needed\)/);
    const [, nearest] = /the nearest that can is \\"(#\w{6})\\"/.exec(message)!;
    expect(report({ accent: nearest }).accent).toBe(nearest);
    expect(() => report({ accent_dark: '#00008b' })).toThrow(/on a dark page/);
    expect(() => report({ accent: 'red' })).toThrow(/write it like/);
  });

  test('any colour has a nearest that can be read on both grounds, and one that can is left alone', () => {
    const colour = fc
      .integer({ min: 0, max: 0xffffff })
      .map((rgb) => `#${rgb.toString(16).padStart(6, '0')}`);
    fc.assert(
      fc.property(colour, fc.constantFrom('light', 'dark'), (given, scheme) => {
        const readable = readableOn(scheme, given);
        for (const ground of Object.values(grounds[scheme])) {
          expect(contrast(readable, ground)).toBeGreaterThanOrEqual(4.5);
        }
        expect(readableOn(scheme, readable)).toBe(readable);
      }),
      { numRuns: 300 },
    );
  });

  test('the nearest keeps the hue: a yellow stays one of red and green, without blue', () => {
    const [r, g, b] = [1, 3, 5].map((at) =>
      Number.parseInt(readableOn('light', '#ffcc00').slice(at, at + 2), 16),
    );
    expect(r).toBeGreaterThan(g!);
    expect(g).toBeGreaterThan(b! + 60);
  });

  test('one colour is enough: the dark one follows from it', async () => {
    const { accent } = await readBrand(report({ accent: '#0a7d5a' }), folder);
    expect(accent).toEqual({ light: '#0a7d5a', dark: readableOn('dark', '#0a7d5a') });
    const style = accentStyle({ accent });
    expect(style).toContain(':root{--accent:#0a7d5a;');
    expect(style).toContain(`prefers-color-scheme:dark){:root{--accent:${accent!.dark};`);
    const both = await readBrand(report({ accent: '#0a7d5a', accent_dark: '#ffcc00' }), folder);
    expect(both.accent!.dark).toBe('#ffcc00');
    expect(accentStyle({})).toBe('');
  });
});
