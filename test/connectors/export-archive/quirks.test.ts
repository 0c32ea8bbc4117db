import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SourceError } from '../../../connectors/errors.js';
import { repaired } from '../../../connectors/export-archive/labelled.js';
import { dateRangeOf } from '../../../connectors/export-archive/times.js';
import { inspectFile } from '../../../connectors/imports/index.js';
import { archiveJson, archiveName, bakery, inputs, read, seconds } from './archives.js';

const posts = 'your_instagram_activity/media/posts_1.json';
const stories = 'your_instagram_activity/media/stories.json';
const insights = 'logged_information/past_instagram_insights/posts.json';
const followers = 'connections/followers_and_following/followers_1.json';
const at = seconds('2026-10-05T10:00:00Z');

const picture = (uri: string, title: string, time = at) => ({
  media: [{ uri, creation_timestamp: time, title }],
});
const insight = (uri: string, title: string, labels: Record<string, string>, time = at) => ({
  media_map_data: { 'Media Thumbnail': { uri, creation_timestamp: time, title } },
  string_map_data: {
    ...Object.fromEntries(Object.entries(labels).map(([label, value]) => [label, { value, timestamp: 0 }])),
    'Creation Timestamp': { value: '', timestamp: time },
  },
});
const files = (contents: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(contents).map(([path, value]) => [path, archiveJson(value)]));

describe('a label that is not known', () => {
  test('is told, stays in raw, and is not guessed', async () => {
    const archive = await read(
      files({
        [insights]: { organic_insights_posts: [insight('a.jpg', '', { Likes: '5', Herzchen: '77' })] },
      }),
    );
    expect(archive.unknown).toEqual(['Herzchen']);
    expect(archive.records('media_insights')).toMatchObject([{ metric: 'likes', value: 5 }]);
    expect(archive.pages[0]!.body).toContain('"Herzchen":{"value":"77"');
    expect(archive.pages[0]!.request.dialect).toMatchObject({
      warnings: [
        'insights of posts: labels that are not known, kept in raw and not loaded: "Herzchen" (1 ×)',
      ],
    });
  });

  test('is the only one of an entry: quarantined', async () => {
    const archive = await read(
      files({
        [posts]: [picture('a.jpg', 'Brot')],
        [insights]: { organic_insights_posts: [insight('a.jpg', 'Brot', { Herzchen: '77' })] },
      }),
    );
    expect(archive.rejects).toEqual([
      {
        ref: 'past_instagram_insights/posts.json entry 1',
        rule: 'no-known-label',
        field: null,
        message: expect.any(String),
        payload: expect.any(String),
      },
    ]);
  });

  test('means something else in another file: the French net change, and a share of the reach', async () => {
    const archive = await read(
      files({
        'past_instagram_insights/audience_insights.json': {
          organic_insights_audience: [
            {
              string_map_data: {
                Période: { value: 'May 29 - Aug 26' },
                Followers: { value: '102,497' },
                'Total des followers': { value: '9,795' },
                'Nombre de followers': { value: '+10.5% vs Feb 28 - May 28' },
                'Activité des followers : lundi': { value: '63.3K' },
              },
            },
          ],
        },
        'past_instagram_insights/profiles_reached.json': {
          organic_insights_reach: [
            {
              string_map_data: {
                Période: { value: 'May 29 - Aug 26' },
                'Comptes touchés': { value: '3359140' },
                'Nombre de comptes touchés': { value: '+59.4% vs Feb 28 - May 28' },
                Followers: { value: '1%' },
                'Non-followers': { value: '99%' },
                Impressions: { value: '15,570,962' },
              },
            },
          ],
        },
      }),
    );
    expect([archive.unknown, archive.rejects]).toEqual([[], []]);
    expect(archive.records('accounts')).toMatchObject([{ followers: 102_497 }]);
    expect(archive.records('account_insights')).toMatchObject([
      { metric: 'reach', day: '2026-08-26', dimension: 'since=2026-05-29', value: 3_359_140 },
    ]);
  });
});

