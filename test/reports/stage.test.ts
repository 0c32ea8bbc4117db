import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
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

test('a night writes every own account with posts, and the archive', async () => {
  const home = homeAt(root);
  const written = await reportStage({ marts, home, config, asOf, runId: marts.publication.run_id });
  expect(written.map(({ accountId }) => accountId)).toEqual([
    '../../etc/passwd',
    '17841400000000001',
    'tiny',
  ]);
  expect((await readdir(home.out)).sort()).toEqual([
    'harbour.coffee',
    'index.html',
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

test('a night leaves out calendar periods that have not begun', async () => {
  const home = homeAt(join(root, 'ahead'));
  const ahead = configSchema.parse({ report: { periods: ['2027', '2026-12', '2026-W50', '2026-10'] } });
  const written = await reportStage({ marts, home, config: ahead, asOf, runId: marts.publication.run_id });
  expect(new Set(written.map(({ path }) => path.split('/').at(-2)))).toEqual(new Set(['2026-10']));
  await expect(renderReports({ marts, outDir: home.out, config: ahead, asOf })).rejects.toThrow(
    /begins after/,
  );
});
