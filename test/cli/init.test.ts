import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { filesBelow, reachline, succeeding, temporaryFolder } from './running.js';

test('init writes a configuration that is valid, its schema, and an example of the environment', async () => {
  const home = join(await temporaryFolder(), 'social');
  const { stdout } = await succeeding(home, ['init']);
  const files = await filesBelow(home);
  expect([...files.keys()].sort()).toEqual(['.env.example', 'reachline.schema.json', 'reachline.yaml']);
  for (const name of files.keys()) expect(stdout).toContain(name);

  expect((await reachline(home, ['doctor'])).stdout).toMatch(/✓ configuration: .*reachline\.yaml is valid/);
  const schema = JSON.parse(files.get('reachline.schema.json')!.toString());
  expect(schema).toMatchObject({ type: 'object', additionalProperties: false });
  expect(Object.keys(schema.properties)).toEqual(
    expect.arrayContaining(['connections', 'accounts', 'report']),
  );
  expect(files.get('reachline.yaml')!.toString().split('\n')[0]).toBe(
    '# yaml-language-server: $schema=./reachline.schema.json',
  );
});

test('its commented lines are valid too, once the comment signs are gone', async () => {
  const home = await temporaryFolder();
  await succeeding(home, ['init']);
  const path = join(home, 'reachline.yaml');
  const text = await readFile(path, 'utf8');
  const active = text.replace(/^(connections|accounts): \[\]$/gm, '$1:').replace(/^#( {2,}.*)$/gm, '$1');
  expect(active).toMatch(/^ {2}- name: main$/m);
  await writeFile(path, active);
  await writeFile(join(home, 'logo.svg'), '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>'); // named by one of them
  const { code, stdout } = await reachline(home, ['plan']);
  expect(code).toBe(0);
  expect(stdout).toContain('my_brand');
});

test('init keeps an existing configuration', async () => {
  const home = await temporaryFolder();
  const path = join(home, 'reachline.yaml');
  await mkdir(home, { recursive: true });
  await writeFile(path, 'report: {locale: pt-BR}\n');
  const { code, stderr } = await reachline(home, ['init']);
  expect(code).toBe(64);
  expect(stderr).toContain('it stays as it is');
  expect(await readFile(path, 'utf8')).toBe('report: {locale: pt-BR}\n');
  expect((await filesBelow(home)).size).toBe(1);
});
