import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import type { CanonicalRecord } from '../../connectors/index.js';
import { openMarts } from '../../pipeline/published.js';
import { renderReports } from '../../reports/index.js';
import { temporaryHome } from './temporary-home.js';
import {
  buildHome,
  counter,
  land,
  marts,
  page,
  parsedConfig,
  post,
  profile,
  published,
} from './warehouse.js';

const night = (number: number): string => new Date(Date.UTC(2026, 9, number, 2)).toISOString();

/** Seven days after the posts were published. */
const aWeekLater = '2026-10-08T12:00:00Z';

const own = { account_ref: '100', username: 'brand', is_own: true, followers: 1000 };
const rival = { account_ref: '200', username: 'rival', is_own: false, followers: 2000 };

/** A post of a competitor with its counters a week later, as discovery shows them. */
const rivalPost = (ref: string, values: { likes: number; views?: number }): CanonicalRecord[] => {
  const of = { media_ref: ref, account_ref: '200' };
  return [
    post(night(2), { ...of, shortcode: ref, format: values.views === undefined ? 'image' : 'reel' }),
    counter(aWeekLater, 'likes', values.likes, of),
    counter(aWeekLater, 'comments', 10, of),
    ...(values.views === undefined ? [] : [counter(aWeekLater, 'crossposted_views', values.views, of)]),
  ];
};

describe('competitors', () => {
  it('are accounts of others, unless they are own ones as well', async () => {
    const rows = await marts(
      await temporaryHome(),
      [
        profile(night(1), own),
        profile(night(2), { ...own, is_own: false }),
        profile(night(2), rival),
        profile(night(2), { account_ref: '300', username: 'sister', is_own: true }),
      ],
      'select account_id, is_own from accounts order by account_id',
      { config: { accounts: [{ account_id: '300', is_own: false }], quarantine: { max_rows: 1_000 } } },
    );
    expect(rows).toEqual([
      { account_id: '100', is_own: true },
      { account_id: '200', is_own: false },
      { account_id: '300', is_own: false },
    ]);
  });

  it('never miss a post that their newest page no longer shows', async () => {
    const home = await temporaryHome();
    const of = { media_ref: 'OLD001', account_ref: '200' };
    await land(home, night(2), [
      page(night(2), [profile(night(2), own), post(night(2)), counter(night(2), 'comments', 1)]),
      page(night(2), [profile(night(2), rival), post(night(2), of), counter(night(2), 'comments', 1, of)], {
        account: '200',
      }),
    ]);
    // Nothing of both posts on the next night, whose listing of the own account was complete.
    const others = [profile(night(3), own), profile(night(3), rival)];
    await land(home, night(3), [page(night(3), others)], { completed: ['100'] });
    await buildHome(home);
    expect(await published(home, 'select media_key, is_missing from media_performance order by 1')).toEqual([
      { media_key: 'AAAAA1', is_missing: true },
      { media_key: 'OLD001', is_missing: false },
    ]);
  });

  it('do not take a joint post from its own account, nor change how it is described', async () => {
    const rows = await marts(
      await temporaryHome(),
      [
        profile(night(1), own),
        profile(night(1), rival),
        post(night(2), { caption: 'with @rival' }),
        post(night(3), { caption: 'with rival', account_ref: '200' }),
      ],
      'select account_id, caption from media_performance',
    );
    expect(rows).toEqual([{ account_id: '100', caption: 'with @rival' }]);
  });

  it('stand next to own accounts in likes and comments at equal age, per follower', async () => {
    const home = await temporaryHome();
    const rows = await marts(
      home,
      [
        profile(night(1), own),
        profile(night(1), rival),
        post(night(1)),
        counter(aWeekLater, 'likes', 40),
        counter(aWeekLater, 'comments', 10),
        counter(aWeekLater, 'saves', 500),
        ...rivalPost('RRRRR1', { likes: 90 }),
        ...rivalPost('RRRRR2', { likes: 190 }),
        ...rivalPost('RRRRR3', { likes: 30, views: 900 }),
      ],
      `select username, is_own, period, format, posts, posts_compared, age_basis,
        median_likes_and_comments as median, median_public_rate_by_followers as rate
       from public_performance order by 1, 4`,
    );
    const row = (username: string, format: string, posts: number, median: number, rate: number) => ({
      username,
      is_own: username === 'brand',
      period: '2026-10',
      format,
      posts,
      posts_compared: posts,
      age_basis: 'fixed',
      median,
      rate: expect.closeTo(rate, 9),
    });
    expect(rows).toEqual([
      row('brand', 'image', 1, 50, 0.05),
      row('rival', 'image', 2, 150, 0.075),
      row('rival', 'reel', 1, 40, 0.02),
    ]);
    expect(
      await published(
        home,
        "select views, crossposted_views from media_performance where media_key = 'RRRRR3'",
      ),
    ).toEqual([{ views: null, crossposted_views: 900 }]);
  });

  it('have no report, and are in none', async () => {
    const home = await temporaryHome();
    await land(home, night(9), [
      page(night(9), [
        profile(night(1), own),
        profile(night(1), rival),
        ...Array.from({ length: 12 }, (_, n) => [
          post(night(2), { media_ref: `OWN00${n}`, caption: 'ours' }),
          counter(aWeekLater, 'likes', 10 + n, { media_ref: `OWN00${n}` }),
          ...rivalPost(`RIVAL${n}`, { likes: 100_000 + n }),
        ]).flat(),
      ]),
    ]);
    await buildHome(home);
    const opened = await openMarts(home);
    try {
      const written = await renderReports({
        marts: opened,
        outDir: home.out,
        config: parsedConfig({ report: { periods: ['2026-10'] } }),
        asOf: new Date('2026-11-20T02:00:00Z'),
      });
      expect(written.map(({ accountId }) => accountId)).toEqual(['100']);
      // Without the page's own program; its data is looked at.
      const html = (await readFile(written[0]!.path, 'utf8')).replace(/<script>[\s\S]*?<\/script>/, '');
      expect(html).toContain('ours');
      expect(html).not.toMatch(/rival|RIVAL|100[,. ]?0\d\d/);
    } finally {
      opened.close();
    }
  });
});

