import { describe, expect, it } from 'vitest';
import { draftMap, inspectFile } from '../../../connectors/imports/index.js';
import { failure, fileOf, importedAt, importFiles } from './files.js';

const suiteHeader =
  'Post ID,Account ID,Account username,Account name,Description,Duration (sec),Publish time,Permalink,Post type,Data comment,Date,Views,Reach,Likes,Shares,Follows,Comments,Saves';
const suiteRow = (values: Partial<Record<string, string>> = {}) => {
  const row: Record<string, string> = {
    'Post ID': '17902724751121134',
    'Account ID': '17841409112206242',
    'Account username': 'a_school',
    'Account name': 'A School',
    Description: 'caption',
    'Duration (sec)': '0',
    'Publish time': '03/04/2025 00:17',
    Permalink: 'https://www.instagram.com/p/DGxTmZFNd5W/',
    'Post type': 'IG carousel',
    'Data comment': '',
    Date: 'Lifetime',
    Views: '5366',
    Reach: '1823',
    Likes: '145',
    Shares: '9',
    Follows: '0',
    Comments: '0',
    Saves: '1',
    ...(values as Record<string, string>),
  };
  return suiteHeader
    .split(',')
    .map((name) => `"${(row[name] ?? '').replaceAll('"', '""')}"`)
    .join(',');
};
const suite = (...rows: string[]) => `${[suiteHeader, ...rows].join('\n')}\n`;

const simpleMap = { permalink: 'url', likes: 'likes', caption: 'text' } as const;

