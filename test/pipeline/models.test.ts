import { describe, expect, it } from 'vitest';
import type { CanonicalRecord } from '../../connectors/index.js';
import { temporaryHome } from './temporary-home.js';
import {
  buildHome,
  counter,
  daily,
  land,
  marts,
  page,
  people,
  post,
  profile,
  published,
  sources,
} from './warehouse.js';

/** A post published on 1 October at noon UTC, its likes at ages in hours. */
const postedAt = Date.parse('2026-10-01T12:00:00Z');
const at = (hours: number): string => new Date(postedAt + hours * 3_600_000).toISOString();

function aging(
  ref: string,
  likes: readonly (readonly [number, number])[],
  format = 'image',
): CanonicalRecord[] {
  return [
    post(at(1), { media_ref: ref, format }),
    ...likes.map(([hours, value]) => counter(at(hours), 'likes', value, { media_ref: ref })),
  ];
}

describe('posts at equal age', () => {
  it('interpolates on log age, and only where observations lie close enough', async () => {
    const home = await temporaryHome();
    const rows = await marts(
      home,
      [
        ...aging('between', [
          [144, 100],
          [192, 200],
        ]),
        ...aging('hour-before', [
          [167.5, 70],
          [200, 90],
        ]),
        ...aging('hour-after', [
          [100, 50],
          [168.5, 80],
        ]),
        ...aging('wide-gap', [
          [100, 50],
          [197, 90],
        ]),
        ...aging('gap-of-96', [
          [101, 50],
          [197, 90],
        ]),
        ...aging('young', [[100, 50]]),
        ...aging('first-seen-old', [[672, 500]]),
        ...aging('first-seen-not-old-enough', [[671, 500]]),
        ...aging('too-early-does-not-count', [
          [0.5, 1],
          [180, 90],
        ]),
        ...aging('fell', [
          [160, 100],
          [176, 90],
        ]),
        ...aging(
          'story',
          [
            [16, 30],
            [23, 40],
          ],
          'story',
        ),
        ...aging('story-seen-early', [[15, 30]], 'story'),
        ...aging(
          'story-seen-to-its-end',
          [
            [12, 30],
            [24.3, 40],
          ],
          'story',
        ),
        ...aging(
          'story-seen-late',
          [
            [15, 30],
            [26, 50],
          ],
          'story',
        ),
      ],
      'select media_key, age_basis, age_hours, likes, interactions from media_at_age order by media_key',
    );
    const by = Object.fromEntries(rows.map(({ media_key, ...row }) => [media_key as string, row]));
    const log = (a: number, va: number, b: number, vb: number): number =>
      Math.round(va + ((vb - va) * (Math.log(168) - Math.log(a))) / (Math.log(b) - Math.log(a)));
    const fixed = (likes: number, age_hours = 168) => ({
      age_basis: 'fixed',
      age_hours,
      likes,
      interactions: likes,
    });
    const other = (age_basis: string | null, age_hours: number, likes: number) => ({
      age_basis,
      age_hours,
      likes,
      interactions: likes,
    });
    expect(by).toEqual({
      between: fixed(log(144, 100, 192, 200)),
      'hour-before': fixed(70),
      'hour-after': fixed(80),
      'wide-gap': other(null, 197, 90),
      'gap-of-96': fixed(log(101, 50, 197, 90)),
      young: other(null, 100, 50),
      'first-seen-old': other('lifetime', 672, 500),
      'first-seen-not-old-enough': other(null, 671, 500),
      'too-early-does-not-count': other(null, 180, 90),
      fell: fixed(log(160, 100, 176, 90)),
      story: fixed(40, 24),
      'story-seen-early': other(null, 15, 30),
      'story-seen-to-its-end': fixed(40, 24),
      'story-seen-late': other(null, 26, 50),
    });
    // halfway in time is past halfway on log age: the curve of a post is steep first
    expect(by.between!.likes).toBe(154);
  });

  it('calls a post comparable only when every counter it has is known at that age', async () => {
    const home = await temporaryHome();
    const rows = await marts(
      home,
      [
        ...aging('AAAAA1', [
          [160, 100],
          [176, 100],
        ]),
        counter(at(800), 'saves', 7),
      ],
      'select age_basis, likes, saves, interactions, interactions_parts from media_at_age',
    );
    // saves were first seen at 800 hours: the whole post is then compared by its lifetime values
    expect(rows).toEqual([
      { age_basis: 'lifetime', likes: 100, saves: 7, interactions: 107, interactions_parts: 'likes+saves' },
    ]);
  });
});

