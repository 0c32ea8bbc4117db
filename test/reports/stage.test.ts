import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { configSchema, homeAt, type Marts } from '../../pipeline/index.js';
import { renderReports, reportStage } from '../../reports/index.js';
import { asOf, fixtureMarts } from './fixture.js';

let marts: Marts;
let root: string;

beforeAll(async () => {
  marts = await fixtureMarts();
  root = await mkdtemp(join(tmpdir(), 'reachline-stage-'));
});

afterAll(async () => {
  marts.close();
  await rm(root, { recursive: true });
});

const config = configSchema.parse({ report: { periods: ['2026-10'] } });

test('a night writes every own account with posts, their overview, and the archive', async () => {
  const home = homeAt(root);
  const written = await reportStage({ marts, home, config, asOf, runId: marts.publication.run_id });
  expect(written.map(({ accountId }) => accountId)).toEqual([
    '../../etc/passwd',
    '17841400000000001',
    'tiny',
    null,
  ]);
  expect((await readdir(home.out)).sort()).toEqual([
    'harbour.coffee',
    'index.html',
    'overview',
    'script-script-window.hacked-1-script',
    'tiny.studio',
  ]);
  const archive = await readFile(join(home.out, 'index.html'), 'utf8');
  for (const { path } of written) expect(archive).toContain(path.slice(home.out.length + 1));
});

test('one account is found by id, username or name', async () => {
  const found = async (account: string) =>
    (await renderReports({ marts, outDir: join(root, 'one'), config, asOf, account })).map(
      ({ accountId }) => accountId,
    );
  for (const name of ['tiny', '@tiny.studio', 'tiny.studio', 'Tiny'])
    expect(await found(name)).toEqual(['tiny']);
  expect(await found('user:imported')).toEqual(['user:imported']);
  expect(await found('nobody-here')).toEqual([]);
});

test('an overview comes by itself from two own accounts on, else when asked for', async () => {
  const overviews = async (name: string, options: Partial<Parameters<typeof renderReports>[0]>) =>
    (await renderReports({ marts, outDir: join(root, name), config, asOf, ...options }))
      .filter(({ accountId }) => accountId === null)
      .map(({ path }) => path.slice(root.length + 1));
  expect(await overviews('few', { account: 'tiny' })).toEqual([]);
  expect(await overviews('few', { account: 'tiny', overview: true })).toEqual([
    'few/overview/2026-10/index.html',
  ]);
  // Of an account that is not own, only when asked for.
  await renderReports({ marts, outDir: join(root, 'few'), config, asOf, account: 'user:imported' });
  await renderReports({ marts, outDir: join(root, 'few'), config, asOf });
  const accounts = async () =>
    JSON.parse(await readFile(join(root, 'few/overview/2026-10/overview.json'), 'utf8')).accounts.length;
  expect(await accounts()).toBe(3);
  expect(await overviews('few', { overview: true })).toHaveLength(1);
  expect(await accounts()).toBe(4);
});

test('a PDF of an earlier page does not outlive it', async () => {
  const outDir = join(root, 'printed');
  const [first] = await renderReports({ marts, outDir, config, asOf, account: 'tiny' });
  const pdf = first!.path.replace('index.html', 'report.pdf');
  await writeFile(pdf, 'of yesterday');
  await renderReports({ marts, outDir, config, asOf, account: 'tiny' });
  await expect(readFile(pdf)).rejects.toThrow('ENOENT');
});

test('the brand of the configuration is on every page; the logo’s path starts at the home', async () => {
  const home = homeAt(join(root, 'branded'));
  await mkdir(home.root, { recursive: true });
  await writeFile(join(home.root, 'logo.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>');
  const branded = configSchema.parse({
    report: { periods: ['2026-10'], brand: 'Studio North', logo: 'logo.svg', accent: '#0a7d5a' },
  });
  const written = await reportStage({ marts, home, config: branded, asOf, runId: marts.publication.run_id });
  for (const path of [...written.map((report) => report.path), join(home.out, 'index.html')]) {
    const page = await readFile(path, 'utf8');
    expect(page).toContain('<img class="logo" src="data:image/svg+xml;base64,');
    expect(page).toContain('Studio North');
    expect(page).toContain('--accent:#0a7d5a');
  }
  await rm(join(home.root, 'logo.svg'));
  await expect(
    reportStage({ marts, home, config: branded, asOf, runId: marts.publication.run_id }),
  ).rejects.toMatchObject({ exitCode: 78 });
});

test('a night leaves out calendar periods that have not begun', async () => {
  const home = homeAt(join(root, 'ahead'));
  const ahead = configSchema.parse({ report: { periods: ['2027', '2026-12', '2026-W50', '2026-10'] } });
  const written = await reportStage({ marts, home, config: ahead, asOf, runId: marts.publication.run_id });
  expect(new Set(written.map(({ path }) => path.split('/').at(-2)))).toEqual(new Set(['2026-10']));
  await expect(renderReports({ marts, outDir: home.out, config: ahead, asOf })).rejects.toThrow(
    /begins after/,
  );
});
