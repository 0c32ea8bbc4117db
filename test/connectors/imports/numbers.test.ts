import { describe, expect, it } from 'vitest';
import { readNumber } from '../../../connectors/imports/numbers.js';
import { failure, fileOf, importFiles } from './files.js';

const link = 'https://www.instagram.com/p/CJggXA2AtD3/';

describe('a cell', () => {
  it.each([
    ['likes', '75.2k', '.', 75_200],
    ['views', '29.0b', '.', 29_000_000_000],
    ['views', '1,1 Mio.', ',', 1_100_000],
    ['likes', '1,964', null, 1964],
    ['likes', '\u22121', null, -1], // a minus sign as word processors write it
    ['likes', 'outras 661 pessoas', null, 662],
    ['likes', 'outros 2', null, 3],
    ['likes', 'and 1,204 others', null, 1205],
    ['likes', '1.204 weitere Personen', null, 1205],
    ['skip_rate_percent', '12.3%', '.', 12.3],
    ['skip_rate_percent', '12,3\u00a0%', ',', 12.3],
    ['duration_seconds', '1.203', '.', 1.203],
    ['duration_seconds', '1.203', ',', 1203],
  ] as const)('of %s, %j with the mark %s, is %d', (role, cell, mark, value) => {
    expect(readNumber(role, cell, mark)).toEqual({ value });
  });

  it.each([
    ['likes', '12%', '.'],
    ['comments', 'outras 661 pessoas', null], // only likes are told beside a name
    ['likes', 'others', null],
    ['likes', '661', '.', 661],
    ['skip_rate_percent', '%', '.'],
  ] as const)('of %s, %j with the mark %s, is no number without more', (role, cell, mark, value?: number) => {
    expect(readNumber(role, cell, mark)).toEqual(value === undefined ? 'unreadable' : { value });
  });
});

describe('a column', () => {
  const read = (columns: Record<string, readonly string[]>, map: object = {}) => {
    const names = Object.keys(columns);
    const rows = columns[names[0]!]!.map((_, row) =>
      ['url', ...names]
        .map((name) => (name === 'url' ? `${link}?${row}` : `"${columns[name]![row]}"`))
        .join(';'),
    );
    const roles = Object.fromEntries(names.map((name) => [name, name]));
    return importFiles([fileOf('n.csv', [['url', ...names].join(';'), ...rows].join('\n'))], {
      account: 'me',
      map: { permalink: 'url', ...roles, ...map },
    });
  };
  const said = async (...parameters: Parameters<typeof read>) => {
    const imported = await read(...parameters);
    const values = imported.records('media_insights').map((one) => one.value ?? one.absent_reason);
    const seconds = imported.records('media').map((one) => one.duration_seconds);
    const { why } = imported.pages[0]!.request.dialect as { why: string[] };
    return { values, seconds, why: why.join('\n'), warnings: imported.warnings.join('\n') };
  };

  it('of counts takes its mark from all of its values, and says so', async () => {
    expect(await said({ likes: ['1.203', '1,5 mil', '87'] })).toMatchObject({
      values: [1203, 1500, 87],
      why: expect.stringContaining('likes: "," is the decimal mark, as in 1,5 mil'),
    });
    expect(await said({ likes: ['1.203', '87', '475.8m'] })).toMatchObject({
      values: ['unreadable', 87, 475_800_000],
      why: expect.stringContaining('likes: "." is the decimal mark, as in 475.8m'),
    });
  });

  it('of counts without a decimal mark groups thousands, because counts are whole, and says so', async () => {
    expect(await said({ likes: ['1.203', '2.345'] })).toMatchObject({
      values: [1203, 2345],
      why: expect.stringContaining('likes: 1.203 is 1203: counts are whole'),
    });
  });

  it('of fractions that nothing decides is asked about, with both readings, and obeys the answer', async () => {
    const columns = { likes: ['5', '6'], duration_seconds: ['1.203', '2.345'] };
    const error = await failure(read(columns));
    expect(error.message).toContain('"duration_seconds" of n.csv');
    expect(error.hint).toContain(
      'duration_seconds: {column: "duration_seconds", decimal: "."}   # 1.203 is 1.203',
    );
    expect(error.hint).toContain(
      'duration_seconds: {column: "duration_seconds", decimal: ","}   # 1.203 is 1203',
    );
    for (const [decimal, seconds] of [
      ['.', [1.203, 2.345]],
      [',', [1203, 2345]],
    ] as const) {
      const map = { duration_seconds: { column: 'duration_seconds', decimal } };
      expect((await said(columns, map)).seconds).toEqual(seconds);
    }
  });

  it('of fractions is decided by its other values, else by other columns', async () => {
    expect((await said({ likes: ['5', '6'], duration_seconds: ['1.203', '12.5'] })).seconds).toEqual([
      1.203, 12.5,
    ]);
    const grouped = await said({ likes: ['1.203', '6'], duration_seconds: ['1.203', '7'] });
    expect(grouped.seconds).toEqual([1203, 7]);
    expect(grouped.why).toContain(
      'duration_seconds: "," is the decimal mark, as in other columns: 1.203 is 1203',
    );
    const decimal = await said({ likes: ['1.2k', '6'], duration_seconds: ['1.203', '7'] });
    expect(decimal.seconds).toEqual([1.203, 7]);
  });

  it('that shows both marks is asked about, unless one of them is rare', async () => {
    const error = await failure(read({ likes: ['1.5k', '2,5k'] }));
    expect(error.hint).toContain('decimal: "."}   # 1.5k is 1500, 2,5k cannot be read');
    const rare = await said({ likes: [...Array.from({ length: 11 }, () => '1.5k'), '2,5k'] });
    expect(rare.values.slice(-2)).toEqual([1500, 'unreadable']);
    expect(rare.warnings).toContain('"likes" holds 2,5k, but "." is the decimal mark');
  });

  it('of likes beside a name says that it counts the name', async () => {
    expect(await said({ likes: ['outras 661 pessoas', '1.093'] })).toMatchObject({
      values: [662, 1093],
      why: expect.stringContaining('outras 661 pessoas is 662: those and the one who is named'),
    });
  });

  it('that was chosen and holds no number is refused, and those that do are named', async () => {
    const text = `url;Comentários;QTD_Comentários;Imagem;Curtidas\n${link};[];7;x9;12\n${link};["a"];8;y;1.203\n`;
    const map = { permalink: 'url', comments: 'Comentários', likes: 'Curtidas' };
    const error = await failure(importFiles([fileOf('c.csv', text)], { account: 'me', map }));
    expect(error.message).toBe(
      'No value is a number in "Comentários" (comments; the first is "[]") of c.csv.',
    );
    expect(error.hint).toContain('Columns that do: QTD_Comentários.');
    const right = { ...map, comments: 'QTD_Comentários' };
    const imported = await importFiles([fileOf('c.csv', text)], { account: 'me', map: right });
    expect(imported.records('media_insights').map(({ value }) => value)).toEqual([7, 12, 8, 1203]);
  });
});