describe('text and rows', () => {
  const content = suite(suiteRow({ Description: 'Grüße 🎉\nzweite Zeile' }), suiteRow({ Description: 'b' }));
  const expected = ['Grüße 🎉\nzweite Zeile', 'b'];

  it('reads UTF-8 with and without a byte order mark', async () => {
    for (const text of [content, `\ufeff${content}`]) {
      const imported = await importFiles([fileOf('a.csv', text)]);
      expect(imported.records('media').map((one) => one.caption)).toEqual(expected);
      expect(imported.records('media')[0]?.media_id).toBe('17902724751121134');
    }
  });

  it('reads UTF-16 of both byte orders, with and without a mark', async () => {
    for (const mark of ['', '\ufeff']) {
      const little = Buffer.from(mark + content, 'utf16le');
      const big = Buffer.from(little).swap16();
      for (const [bytes, name] of [
        [little, 'utf-16le'],
        [big, 'utf-16be'],
      ] as const) {
        const imported = await importFiles([fileOf('a.csv', bytes, 777)]);
        expect(imported.records('media').map((one) => one.caption)).toEqual(expected);
        expect(imported.pages[0]?.request.dialect).toMatchObject({ encoding: name });
      }
    }
  });

  it('reads windows-1252 and says so', async () => {
    const bytes = Buffer.from(suite(suiteRow({ Description: 'Gr\u00fc\u00dfe\u0080' })), 'latin1');
    const imported = await importFiles([fileOf('a.csv', bytes)]);
    expect(imported.records('media')[0]?.caption).toBe('Grüße€');
    expect(imported.pages[0]?.request.dialect).toMatchObject({ encoding: 'windows-1252' });
  });

  it('keeps UTF-8 with one broken byte readable, and warns', async () => {
    const rows = Array.from({ length: 20 }, () => suiteRow({ Description: 'Grüße' }));
    const bytes = Buffer.concat([Buffer.from(suite(...rows)), Buffer.from([0x22, 0xc3, 0x22, 0x0a])]);
    const imported = await importFiles([fileOf('a.csv', bytes)]);
    expect(imported.records('media')[0]?.caption).toBe('Grüße');
    expect(imported.warnings.join()).toContain('not UTF-8');
  });

  it('reads LF, CR and CRLF, and counts lines as an editor does', async () => {
    for (const end of ['\n', '\r', '\r\n']) {
      const text = suite(suiteRow({ Description: 'one\ntwo\n\nfour' }), '', suiteRow(), suiteRow());
      const imported = await importFiles([fileOf('a.csv', text.replaceAll('\n', end), 13)]);
      expect(imported.items.map((item) => item.ref)).toEqual(['line 2', 'line 7', 'line 8']);
      expect(imported.records('media')[0]?.caption).toBe(`one${end}two${end}${end}four`);
    }
  });

  it('finds semicolons, tabs and the hint of Excel', async () => {
    for (const separator of [';', '\t', '|']) {
      const text = `url${separator}likes${separator}text\nhttps://www.instagram.com/p/AAAAAAA/${separator}5${separator}a, b, c\n`;
      for (const head of ['', `sep=${separator}\r\n`]) {
        const imported = await importFiles([fileOf('a.csv', head + text)], { account: 'me', map: simpleMap });
        expect(imported.records('media')[0]?.caption).toBe('a, b, c');
      }
    }
  });

  it('finds the header of an export below its title lines', async () => {
    const text = [
      'Posts of my dashboard,,,,,,',
      '01/01/2024 - 01/31/2024,,,,,,',
      '',
      'Date,Message,Profile,Network,Likes per post,Comments per post,Link',
      '45292.5,hello,P,INSTAGRAM,3,1,https://www.instagram.com/p/C1jtQ0xLabc/',
    ].join('\n');
    const imported = await importFiles([fileOf('a.csv', text)]);
    expect(imported.items.map((item) => item.ref)).toEqual(['line 5']);
    expect(imported.records('media')[0]).toMatchObject({ account_ref: 'name:P', caption: 'hello' });
  });

  it('rejects rows of the wrong width without losing them, and keeps stray quotes', async () => {
    const text = suite(suiteRow(), 'an unquoted "caption" broke,here', suiteRow({ Description: 'say "hi"' }));
    const imported = await importFiles([fileOf('a.csv', text)]);
    expect(imported.items).toHaveLength(3);
    expect(imported.rejects).toMatchObject([{ ref: 'line 3', rule: 'wrong-cell-count' }]);
    expect(imported.records('media').map((one) => one.caption)).toEqual(['caption', 'say "hi"']);
  });

  it('refuses a quote that never closes, and names its line', async () => {
    const text = `url,likes,text\n${'x,1,"two\nlines"\n'.repeat(3)}x,3,"open\nx,4,b\n`;
    const error = await failure(importFiles([fileOf('a.csv', text)], { account: 'me', map: simpleMap }));
    expect(error.message).toMatch(/a\.csv.*line 8 .*never closed/);
  });

  it('sets a row apart that a stray quote has run together with the next', async () => {
    const good = 'url,likes,text\nx,1,"""a""\nb"\n';
    const text = `${good}x,3,"open\nx,4,"b"\nx,5,so "called"\n`;
    const imported = await importFiles([fileOf('a.csv', text)], { account: 'me', map: simpleMap });
    expect(imported.rejects).toMatchObject([{ ref: 'line 2' }, { ref: 'line 4', rule: 'stray-quote' }]);
    expect(imported.records('media').map((one) => one.caption)).toEqual(['so "called"']);
    expect(imported.warnings.join()).toMatch(/line 4 has a quote that is not doubled/);
    const clean = await importFiles([fileOf('a.csv', good)], { account: 'me', map: simpleMap });
    expect(clean.records('media').map((one) => one.caption)).toEqual(['"a"\nb']);
  });

  it('keeps equal rows apart, and pages of 500 rows in order', async () => {
    const rows = Array.from({ length: 1203 }, (_, index) => suiteRow({ Likes: String(index % 7) }));
    const imported = await importFiles([fileOf('a.csv', suite(...rows))]);
    expect(imported.pages.map((page) => JSON.parse(page.body).rows.length)).toEqual([500, 500, 203]);
    expect(imported.items.map((item) => item.ref)).toEqual(rows.map((_, index) => `line ${index + 2}`));
    expect(imported.pages.map((page) => page.request.first_line)).toEqual([2, 502, 1002]);
  });

  it('refuses what is not text', async () => {
    await failure(importFiles([fileOf('a.csv', '')]));
    expect(
      (await failure(importFiles([fileOf('a.xlsx', new Uint8Array([0x50, 0x4b, 3, 4, 0, 0]))]))).hint,
    ).toMatch(/CSV/);
    await failure(importFiles([fileOf('a.bin', new Uint8Array(500))]));
  });
});