describe('interactions', () => {
  it('adds the known parts and names them; unknown is not zero', async () => {
    const home = await temporaryHome();
    const seen = at(700);
    const one = (ref: string, values: Record<string, number | null>): CanonicalRecord[] => [
      post(seen, { media_ref: ref }),
      ...Object.entries(values).map(([metric, value]) =>
        counter(seen, metric, value, {
          media_ref: ref,
          ...(value === null ? { absent_reason: 'hidden' } : {}),
        }),
      ),
    ];
    const rows = await marts(
      home,
      [
        ...one('all', { likes: 4, comments: 3, saves: 2, shares: 1, reach: 100, views: 200 }),
        ...one('hidden-likes', { likes: null, comments: 3, reach: 50 }),
        ...one('none', { reach: 50 }),
        ...one('zero', { likes: 0, comments: 0, reach: 0, views: 10 }),
        ...one('nothing', {}),
      ],
      `select media_key, interactions, interactions_parts, engagement_rate_by_reach as by_reach,
         engagement_rate_by_views as by_views, engagement_rate_by_followers as by_followers
       from media_performance order by media_key`,
    );
    expect(rows).toEqual([
      {
        media_key: 'all',
        interactions: 10,
        interactions_parts: 'likes+comments+saves+shares',
        by_reach: 0.1,
        by_views: 0.05,
        by_followers: null,
      },
      {
        media_key: 'hidden-likes',
        interactions: 3,
        interactions_parts: 'comments',
        by_reach: 0.06,
        by_views: null,
        by_followers: null,
      },
      {
        media_key: 'none',
        interactions: null,
        interactions_parts: null,
        by_reach: null,
        by_views: null,
        by_followers: null,
      },
      {
        media_key: 'nothing',
        interactions: null,
        interactions_parts: null,
        by_reach: null,
        by_views: null,
        by_followers: null,
      },
      {
        media_key: 'zero',
        interactions: 0,
        interactions_parts: 'likes+comments',
        by_reach: null,
        by_views: 0,
        by_followers: null,
      },
    ]);
  });

  it('takes the API where sources disagree about a moment, and the latest moment of each counter', async () => {
    const home = await temporaryHome();
    await land(home, '2026-11-01T00:00:00Z', [
      page('2026-11-01T00:00:00Z', [
        post(at(700)),
        counter(at(700), 'likes', 10),
        counter(at(700), 'comments', 5),
        counter(at(710), 'comments', 4),
      ]),
      page('2026-11-01T00:00:00Z', [counter(at(700), 'likes', 99), counter(at(690), 'shares', 3)], {
        source: 'imports',
      }),
    ]);
    await buildHome(home);
    expect(
      await published(home, 'select likes, comments, shares, interactions, sources from media_performance'),
    ).toEqual([{ likes: 10, comments: 4, shares: 3, interactions: 17, sources: 'graph-api' }]);
  });
});

describe('missing posts', () => {
  const listed = (ref: string, night: string): CanonicalRecord[] => [
    post(night, { media_ref: ref }),
    counter(night, 'comments', 1, { media_ref: ref }),
  ];
  const missing = (home: Awaited<ReturnType<typeof temporaryHome>>) =>
    published(home, 'select media_key from media_performance where is_missing order by media_key').then(
      (rows) => rows.map(({ media_key }) => media_key),
    );

  it('are those that the last complete listing did not have, and may come back', async () => {
    const home = await temporaryHome();
    const first = '2026-11-01T02:00:00Z';
    await land(
      home,
      first,
      [
        page(first, [
          ...listed('AAAAA1', first),
          ...listed('BBBBB2', first),
          post(first, { media_ref: 'STORY1', format: 'story' }),
        ]),
      ],
      { completed: ['100'] },
    );
    await land(home, first, [page(first, [post(first, { media_ref: 'IMPORT' })], { source: 'imports' })]);
    await buildHome(home, { at: '2026-11-01T02:10:00Z' });
    expect(await missing(home)).toEqual([]);

    const second = '2026-11-02T02:00:00Z';
    await land(home, second, [page(second, listed('AAAAA1', second))], { completed: ['100'] });
    await buildHome(home, { at: '2026-11-02T02:10:00Z' });
    expect(await missing(home)).toEqual(['BBBBB2']);

    // a listing that broke off says nothing about what it did not reach
    const third = '2026-11-03T02:00:00Z';
    await land(home, third, [page(third, listed('AAAAA1', third))]);
    await buildHome(home, { at: '2026-11-03T02:10:00Z' });
    expect(await missing(home)).toEqual(['BBBBB2']);

    const fourth = '2026-11-04T02:00:00Z';
    await land(home, fourth, [page(fourth, listed('BBBBB2', fourth))], { completed: ['100'] });
    await buildHome(home, { at: '2026-11-04T02:10:00Z' });
    expect(await missing(home)).toEqual(['AAAAA1']);
  });
});

