import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { beforeAll, expect, test } from 'vitest';
import { zipOf } from '../connectors/files/zips.js';
import { sidecar, workbook } from '../connectors/imports/packed.js';
import { filesBelow, reachline, rowsOf, succeeding, temporaryFolder } from './running.js';

/** A content export of one post. */
const exported = (id: string, code: string, likes: number) =>
  `Post ID,Account ID,Account username,Publish time,Permalink,Post type,Date,Likes
${id},17841400000000001,cafe,03/04/2026 00:17,https://www.instagram.com/p/${code}/,IG image,Lifetime,${likes}
`;

const holds: Readonly<Record<string, string | Uint8Array>> = {
  'a.csv': exported('17900000000000001', 'DGxTmZFNd5W', 5),
  'märz/b.CSV': exported('17900000000000002', 'DGxTmZFNd6W', 7),
  'märz/again.csv': exported('17900000000000002', 'DGxTmZFNd6W', 7),
  'post_UTC.json.xz': sidecar,
  'table.xlsx': workbook({
    Posts: [
      ['url', 'ownerUsername', 'likesCount', 'timestamp'],
      ['https://www.instagram.com/p/DGxTmZFNd7W/', 'cafe', 9, '2026-01-02T03:04:05.000Z'],
    ],
  }),
  'notes.csv': 'who,what\nme,this\n',
  'photos/1.jpg': 'not a photo',
  'photos/2.jpg': 'not a photo',
  'photos/3.jpg': 'not a photo',
  'photos/4.jpg': 'not a photo',
  'parts.zip': 'not a zip',
  '.hidden.csv': 'not for us',
};

let home: string;
let folder: string;

beforeAll(async () => {
  home = await temporaryFolder();
  folder = join(home, 'exports');
  for (const [path, content] of Object.entries(holds)) {
    const file = join(folder, path);
    await mkdir(join(file, '..'), { recursive: true });
    await writeFile(file, content);
  }
  const connection = await (await DuckDBInstance.create()).connect();
  await connection.run(
    `copy (select 17902724751121135 as id, 'IMAGE' as media_type, timestamptz '2026-01-01 00:00:00+00' as timestamp, 11 as like_count,
       'cafe' as username) to '${join(folder, 'table.parquet')}' (format parquet)`,
  );
  connection.closeSync();
});

test('a folder: each file that can be is imported, and all others are named', async () => {
  const own = await temporaryFolder();
  const { stdout } = await succeeding(own, ['import', folder]);
  expect(stdout).toContain('✓ exports/a.csv: business-suite (content)');
  expect(stdout).toContain('✓ exports/märz/again.csv: business-suite (content)');
  expect(stdout).toContain('✓ exports/märz/b.CSV: imported before with the same settings');
  expect(stdout).toContain('✗ exports/notes.csv: not imported.');
  expect(stdout).toContain('It has 2 columns: who, what.');
  expect(stdout).toContain(
    'passed over (no data file): exports/photos/1.jpg, exports/photos/2.jpg, exports/photos/3.jpg and 1 more .jpg',
  );
  expect(stdout).toContain('passed over (a zip, to be imported by itself): exports/parts.zip');
  expect(stdout).toContain('passed over (a hidden file): exports/.hidden.csv');
  expect(stdout).toContain('Import: partial');
  expect(stdout).toContain('✓ exports/post_UTC.json.xz: instaloader (node)');
  expect(stdout).toContain('✓ exports/table.xlsx: apify (posts)');
  expect(stdout).toContain('✓ exports/table.parquet: graph-api-dump (media)');
  expect(stdout).toContain('5 read = 5 loaded + 0 quarantined + 0 superseded');
  expect(await rowsOf(own, 'select media_key, likes from media_performance order by likes')).toEqual([
    { media_key: 'DGxTmZFNd5W', likes: 5 },
    { media_key: 'DGxTmZFNd6W', likes: 7 },
    { media_key: 'DGxTmZFNd7W', likes: 9 },
    { media_key: 'id:17902724751121135', likes: 11 },
    { media_key: 'ChRt1KDAVXP', likes: 41 },
  ]);
  const kept = [...(await filesBelow(join(own, 'data/raw/files'))).keys()];
  expect(kept, 'the files are kept, not what is around them').toHaveLength(6);
});

test('a zip is told about by --dry-run, and nothing is imported', async () => {
  const zip = join(home, 'exports.zip');
  await writeFile(zip, zipOf(Object.entries(holds).map(([path, content]) => ({ path, content }))));
  const before = [...(await filesBelow(home)).keys()];
  const { stdout } = await succeeding(home, ['import', zip, '--dry-run']);
  expect(stdout).toContain('exports.zip/a.csv: Meta Business Suite content export (content), 1 row');
  expect(stdout).toContain('✗ exports.zip/notes.csv: not imported.');
  expect(stdout).toContain('passed over (no data file)');
  expect([...(await filesBelow(home)).keys()]).toEqual(before);
});

test('a zip made to harm is 65', async () => {
  const bad = join(home, 'bad.zip');
  await writeFile(bad, zipOf([{ path: '../a.csv', content: 'a' }]));
  const { code, stderr } = await reachline(home, ['import', bad]);
  expect(code).toBe(65);
  expect(stderr).toContain('The zip bad.zip cannot be used: invalid relative path: ../a.csv');
});
