import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { openMarts } from '../../pipeline/published.js';
import { temporaryHome } from '../pipeline/temporary-home.js';
import { buildHome } from '../pipeline/warehouse.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const read = (path: string): string => readFileSync(`${root}${path}`, 'utf8');

interface Lock {
  readonly packages: Record<string, { version?: string; resolved?: string; link?: boolean }>;
}
interface Package {
  readonly dependencies: Record<string, string>;
  readonly exports: Record<string, string | { types: string; default: string }>;
  readonly typesVersions: { '*': Record<string, string[]> };
  readonly workspaces?: unknown;
}
const nameOf = (path: string): string =>
  path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
const packagesOf = (lock: Lock): string[] =>
  Object.keys(lock.packages).filter((path) => path.startsWith('node_modules/'));

describe('the root install', () => {
  const own = JSON.parse(read('package-lock.json')) as Lock;
  const notebooks = JSON.parse(read('notebooks/package-lock.json')) as Lock;

  it('has nothing of the notebooks', () => {
    const installed = new Set(packagesOf(own).map(nameOf));
    expect(JSON.parse(read('package.json'))).not.toHaveProperty('workspaces');
    for (const name of [
      'tslab',
      'danfojs-node',
      'zeromq',
      '@e965/xlsx',
      'xlsx',
      'mathjs',
      'rollup',
      'jupyter',
    ])
      expect(installed).not.toContain(name);
    expect(
      [...installed].filter((name) => name.startsWith('@tensorflow/') || name.startsWith('@tslab/')),
    ).toEqual([]);
  });

  it('installs what its own package.json asks for and no more', () => {
    const wanted = Object.keys((JSON.parse(read('package.json')) as Package).dependencies);
    const listed = (own.packages[''] as unknown as Package).dependencies;
    expect(Object.keys(listed).sort()).toEqual(wanted.sort());
    expect(Object.keys(own.packages).filter((path) => path.includes('notebooks'))).toEqual([]);
  });

  it('depends on nothing for the sake of the notebooks alone', () => {
    const others = ['cli', 'connectors', 'emulator', 'pipeline', 'reports'].flatMap((folder) =>
      readdirSync(`${root}${folder}`, { recursive: true, encoding: 'utf8' })
        .filter((path) => path.endsWith('.ts'))
        .map((path) => read(`${folder}/${path}`)),
    );
    const wanted = Object.keys((JSON.parse(read('package.json')) as Package).dependencies);
    const isUsed = (name: string) =>
      others.some((text) => text.includes(`'${name}'`) || text.includes(`'${name}/`));
    expect(wanted.filter((name) => !isUsed(name))).toEqual([]);
  });

  it('leaves the notebooks their own, without binaries to download and with a maintained xlsx', () => {
    const installed = new Map(packagesOf(notebooks).map((path) => [path, notebooks.packages[path]!]));
    expect(installed.get('node_modules/@tensorflow/tfjs-node')).toMatchObject({ name: '@tensorflow/tfjs' });
    expect(installed.get('node_modules/xlsx')).toMatchObject({ name: '@e965/xlsx' });
    expect([...installed.values()].filter(({ resolved, link }) => resolved !== undefined && !link)).toEqual(
      [],
    );
  });
});

describe('reachline/notebook', () => {
  it('is found by exports and, for compilers that do not read them, by typesVersions', () => {
    const { exports, typesVersions } = JSON.parse(read('package.json')) as Package;
    const types = Object.entries(exports)
      .filter(([name]) => name !== '.' && name !== './package.json')
      .map(([name, entry]) => [name.slice(2), [(entry as { types: string }).types]]);
    expect(typesVersions['*']).toEqual(Object.fromEntries(types));
    expect(Object.keys(typesVersions['*'])).toEqual(
      expect.arrayContaining(['notebook', 'reports/charts', 'reports/statistics']),
    );
  });

  it('loads with require, answers and draws', async () => {
    const home = await temporaryHome();
    await buildHome(home);
    const code = `
      const { open } = require('reachline/notebook');
      const shown = [];
      const display = { html: (text) => shown.push(text), svg: (text) => shown.push(text) };
      open({ display, home: ${JSON.stringify(home.root)} }).then(async ({ warehouse, plot }) => {
        const table = await warehouse.sql\`select \${'a'} as name, 1 as value\`;
        await plot({ mark: 'bar', encoding: { x: { field: 'name' }, y: { field: 'value' } } }, table);
        console.log(JSON.stringify([table.rows(), shown[0].slice(0, 4)]));
      });`;
    const { stdout, stderr } = await promisify(execFile)(
      process.execPath,
      ['--disable-warning=ExperimentalWarning', '-e', code],
      { cwd: root },
    );
    expect([stdout.trim(), stderr]).toEqual(['[[{"name":"a","value":1}],"<svg"]', '']);
  });
});

it('the types of the marts are those that the models give', async () => {
  const home = await temporaryHome();
  await buildHome(home);
  const marts = await openMarts(home);
  const columns = await marts.rows<{ mart: string; name: string }>(
    'select table_name as mart, column_name as name from information_schema.columns order by table_name, ordinal_position',
  );
  marts.close();
  const declared = [
    ...read('notebooks/api/marts.ts').matchAll(/^ {2}(\w+): \{\n([\s\S]*?)^ {2}\};/gm),
  ].flatMap(([, mart, body]) =>
    [...body!.matchAll(/^ {4}(\w+): /gm)].map(([, name]) => ({ mart: mart!, name: name! })),
  );
  expect(declared.length).toBeGreaterThan(200);
  expect(declared).toEqual(columns);
});

it('every notebook is committed with outputs', () => {
  const names = readdirSync(`${root}notebooks`).filter((name) => name.endsWith('.ipynb'));
  expect(names).toHaveLength(5);
  for (const name of names) {
    const { cells } = JSON.parse(read(`notebooks/${name}`)) as {
      cells: { cell_type: string; outputs?: unknown[] }[];
    };
    const code = cells.filter(({ cell_type }) => cell_type === 'code');
    expect(
      code.filter(({ outputs }) => outputs!.length === 0),
      name,
    ).toEqual([]);
    expect(JSON.stringify(cells), name).toMatch(/image\/svg\+xml/);
  }
});
