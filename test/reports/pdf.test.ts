import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findChromium, printPdf, writeReport } from '../../reports/index.js';
import { staticPage } from '../../reports/pdf.js';
import { asOf, fixtureMarts } from './fixture.js';

const chromium = process.env.REACHLINE_CHROMIUM ?? '/usr/bin/chromium';
const env = (name: string) => process.env[name];
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'reachline-printed-'));
});

afterAll(() => rm(folder, { recursive: true }));

async function program(path: string, script: string): Promise<string> {
  await writeFile(path, `#!/bin/sh\n${script}\n`);
  await chmod(path, 0o755);
  return path;
}

const asked = (variables: Record<string, string>) => (name: string) => variables[name];

describe('Chromium is found', () => {
  test('by CHROMIUM_PATH first, then by name on PATH, in the order of names', async () => {
    const [one, two] = [join(folder, 'one'), join(folder, 'two')];
    for (const path of [one, two]) await mkdir(path);
    const own = await program(join(folder, 'own'), 'exit 0');
    const chrome = await program(join(one, 'google-chrome'), 'exit 0');
    expect(await findChromium(asked({ PATH: `${one}:${two}` }))).toBe(chrome);
    const plain = await program(join(two, 'chromium'), 'exit 0');
    expect(await findChromium(asked({ PATH: `${one}:${two}` }))).toBe(plain);
    expect(await findChromium(asked({ PATH: one, CHROMIUM_PATH: own }))).toBe(own);
    await chmod(plain, 0o644);
    expect(await findChromium(asked({ PATH: `:${one}:${two}` }))).toBe(chrome);
  });

  test('or the failure says the next step', async () => {
    const hint = expect.stringContaining('CHROMIUM_PATH');
    await expect(findChromium(asked({ PATH: join(folder, 'nothing') }))).rejects.toMatchObject({
      exitCode: 69,
      hint,
    });
    const stated = asked({ PATH: '/usr/bin', CHROMIUM_PATH: join(folder, 'gone') });
    await expect(findChromium(stated)).rejects.toMatchObject({ exitCode: 78, hint });
  });
});

test('printed is the static page: no script, no link to what stays behind', () => {
  const page =
    '<link rel="icon" href="data:,"><a href="#x">x</a><a href="data/a.csv">a</a><a href="https://www.instagram.com/p/b/">b</a>' +
    '<script type="application/json">{"a":"\\u003c/script>"}</script><p>kept</p><script>\nalert(1)\n</script>';
  expect(staticPage(page)).toBe(
    '<link rel="icon" href="data:,"><a href="#x">x</a><a>a</a><a href="https://www.instagram.com/p/b/">b</a><p>kept</p>',
  );
});

describe('a Chromium that fails', () => {
  const print = async (script: string, options: { signal?: AbortSignal; timeout?: number } = {}) => {
    const path = join(folder, 'index.html');
    await writeFile(path, '<p>page');
    const broken = await program(join(folder, 'broken'), script);
    return printPdf({ chromium: broken, path, asOf, env, ...options });
  };
  const left = async () => (await readdir(tmpdir())).filter((name) => name.startsWith('reachline-pdf-'));

  test.each<[string, string, RegExp, number]>([
    ['with an error', 'echo first >&2; echo "no display" >&2; exit 3', /ended with 3: no display/, 60_000],
    ['in silence', 'exit 0', /printed nothing/, 60_000],
    ['never', 'sleep 60', /took longer than 0\.3 s/, 300],
  ])('%s: 69, with its last words, and nothing is left', async (_, script, message, timeout) => {
    const before = await left();
    await expect(print(script, { timeout })).rejects.toMatchObject({
      exitCode: 69,
      message: expect.stringMatching(message),
    });
    expect(existsSync(join(folder, 'report.pdf'))).toBe(false);
    expect((await left()).filter((name) => !before.includes(name))).toEqual([]);
  });

  test('ends when it is told to, and hears no token', async () => {
    const stop = new AbortController();
    const heard = join(folder, 'heard');
    process.env.REACHLINE_PDF_SECRET = 'EAAB-secret';
    const printed = print(`env > ${heard}.part; mv ${heard}.part ${heard}; sleep 60`, {
      signal: stop.signal,
    });
    const failed = expect(printed).rejects.toThrow('enough');
    while (!existsSync(heard)) await new Promise((resolve) => setTimeout(resolve, 20));
    stop.abort(new Error('enough'));
    await failed;
    delete process.env.REACHLINE_PDF_SECRET;
    expect(await readFile(heard, 'utf8')).not.toContain('EAAB');
  });
});

describe.skipIf(!existsSync(chromium))('a real report', () => {
  test('is printed with its text, dated by its own instant, the same bytes every time', async () => {
    const marts = await fixtureMarts();
    const { path } = await writeReport({
      marts,
      accountId: '../../etc/passwd',
      period: 'last-28-days',
      asOf,
      outDir: folder,
    });
    marts.close();
    const pdf = await printPdf({ chromium, path, asOf, env });
    expect(pdf).toBe(path.replace('index.html', 'report.pdf'));
    const first = await readFile(pdf);
    await printPdf({ chromium, path, asOf, env });
    expect((await readFile(pdf)).equals(first)).toBe(true);
    const text = first.toString('latin1');
    expect(text.startsWith('%PDF-')).toBe(true);
    expect(text.match(/Date \(D:20261110040000\+00'00'\)/g)).toHaveLength(2);
    expect(text).not.toMatch(/file:\/\/|\/JavaScript|\/Launch/);
    const { stdout } = await promisify(execFile)('pdftotext', ['-l', '1', pdf, '-']).catch(() => ({
      stdout: null,
    }));
    if (stdout !== null) expect(stdout).toContain('Are we better or worse?');
  });
});