describe('posts of one second', () => {
  const two = [picture('a.jpg', 'Brot'), picture('b.jpg', 'Kuchen')];

  test('are two, and each finds its insights by picture or by caption; a story is a third', async () => {
    const archive = await read(
      files({
        [posts]: two,
        [stories]: { ig_stories: [{ uri: 's.jpg', creation_timestamp: at, title: '' }] },
        [insights]: {
          organic_insights_posts: [
            insight('b.jpg', '', { Likes: '2' }),
            insight('https://cdn.example/x.jpg', 'Brot', { Likes: '1' }),
          ],
        },
      }),
    );
    const refs = archive.records('media').map((post) => post.media_ref);
    expect(new Set(refs).size).toBe(3);
    expect(archive.records('media_insights').map((one) => [refs.indexOf(one.media_ref), one.value])).toEqual([
      [1, 2],
      [0, 1],
    ]);
  });

  test('quarantine numbers that may be of either', async () => {
    const unclear = insight('https://cdn.example/x.jpg', '', { Likes: '3' });
    const archive = await read(files({ [posts]: two, [insights]: { organic_insights_posts: [unclear] } }));
    expect(archive.rejects).toMatchObject([{ rule: 'ambiguous-post' }]);
    expect(archive.records('media_insights')).toEqual([]);
  });

  test('in two parts of an archive are one when they are the same', async () => {
    const archive = await read(
      files({
        [posts]: two,
        'your_instagram_activity/media/posts_2.json': [two[1], picture('c.jpg', 'x', at + 9)],
      }),
    );
    expect(archive.items).toHaveLength(4);
    expect(new Set(archive.records('media').map((post) => post.media_ref)).size).toBe(3);
  });
});

describe('of other shapes', () => {
  test('a file with one entry has it without a list; times may be milliseconds, and 0 is none', async () => {
    const archive = await read(
      files({
        [posts]: picture('a.jpg', 'Brot', at * 1000),
        [stories]: { ig_stories: [{ uri: 's.jpg', creation_timestamp: 0, title: '' }] },
        [followers]: { string_list_data: [{ value: 'somebody', timestamp: at }] },
      }),
    );
    expect(archive.records('media')).toMatchObject([{ posted_at: new Date(at * 1000), caption: 'Brot' }]);
    expect(archive.rejects).toMatchObject([{ rule: 'no-time' }]);
    expect(archive.records('account_insights')).toMatchObject([{ metric: 'followers_kept', value: 1 }]);
  });

  test('every listed follower is counted or quarantined, across files', async () => {
    const people = (from: string, days: readonly number[]) =>
      days.map((day) => ({ string_list_data: [{ value: 'n', timestamp: seconds(from) + day * 86_400 }] }));
    const archive = await read(
      files({
        [followers]: people('2026-03-07T12:00:00Z', [0, 0, 1, 400]),
        [followers.replace('_1', '_2')]: [
          ...people('2026-03-07T12:00:00Z', [1, 5]),
          { string_list_data: [{ value: 'no time', timestamp: 0 }] },
          { title: 'nothing at all' },
        ],
      }),
    );
    const counted = archive.records('account_insights').reduce((sum, one) => sum + one.value!, 0);
    expect([counted, archive.rejects.length]).toEqual([6, 2]);
    expect(archive.records('account_insights')).toHaveLength(401);
    expect(JSON.stringify(archive.pages)).not.toContain('no time');
  });

  test('a file without a list is told, and the others are read', async () => {
    const archive = await read(files({ [posts]: [picture('a.jpg', '')], [stories]: { note: 'nothing' } }));
    expect(archive.messages.filter(({ type }) => type === 'gap')).toMatchObject([
      { gap: { message: 'media/stories.json holds no list and was not read' } },
    ]);
    expect(archive.records('media')).toHaveLength(1);
  });

  test.each([null, 7, 'text', [], [[]], {}, { media: 'x' }, { media: [null], title: 7 }])(
    'the entry %j is quarantined',
    async (entry) => {
      const archive = await read(files({ [posts]: [entry, picture('a.jpg', 'Brot')] }));
      expect(archive.rejects).toHaveLength(1);
      expect(archive.records('media')).toHaveLength(1);
    },
  );
});

