import { expect, it } from 'vitest';
import { temporaryHome } from './temporary-home.js';
import { buildHome, counter, land, page, post, published } from './warehouse.js';

const at = (hours: number): string =>
  new Date(Date.parse('2026-10-01T12:00:00Z') + hours * 3_600_000).toISOString();
const night = '2026-11-18T02:00:00Z';

it('believes the API before exports before public pages before others, and newer before older', async () => {
  const home = await temporaryHome();
  const said = (source: string, hours: number, caption: string, likes: number) =>
    page(night, [post(at(hours), { caption }), counter(at(700), 'likes', likes)], { source });
  const seen = [];
  for (const [index, one] of [
    said('other', 710, 'other', 50),
    said('public-profile', 709, 'page', 40),
    said('imports', 700, 'file', 30),
    // exports are believed alike: the newer one
    said('export-archive', 701, 'archive', 20),
    said('graph-api', 690, 'api', 10),
    said('graph-api', 691, 'api again', 10),
  ].entries()) {
    await land(home, `2026-11-18T02:0${index}:00Z`, [one]);
    await buildHome(home, { at: `2026-11-18T02:0${index}:30Z` });
    seen.push(
      ...(await published(home, 'select caption, likes, field_sources, sources from media_performance')),
    );
  }
  expect(seen.map(({ caption, likes }) => [caption, likes])).toEqual([
    ['other', 50],
    ['page', 40],
    ['file', 30],
    // at one moment there is no newer one: the first by name
    ['archive', 20],
    ['api', 10],
    ['api again', 10],
  ]);
  // each source said all that is known
  expect(seen.map(({ field_sources }) => field_sources)).toEqual(seen.map(() => null));
  expect(seen.at(-1)!.sources).toBe('export-archive,graph-api,imports,other,public-profile');
});

it('names the source of each field where there are several', async () => {
  const home = await temporaryHome();
  await land(home, night, [
    page(night, [
      post(at(1), { media_ref: 'AAAAA1', shortcode: 'AAAAA1', media_id: '170' }),
      counter(at(700), 'likes', 10, { media_ref: 'id:170' }),
      counter(at(690), 'reach', 900, { media_ref: 'id:170' }),
      counter(at(700), 'comments', 5),
      post(at(1), { media_ref: 'BBBBB2' }),
      counter(at(700), 'likes', 10, { media_ref: 'BBBBB2' }),
    ]),
    page(
      night,
      [
        post(at(900), { media_ref: 'AAAAA1', caption: 'from a file', format: 'reel', duration_seconds: 9.5 }),
        counter(at(700), 'likes', 99),
        counter(at(710), 'comments', 4), // the file is newer
        counter(at(650), 'shares', 2),
        post(at(900), { media_ref: 'CCCCC3', is_boosted: false }),
        counter(at(700), 'saves', 1, { media_ref: 'CCCCC3' }),
      ],
      { source: 'imports' },
    ),
    page(
      night,
      [counter(at(700), 'crossposted_views', 80), counter(at(700), 'saves', 2, { media_ref: 'CCCCC3' })],
      {
        source: 'public-profile',
      },
    ),
  ]);
  await buildHome(home);
  const rows = await published(
    home,
    `select media_key, format, caption, likes, comments, shares, saves, reach, crossposted_views, field_sources
     from media_performance order by media_key`,
  );
  expect(rows[0]).toMatchObject({
    format: 'image',
    caption: 'from a file',
    likes: 10,
    comments: 4,
    shares: 2,
  });
  expect(rows.map(({ field_sources }) => field_sources)).toEqual([
    [
      'caption=imports',
      'comments=imports',
      'crossposted_views=public-profile',
      'duration_seconds=imports',
      'format=graph-api',
      'likes=graph-api',
      'media_id=graph-api',
      'posted_at=graph-api',
      'reach=graph-api',
      'shares=imports',
      'shortcode=graph-api',
    ].join(','),
    null,
    // the page said something, but nothing that is believed
    null,
  ]);
  expect(rows[2]).toMatchObject({ saves: 1 });
});
