import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Connector } from '../../connectors/contract.js';
import { sha256 } from '../../pipeline/files.js';
import { gather } from '../../pipeline/run/inputs.js';
import { zipOf } from '../connectors/files/zips.js';

const reader = { picks: (paths) => paths.filter((path) => path.endsWith('.csv')) } as Connector;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'reachline-inputs-'));
  await mkdir(join(folder, 'b'));
  await writeFile(join(folder, 'b', 'two.csv'), 'zwei');
  await writeFile(join(folder, 'one.csv'), 'eins');
  await writeFile(join(folder, 'one.pdf'), '');
  await symlink('/etc/hostname', join(folder, 'link.csv'));
});
afterAll(() => rm(folder, { recursive: true }));

test('a folder is the files that the connector picks, by their paths; links are not followed', async () => {
  const { files, passedOver } = await gather([`${folder}/.`, join(folder, 'one.csv')], [reader]);
  const name = folder.slice(folder.lastIndexOf('/') + 1);
  expect(files.map(({ file, isOneOfMany }) => [file.name, file.sha256, file.bytes, isOneOfMany])).toEqual([
    [`${name}/b/two.csv`, sha256('zwei'), 4, true],
    [`${name}/one.csv`, sha256('eins'), 4, true],
    ['one.csv', sha256('eins'), 4, false],
  ]);
  expect(passedOver).toEqual([
    { path: `${name}/link.csv`, why: 'a link or a device, which is not followed' },
    { path: `${name}/one.pdf`, why: 'no data file' },
  ]);
});

describe('refused is', () => {
  test.each<[string, () => Promise<string>, string]>([
    ['what is not there', async () => join(folder, 'x.csv'), 'there is no such file'],
    [
      'a folder of which nothing is picked',
      async () => await mkdtemp(join(folder, 'empty-')),
      'holds no file',
    ],
    [
      'a zip with a damaged file',
      async () => {
        const path = join(folder, 'damaged.zip');
        await writeFile(path, zipOf([{ path: 'a.csv', content: 'a', crc: 1 }]));
        return path;
      },
      'its checksum does not fit',
    ],
  ])('%s', async (_, path, message) => {
    await expect(gather([await path()], [reader])).rejects.toThrow(message);
  });
});

test('an Excel workbook is a file, though it is a zip', async () => {
  const path = join(folder, 'book.xlsx');
  await writeFile(path, zipOf([{ path: '[Content_Types].xml', content: '<Types/>' }]));
  expect((await gather([path], [reader])).files).toMatchObject([
    { file: { name: 'book.xlsx' }, isOneOfMany: false },
  ]);
});