describe('followers when a post was published', () => {
  it('is a count at most 48 hours away, on either side', async () => {
    const distances = [-48, 48, -48.01, 48.01];
    const home = await temporaryHome();
    const rows = await marts(
      home,
      distances.flatMap((hours, index) => [
        post(at(700), { media_ref: `P${index}`, account_ref: `1${index}` }),
        profile(at(hours), { account_ref: `1${index}`, username: null, followers: 900 }),
      ]),
      'select followers_at_post from media_performance order by media_key',
    );
    expect(rows.map(({ followers_at_post }) => followers_at_post)).toEqual([900, 900, null, null]);
  });

  it('takes the nearest count, the earlier one on a tie', async () => {
    const home = await temporaryHome();
    const rows = await marts(
      home,
      [
        post(at(700)),
        post(at(700), { media_ref: 'BBBBB2', posted_at: at(30) }),
        counter(at(700), 'likes', 9),
        profile(at(-10), { followers: 1 }),
        profile(at(10), { followers: 2 }),
        profile(at(40), { followers: 3 }),
      ],
      `select media_key, followers_at_post, engagement_rate_by_followers as rate
       from media_performance order by media_key`,
    );
    expect(rows).toEqual([
      { media_key: 'AAAAA1', followers_at_post: 1, rate: 9 },
      { media_key: 'BBBBB2', followers_at_post: 3, rate: null },
    ]);
  });
});

