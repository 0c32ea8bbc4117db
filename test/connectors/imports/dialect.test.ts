import { describe, expect, it } from 'vitest';
import { mended } from '../../../connectors/files/mojibake.js';
import { timeBefore } from '../../../connectors/imports/relative-time.js';
import { failure, fileOf, type Imported, importFiles } from './files.js';

const link = (row: number) => `https://www.instagram.com/p/CJggXA2AtD${row % 10}/`;
const why = (imported: Imported) => (imported.pages[0]!.request.dialect as { why: string[] }).why.join('\n');
const captions = (imported: Imported) => imported.records('media').map((one) => one.caption);
const posted = (imported: Imported) =>
  imported.records('media').map((one) => one.posted_at?.toISOString().slice(0, 16) ?? null);

const map = { permalink: 'url', caption: 'text', likes: 'likes' } as const;
const texts = (lines: readonly string[]) =>
  ['url,text,likes', ...lines.map((line, row) => `${link(row)},"${line}",${row}`)].join('\n');

/** What a program makes of UTF-8 that it takes for another encoding. */
const mistaken = (text: string, encoding: 'latin1' | 'windows-1252') =>
  new TextDecoder(encoding === 'latin1' ? 'windows-1252' : encoding).decode(Buffer.from(text, 'utf8'));

describe('mojibake', () => {
  it('is mended, from Latin-1 and from windows-1252, emoji included', () => {
    for (const text of ['Grüße', 'São João 🎉', 'Ремонт', '“x” – €', 'àéî']) {
      expect(mended(mistaken(text, 'windows-1252'))).toBe(text);
      expect(mended(Buffer.from(text, 'utf8').toString('latin1'))).toBe(text);
    }
    for (const text of ['Grüße', 'abc', '', 'São João 🎉', 'Â', 'Ã¼ 🎉', '50 Â£'.slice(0, 4)])
      expect(mended(text)).toBeNull();
  });

  it('is mended in the texts and found in the header of a file that is full of it, and said', async () => {
    const text = mistaken(
      ['url,Prévia,likes', `${link(0)},"Grüße 🎉",5`, `${link(1)},plain,6`].join('\n'),
      'windows-1252',
    );
    const imported = await importFiles([fileOf('a.csv', text)], {
      account: 'me',
      map: { ...map, caption: 'Prévia' },
    });
    expect(captions(imported)).toEqual(['Grüße 🎉', 'plain']);
    expect(why(imported)).toContain(`mended: ${mistaken('Grüße', 'windows-1252')} is Grüße`);
    // raw keeps what was written
    expect(imported.pages[0]!.body).toContain(mistaken('Grüße', 'windows-1252'));
  });

  it('is left alone, and told, where most texts are sound', async () => {
    const odd = mistaken('Grüße', 'windows-1252');
    const imported = await importFiles([fileOf('a.csv', texts(['Straße', 'São', odd]))], {
      account: 'me',
      map,
    });
    expect(captions(imported)).toEqual(['Straße', 'São', odd]);
    expect(imported.warnings.join()).toContain(`all are left as they are: ${odd}`);
  });
});

it('a header of no known kind without rows is told as one; a map would not help', async () => {
  const refused = await failure(importFiles([fileOf('a.csv', 'colour,size\n')], { account: 'me' }));
  expect(refused.message).toBe('a.csv has a header and no rows, and is of no known kind: colour, size.');
  expect(refused.hint).not.toContain('map');
});

it('a sheet that is named for a file that is no workbook is said to be none of it', async () => {
  const imported = await importFiles([fileOf('a.csv', texts(['one']))], {
    account: 'me',
    map,
    sheet: '2026',
  });
  expect(why(imported)).toContain('no workbook: it has no sheet "2026"');
});

describe('a file without a header', () => {
  it('keeps its first row, and calls its columns by number', async () => {
    const rows = [`${link(1)},2025-02-25T09:35:27,12`, `${link(2)},2025-02-25T10:12:44,13`].join('\n');
    const refused = await failure(importFiles([fileOf('a.csv', rows)], { account: 'me' }));
    expect(refused.message).toContain('column 1, column 2, column 3');
    const imported = await importFiles([fileOf('a.csv', rows)], {
      account: 'me',
      map: { permalink: 'column 1', posted_at: 'column 2', likes: 'column 3' },
    });
    expect(imported.items.map(({ ref }) => ref)).toEqual(['line 1', 'line 2']);
    expect(imported.records('media_insights').map(({ value }) => value)).toEqual([12, 13]);
    expect(why(imported)).toContain(
      'no header: the first row holds values ("https://www.instagram.com/p/CJggXA2AtD1/"',
    );
  });

  it('is not taken for one with numbers, dates or a link among its names', async () => {
    for (const [header, row] of [
      ['year_month_day,0,url', `2025-06-10,1,${link(1)}`],
      ['url,2025-01-01,2025-01-02', `${link(1)},5,6`],
      ['https://example.com/schema#likes,n,url', `5,6,${link(1)}`],
    ] as const) {
      const imported = await importFiles([fileOf('a.csv', `${header}\n${row}\n`)], {
        account: 'me',
        map: { permalink: 'url', likes: header.split(',')[1]! },
      });
      expect(imported.items).toHaveLength(1);
    }
  });
});