describe('whose and when', () => {
  const one = files({ [posts]: [picture('a.jpg', 'Brot')] });
  test('is in the name of the archive', async () => {
    const [post] = (await read(one)).records('media');
    expect(post).toMatchObject({
      account_ref: 'user:padaria.aurora',
      observed_at: new Date('2026-11-20T23:59:59Z'),
    });
  });

  test('is as stated, before all else', async () => {
    const [post] = (await read(one, { account: 'cafe', observed_at: '2026-11-19T08:00:00Z' })).records(
      'media',
    );
    expect(post).toMatchObject({ account_ref: 'user:cafe', observed_at: new Date('2026-11-19T08:00:00Z') });
  });

  test('is not before what the archive tells of, nor after its import', async () => {
    const late = files({ [posts]: [picture('a.jpg', 'Brot', seconds('2026-11-21T03:00:00Z'))] });
    expect((await read(late)).records('media')[0]!.observed_at).toEqual(new Date('2026-11-21T03:00:00Z'));
    const imported_at = '2026-11-20T15:00:00Z';
    expect((await read(one, { imported_at })).records('media')[0]!.observed_at).toEqual(
      new Date(imported_at),
    );
  });

  test('is asked for when nothing says it', async () => {
    const failure = await read(one, {}, 'my stuff').catch((error: unknown) => error as SourceError);
    expect(failure).toBeInstanceOf(SourceError);
    expect((failure as SourceError).hint).toContain('--account');
  });
});

describe('what an archive has and nothing is made of', () => {
  const saidOf = async (contents: Record<string, unknown>) =>
    ((await read(files(contents))).pages[0]!.request.dialect as { why: string[] }).why.filter((line) =>
      line.includes('not read'),
    );

  test('is named and counted, file by file, without its values', async () => {
    const media = {
      uri: 'a.jpg',
      creation_timestamp: at,
      title: '',
      media_metadata: { device_id: 'secret' },
    };
    const said = await saidOf({
      [posts]: [{ media: [media, media], backup_uri: 'secret' }, picture('b.jpg', 'Brot')],
      [stories]: { ig_stories: [{ ...media, cross_post_source: { source_app: 'secret' } }] },
      'personal_information/personal_information.json': {
        profile_user: [
          {
            string_map_data: {
              'Nome de usuário': { value: 'padaria.aurora' },
              'Endereço de e-mail': { value: 'secret' },
            },
          },
        ],
      },
    });
    expect(said).toEqual([
      'personal_information/personal_information.json: not read: Endereço de e-mail (1 ×)',
      'media/posts_1.json: not read: media_metadata (2 ×), backup_uri (1 ×)',
      'media/stories.json: not read: media_metadata (1 ×), cross_post_source (1 ×)',
    ]);
  });

  test('includes labels that are known and not loaded, in both generations of files', async () => {
    const label = (name: string, value: string) => ({ label: name, value });
    const said = await saidOf({
      'logged_information/past_instagram_insights/profiles_reached.json': {
        organic_insights_reach: [
          {
            label_values: [
              label('Date Range', 'Aug 1 - Oct 29'),
              label('Accounts Reached', '120'),
              label('Accounts Reached Delta', '3%'),
              { title: 'Shares', dict: [label('Followers', '40%'), label('Non-followers', '60%')] },
            ],
          },
        ],
      },
    });
    expect(said).toEqual([
      'past_instagram_insights/profiles_reached.json: not read: Accounts Reached Delta (1 ×), Followers (1 ×), Non-followers (1 ×)',
    ]);
  });

  test('is not told of people in lists, who are only counted', async () => {
    const person = { title: '', string_list_data: [{ href: 'x', value: 'anna', timestamp: at }] };
    expect(await saidOf({ [followers]: [person] })).toEqual([]);
  });
});

