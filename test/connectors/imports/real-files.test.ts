import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { uploadedAt } from '../../../connectors/identity.js';
import { failure, importFiles, realData, realFile } from './files.js';

/** The file again, read without any of the connector's code. */
function rowsOf(path: string): Record<string, string>[] {
  return parse(readFileSync(join(realData ?? '', path)), { columns: true, bom: true });
}

const sum = (values: (number | null)[]) => values.reduce<number>((total, value) => total + (value ?? 0), 0);
const lag = (media: { shortcode: string | null; posted_at: Date | null }) =>
  ((media.posted_at?.getTime() ?? Number.NaN) - (uploadedAt(media.shortcode ?? '')?.getTime() ?? 0)) / 60_000;

describe.skipIf(realData === null)('real Fanpage Karma export, Page/Post_Id layout', () => {
  const path = 'city_br_fanpagekarma/maceio.csv';

  it('becomes one item per row, with the counts and sums of the file', async () => {
    const rows = rowsOf(path);
    const imported = await importFiles([realFile(path)]);
    expect(rows).toHaveLength(3024);
    expect(imported.items).toHaveLength(rows.length);
    expect(imported.rejects).toEqual([]);
    expect(new Set(imported.items.map((item) => item.ref)).size).toBe(rows.length);
    const insights = imported.records('media_insights');
    for (const [metric, column] of [
      ['likes', 'Likes'],
      ['comments', 'Comments'],
      ['shares', 'Shares'],
    ] as const) {
      const values = insights.filter((one) => one.metric === metric);
      expect(values).toHaveLength(rows.length);
      expect(sum(values.map((one) => one.value))).toBe(sum(rows.map((row) => Number(row[column]))));
      const empty = rows.filter((row) => row[column] === '').length;
      expect(
        values.filter((one) => one.value === null && one.absent_reason === 'not_in_source'),
      ).toHaveLength(empty);
    }
    expect(insights.filter((one) => one.metric === 'shares' && one.value === null)).toHaveLength(1187);
    expect(new Set(insights.map((one) => one.metric))).toEqual(new Set(['likes', 'comments', 'shares']));
  });

  it('keeps ids, links and captions as written', async () => {
    const rows = rowsOf(path);
    const media = (await importFiles([realFile(path)])).records('media');
    expect(media.map((one) => one.media_id)).toEqual(rows.map((row) => row.Post_Id));
    expect(media.map((one) => one.permalink)).toEqual(rows.map((row) => row['Post-Link']));
    expect(media.map((one) => one.caption)).toEqual(rows.map((row) => row.Message || null));
    expect(new Set(media.map((one) => one.account_ref))).toEqual(new Set(['370267283']));
  });

  it('finds out from the permalinks that its clock runs three hours behind UTC', async () => {
    const imported = await importFiles([realFile(path)]);
    expect(imported.pages[0]?.request.dialect).toMatchObject({
      zone: '-03:00',
      zone_basis: 'derived from permalinks',
    });
    expect(imported.warnings).toEqual([]);
    const lags = imported
      .records('media')
      .map(lag)
      .sort((a, b) => a - b);
    expect(Math.abs(lags[Math.floor(lags.length / 2)] as number)).toBeLessThan(2);
    expect(imported.records('accounts')[0]?.time_zone).toBe('Etc/GMT+3');
  });
});

describe.skipIf(realData === null)('real Fanpage Karma export, Profile/Message-ID layout', () => {
  const path = 'gov_br_fanpagekarma/posts_sample_2000.csv';

  it('becomes one item per row, keyed by link because its ids are destroyed', async () => {
    const rows = rowsOf(path);
    const imported = await importFiles([realFile(path)]);
    expect(rows).toHaveLength(2000);
    expect(imported.items).toHaveLength(rows.length);
    const foreign = rows.filter((row) => row.Network !== 'INSTAGRAM');
    expect(imported.rejects.map((one) => one.rule)).toEqual(foreign.map(() => 'other-network'));
    const media = imported.records('media');
    expect(media.every((one) => one.media_id === null || !/e/i.test(one.media_id))).toBe(true);
    expect(media.map((one) => one.media_ref)).toEqual(
      rows
        .filter((row) => row.Network === 'INSTAGRAM')
        .map((row) => row.Link?.match(/\/(?:p|reel|tv)\/([^/]+)/)?.[1]),
    );
    const insights = imported.records('media_insights');
    for (const [metric, column] of [
      ['likes', 'Likes per post'],
      ['comments', 'Comments per post'],
    ] as const) {
      const values = insights.filter((one) => one.metric === metric).map((one) => one.value);
      expect(sum(values)).toBe(sum(rows.map((row) => Number(row[column]))));
    }
    expect(new Set(media.map((one) => one.account_ref))).toEqual(
      new Set(rows.map((row) => row['Profile-ID'])),
    );
  });

  it('keeps UTC, which the permalinks confirm', async () => {
    const imported = await importFiles([realFile(path)]);
    expect(imported.pages[0]?.request.dialect).toMatchObject({
      zone: 'UTC',
      zone_basis: 'verified by permalinks',
    });
    expect(imported.pages[0]?.account).toBe('2292348882');
  });
});