describe('identity', () => {
  it('joins the API id and the shortcode of a post through records that carry both', async () => {
    const home = await temporaryHome();
    const rows = await marts(
      home,
      [
        post(at(700), { media_ref: 'AAAAA1', shortcode: 'AAAAA1', media_id: '170', caption: 'old' }),
        post(at(701), { media_ref: 'id:170', media_id: '170', caption: 'new' }),
        counter(at(700), 'likes', 1, { media_ref: 'id:170' }),
        counter(at(700), 'comments', 2, { media_ref: 'AAAAA1' }),
        post(at(700), { media_ref: 'id:171', media_id: '171' }),
      ],
      `select media_key, media_id, shortcode, caption, interactions from media_performance order by media_key`,
    );
    expect(rows).toEqual([
      { media_key: 'AAAAA1', media_id: '170', shortcode: 'AAAAA1', caption: 'new', interactions: 3 },
      { media_key: 'id:171', media_id: '171', shortcode: null, caption: null, interactions: null },
    ]);
  });

  it('joins `user:<name>` with the id that carries the name, whatever its case', async () => {
    const home = await temporaryHome();
    const rows = await marts(
      home,
      [
        profile(at(1), { username: 'Brand', followers: 10 }),
        post(at(700), { account_ref: 'user:brand' }),
        post(at(700), { media_ref: 'BBBBB2', account_ref: 'user:BRAND' }),
        post(at(700), { media_ref: 'CCCCC3', account_ref: 'user:stranger' }),
      ],
      'select media_key, account_id, username from media_performance order by media_key',
    );
    expect(rows).toEqual([
      { media_key: 'AAAAA1', account_id: '100', username: 'Brand' },
      { media_key: 'BBBBB2', account_id: '100', username: 'Brand' },
      { media_key: 'CCCCC3', account_id: 'user:stranger', username: 'stranger' },
    ]);
  });

  it('follows a renamed account through its id, and the configuration above all', async () => {
    const home = await temporaryHome();
    const rows = await marts(
      home,
      [
        profile(at(1), { username: 'old_name' }),
        profile(at(2), { username: 'new_name' }),
        post(at(700), { account_ref: 'user:old_name' }),
        post(at(700), { media_ref: 'BBBBB2', account_ref: 'user:new_name' }),
        post(at(700), { media_ref: 'CCCCC3', account_ref: 'name:Our Brand' }),
      ],
      `select p.media_key, p.account_id, a.name, a.username, a.time_zone, a.time_zone_basis, a.is_own
       from media_performance as p join accounts as a on a.account_id = p.account_id order by media_key`,
      {
        config: {
          accounts: [
            {
              account_id: 'brand',
              also: ['100', 'name:Our Brand'],
              name: 'Brand',
              time_zone: 'Asia/Tokyo',
              is_own: false,
            },
          ],
        },
      },
    );
    const account = {
      account_id: 'brand',
      name: 'Brand',
      username: 'new_name',
      time_zone: 'Asia/Tokyo',
      time_zone_basis: 'configured',
      is_own: false,
    };
    expect(rows).toEqual(['AAAAA1', 'BBBBB2', 'CCCCC3'].map((media_key) => ({ media_key, ...account })));
  });

  it('keeps one account when a connection names a configured account again', async () => {
    const home = await temporaryHome();
    const [connector] = sources;
    const entry = {
      name: 'main',
      connector: 'graph-api',
      accounts: [{ account: '100', time_zone: 'Asia/Tokyo' }],
    };
    const again = ['main', 'other'].map((name) => ({
      name,
      connector: connector!,
      settings: {},
      config: { ...entry, name },
    }));
    const rows = await marts(
      home,
      [profile(at(1)), post(at(1)), daily(at(1), '2026-09-30', 'reach', 5)],
      `select a.account_id, a.time_zone, a.time_zone_basis, p.media_key, d.reach from accounts as a
       left join media_performance as p on p.account_id = a.account_id
       left join account_daily as d on d.account_id = a.account_id and d.reach is not null`,
      { config: { accounts: [{ account_id: 'brand', also: ['100'] }] }, connections: again },
    );
    expect(rows).toEqual([
      {
        account_id: 'brand',
        time_zone: 'Asia/Tokyo',
        time_zone_basis: 'configured',
        media_key: 'AAAAA1',
        reach: 5,
      },
    ]);
  });

  it('keeps for each field the last statement that knows it, the API first', async () => {
    const home = await temporaryHome();
    await land(home, '2026-11-01T00:00:00Z', [
      page('2026-11-01T00:00:00Z', [
        post(at(1), { caption: 'api', format: null }),
        post(at(2), { caption: null, format: 'reel', duration_seconds: 12.5 }),
      ]),
      page(
        '2026-11-01T00:00:00Z',
        [post(at(900), { caption: 'file', permalink: 'https://example.test/p' })],
        {
          source: 'imports',
        },
      ),
    ]);
    await buildHome(home);
    expect(
      await published(
        home,
        'select caption, format, duration_seconds, permalink, sources from media_performance',
      ),
    ).toEqual([
      {
        caption: 'api',
        format: 'reel',
        duration_seconds: 12.5,
        permalink: 'https://example.test/p',
        sources: 'graph-api,imports',
      },
    ]);
  });
});

