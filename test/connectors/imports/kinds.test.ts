import { describe, expect, it } from 'vitest';
import type { SourceError } from '../../../connectors/errors.js';
import { importSettings, inspectFile } from '../../../connectors/imports/index.js';
import { fileOf, type Imported, importFiles } from './files.js';

const json = (value: unknown, name = 'a.json') => fileOf(name, JSON.stringify(value));
const csv = (text: string, name = 'a.csv') => fileOf(name, text);
const kindOf = async (file: ReturnType<typeof fileOf>, settings = {}) => {
  const { kind, layout } = await inspectFile(file, importSettings.parse(settings));
  return `${kind}: ${layout}`;
};
const refusal = (promise: Promise<unknown>): Promise<SourceError> =>
  promise.then(
    () => {
      throw new Error('it was not refused');
    },
    (error: SourceError) => error,
  );

/** A post's values, and its counters by name. */
function posts(imported: Imported) {
  const counters = imported.records('media_insights');
  return imported.records('media').map((post) => ({
    ref: post.media_ref,
    account: post.account_ref,
    format: post.format,
    caption: post.caption,
    posted: post.posted_at?.toISOString() ?? null,
    ...Object.fromEntries(
      counters
        .filter((one) => one.media_ref === post.media_ref && +one.observed_at === +post.observed_at)
        .map((one) => [one.metric, one.value ?? one.absent_reason]),
    ),
  }));
}
const profiles = (imported: Imported) =>
  imported.records('accounts').map(({ account_ref, followers, follows, media_count, observed_at }) => ({
    account: account_ref,
    followers,
    follows,
    posts: media_count,
    at: observed_at.toISOString(),
  }));