describe('columns whose names drift', () => {
  const files = [
    fileOf('a.csv', `url,DATE,MEDIA,LIKES\n${link(1)},2018-03-30 08:22:19,Image,449\n`),
    fileOf('b.csv', `url,DATE,LIKE\n${link(2)},2018-03-30 01:03:27,276400\n`),
  ];

  it('are found by any of their names, and may be missing where the map says so', async () => {
    const imported = await importFiles(files, {
      account: 'nba',
      map: {
        permalink: 'url',
        posted_at: 'DATE',
        likes: ['LIKES', 'LIKE'],
        format: { column: 'MEDIA', optional: true },
      },
    });
    expect(imported.records('media_insights').map(({ value }) => value)).toEqual([449, 276_400]);
    expect(imported.records('media').map(({ format }) => format)).toEqual(['image', null]);
  });

  it('are an error where the map does not know them', async () => {
    const error = await failure(
      importFiles(files, { account: 'nba', map: { permalink: 'url', likes: 'LIKES' } }),
    );
    expect(error.message).toContain('"LIKES" (nearest: "LIKE"');
  });
});

describe('times', () => {
  const read = (cells: readonly string[], use: object = {}, settings: object = {}) =>
    importFiles(
      [fileOf('t.csv', ['url;when;likes', ...cells.map((cell, row) => `${link(row)};${cell};1`)].join('\n'))],
      {
        account: 'me',
        time_zone: 'UTC',
        map: { permalink: 'url', likes: 'likes', posted_at: { column: 'when', ...use } },
        ...settings,
      },
    );

  it('say which value decided between day and month first', async () => {
    expect(why(await read(['03/04/2025', '25/04/2025']))).toContain(
      'posted_at written as dd/mm/yyyy: as in 25/04/2025',
    );
    expect(why(await read(['03/04/2025', '04/25/2025']))).toContain(
      'posted_at written as mm/dd/yyyy: as in 04/25/2025',
    );
    expect(why(await read(['03/04/2025'], { format: 'dd/mm/yyyy' }))).toContain(
      'written as dd/mm/yyyy: stated',
    );
  });

  it('that show both day and month first are asked about, unless one of them is rare', async () => {
    const error = await failure(read(['03/04/2025', '25/04/2025', '04/26/2025']));
    expect(error.message).toContain('its values show both');
    expect(error.hint).toContain(
      'format: dd/mm/yyyy}   # 25/04/2025 is 2025-04-25, 04/26/2025 cannot be read',
    );
    const rare = await read([...Array.from({ length: 11 }, (_, day) => `${day + 13}/04/2025`), '04/26/2025']);
    expect(rare.rejects.map(({ ref, rule }) => [ref, rule])).toEqual([['line 13', 'unreadable-date']]);
  });

  it('of zero are none', async () => {
    expect(posted(await read(['1735787045', '0', '']))).toEqual(['2025-01-02T03:04', null, null]);
    expect(posted(await read(['1735787045000', '0.0']))).toEqual(['2025-01-02T03:04', null]);
  });

  const now = new Date('2026-03-01T12:00:00Z');
  it.each([
    ['2 days ago', '2026-02-27T12:00:00.000Z'],
    ['há 3 horas', '2026-03-01T09:00:00.000Z'],
    ['vor einer Woche', '2026-02-22T12:00:00.000Z'],
    ['il y a 5 minutes', '2026-03-01T11:55:00.000Z'],
    ['hace 2 años', '2024-03-01T12:00:00.000Z'],
    ['an hour ago', '2026-03-01T11:00:00.000Z'],
    ['5w', '2026-01-25T12:00:00.000Z'],
    ['1 mo', '2026-02-01T12:00:00.000Z'],
    ['Ontem', '2026-02-28T12:00:00.000Z'],
    ['just now', '2026-03-01T12:00:00.000Z'],
    ['soon', null],
    ['5', null],
    ['5 likes', null],
    ['two days ago', null],
  ] as const)('%s is %s', (cell, time) => {
    expect(timeBefore(cell, now)?.toISOString() ?? null).toBe(time);
  });

  it('that are relative count back from the time of the file, or from when the row was seen, and say so', async () => {
    const cells = ['2 days ago', '3h'];
    const imported = await read(cells); // the file was last changed on 2026-03-01, at midnight
    expect(posted(imported)).toEqual(['2026-02-27T00:00', '2026-02-28T21:00']);
    expect(why(imported)).toContain('relative times count back from 2026-03-01T00:00:00.000Z');
    expect(imported.warnings.join()).toContain('"when" holds times like "2 days ago"');
    expect(posted(await read(cells, {}, { observed_at: '2026-01-10' }))).toEqual([
      '2026-01-08T00:00',
      '2026-01-09T21:00',
    ]);
    const seen = await importFiles(
      [fileOf('t.csv', `url,when,likes,seen\n${link(1)},1 day ago,5,2026-02-01T10:00:00Z\n`)],
      { account: 'me', map: { permalink: 'url', likes: 'likes', posted_at: 'when', observed_at: 'seen' } },
    );
    expect(posted(seen)).toEqual(['2026-01-31T10:00']);
  });
});

describe('what was decided', () => {
  it('says how the separator was found', async () => {
    const said = async (text: string) =>
      why(
        await importFiles([fileOf('a.csv', text)], {
          account: 'me',
          map: { permalink: 'url', likes: 'likes' },
        }),
      );
    const body = (separator: string) => `url${separator}likes\n${link(1)}${separator}5\n`;
    expect(await said(body(';'))).toContain('separator ";": it brings out a known header');
    expect(await said(`sep=;\n${body(';')}`)).toContain('separator ";": the first line says so');
    const headless = `${link(1)};5\n${link(2)};6\n`;
    const imported = await importFiles([fileOf('a.csv', headless)], {
      account: 'me',
      map: { permalink: 'column 1', likes: 'column 2' },
    });
    expect(why(imported)).toContain('separator ";": it cuts 2 of the first 2 rows into 2 cells');
  });
});