describe('local time', () => {
  it('gives a post the calendar day and the hour of its account, through clock changes', async () => {
    const cases = [
      // the clocks go back in Lisbon at 01:00 UTC on 25 October 2026: 00:30 UTC and 01:30 UTC are both 01:30
      ['Europe/Lisbon', '2026-10-24T23:30:00Z', '2026-10-25', 7, 0],
      ['Europe/Lisbon', '2026-10-25T00:30:00Z', '2026-10-25', 7, 1],
      ['Europe/Lisbon', '2026-10-25T01:30:00Z', '2026-10-25', 7, 1],
      ['Europe/Lisbon', '2026-10-25T23:30:00Z', '2026-10-25', 7, 23],
      // and forward in New York at 07:00 UTC on 8 March 2026: there is no 02:30
      ['America/New_York', '2026-03-08T06:59:59Z', '2026-03-08', 7, 1],
      ['America/New_York', '2026-03-08T07:00:00Z', '2026-03-08', 7, 3],
      ['America/New_York', '2026-03-09T03:59:59Z', '2026-03-08', 7, 23],
      ['Asia/Kathmandu', '2026-03-08T18:20:00Z', '2026-03-09', 1, 0],
      ['Pacific/Kiritimati', '2026-12-31T10:00:00Z', '2027-01-01', 5, 0],
    ] as const;
    const home = await temporaryHome();
    const rows = await marts(
      home,
      cases.flatMap(([zone, posted_at], index) => {
        const account_ref = `1${index}`;
        return [
          profile('2026-01-01T00:00:00Z', { account_ref, username: null, time_zone: zone }),
          post('2027-02-01T00:00:00Z', { account_ref, media_ref: `P${index}`, posted_at }),
        ];
      }),
      `select a.time_zone, p.posted_at, p.posted_day, p.posted_weekday, p.posted_hour
       from media_performance as p join accounts as a on a.account_id = p.account_id order by media_key`,
    );
    expect(rows.map((row) => Object.values(row))).toEqual(
      cases.map(([zone, instant, ...local]) => [zone, new Date(instant), ...local]),
    );
  });
});

describe('account_daily', () => {
  it('holds the last follower count of the local day, the daily numbers and the posts of the day', async () => {
    const home = await temporaryHome();
    const rows = await marts(
      home,
      [
        profile('2026-10-02T02:00:00Z', { followers: 100, time_zone: 'America/New_York' }), // 1 October, 22:00
        profile('2026-10-02T03:00:00Z', { followers: 101, time_zone: 'America/New_York' }), // 1 October, 23:00
        profile('2026-10-02T05:00:00Z', { followers: 102, time_zone: 'America/New_York' }), // 2 October, 01:00
        daily('2026-10-02T08:00:00Z', '2026-10-01', 'reach', 40),
        daily('2026-10-03T08:00:00Z', '2026-10-01', 'reach', 50), // restated
        daily('2026-10-03T08:00:00Z', '2026-10-01', 'reach', 30, { dimension: 'media_product_type=REELS' }),
        daily('2026-10-03T08:00:00Z', '2026-10-01', 'views', null, { absent_reason: 'below_threshold' }),
        daily('2026-10-04T08:00:00Z', '2026-10-03', 'new_follows', 0),
        daily('2026-10-05T08:00:00Z', '2026-10-04', 'followers', 110),
        post(at(700), { posted_at: '2026-10-02T03:30:00Z' }), // 1 October local
        post(at(700), { media_ref: 'BBBBB2', posted_at: '2026-10-06T12:00:00Z' }),
        post(at(700), { media_ref: 'STORY1', posted_at: '2026-10-07T12:00:00Z', format: 'story' }),
      ],
      `select day, followers, new_follows, reach, views, posts_published from account_daily order by day`,
    );
    const none = { followers: null, new_follows: null, reach: null, views: null, posts_published: 0 };
    expect(rows).toEqual([
      { ...none, day: '2026-10-01', followers: 101, reach: 50, posts_published: 1 },
      { ...none, day: '2026-10-02', followers: 102 },
      { ...none, day: '2026-10-03', new_follows: 0 },
      { ...none, day: '2026-10-04', followers: 110 },
      { ...none, day: '2026-10-06', posts_published: 1 },
    ]);
  });
});

describe('account_breakdowns', () => {
  it('holds the parts that the latest reading of a day lists', async () => {
    const home = await temporaryHome();
    const part = (observed: string, dimension: string, value: number, metric = 'reach') =>
      daily(observed, '2026-10-01', metric, value, { dimension });
    const rows = await marts(
      home,
      [
        profile('2026-10-02T09:00:00Z'),
        daily('2026-10-02T09:00:00Z', '2026-10-01', 'reach', 40),
        part('2026-10-02T09:00:00Z', 'follow_type=follower', 30),
        part('2026-10-02T09:00:00Z', 'follow_type=unknown', 10),
        part('2026-10-02T09:00:00Z', 'media_product_type=reel', 25, 'views'),
        // corrected, and one part is gone
        part('2026-10-04T09:00:00Z', 'follow_type=follower', 41),
        part('2026-10-04T09:00:00Z', 'follow_type=non_follower', 9),
      ],
      'select * from account_breakdowns order by metric, bucket',
    );
    const row = {
      account_id: '100',
      month: '2026-10',
      day: '2026-10-01',
      metric: 'reach',
      dimension: 'follow_type',
    };
    expect(rows).toEqual([
      { ...row, bucket: 'follower', value: 41 },
      { ...row, bucket: 'non_follower', value: 9 },
      { ...row, metric: 'views', dimension: 'media_product_type', bucket: 'reel', value: 25 },
    ]);
  });
});