const seen = (observed_at: string, media_ref: string, values: object = {}): CanonicalRecord =>
  ({
    stream: 'hashtag_media',
    values: {
      account_ref: '100',
      hashtag: 'coffee',
      kind: 'recent',
      media_ref,
      permalink: `https://www.instagram.com/p/${media_ref}/`,
      caption: 'a #coffee',
      likes: 4,
      comments: 1,
      posted_at: night(1),
      observed_at,
      ...values,
    },
  }) as unknown as CanonicalRecord;

describe('posts under hashtags', () => {
  it('have one row for each hashtag, list and post, with the latest counters', async () => {
    const rows = await marts(
      await temporaryHome(),
      [
        profile(night(1), own),
        post(night(1)),
        seen(night(2), 'SSSSS1'),
        seen(night(3), 'SSSSS1', { likes: null, comments: 9 }),
        seen(night(3), 'SSSSS1', { kind: 'top' }),
        seen(night(3), 'AAAAA1'),
        seen(night(3), 'AAAAA1', { hashtag: 'café' }),
      ],
      'select * from hashtag_media order by hashtag, kind, media_key',
    );
    const row = (hashtag: string, media_key: string, values: object = {}) => ({
      hashtag,
      kind: 'recent',
      media_key,
      account_id: null,
      permalink: `https://www.instagram.com/p/${media_key}/`,
      caption: 'a #coffee',
      posted_at: new Date(night(1)),
      likes: 4,
      comments: 1,
      first_observed_at: new Date(night(3)),
      last_observed_at: new Date(night(3)),
      ...values,
    });
    expect(rows).toEqual([
      row('café', 'AAAAA1', { account_id: '100' }),
      row('coffee', 'AAAAA1', { account_id: '100' }),
      row('coffee', 'SSSSS1', { likes: null, comments: 9, first_observed_at: new Date(night(2)) }),
      row('coffee', 'SSSSS1', { kind: 'top' }),
    ]);
  });

  it('tell how busy a hashtag is: counted on a quiet day, estimated on a busy one', async () => {
    const minutesBefore = (at: string, minutes: number) =>
      new Date(Date.parse(at) - minutes * 60_000).toISOString();
    const page = (at: string, count: number, everyMinutes: number) =>
      Array.from({ length: count }, (_, n) =>
        seen(at, `P${at.slice(8, 10)}x${n}`, { posted_at: minutesBefore(at, (n + 1) * everyMinutes) }),
      );
    const rows = await marts(
      await temporaryHome(),
      [
        profile(night(1), own),
        ...page(night(2), 3, 60),
        ...page(night(3), 50, 12),
        ...page(night(4), 50, 20),
        seen(night(4), 'TOP001', { kind: 'top' }),
      ],
      'select day, posts, posts_per_day, median_likes from hashtag_daily order by day',
    );
    expect(rows.map(({ posts, posts_per_day }) => [posts, posts_per_day])).toEqual([
      [3, 3],
      [50, 120],
      [50, 72],
    ]);
    expect(rows[0]).toMatchObject({ median_likes: 4 });
  });
});