describe('Graph API dumps', () => {
  const post = {
    id: '17872182966204998',
    caption: 'a',
    media_type: 'VIDEO',
    media_product_type: 'REELS',
    permalink: 'https://www.instagram.com/reel/DGIdCzDtUuq/',
    timestamp: '2025-02-16T11:30:46+0000',
    username: 'cafe',
    like_count: 9,
    comments_count: 0,
  };

  it('read a media list, with the insights that stand beside each post', async () => {
    const insights = {
      data: [
        { name: 'reach', period: 'lifetime', values: [{ value: 120 }], id: 'x/insights/reach/lifetime' },
      ],
    };
    const imported = await importFiles([
      json({
        data: [
          { ...post, insights },
          { ...post, id: '17872182966204999', permalink: null },
        ],
        paging: {},
      }),
    ]);
    expect(posts(imported)).toEqual([
      {
        ref: 'DGIdCzDtUuq',
        account: 'user:cafe',
        format: 'reel',
        caption: 'a',
        posted: '2025-02-16T11:30:46.000Z',
        likes: 9,
        comments: 0,
        reach: 120,
      },
      {
        ref: 'id:17872182966204999',
        account: 'user:cafe',
        format: 'reel',
        caption: 'a',
        posted: '2025-02-16T11:30:46.000Z',
        likes: 9,
        comments: 0,
        reach: 'not_in_source',
      },
    ]);
  });

  it('read a business_discovery answer: the profile around its posts', async () => {
    const media = {
      data: [
        { id: '1', like_count: 5, comments_count: 1 },
        { id: '2', comments_count: 2 },
      ],
      paging: {},
    };
    const business_discovery = {
      username: 'rival',
      id: '17841400000000009',
      followers_count: 700,
      follows_count: 3,
      media_count: 40,
      media,
    };
    const imported = await importFiles([json({ business_discovery, id: '17841400000000001' })]);
    expect(posts(imported)).toMatchObject([
      { ref: 'id:1', account: '17841400000000009', likes: 5, comments: 1 },
      { ref: 'id:2', account: '17841400000000009', likes: 'not_in_source', comments: 2 },
    ]);
    expect(profiles(imported)).toMatchObject([
      { account: '17841400000000009', followers: 700, follows: 3, posts: 40 },
    ]);
    const alone = await importFiles([
      json({ business_discovery: { ...business_discovery, media: undefined }, id: '1' }),
    ]);
    expect(profiles(alone)).toMatchObject([{ account: '17841400000000009', followers: 700 }]);
    expect(alone.records('media')).toEqual([]);
  });

  it('read insights of a post metric by metric, none of them wiping out another', async () => {
    const insight = (name: string, value: number) => ({
      name,
      period: 'lifetime',
      values: [{ value }],
      id: `17872182966204998/insights/${name}/lifetime`,
    });
    const imported = await importFiles([json({ data: [insight('reach', 120), insight('saved', 4)] })], {
      account: 'cafe',
    });
    expect(
      imported.records('media_insights').map(({ media_ref, metric, value }) => [media_ref, metric, value]),
    ).toEqual([
      ['id:17872182966204998', 'reach', 120],
      ['id:17872182966204998', 'saves', 4],
    ]);
  });

  it('read days of an account, named by the Pacific day that ended', async () => {
    const values = [
      { value: 31, end_time: '2026-03-02T08:00:00+0000' },
      { value: 35, end_time: '2026-07-02T07:00:00+0000' },
    ];
    const imported = await importFiles([
      json({ data: [{ name: 'reach', period: 'day', values, id: '17841400000000001/insights/reach/day' }] }),
    ]);
    expect(
      imported
        .records('account_insights')
        .map(({ account_ref, day, metric, value }) => [account_ref, day, metric, value]),
    ).toEqual([
      ['17841400000000001', '2026-03-01', 'reach', 31],
      ['17841400000000001', '2026-07-01', 'reach', 35],
    ]);
  });

  it('hold true at the end of the day in their name, or at the time; a stated time wins', async () => {
    const table = 'id,media_type,timestamp,like_count,username\n1,IMAGE,2026-01-01T00:00:00Z,5,cafe\n';
    const at = async (name: string, settings = {}) =>
      (await importFiles([csv(table, name)], settings)).records('media')[0]!.observed_at.toISOString();
    expect(await at('posts_2026-02-03.csv')).toBe('2026-02-03T23:59:59.000Z');
    expect(await at('posts_20260203.csv')).toBe('2026-02-03T23:59:59.000Z');
    expect(await at('posts_2026-02-03T10-11-12.csv')).toBe('2026-02-03T10:11:12.000Z');
    expect(await at('posts_2026-02-03.csv', { observed_at: '2026-02-04' })).toBe('2026-02-04T00:00:00.000Z');
    expect(await at('posts.csv')).toBe('2026-05-01T12:00:00.000Z');
  });

  it('read snapshots, each at its time; a post that is missing in one is no reading', async () => {
    const imported = await importFiles(
      [
        csv(
          'snapshot_at,id,event,like_count\n2026-04-23T21:49:34+00:00,181,appear,17\n2026-04-24T21:49:34+00:00,181,change,16\n2026-04-25T21:49:34+00:00,181,missing,\n',
        ),
      ],
      { account: 'cafe' },
    );
    expect(
      imported.records('media_insights').map(({ value, observed_at }) => [value, observed_at.toISOString()]),
    ).toEqual([
      [17, '2026-04-23T21:49:34.000Z'],
      [16, '2026-04-24T21:49:34.000Z'],
    ]);
    expect(imported.rejects.map(({ ref, rule }) => [ref, rule])).toEqual([['line 4', 'not-seen']]);
  });

  it('read a table that lies on its side', async () => {
    const ids = ['18453845821097792', '17983682972809559', '17983682972809560'];
    const lines = [
      'V1,V2,V3',
      ids.join(','),
      '"a long caption, with words","another one","the third text"',
      'IMAGE,CAROUSEL_ALBUM,VIDEO',
      'https://a,https://b,https://c',
      '2026-03-30T21:41:42+0000,2026-03-29T21:41:42+0000,2026-03-28T21:41:42+0000',
      '5,6,7',
      '0,1,2',
    ];
    const imported = await importFiles([csv(`${lines.join('\n')}\n`)], { account: 'cafe' });
    expect(posts(imported)).toMatchObject([
      {
        ref: `id:${ids[0]}`,
        format: 'image',
        caption: 'a long caption, with words',
        posted: '2026-03-30T21:41:42.000Z',
        likes: 5,
        comments: 0,
      },
      { ref: `id:${ids[1]}`, format: 'carousel', likes: 6, comments: 1 },
      { ref: `id:${ids[2]}`, format: 'video', likes: 7, comments: 2 },
    ]);
  });
});