describe.skipIf(realData === null)('real Business Suite export', () => {
  const path = 'meta_business_suite_isb/instagram_content_export_56.csv';

  it('becomes one item per row, with the sums of the file', async () => {
    const rows = rowsOf(path);
    const imported = await importFiles([realFile(path)]);
    expect(rows).toHaveLength(56);
    expect(imported.items).toHaveLength(rows.length);
    expect(imported.rejects).toEqual([]);
    const insights = imported.records('media_insights');
    for (const column of ['Views', 'Reach', 'Likes', 'Shares', 'Follows', 'Comments', 'Saves']) {
      const values = insights.filter((one) => one.metric === column.toLowerCase());
      expect(values).toHaveLength(rows.length);
      expect(sum(values.map((one) => one.value))).toBe(sum(rows.map((row) => Number(row[column]))));
    }
    const media = imported.records('media');
    expect(media.map((one) => one.media_id)).toEqual(rows.map((row) => row['Post ID']));
    expect(media.map((one) => one.caption)).toEqual(rows.map((row) => row.Description || null));
    expect(new Set(media.map((one) => one.format))).toEqual(
      new Set(rows.map((row) => row['Post type']?.replace('IG ', ''))),
    );
    expect(imported.records('accounts')).toHaveLength(1);
    expect(imported.records('accounts')[0]).toMatchObject({
      account_ref: '17841409112206242',
      username: 'isb_thailand',
      name: 'International School Bangkok',
    });
  });

  it('reads publish times as US Pacific, on both sides of daylight saving', async () => {
    const imported = await importFiles([realFile(path)]);
    expect(imported.pages[0]?.request.dialect).toMatchObject({
      zone: 'America/Los_Angeles',
      zone_basis: 'verified by permalinks',
    });
    const media = imported.records('media');
    expect(media[0]?.posted_at?.toISOString()).toBe('2025-03-04T08:17:00.000Z');
    for (const one of media) {
      expect(lag(one)).toBeGreaterThan(-2);
      expect(lag(one)).toBeLessThan(25);
    }
  });
});

describe.skipIf(realData === null)('real crawl of a Brazilian city', () => {
  const path = 'gov_br_crawl_ptbr/itambepe.csv';
  const map = {
    permalink: 'Link',
    caption: 'Post',
    likes: 'Curtidas',
    comments: 'QTD_Comentários',
    shares: 'QTD_Compartilhamentos',
    posted_at: 'Data',
  } as const;

  it('becomes one item per row: points group thousands, days come first, a name beside the likes counts', async () => {
    const rows: Record<string, string>[] = parse(readFileSync(join(realData ?? '', path)), {
      columns: true,
      bom: true,
      delimiter: ';',
    });
    const imported = await importFiles([realFile(path)], { account: 'itambepe', map });
    expect(rows).toHaveLength(564);
    expect(imported.items).toHaveLength(rows.length);
    expect(imported.rejects).toEqual([]);
    expect(
      imported.items
        .flatMap((item) => ('drifts' in item ? item.drifts : []))
        .filter((one) => one?.kind === 'type'),
    ).toEqual([]);
    const likes = imported.records('media_insights').filter((one) => one.metric === 'likes');
    const told = rows.map(({ Curtidas = '' }) => {
      const beside = Curtidas.match(/^outras (\d+) pessoas$/)?.[1];
      return beside === undefined ? Number(Curtidas.replace('.', '')) : Number(beside) + 1;
    });
    expect(likes.map(({ value }) => value)).toEqual(told);
    expect(imported.records('media').map((one) => one.posted_at?.toISOString().slice(0, 10))).toEqual(
      rows.map(({ Data = '' }) => Data.split('/').reverse().join('-')),
    );
    const { why } = imported.pages[0]!.request.dialect as { why: string[] };
    expect(why.join('\n')).toMatch(
      /likes: \d\.\d{3} is \d{4}: counts are whole; outras \d+ pessoas is \d+: /,
    );
  });

  it('is refused when its column of texts is taken for the number of comments, and the right one is named', async () => {
    const wrong = { ...map, comments: 'Comentários' };
    const error = await failure(importFiles([realFile(path)], { account: 'itambepe', map: wrong }));
    expect(error.message).toContain('No value is a number in "Comentários" (comments;');
    expect(error.hint).toContain('QTD_Comentários');
  });
});