test('an account that is stated is the one that other files have by that name', async () => {
  const one = files({ [posts]: [picture('a.jpg', 'Brot')] });
  for (const [stated, account] of [
    ['@Padaria.Aurora', 'user:padaria.aurora'],
    ['17841400000000001', '17841400000000001'],
    ['user:cafe', 'user:cafe'],
  ]) {
    const [post] = (await read(one, { account: stated })).records('media');
    expect(post!.account_ref).toBe(account);
    const table = inputs({ 'followers.csv': 'date,followers\n2026-10-01,812\n' })[0]!;
    expect((await inspectFile(table, { account: stated })).account).toBe(account);
  }
});

test('a text is mended once, and left alone when it is no bytes', () => {
  expect(repaired('SÃ£o')).toBe('São');
  expect(repaired('São')).toBe('São');
  expect(repaired(Buffer.from('it is written SÃ£o').toString('latin1'))).toBe('it is written SÃ£o');
  expect(repaired('☕ Ã©')).toBe('☕ Ã©');
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(repaired(Buffer.from(text).toString('latin1'))).toBe(Buffer.from(text).toString());
    }),
  );
});

test.each([
  ['May 29 - Aug 26', '2026-11-20', '2026-05-29', '2026-08-26'],
  ['Nov 22 - Feb 19', '2026-02-20', '2025-11-22', '2026-02-19'],
  ['9. Juli - 6. Okt.', '2026-10-07', '2026-07-09', '2026-10-06'],
  ['29 de mai. - 26 de ago.', '2026-09-01', '2026-05-29', '2026-08-26'],
  ['29 mai - 26 août', '2026-09-01', '2026-05-29', '2026-08-26'],
  ['3 dic - 2 mar', '2026-03-02', '2025-12-03', '2026-03-02'],
  // tomorrow where the archive was made
  ['Aug 23 - Nov 21', '2026-11-20', '2026-08-23', '2026-11-21'],
  ['Dec 1 - Feb 29', '2026-11-20', '2023-12-01', '2024-02-29'],
  ['May 29, 2025 - Aug 26, 2025', '2026-11-20', '2025-05-29', '2025-08-26'],
])('the range %s of an archive made on %s', (text, madeAt, from, to) => {
  expect(dateRangeOf(text, new Date(`${madeAt}T12:00:00Z`))).toEqual({ from, to });
});

test.each(['', '--', 'May 29', 'May 29 - Smarch 3', 'Feb 31 - Mar 3', '+10.5% vs Feb 28 - May 28', '3 - 4'])(
  '%j is no range',
  (text) => expect(dateRangeOf(text, new Date('2026-11-20T12:00:00Z'))).toBeNull(),
);

test('mutated archives are read or refused, and every entry comes out once', async () => {
  const good = Object.entries(bakery('pt')).filter(([path]) => path.endsWith('.json'));
  const junk = fc.oneof(fc.jsonValue(), fc.constantFrom('--', '1.2.3', '63.3K', 'Ã', '\0', -1, 1e300, 0));
  const mutate = (value: unknown, path: readonly number[], by: unknown): unknown => {
    const [step, ...rest] = path;
    if (step === undefined || typeof value !== 'object' || value === null) return by;
    const entries = Object.entries(value);
    if (entries.length === 0) return by;
    const [key, inner] = entries[step % entries.length]!;
    const changed = mutate(inner, rest, by);
    return Array.isArray(value)
      ? value.map((one, index) => (String(index) === key ? changed : one))
      : { ...value, [key]: changed };
  };
  await fc.assert(
    fc.asyncProperty(
      fc.nat(good.length - 1),
      fc.array(fc.nat(20), { maxLength: 8 }),
      junk,
      async (which, path, by) => {
        const contents = Object.fromEntries(good);
        const name = good[which]![0];
        contents[name] = JSON.stringify(mutate(JSON.parse(contents[name]!), path, by));
        const archive = await read(contents, {}, archiveName);
        for (const page of archive.pages) {
          const { entries } = JSON.parse(page.body) as { entries: unknown[] };
          const items = archive.items.length;
          expect(items).toBeGreaterThan(0);
          const { part } = page.request as { part: string };
          if (part !== 'followers' && part !== 'following')
            expect(archive.itemsOf(page)).toHaveLength(entries.length);
        }
      },
    ),
    { seed: 7, numRuns: 150 },
  );
}, 120_000);