describe('Meta Business Suite', () => {
  it.each([
    [
      'older English',
      'Post ID,Account ID,Account username,Account name,Description,Duration (sec),Publish time,Permalink,Post type,Data comment,Date,Impressions,Reach,Shares,Follows,Likes,Comments,Saves',
      'impressions',
    ],
    [
      'Swedish',
      'Inläggs-ID,Konto-id,Kontots användarnamn,Kontonamn,Beskrivning,Varaktighet (sek),Publiceringstid,Permalänk,Inläggstyp,Datakommentar,Datum,Visningar,Räckvidd,Delningar,Följer,Gilla-markeringar,Kommentarer,Sparade objekt',
      'views',
    ],
    [
      'Portuguese',
      'Identificação do post,Identificação da conta,Nome de usuário da conta,Nome da conta,Descrição,Duração (s),Horário de publicação,Link permanente,Tipo de post,Comentário de dados,Data,Visualizações,Alcance,Compartilhamentos,Seguimentos,Curtidas,Comentários,Salvamentos',
      'views',
    ],
    [
      'German',
      'Beitrags-ID,Konto-ID,Konto-Benutzername,Kontoname,Beschreibung,Dauer (Sek.),Veröffentlichungszeitpunkt,Permalink,Beitragstyp,Datenkommentar,Datum,Aufrufe,Reichweite,Geteilte Inhalte,Follows,„Gefällt mir“-Angaben,Kommentare,Gespeicherte Beiträge',
      'views',
    ],
  ])('reads the %s header, views and impressions apart', async (_, header, metric) => {
    const row =
      '18182686576415017,17841403398239763,cafe,Cafe,a,0,03/24/2026 15:30,https://www.instagram.com/p/DGIdCzDtUuq/,IG carousel,,Lifetime,"12,400",40,1,2,4,5,6';
    const imported = await importFiles([csv(`${header}\n${row}\n`)]);
    expect(posts(imported)).toEqual([
      {
        ref: 'DGIdCzDtUuq',
        account: '17841403398239763',
        format: 'carousel',
        caption: 'a',
        posted: '2026-03-24T22:30:00.000Z',
        [metric]: 12400,
        reach: 40,
        shares: 1,
        follows: 2,
        likes: 4,
        comments: 5,
        saves: 6,
      },
    ]);
    expect(
      imported.items.flatMap((item) => ('records' in item ? (item.drifts ?? []) : [])),
      'no column is unknown',
    ).toEqual([]);
  });

  it('reads stories', async () => {
    const header =
      'Post ID,Account ID,Account username,Account name,Description,Duration (sec),Publish time,Permalink,Post type,Data comment,Date,Views,Reach,Replies,Shares,Likes,Follows,Profile visits,Link clicks,Sticker taps,Navigation';
    const row =
      '18182686576415017,17841403398239763,cafe,Cafe,,0,03/24/2026 15:30,https://www.instagram.com/stories/cafe/1,IG story,,Lifetime,9,8,7,6,5,4,3,2,1,12';
    expect(posts(await importFiles([csv(`${header}\n${row}\n`)]))).toEqual([
      {
        ref: 'id:18182686576415017',
        account: '17841403398239763',
        format: 'story',
        caption: null,
        posted: '2026-03-24T22:30:00.000Z',
        views: 9,
        reach: 8,
        replies: 7,
        shares: 6,
        likes: 5,
        follows: 4,
        profile_visits: 3,
        link_clicks: 2,
        navigation: 12,
      },
    ]);
  });

  it('reads results by the title above the header, and refuses those of a Page', async () => {
    const file = (title: string) =>
      fileOf(
        'Reach.csv',
        Buffer.from(
          `\ufeffsep=,\n"${title}"\n"Date","Primary"\n"2026-01-01T00:00:00","123"\n"2026-01-02T00:00:00","0"\n`,
          'utf16le',
        ),
      );
    const imported = await importFiles([file('Instagram reach')], { account: 'cafe' });
    expect(
      imported.records('account_insights').map(({ day, metric, value }) => [day, metric, value]),
    ).toEqual([
      ['2026-01-01', 'reach', 123],
      ['2026-01-02', 'reach', 0],
    ]);
    expect((await refusal(importFiles([file('Facebook visits')], { account: 'cafe' }))).message).toContain(
      'holds days of a Facebook Page',
    );
    expect((await refusal(importFiles([file('Instagram reach')]))).hint).toContain('--account NAME');
  });
});

