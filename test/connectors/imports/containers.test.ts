import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { DuckDBInstance } from '@duckdb/node-api';
import { describe, expect, it } from 'vitest';
import { zipOf } from '../files/zips.js';
import { fileOf, importFiles } from './files.js';
import { sidecar, workbook } from './packed.js';

const table =
  'id,media_type,timestamp,like_count,username\n17902724751121135,IMAGE,2026-01-01T00:00:00Z,5,cafe\n';
const told = (imported: Awaited<ReturnType<typeof importFiles>>) => [
  imported.records('media').map(({ media_id, posted_at }) => [media_id, posted_at?.toISOString() ?? null]),
  imported.records('media_insights').map(({ metric, value }) => [metric, value]),
];
const expected = [[['17902724751121135', '2026-01-01T00:00:00.000Z']], [['likes', 5]]];

describe('a packed file', () => {
  it('of gzip is read as what is inside', async () => {
    expect(told(await importFiles([fileOf('a.csv.gz', gzipSync(table))]))).toEqual(expected);
  });

  it('of xz too, as instaloader writes its sidecars', async () => {
    const imported = await importFiles([fileOf('2022-08-15_10-29-02_UTC.json.xz', sidecar, 100)]);
    expect(imported.records('media')).toMatchObject([
      { shortcode: 'ChRt1KDAVXP', format: 'reel', caption: 'Hallo' },
    ]);
  });

  it('that is damaged, or grows without end, is refused', async () => {
    const cut = gzipSync(table).subarray(0, 40);
    await expect(importFiles([fileOf('a.csv.gz', cut)])).rejects.toThrow('a.csv.gz cannot be unpacked');
    const xz = sidecar.subarray(0, 120);
    await expect(importFiles([fileOf('a.json.xz', xz)])).rejects.toThrow('a.json.xz');
    const bomb = gzipSync(Buffer.alloc(70 * 1024 * 1024, 'a'));
    await expect(importFiles([fileOf('a.csv.gz', bomb)])).rejects.toThrow('grows more than 500-fold');
  });
});

describe('an Excel workbook', () => {
  const header = ['id', 'media_type', 'timestamp', 'like_count', 'username'];

  it('is the sheet with a header that is known; ids keep every digit, dates are read', async () => {
    const file = fileOf(
      'a.xlsx',
      workbook({
        Notes: [['made by', 'me']],
        Posts: [['A report'], [], header, ['17902724751121135', 'IMAGE', { date: 46023.5 }, 5, 'cafe & co']],
      }),
    );
    const imported = await importFiles([file], { account: 'cafe' });
    expect(told(imported)).toEqual([[['17902724751121135', '2026-01-01T12:00:00.000Z']], [['likes', 5]]]);
    expect(imported.items.map(({ ref }) => ref)).toEqual(['line 4']);
    expect(imported.pages[0]!.request.dialect).toMatchObject({
      why: expect.arrayContaining([
        'sheet "Posts", the first with a known header; not read: "Notes" (--sheet NAME chooses)',
      ]),
    });
  });

  it('is the sheet that is named; a name that it does not have is answered with those that it has', async () => {
    const row = (likes: number) => ['17902724751121135', 'IMAGE', { date: 46023.5 }, likes, 'cafe'];
    const file = fileOf('a.xlsx', workbook({ 2025: [header, row(5)], 2026: [header, row(7)] }));
    expect(told(await importFiles([file], { sheet: '2026' }))[1]).toEqual([['likes', 7]]);
    const refusal = await importFiles([file], { sheet: '2024' }).catch((error: unknown) => error);
    expect(refusal).toMatchObject({
      message: 'a.xlsx has no sheet "2024" that holds anything.',
      hint: expect.stringContaining('Its sheets: "2025", "2026"'),
    });
  });

  it('that is none, or empty, is refused in words', async () => {
    await expect(importFiles([fileOf('a.xlsx', zipOf([{ path: 'a.txt', content: 'a' }]))])).rejects.toThrow(
      'a.xlsx cannot be read as an Excel workbook',
    );
    await expect(importFiles([fileOf('a.xlsx', workbook({ Empty: [] }))])).rejects.toThrow(
      'the workbook is empty',
    );
  });
});

describe('what is no table, whatever its name says,', () => {
  it.each([
    [
      'noise',
      Array.from({ length: 4096 }, (_, index) =>
        String.fromCharCode((index * index * 31 + 7 * index) % 251),
      ).join(''),
      /is no text/,
      /Export the table/,
    ],
    ['a picture', '\x89PNG\r\n\x1a\n\0\0', /is a picture/, /Export the table/],
    ['a photo', '\xff\xd8\xff\xe0\0\x10JFIF', /is a picture/, /Export the table/],
    ['a PDF', '%PDF-1.7\n%\xe2\xe3', /is a PDF/, /Export the table/],
    ['a locked or old workbook', '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', /a password/, /Save as/],
    ['a log-in page', '\xef\xbb\xbf\n<!DOCTYPE html><html>', /is a web page/, /log in/],
    ['a RAR', 'Rar!\x1a\x07\x01\0', /does not unpack/, /Unpack it/],
  ])('%s, is refused in words', async (_, start, message, hint) => {
    const file = fileOf('a.csv', Buffer.concat([Buffer.from(start, 'latin1'), Buffer.alloc(600, 'x')]));
    const refusal = await importFiles([file]).catch((error: unknown) => error);
    expect(refusal).toMatchObject({
      kind: 'input',
      message: expect.stringMatching(message),
      hint: expect.stringMatching(hint),
    });
  });
});

describe('a Parquet file', () => {
  it.each(['snappy', 'zstd'])('packed with %s is read row by row, ids whole', async (compression) => {
    const folder = await mkdtemp(join(tmpdir(), 'reachline-parquet-'));
    try {
      const path = join(folder, 'a.parquet');
      const connection = await (await DuckDBInstance.create()).connect();
      await connection.run(
        `copy (select 17902724751121135 + i as id, 'IMAGE' as media_type, timestamptz '2026-01-01 00:00:00+00' as timestamp,
           i as like_count, {'username': 'cafe'} as owner, 'cafe' as username from range(6000) as r(i))
         to '${path}' (format parquet, compression ${compression}, row_group_size 4096)`,
      );
      connection.closeSync();
      const imported = await importFiles([fileOf('a.parquet', await readFile(path))]);
      const media = imported.records('media');
      expect(media).toHaveLength(6000);
      expect([media[0]!.media_id, media[5999]!.media_id]).toEqual(['17902724751121135', '17902724751127134']);
      expect(media[0]!.posted_at).toEqual(new Date('2026-01-01T00:00:00Z'));
      const likes = imported.records('media_insights').filter(({ metric }) => metric === 'likes');
      expect(likes.reduce((sum, { value }) => sum + value!, 0)).toBe((5999 * 6000) / 2);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('that is cut off is refused', async () => {
    await expect(importFiles([fileOf('a.parquet', 'PAR1 and no more')])).rejects.toThrow(
      'a.parquet cannot be read',
    );
  });
});