describe('Business Suite', () => {
  it('reads Pacific times across the change to and from daylight saving', async () => {
    const times = ['03/08/2026 23:30', '03/09/2025 02:30', '11/02/2025 01:30', '07/01/2025 12:00'];
    const imported = await importFiles([
      fileOf('a.csv', suite(...times.map((time) => suiteRow({ 'Publish time': time, Permalink: '' })))),
    ]);
    expect(imported.records('media').map((one) => one.posted_at?.toISOString())).toEqual([
      '2026-03-09T06:30:00.000Z',
      '2025-03-09T10:30:00.000Z', // skipped by the clock: one hour on
      '2025-11-02T08:30:00.000Z', // occurs twice: the earlier
      '2025-07-01T19:00:00.000Z',
    ]);
  });

  it('tells views from impressions, reads thousands and leaves marks of absence unknown', async () => {
    const text = suite(suiteRow({ Views: '12,400', Reach: '--', Saves: '' })).replace('Views', 'Impressions');
    const insights = (await importFiles([fileOf('a.csv', text)])).records('media_insights');
    const of = (metric: string) => insights.find((one) => one.metric === metric);
    expect(of('views')).toBeUndefined();
    expect(of('impressions')).toMatchObject({ value: 12400, absent_reason: null });
    expect(of('reach')).toMatchObject({ value: null, absent_reason: 'not_in_source' });
    expect(of('saves')).toMatchObject({ value: null, absent_reason: 'not_in_source' });
    expect(of('follows')).toMatchObject({ value: 0, absent_reason: null });
  });

  it('knows Swedish and Portuguese headers', async () => {
    const swedish =
      'Publicerings-id,Konto-id,Kontots användarnamn,Kontonamn,Beskrivning,Varaktighet (sek),Publiceringstid,Permalänk,Inläggstyp,Datum,Visningar,Räckvidd,Gilla-markeringar';
    const portuguese =
      'Identificação do post,Identificação da conta,Nome de usuário da conta,Nome da conta,Descrição,Duração (s),Horário de publicação,Link permanente,Tipo de post,Data,Visualizações,Alcance,Curtidas';
    const row =
      '17902724751121134,17841409112206242,u,N,text,0,03/14/2025 00:17,https://www.instagram.com/p/DGxTmZFNd5W/,IG-reel,Livstid,30,20,10';
    for (const header of [swedish, portuguese, portuguese.normalize('NFD')]) {
      const imported = await importFiles([fileOf('a.csv', `${header}\n${row}`)]);
      expect(imported.records('media')[0]).toMatchObject({ media_id: '17902724751121134', format: 'reel' });
      expect(imported.records('media_insights').map(({ metric, value }) => [metric, value])).toEqual([
        ['views', 30],
        ['reach', 20],
        ['likes', 10],
      ]);
    }
  });

  it('reads stories, which have no shortcode, by their id', async () => {
    const text =
      'Post ID,Account ID,Account username,Account name,Description,Duration (sec),Publish time,Permalink,Post type,Data comment,Date,Views,Reach,Replies,Link clicks,Sticker taps,Navigation\n' +
      '18102227370824824,17841409112206242,u,N,,5,03/14/2025 00:17,https://www.instagram.com/stories/u/3582,IG story,,Lifetime,90,80,1,2,3,100\n';
    const imported = await importFiles([fileOf('a.csv', text)]);
    expect(imported.records('media')).toMatchObject([
      {
        media_ref: 'id:18102227370824824',
        shortcode: null,
        format: 'story',
        duration_seconds: 5,
        caption: null,
      },
    ]);
    expect(imported.records('media_insights').map(({ metric, value }) => [metric, value])).toEqual([
      ['views', 90],
      ['reach', 80],
      ['replies', 1],
      ['navigation', 100],
      ['link_clicks', 2],
    ]);
  });

  it('refuses the export of a Facebook Page', async () => {
    const text =
      'Post ID,Page ID,Page name,Title,Publish time,Permalink,Reach\n1,2,P,T,03/04/2025 00:17,x,1\n';
    expect((await failure(importFiles([fileOf('page.csv', text)]))).message).toMatch(/Facebook Page/);
  });

  it('sets rows of single days apart', async () => {
    const imported = await importFiles([
      fileOf('a.csv', suite(suiteRow(), suiteRow({ Date: '03/05/2025' }))),
    ]);
    expect(imported.rejects).toMatchObject([{ ref: 'line 3', rule: 'daily-values' }]);
  });

  it('reports unreadable cells by name and loads the rest', async () => {
    const imported = await importFiles([
      fileOf(
        'a.csv',
        suite(
          suiteRow({ 'Publish time': 'yesterday' }),
          suiteRow({ Likes: 'many' }),
          suiteRow({ Reach: '-4' }),
          suiteRow(),
        ),
      ),
    ]);
    expect(imported.rejects.map(({ ref, rule }) => [ref, rule])).toEqual([
      ['line 2', 'unreadable-date'],
      ['line 4', 'negative-count'],
    ]);
    expect(imported.items.map((item) => ('drifts' in item ? item.drifts : []))).toEqual([
      [],
      [
        {
          kind: 'type',
          field: 'Likes',
          value: 'many',
          fills: { record: expect.any(Number), column: 'value' },
        },
      ],
      [],
      [],
    ]);
    expect(imported.records('media')).toHaveLength(2);
    // the row that may be left out does not take the account along
    expect(imported.records('accounts')).toHaveLength(2);
    const likes = imported.records('media_insights').filter(({ metric }) => metric === 'likes');
    expect(likes).toMatchObject([{ value: null, absent_reason: 'unreadable' }, { value: 145 }]);
  });

  it('drops ids that a spreadsheet has rounded, and says so', async () => {
    const codes = ['DGxTmZFNd5W', 'DVUwRipGIlg', 'DVSSVf5AV6N', 'DB3vrjcJjvt', 'DB2QJUAp7ZW', 'C9DqKG_u5uq'];
    const rows = codes.map((code) =>
      suiteRow({
        'Post ID': '17902724751121100',
        'Account ID': '17841409112206200',
        Permalink: `https://www.instagram.com/p/${code}/`,
      }),
    );
    const imported = await importFiles([fileOf('a.csv', suite(...rows))]);
    expect(imported.records('media').map((one) => one.media_id)).toEqual(codes.map(() => null));
    expect(imported.records('media')[0]).toMatchObject({
      account_ref: 'user:a_school',
      media_ref: 'DGxTmZFNd5W',
    });
    expect(imported.warnings.join()).toMatch(/rounded/);
  });
});