describe('scrapers', () => {
  const item = {
    url: 'https://www.instagram.com/p/DGIdCzDtUuq/',
    shortCode: 'DGIdCzDtUuq',
    type: 'Sidecar',
    caption: 'a',
    ownerUsername: 'cafe',
    ownerId: '77',
    likesCount: -1,
    commentsCount: 2,
    timestamp: '2026-01-02T03:04:05.000Z',
  };

  it('Apify: posts, reels, inputs that failed, and the time in the name', async () => {
    const reel = {
      ...item,
      shortCode: 'DGIdCzDtUur',
      url: 'https://www.instagram.com/reel/DGIdCzDtUur/',
      type: 'Video',
      productType: 'clips',
      likesCount: 8,
      videoPlayCount: 90,
      videoViewCount: 40,
    };
    const failed = {
      inputUrl: 'https://www.instagram.com/x/',
      error: 'not_found',
      errorDescription: 'Post does not exist',
    };
    const imported = await importFiles([
      json([item, reel, failed], 'dataset_instagram-scraper_2026-03-03_15-16-33-123.json'),
    ]);
    expect(posts(imported)).toEqual([
      {
        ref: 'DGIdCzDtUuq',
        account: 'user:cafe',
        format: 'carousel',
        caption: 'a',
        posted: '2026-01-02T03:04:05.000Z',
        likes: 'hidden',
        comments: 2,
        views: 'not_in_source',
      },
      {
        ref: 'DGIdCzDtUur',
        account: 'user:cafe',
        format: 'reel',
        caption: 'a',
        posted: '2026-01-02T03:04:05.000Z',
        likes: 8,
        comments: 2,
        views: 90,
      },
    ]);
    expect(imported.records('media')[0]!.observed_at.toISOString()).toBe('2026-03-03T15:16:33.123Z');
    expect(imported.rejects).toMatchObject([
      { rule: 'source-error', message: 'Apify could not read it: Post does not exist' },
    ]);
  });

  it('Apify: CSV with / in its names, and profile details with their newest posts', async () => {
    const table =
      'url,ownerUsername,likesCount,commentsCount,timestamp,latestComments/0/text,latestComments/1/text\nhttps://www.instagram.com/p/DGIdCzDtUuq/,cafe,5,1,2026-01-02T03:04:05.000Z,x,y\n';
    expect(posts(await importFiles([csv(table)]))).toMatchObject([
      { ref: 'DGIdCzDtUuq', likes: 5, comments: 1 },
    ]);
    const details = await importFiles([
      json([
        {
          username: 'cafe',
          fullName: 'Cafe',
          fbid: '17841400000000001',
          followersCount: 12,
          followsCount: 3,
          postsCount: 4,
          biography: 'b',
          latestPosts: [item],
        },
      ]),
    ]);
    expect(profiles(details)[0]).toMatchObject({
      account: '17841400000000001',
      followers: 12,
      follows: 3,
      posts: 4,
    });
    expect(posts(details)).toMatchObject([{ ref: 'DGIdCzDtUuq', likes: 'hidden', comments: 2 }]);
    const comments = [
      {
        postUrl: item.url,
        commentUrl: 'x',
        id: '1',
        text: 'nice',
        ownerUsername: 'someone',
        repliesCount: 0,
      },
    ];
    expect((await refusal(importFiles([json(comments)]))).message).toContain('holds comments, not posts');
  });

  const node = {
    __typename: 'GraphVideo',
    id: '2905304799643784655',
    shortcode: 'ChRt1KDAVXP',
    taken_at_timestamp: 1660559342,
    product_type: 'clips',
    edge_media_to_caption: { edges: [{ node: { text: 'Hallo' } }] },
    edge_media_preview_like: { count: 41 },
    edge_media_to_parent_comment: { count: 3 },
    video_play_count: 900,
    owner: { id: '77', username: 'cafe' },
  };
  const told = {
    ref: 'ChRt1KDAVXP',
    account: 'user:cafe',
    format: 'reel',
    caption: 'Hallo',
    posted: '2022-08-15T10:29:02.000Z',
    likes: 41,
    comments: 3,
    views: 900,
  };

  it('web GraphQL: nodes, edges, and the whole answer of a profile', async () => {
    const user = {
      id: '77',
      username: 'cafe',
      full_name: 'Cafe',
      biography: 'b',
      edge_followed_by: { count: 12 },
      edge_follow: { count: 3 },
      edge_owner_to_timeline_media: { count: 40, edges: [{ node }] },
    };
    for (const value of [[node], [{ node }], { data: { user } }]) {
      const imported = await importFiles([json(value)]);
      expect(posts(imported)).toEqual([told]);
    }
    expect(profiles(await importFiles([json({ data: { user } })]))).toMatchObject([
      { account: 'user:cafe', followers: 12, follows: 3, posts: 40 },
    ]);
  });

  it('instaloader: sidecars of posts and profiles; others are set apart', async () => {
    const sidecar = (inner: unknown, node_type: string) =>
      json({ node: inner, instaloader: { version: '4.15.1', node_type } });
    expect(await kindOf(sidecar(node, 'Post'))).toBe('instaloader: node');
    expect(posts(await importFiles([sidecar(node, 'Post')]))).toEqual([told]);
    const profile = {
      id: '77',
      username: 'cafe',
      edge_followed_by: { count: 12 },
      edge_follow: { count: 3 },
      edge_owner_to_timeline_media: { count: 40 },
    };
    expect(profiles(await importFiles([sidecar(profile, 'Profile')]))).toMatchObject([
      { account: 'user:cafe', followers: 12, posts: 40 },
    ]);
    const hashtag = await importFiles([sidecar({ id: '1', username: 'x' }, 'Hashtag')]);
    expect(hashtag.rejects).toMatchObject([{ rule: 'no-post' }]);
    const comments = [
      { id: '1', created_at: 1, text: 'x', likes_count: 0, owner: { id: '1', username: 'y' }, answers: [] },
    ];
    expect((await refusal(importFiles([json(comments)]))).message).toContain('holds comments, not posts');
  });

  it('instagrapi: Media and User', async () => {
    const media = {
      pk: '2905304799643784655',
      id: '2905304799643784655_77',
      code: 'ChRt1KDAVXP',
      taken_at: '2022-08-15T10:29:02Z',
      media_type: 8,
      product_type: 'carousel_container',
      caption_text: 'Hallo',
      like_count: 41,
      comment_count: 3,
      user: { pk: '77', username: 'cafe' },
    };
    expect(posts(await importFiles([json([media])]))).toMatchObject([
      {
        ref: 'ChRt1KDAVXP',
        account: 'user:cafe',
        format: 'carousel',
        caption: 'Hallo',
        likes: 41,
        comments: 3,
      },
    ]);
    expect(
      profiles(
        await importFiles([
          json([
            {
              pk: '77',
              username: 'cafe',
              full_name: 'Cafe',
              media_count: 40,
              follower_count: 12,
              following_count: 3,
            },
          ]),
        ]),
      ),
    ).toMatchObject([{ account: 'user:cafe', followers: 12, follows: 3, posts: 40 }]);
  });

  it('PhantomBuster: the rows of a carousel are one post', async () => {
    const header =
      'postUrl,description,commentCount,likeCount,location,pubDate,isSidecar,type,caption,username,taggedUsername1,viewCount,timestamp';
    const row =
      'https://www.instagram.com/p/DGIdCzDtUuq/,a,2,5,,2026-01-02T03:04:05.000Z,true,Photo,alt text,cafe,x,,2026-02-01T00:00:00.000Z';
    const imported = await importFiles([csv(`${header}\n${row}\n${row}\n`)]);
    expect(
      new Set(
        imported
          .records('media')
          .map(({ media_ref, observed_at }) => `${media_ref} ${observed_at.toISOString()}`),
      ),
    ).toEqual(new Set(['DGIdCzDtUuq 2026-02-01T00:00:00.000Z']));
    expect(posts(imported)[0]).toMatchObject({
      account: 'user:cafe',
      format: 'carousel',
      caption: 'a',
      likes: 5,
      comments: 2,
    });
  });

  it('Bright Data: posts and profiles', async () => {
    const post = {
      url: 'https://www.instagram.com/p/DGIdCzDtUuq/',
      user_posted: 'cafe',
      description: 'a',
      num_comments: 2,
      date_posted: '2026-01-02T03:04:05.000Z',
      likes: 5,
      content_type: 'Carousel',
      followers: 12,
      posts_count: 40,
    };
    const imported = await importFiles([json([post])]);
    expect(posts(imported)).toMatchObject([
      { ref: 'DGIdCzDtUuq', account: 'user:cafe', format: 'carousel', likes: 5, comments: 2 },
    ]);
    expect(profiles(imported)).toMatchObject([{ followers: 12, posts: 40 }]);
    const profile =
      'account,biography,fbid,followers,following,posts,posts_count,timestamp\ncafe,b,17841400000000001,12,3,[],40,2022-03-27\n';
    expect(profiles(await importFiles([csv(profile)]))).toEqual([
      { account: '17841400000000001', followers: 12, follows: 3, posts: 40, at: '2022-03-27T00:00:00.000Z' },
    ]);
  });

  it('lists under running numbers, and columns as pandas writes them', async () => {
    const lists = {
      '2': ['https://x/a.jpg', 'first text', '75.2k', '329'],
      '4': ['https://x/b.jpg', 'second text', '1.1m', '1,964'],
    };
    expect(posts(await importFiles([json(lists)], { account: 'natgeo' }))).toMatchObject([
      { caption: 'first text', likes: 75200, comments: 329 },
      { caption: 'second text', likes: 1_100_000, comments: 1964 },
    ]);
    const table = [{ url: item.url, ownerUsername: 'cafe', likesCount: 5, timestamp: item.timestamp }];
    const columns = {
      url: { 0: item.url },
      ownerUsername: { 0: 'cafe' },
      likesCount: { 0: 5 },
      timestamp: { 0: item.timestamp },
    };
    const arrays = {
      url: [item.url, item.url],
      ownerUsername: ['cafe', 'cafe'],
      likesCount: [5, 5],
      timestamp: [item.timestamp, item.timestamp],
    };
    const expected = posts(await importFiles([json(table)]));
    expect(expected).toHaveLength(1);
    expect(posts(await importFiles([json(columns)]))).toEqual(expected);
    expect(posts(await importFiles([json({ ...arrays, extra: [1, 2] })])).slice(0, 1)).toEqual(expected);
  });
});

