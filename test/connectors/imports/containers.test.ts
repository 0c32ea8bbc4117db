import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { DuckDBInstance } from '@duckdb/node-api';
import { describe, expect, it } from 'vitest';
import { zipOf } from '../files/zips.js';
import { fileOf, importFiles } from './files.js';

/** A sidecar of instaloader as `xz` packs it. */
const packed =
  '/Td6WFoAAATm1rRGAgAhARYAAAB0L+Wj4AG5ASddAD2IicczqOaoofb0SvQpXnwb3cBLm2MICA0KRIPt5BFgf1I8PRgwyWl0AO8l5i5/ARpnXVAAr8LDsj6jSnUQDHqkEXConZMckjcPcq8O1GgUfNNOQZzYZC91mXO9A3uEMBG7lMV/FyW0P+ZvkLTCYj1VytfB6Dcb/zV3tIMFIhbmB/wN/Rg2cuUnLWW73u7H8tP/4k9O3LZwXFy0xnP0uJ4TFMkZrFofckteE1pzN1i/5q73yMMxHeEQlLtRuYy3Soc8wLC1+NyebXkJ7KegGw8fpvnQDK3y2QDHnP60u0CH+mbpVJlj8r8TKTFDZHeJptwHIWvP0tSUpD/VtSYOrHN/jFkQi9nStIW5sJKGT0sSI5dF8V7/ComV1vZMKCHaJjCkKOv36wAAAIbJDVb34/RQAAHDAroDAAAA+2BescRn+wIAAAAABFla';

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
    const imported = await importFiles([
      fileOf('2022-08-15_10-29-02_UTC.json.xz', Buffer.from(packed, 'base64'), 100),
    ]);
    expect(imported.records('media')).toMatchObject([
      { shortcode: 'ChRt1KDAVXP', format: 'reel', caption: 'Hallo' },
    ]);
  });

  it('that is damaged, or grows without end, is refused', async () => {
    const cut = gzipSync(table).subarray(0, 40);
    await expect(importFiles([fileOf('a.csv.gz', cut)])).rejects.toThrow('a.csv.gz cannot be unpacked');
    const xz = Buffer.from(packed, 'base64').subarray(0, 120);
    await expect(importFiles([fileOf('a.json.xz', xz)])).rejects.toThrow('a.json.xz');
    const bomb = gzipSync(Buffer.alloc(70 * 1024 * 1024, 'a'));
    await expect(importFiles([fileOf('a.csv.gz', bomb)])).rejects.toThrow('grows more than 500-fold');
  });
});

/** A workbook: texts inline, numbers as written, `{date}` with a style that makes a number a date. */
function workbook(
  sheets: Readonly<Record<string, readonly (readonly (string | number | { date: number })[])[]>>,
) {
  const names = Object.keys(sheets);
  const cell = (value: string | number | { date: number }, at: string) =>
    typeof value === 'string'
      ? /^\d{16,}$/.test(value)
        ? `<c r="${at}"><v>${value}</v></c>`
        : `<c r="${at}" t="inlineStr"><is><t xml:space="preserve">${value.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</t></is></c>`
      : typeof value === 'number'
        ? `<c r="${at}"><v>${value}</v></c>`
        : `<c r="${at}" s="1"><v>${value.date}</v></c>`;
  const sheet = (rows: readonly (readonly (string | number | { date: number })[])[]) =>
    `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>${rows
      .map(
        (row, r) =>
          `<row r="${r + 1}">${row.map((value, c) => cell(value, `${String.fromCharCode(65 + c)}${r + 1}`)).join('')}</row>`,
      )
      .join('')}</sheetData></worksheet>`;
  const relation = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  return zipOf([
    {
      path: '[Content_Types].xml',
      content: '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
    },
    {
      path: 'xl/workbook.xml',
      content: `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="${relation}"><sheets>${names.map((name, n) => `<sheet name="${name}" sheetId="${n + 1}" r:id="rId${n + 1}"/>`).join('')}</sheets></workbook>`,
    },
    {
      path: 'xl/_rels/workbook.xml.rels',
      content: `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${names.map((_, n) => `<Relationship Id="rId${n + 1}" Type="${relation}/worksheet" Target="worksheets/sheet${n + 1}.xml"/>`).join('')}<Relationship Id="rId99" Type="${relation}/styles" Target="styles.xml"/></Relationships>`,
    },
    {
      path: 'xl/styles.xml',
      content:
        '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="22" applyNumberFormat="1"/></cellXfs></styleSheet>',
    },
    ...names.map((name, n) => ({ path: `xl/worksheets/sheet${n + 1}.xml`, content: sheet(sheets[name]!) })),
  ]);
}

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
      why: expect.arrayContaining(['sheet "Posts"; it has 2, only this one is read']),
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