describe('Fanpage Karma', () => {
  const header =
    'Date,Message,Profile,Network,"Reactions, Comments & Shares",Likes per post,Comments per post,Message-ID,Profile-ID,Link';
  const row = (network: string, profile: string, id: string, message = 'm') =>
    `44197.6575,"${message}",${profile},${network},9,7,2,${id},${profile}1,https://www.instagram.com/p/CJggXA2AtD3/`;

  it('keeps co-author rows, formula text and the link as key; rejects other networks', async () => {
    const text = [
      header,
      row('INSTAGRAM', 'A', '1.81426227341263e+16', '=SUM(1,2) ??'),
      row('INSTAGRAM', 'B', '18142622734126300'),
      row('FACEBOOK', 'A', '5'),
    ].join('\n');
    const imported = await importFiles([fileOf('a.csv', text)]);
    expect(imported.rejects).toMatchObject([{ ref: 'line 4', rule: 'other-network' }]);
    expect(imported.records('media')).toMatchObject([
      { media_ref: 'CJggXA2AtD3', media_id: null, account_ref: 'A1', caption: '=SUM(1,2) ??' },
      { media_ref: 'CJggXA2AtD3', media_id: '18142622734126300', account_ref: 'B1' },
    ]);
    expect(imported.records('media')[0]?.posted_at?.toISOString()).toBe('2021-01-01T15:46:48.000Z');
    expect(new Set(imported.records('media_insights').map((one) => one.metric))).toEqual(
      new Set(['likes', 'comments']),
    );
    expect(imported.records('accounts').map((one) => one.account_ref)).toEqual(['A1', 'B1']);
  });
});