describe('audience', () => {
  it('shares out the people placed, tells how many followers those are, and gives hours their Pacific day', async () => {
    const home = await temporaryHome();
    const rows = await marts(
      home,
      [
        profile('2026-10-02T09:00:00Z', { followers: 1000, time_zone: 'Asia/Tokyo' }),
        people('2026-10-02T09:00:00Z', 'followers', 'age,gender', '25-34,F', 600),
        people('2026-10-02T09:00:00Z', 'followers', 'age,gender', '25-34,M', 200),
        people('2026-10-02T09:00:00Z', 'engaged', 'country', 'JP', 50),
        people('2026-10-02T07:00:00Z', 'online', 'hour', '23', 400), // the end of 1 October, US Pacific
        // later on the same local day: the other city is no longer among the largest
        people('2026-10-02T08:00:00Z', 'followers', 'city', 'Osaka, Osaka', 10),
        people('2026-10-02T08:00:00Z', 'followers', 'city', 'Nara, Nara', 4),
        people('2026-10-02T09:00:00Z', 'followers', 'city', 'Osaka, Osaka', 11),
      ],
      'select kind, dimension, bucket, day, people, share, coverage from audience',
    );
    const row = { day: '2026-10-02', coverage: null };
    expect(rows).toEqual([
      { ...row, kind: 'engaged', dimension: 'country', bucket: 'JP', people: 50, share: 1 },
      {
        ...row,
        kind: 'followers',
        dimension: 'age,gender',
        bucket: '25-34,F',
        people: 600,
        share: 0.75,
        coverage: 0.8,
      },
      {
        ...row,
        kind: 'followers',
        dimension: 'age,gender',
        bucket: '25-34,M',
        people: 200,
        share: 0.25,
        coverage: 0.8,
      },
      {
        ...row,
        kind: 'followers',
        dimension: 'city',
        bucket: 'Osaka, Osaka',
        people: 11,
        share: 1,
        coverage: 0.011,
      },
      { ...row, kind: 'online', dimension: 'hour', bucket: '23', day: '2026-10-01', people: 400, share: 0.4 },
    ]);
  });

  it('that is not known is among the absent values until it is', async () => {
    const home = await temporaryHome();
    const absent = (observed: string, dimension: string) =>
      people(observed, 'followers', dimension, '', null, { absent_reason: 'below_threshold' });
    const rows = await marts(
      home,
      [
        profile('2026-10-02T09:00:00Z'),
        absent('2026-10-02T09:00:00Z', 'age,gender'),
        absent('2026-10-09T09:00:00Z', 'age,gender'),
        absent('2026-10-02T09:00:00Z', 'city'),
        people('2026-10-09T09:00:00Z', 'followers', 'city', 'Osaka, Osaka', 110),
      ],
      'select entity_kind, entity, metric, reason, since from absent_values',
    );
    expect(rows).toEqual([
      {
        entity_kind: 'account',
        entity: '100',
        metric: 'followers_by_age,gender',
        reason: 'below_threshold',
        since: new Date('2026-10-02T09:00:00Z'),
      },
    ]);
  });
});