describe('tables', () => {
  it('of a follower series, with and without a header', async () => {
    const series = await importFiles(
      [csv('timestamp,followers_count\n2025-02-12 22:22:42.6,473\n2025-02-13 08:46:26,476\n')],
      { account: 'cafe' },
    );
    expect(profiles(series)).toMatchObject([
      { followers: 473, at: '2025-02-12T22:22:42.600Z' },
      { followers: 476, at: '2025-02-13T08:46:26.000Z' },
    ]);
    const bare = '2025-02-25T09:35:27.4,484\n2025-02-25T10:12:44.8,485\n';
    const headless = await importFiles([csv(bare, 'followers_count.csv')], { account: 'cafe' });
    expect(headless.items.map(({ ref }) => ref)).toEqual(['line 1', 'line 2']);
    expect(profiles(headless).map(({ followers }) => followers)).toEqual([484, 485]);
    const unnamed = await refusal(importFiles([csv(bare, 'numbers.csv')], { account: 'cafe' }));
    expect(unnamed.message).toContain('column 1, column 2');
  });

  it('of days, newest first, day first, with a metric that begins late', async () => {
    const days = await importFiles(
      [
        csv(
          'Date,Profile impressions,Shares,Engagement,Profile visits,Profile reach,New followers\n02/03/2025,83,0,9,1,71,2\n28/02/2025,108,0,0,0,59,\n',
        ),
      ],
      { account: 'cafe' },
    );
    const told = days
      .records('account_insights')
      .map(({ day, metric, value, absent_reason }) => [day, metric, value ?? absent_reason]);
    expect(told).toContainEqual(['2025-03-02', 'reach', 71]);
    expect(told).toContainEqual(['2025-03-02', 'interactions_total', 9]);
    expect(told).toContainEqual(['2025-02-28', 'new_follows', 'not_in_source']);
    expect(days.records('media')).toEqual([]);
  });

  it('of a ranking', async () => {
    const imported = await importFiles([
      csv(
        'Ranks,channel_info,influence_score,posts,followers,avg_likes\n1,cristiano,92,3.3k,475.8m,8.7m\n2,Not A Handle!,91,1k,2m,1m\n',
      ),
    ]);
    expect(profiles(imported)).toMatchObject([
      { account: 'user:cristiano', followers: 475_800_000, posts: 3300 },
    ]);
    expect(imported.rejects).toMatchObject([{ ref: 'line 3', rule: 'no-account' }]);
  });

  it('of a pt-BR crawl: the number of comments, not their texts; other networks set apart', async () => {
    const header =
      'Post;Comentários;Curtidas;Link;Plataforma;QTD_Comentários;QTD_Compartilhamentos;Imagem;Data;Prefeitura';
    const row = (platform: string) =>
      `a;[];1.203;https://www.instagram.com/p/DCJ1p6IqWrD/;${platform};5;0;x;09/11/2024;`;
    const imported = await importFiles([csv(`\ufeff${header}\n${row('Instagram')}\n${row('Facebook')}\n`)], {
      account: 'itambe',
    });
    expect(posts(imported)).toMatchObject([
      { ref: 'DCJ1p6IqWrD', likes: 1203, comments: 5, posted: '2024-11-09T03:00:00.000Z' },
    ]);
    expect(imported.rejects).toMatchObject([{ rule: 'other-network' }]);
    expect((await refusal(importFiles([csv(`${header}\n${row('Instagram')}\n`)]))).hint).toContain(
      '--account NAME',
    );
  });

  it('of date, likes and comments under either name', async () => {
    for (const likes of ['LIKE', 'LIKES']) {
      const imported = await importFiles(
        [
          csv(
            `,DATE,${likes},COMMENTS\n-1,2018-03-30 01:03:27,276400,888\n0,2018-03-30 00:18:05,156011,840\n`,
          ),
        ],
        { account: 'nba' },
      );
      expect(posts(imported)).toMatchObject([
        { posted: '2018-03-30T01:03:27.000Z', likes: 276400, comments: 888 },
        { posted: '2018-03-30T00:18:05.000Z', likes: 156011, comments: 840 },
      ]);
    }
  });
});