describe('mapped tables', () => {
  const link = 'https://www.instagram.com/p/CJggXA2AtD3/';
  const table = (...rows: string[]) => fileOf('my.csv', `${['url,when,likes,text', ...rows].join('\n')}\n`);

  it('are refused without a map, with one to copy', async () => {
    const error = await failure(importFiles([table(`${link},2025-01-02,3,a`)]));
    expect(error.message).toContain('my.csv');
    expect(error.message).toContain('url, when, likes, text');
    expect(error.message).toMatch(/whose post/);
    expect(error.hint).toContain('permalink: url');
    expect(error.hint).toContain('likes: likes');
    expect(await draftMap(table())).toContain('caption: text');
  });

  it('guess roles by the last words of a header, not by a part of a word', async () => {
    const header =
      'brand_handle,insta_likes_count,commentsCount,fact_check_information,comments_disabled,avg_likes,Publicação,Data';
    const draft = await draftMap(fileOf('a.csv', `${header}\n`));
    expect(draft).toMatch(/^username: brand_handle$/m);
    expect(draft).toMatch(/^likes: insta_likes_count$/m);
    expect(draft).toMatch(/^comments: commentsCount$/m);
    expect(draft).toMatch(/^posted_at: Data$/m);
    expect(draft).toMatch(
      /^# columns not used: fact_check_information, comments_disabled, avg_likes, Publicação$/m,
    );
  });

  it('say that days have no time', async () => {
    const imported = await importFiles([table(`${link},25/04/2025,3,a`)], {
      account: 'me',
      map: { ...simpleMap, posted_at: 'when' },
    });
    expect(imported.warnings.join()).toMatch(/"when" holds days without a time of day/);
  });

  it('name wrong columns and the nearest right ones', async () => {
    const error = await failure(
      importFiles([table(`${link},2025-01-02,3,a`)], {
        account: 'me',
        map: { permalink: 'url', likes: 'liks' },
      }),
    );
    expect(error.message).toContain('"liks" (nearest: "likes"');
  });

  it('need to say what each row is', async () => {
    const error = await failure(
      importFiles([table(`${link},2025-01-02,3,a`)], { map: { permalink: 'url' } }),
    );
    expect(error.message).toMatch(/how it did.*whose post/);
  });

  const dated = { ...simpleMap, posted_at: { column: 'when' } };
  const days = async (cells: string[], settings = {}) =>
    (
      await importFiles([table(...cells.map((cell) => `${link},${cell},3,a`))], {
        account: 'me',
        map: dated,
        ...settings,
      })
    )
      .records('media')
      .map((one) => one.posted_at?.toISOString().slice(0, 16));

  it('decide day and month from impossible values', async () => {
    expect(await days(['03/04/2025', '25/04/2025'])).toEqual(['2025-04-03T00:00', '2025-04-25T00:00']);
    expect(await days(['03/04/2025 9:05 pm', '04/25/2025'])).toEqual([
      '2025-03-04T21:05',
      '2025-04-25T00:00',
    ]);
    expect(await days(['3.4.2025 18:30', '25.4.2025'])).toEqual(['2025-04-03T18:30', '2025-04-25T00:00']);
  });

  it('ask when nothing decides, and obey the answer', async () => {
    const error = await failure(days(['03/04/2025', '05/06/2025']));
    expect(error.hint).toContain(
      'posted_at: {column: "when", format: dd/mm/yyyy}   # 03/04/2025 is 2025-04-03',
    );
    expect(error.hint).toContain(
      'posted_at: {column: "when", format: mm/dd/yyyy}   # 03/04/2025 is 2025-03-04',
    );
    expect(
      await days(['03/04/2025'], { map: { ...dated, posted_at: { column: 'when', format: 'dd/mm/yyyy' } } }),
    ).toEqual(['2025-04-03T00:00']);
    expect(await days(['03/03/2025'])).toEqual(['2025-03-03T00:00']);
  });

  it('read ISO, seconds, milliseconds, serial numbers and offsets', async () => {
    expect(await days(['2025-01-02T03:04:05.000Z'])).toEqual(['2025-01-02T03:04']);
    expect(await days(['2025-01-02T03:04:05+0200'])).toEqual(['2025-01-02T01:04']);
    expect(await days(['1735787045'])).toEqual(['2025-01-02T03:04']);
    expect(await days(['1735787045000'])).toEqual(['2025-01-02T03:04']);
    expect(await days(['45659.127835648'])).toEqual(['2025-01-02T03:04']);
    expect(await days(['2025-07-01 12:00'], { time_zone: 'America/Sao_Paulo' })).toEqual([
      '2025-07-01T15:00',
    ]);
    await failure(days(['soon']));
  });

  const likes = async (cells: string[]) => {
    const rows = cells.map((cell) => `${link};"${cell}";t`);
    const imported = await importFiles([fileOf('n.csv', ['url;likes;text', ...rows].join('\n'))], {
      account: 'me',
      map: simpleMap,
    });
    return imported.records('media_insights').map((one) => one.value ?? one.absent_reason);
  };

  it('read numbers of both conventions, decided per column', async () => {
    expect(await likes(['1,964', '75.2k', '1.1m', '12'])).toEqual([1964, 75200, 1100000, 12]);
    expect(await likes(['1.203', '87', '12.345.678'])).toEqual([1203, 87, 12345678]);
    expect(await likes(['1,203', '87'])).toEqual([1203, 87]);
    expect(await likes(['1,5 mil', '1.203', '2 345'])).toEqual([1500, 1203, 2345]);
    expect(await likes(['1203.0', '87.0'])).toEqual([1203, 87]);
    expect(await likes(['--', '', 'NaN', '0', '-1'])).toEqual([
      'not_in_source',
      'not_in_source',
      'not_in_source',
      0,
      'hidden',
    ]);
  });

  it('take ids, accounts and observation times from their columns', async () => {
    const text =
      'id,handle,name,n,followers,seen\n18100227370824824,@Some_One,Some One,5,1200,2026-04-23T21:49:34+00:00\n';
    const imported = await importFiles([fileOf('a.csv', text)], {
      map: {
        media_id: 'id',
        username: 'handle',
        account_name: 'name',
        likes: 'n',
        followers: 'followers',
        observed_at: 'seen',
      },
    });
    const observed_at = new Date('2026-04-23T21:49:34Z');
    expect(imported.records('accounts')).toMatchObject([
      { account_ref: 'user:some_one', username: 'some_one', name: 'Some One', followers: 1200, observed_at },
    ]);
    expect(imported.records('media_insights')).toMatchObject([
      { media_ref: 'id:18100227370824824', value: 5, observed_at },
    ]);
  });

  it('name an account without id by its name, and pages so that paths can hold it', async () => {
    const text = `url,who,likes\n${link},Prefeitura de Maceió / AL,3\n`;
    const imported = await importFiles([fileOf('a.csv', text)], {
      map: { permalink: 'url', account_name: 'who', likes: 'likes' },
    });
    expect(imported.records('media')[0]?.account_ref).toBe('name:Prefeitura de Maceió / AL');
    expect(imported.pages[0]?.account).toBe('name:Prefeitura-de-Maceió-AL');
  });

  it('are observed when stated, else when imported', async () => {
    const file = () => table(`${link},2025-01-02,3,a`);
    const now = await importFiles([file()], { account: 'me', map: simpleMap });
    expect(now.records('media')[0]?.observed_at).toEqual(importedAt);
    const stated = await importFiles([file()], {
      account: 'me',
      map: simpleMap,
      observed_at: '2026-01-02T00:00:00Z',
    });
    expect(stated.records('media')[0]).toMatchObject({
      observed_at: new Date('2026-01-02T00:00:00Z'),
      account_ref: 'user:me',
    });
  });

  it('store nothing of any file when one cannot be used', async () => {
    await failure(importFiles([fileOf('a.csv', suite(suiteRow())), table('x,y,z,w')]));
  });
});