describe('absent_values', () => {
  it('lists what was never known, with the reason that the last reading gave', async () => {
    const home = await temporaryHome();
    const absent = (hours: number, metric: string, absent_reason: string, media_ref = 'AAAAA1') =>
      counter(at(hours), metric, null, { absent_reason, media_ref });
    const rows = await marts(
      home,
      [
        post(at(1)),
        post(at(1), { media_ref: 'BBBBB2', shortcode: 'BBBBB2', media_id: '170' }),
        absent(1, 'likes', 'hidden'),
        absent(2, 'reach', 'not_yet_available'),
        counter(at(3), 'reach', 10), // known later
        counter(at(1), 'views', 10), // known earlier
        absent(2, 'views', 'not_yet_available'),
        absent(2, 'saves', 'not_yet_available'),
        absent(4, 'saves', 'too_few_viewers'),
        absent(3, 'shares', 'not_yet_available', 'id:170'),
        counter(at(2), 'shares', 5, { media_ref: 'BBBBB2' }), // known under the other name of the post
        counter(at(3), 'navigation', null, { absent_reason: 'unsupported', dimension: 'action=tap_exit' }),
        daily(at(20), '2026-09-30', 'reach', null, { absent_reason: 'not_yet_available' }),
        daily(at(30), '2026-10-01', 'reach', 5),
        daily(at(60), '2026-10-02', 'reach', null, { absent_reason: 'not_yet_available' }),
        daily(at(90), '2026-10-03', 'reach', null, { absent_reason: 'below_threshold' }),
        daily(at(30), '2026-10-01', 'views', null, { absent_reason: 'below_threshold' }),
        daily(at(60), '2026-10-02', 'views', 7),
      ],
      'select entity_kind, entity, account_id, metric, reason, since from absent_values order by all',
    );
    const media = { entity_kind: 'media', entity: 'AAAAA1', account_id: '100' };
    expect(rows).toEqual([
      {
        entity_kind: 'account',
        entity: '100',
        account_id: '100',
        metric: 'reach',
        reason: 'below_threshold',
        since: new Date(at(60)),
      },
      { ...media, metric: 'likes', reason: 'hidden', since: new Date(at(1)) },
      { ...media, metric: 'saves', reason: 'too_few_viewers', since: new Date(at(2)) },
    ]);
  });
});

describe('hashtags', () => {
  it('reads them from captions: any script, once a post, case folded', async () => {
    const home = await temporaryHome();
    const captions = [
      '#Summer #summer #SUMMER and #beach_2026!',
      '#été #夏 #лето #صيف text#glued (#paren) #100 ##double',
      'no tags # here, #',
      null,
      "#o'clock #rock&roll #हिन्दी",
    ];
    const rows = await marts(
      home,
      captions.flatMap((caption, index) => [
        post(at(700), { media_ref: `P${index}`, caption }),
        counter(at(700), 'likes', 10 + index, { media_ref: `P${index}` }),
      ]),
      'select hashtag, posts from hashtag_performance order by hashtag',
    );
    expect(Object.fromEntries(rows.map(({ hashtag, posts }) => [hashtag, posts]))).toEqual({
      summer: 1,
      beach_2026: 1,
      été: 1,
      夏: 1,
      лето: 1,
      صيف: 1,
      glued: 1,
      paren: 1,
      '100': 1,
      double: 1,
      o: 1,
      rock: 1,
      हिन्दी: 1,
    });
  });
});

describe('media_daily', () => {
  it('holds the counters at the end of each local day and their change, downward too', async () => {
    const home = await temporaryHome();
    const seen = (instant: string, likes: number | null, reach: number | null): CanonicalRecord[] => [
      ...(likes === null ? [] : [counter(instant, 'likes', likes)]),
      ...(reach === null ? [] : [counter(instant, 'reach', reach)]),
    ];
    const rows = await marts(
      home,
      [
        profile('2026-10-01T12:00:00Z', { time_zone: 'America/New_York' }),
        post('2026-10-01T13:00:00Z'),
        ...seen('2026-10-01T14:00:00Z', 5, 100),
        ...seen('2026-10-02T03:00:00Z', 8, null), // still 1 October
        ...seen('2026-10-02T14:00:00Z', 20, 300),
        ...seen('2026-10-04T14:00:00Z', 17, null), // a correction, two days later
        ...seen('2026-10-05T14:00:00Z', 18, 310),
      ],
      'select day, likes, reach, likes_change, reach_change, is_corrected from media_daily order by day',
    );
    const corrected = { is_corrected: true };
    const grown = { is_corrected: false };
    expect(rows).toEqual([
      { day: '2026-10-01', likes: 8, reach: 100, likes_change: null, reach_change: null, ...grown },
      { day: '2026-10-02', likes: 20, reach: 300, likes_change: 12, reach_change: 200, ...grown },
      { day: '2026-10-04', likes: 17, reach: null, likes_change: -3, reach_change: null, ...corrected },
      { day: '2026-10-05', likes: 18, reach: 310, likes_change: 1, reach_change: null, ...grown },
    ]);
  });
});