describe('JSON', () => {
  const map = {
    permalink: 'url',
    media_id: 'id',
    likes: 'stats.likes',
    caption: 'text',
    username: 'owner.name',
  } as const;
  const one =
    '{"url":"https://www.instagram.com/p/CJggXA2AtD3/","id":18100227370824824123,"stats":{"likes":5},"text":"a \\"1\\" [2]\\r\\n{","owner":{"name":"x"}}';
  const two =
    '{"id":18100227370824825,"stats":{"likes":null},"text":"ü","owner":{"name":"x"},"extra":[{"n":1},{"n":2}]}';

  it('reads arrays, pages with data, and NDJSON, in any chunks, and keeps long ids', async () => {
    const texts = [
      `[${one},\n ${two}]`,
      `{"data":[${one},${two}],"paging":{"next":"x"}}`,
      `${one}\n${two}\n`,
      `\ufeff[\n${one},${two}\n]\n`,
    ];
    for (const text of texts) {
      for (const chunk of [1, 7, 1 << 16]) {
        const imported = await importFiles([fileOf('a.json', text, chunk)], { map });
        expect(imported.items.map((item) => item.ref)).toEqual(['object 1', 'object 2']);
        expect(imported.records('media')).toMatchObject([
          { media_id: '18100227370824824123', caption: 'a "1" [2]\r\n{', account_ref: 'user:x' },
          { media_id: '18100227370824825', media_ref: 'id:18100227370824825', caption: 'ü' },
        ]);
        expect(imported.records('media_insights').map((each) => each.value)).toEqual([5, null]);
      }
    }
  });

  it('reaches into arrays by path', async () => {
    const imported = await importFiles([fileOf('a.json', `[${two}]`)], {
      account: 'me',
      map: { media_id: 'id', likes: 'extra.1.n' },
    });
    expect(imported.records('media_insights')[0]?.value).toBe(2);
  });

  it('refuses broken text and names its file', async () => {
    for (const text of [
      '[{"id":1}',
      '[{"id":1},]',
      '{"id":1}}',
      '[1 2]',
      '{"data":[{"id":1}]',
      '[{"id":}]',
      '{"a":1} x',
    ]) {
      expect(
        (await failure(importFiles([fileOf('b.json', text)], { map, account: 'me' }))).message,
      ).toContain('b.json');
    }
  });
});

describe('inspectFile', () => {
  it('describes a file: kind, roles, dialect and first rows', async () => {
    const rows = Array.from({ length: 8 }, () => suiteRow());
    const description = await inspectFile(fileOf('a.csv', suite(...rows)), {});
    expect(description).toMatchObject({
      kind: 'business-suite',
      layout: 'content',
      rows: 8,
      account: '17841409112206242',
    });
    expect(description.columns.find((column) => column.name === 'Publish time')?.role).toBe('posted_at');
    expect(description.columns.find((column) => column.name === 'Data comment')?.role).toBeNull();
    expect(description.first).toHaveLength(5);
    expect(description.dialect.why.join('\n')).toMatch(/America\/Los_Angeles/);
  });
});