describe('media_outcomes', () => {
  it('compares a post with the median of its format, boosted posts left out', async () => {
    const home = await temporaryHome();
    const likes = [10, 20, 40, 4000];
    const rows = await marts(
      home,
      likes.flatMap((value, index) => [
        post(at(800), { media_ref: `P${index}`, is_boosted: index === 3 }),
        counter(at(800), 'likes', value, { media_ref: `P${index}` }),
      ]),
      'select media_key, outcome, value, residual from media_outcomes order by media_key',
    );
    expect(rows.map(({ media_key, outcome, value }) => [media_key, outcome, value])).toEqual([
      ['P0', 'interactions', 10],
      ['P1', 'interactions', 20],
      ['P2', 'interactions', 40],
    ]);
    const residuals = rows.map(({ residual }) => residual as number);
    expect(residuals[0]).toBeCloseTo(Math.log(10.5 / 20.5), 12);
    expect(residuals[1]).toBeCloseTo(0, 12);
    expect(residuals[2]).toBeCloseTo(Math.log(40.5 / 20.5), 12);
  });
});

describe('format_performance', () => {
  it('never mixes posts at equal age with posts of which only lifetime values are known', async () => {
    const home = await temporaryHome();
    const lifetime = ['L1', 'L2'].flatMap((ref) => aging(ref, [[700, 1000]]));
    const fixed = ['F1', 'F2', 'F3'].flatMap((ref, index) => aging(ref, [[168, 10 * (index + 1)]]));
    const rows = await marts(
      home,
      [...lifetime, ...fixed, ...aging('S1', [[20, 7]], 'story'), ...aging('R1', [[700, 500]], 'reel')],
      'select format, posts, posts_compared, age_basis, median_interactions from format_performance order by format',
    );
    expect(rows).toEqual([
      { format: 'image', posts: 5, posts_compared: 3, age_basis: 'fixed', median_interactions: 20 },
      { format: 'reel', posts: 1, posts_compared: 0, age_basis: 'fixed', median_interactions: null },
      { format: 'story', posts: 1, posts_compared: 1, age_basis: 'fixed', median_interactions: 7 },
    ]);
  });
});

describe('story_frames', () => {
  it('numbers the stories of a local day and reads exits and taps from the navigation', async () => {
    const home = await temporaryHome();
    const story = (ref: string, posted_at: string): CanonicalRecord =>
      post(at(20), { media_ref: ref, format: 'story', posted_at });
    const rows = await marts(
      home,
      [
        profile(at(0), { time_zone: 'Asia/Tokyo' }),
        story('S1', '2026-10-01T14:00:00Z'), // 23:00 on the 1st
        story('S2', '2026-10-01T16:00:00Z'), // 01:00 on the 2nd
        story('S3', '2026-10-01T15:30:00Z'), // 00:30 on the 2nd
        counter(at(10), 'navigation', 4, {
          media_ref: 'S2',
          dimension: 'story_navigation_action_type=tap_exit',
        }),
        counter(at(20), 'navigation', 6, {
          media_ref: 'S2',
          dimension: 'story_navigation_action_type=tap_exit',
        }),
        counter(at(20), 'reach', 60, { media_ref: 'S2' }),
        counter(at(20), 'replies', 2, { media_ref: 'S2' }),
      ],
      'select media_key, story_day, position, round(age_hours) as age, reach, exits, taps_back, replies from story_frames',
    );
    const empty = { age: null, reach: null, exits: null, taps_back: null, replies: null };
    expect(rows).toEqual([
      { media_key: 'S1', story_day: '2026-10-01', position: 1, ...empty },
      { media_key: 'S3', story_day: '2026-10-02', position: 1, ...empty },
      {
        media_key: 'S2',
        story_day: '2026-10-02',
        position: 2,
        age: 16,
        reach: 60,
        exits: 6,
        taps_back: null,
        replies: 2,
      },
    ]);
  });
});
