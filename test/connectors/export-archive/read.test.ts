import { describe, expect, test } from 'vitest';
import { bakery, captions, type LanguageName, languages, layouts, read, strangers } from './archives.js';

const posts = [
  ['2026-10-05T10:00:00.000Z', 'image', captions.single, null],
  ['2026-10-12T18:30:07.000Z', 'carousel', captions.carousel, null],
  ['2026-11-01T09:15:30.000Z', 'reel', captions.reel, 21],
  ['2026-11-15T07:45:00.000Z', 'story', captions.story, null],
];
const counters = [
  ['2026-10-05T10:00:00.000Z', 'profile_visits', 12],
  ['2026-10-05T10:00:00.000Z', 'impressions', 1500],
  ['2026-10-05T10:00:00.000Z', 'follows', 3],
  ['2026-10-05T10:00:00.000Z', 'reach', 1234],
  ['2026-10-05T10:00:00.000Z', 'saves', 21],
  ['2026-10-05T10:00:00.000Z', 'likes', 98],
  ['2026-10-05T10:00:00.000Z', 'comments', null],
  ['2026-10-05T10:00:00.000Z', 'shares', 7],
  ['2026-10-12T18:30:07.000Z', 'reach', 63_300],
  ['2026-10-12T18:30:07.000Z', 'likes', 2045],
  ['2026-11-01T09:15:30.000Z', 'reach', 8765],
  ['2026-11-01T09:15:30.000Z', 'likes', 432],
  ['2026-11-15T07:45:00.000Z', 'reach', 210],
  ['2026-11-15T07:45:00.000Z', 'replies', 2],
];

const names = Object.keys(languages) as LanguageName[];
const ways = (Object.keys(layouts) as (keyof typeof layouts)[]).flatMap((layout) =>
  (['older', 'newer'] as const).flatMap((generation) =>
    names.map((name) => [name, layout, generation] as const),
  ),
);

describe.each(ways)('an archive in %s, layout %s, %s shapes', (language, layout, generation) => {
  test('gives the same posts, counters, followers and audience', async () => {
    const archive = await read(bakery(language, layout, generation));
    expect(archive.rejects).toEqual([]);
    expect(archive.unknown).toEqual([]);
    const media = archive.records('media');
    const postedAt = new Map(media.map((post) => [post.media_ref, post.posted_at!.toISOString()]));
    expect(
      media.map((post) => [post.posted_at!.toISOString(), post.format, post.caption, post.duration_seconds]),
    ).toEqual(posts);
    expect(new Set(media.map((post) => post.account_ref))).toEqual(new Set(['user:padaria.aurora']));
    expect(
      archive.records('media_insights').map((one) => [postedAt.get(one.media_ref), one.metric, one.value]),
    ).toEqual(counters);
    expect(
      archive.records('account_insights').map((one) => [one.day, one.metric, one.dimension, one.value]),
    ).toEqual([
      ['2026-11-16', 'new_follows', 'since=2026-08-19', 512],
      ['2026-11-16', 'unfollows', 'since=2026-08-19', 101],
      ['2026-11-16', 'reach', 'since=2026-08-19', 45_678],
      ['2026-11-16', 'profile_views', 'since=2026-08-19', 1021],
      ['2026-11-16', 'interactions_total', 'since=2026-08-19', 3456],
      ['2026-11-16', 'accounts_engaged', 'since=2026-08-19', 987],
      ['2026-10-01', 'followers_kept', '', 2],
      ['2026-10-02', 'followers_kept', '', 0],
      ['2026-10-03', 'followers_kept', '', 1],
      ['2025-05-05', 'following_kept', '', 1],
    ]);
    expect(archive.records('demographics').map((one) => [one.dimension, one.bucket, one.value])).toEqual([
      ['age', '13-17', 62],
      ['age', '18-24', 2558],
      ['age', '25-34', 9859],
      ['city', 'Recife', 5054],
      ['city', 'Lisboa, Portugal', 499],
      ['country', 'BR', 9996],
      ['country', 'PT', 1123],
      ['gender', 'M', 5017],
      ['age,gender', '18-24,M', 2508],
      ['age,gender', '25-34,M', 2508],
      ['gender', 'F', 7451],
    ]);
    expect(archive.records('accounts').map((one) => [one.username, one.followers])).toEqual([
      ['padaria.aurora', null],
      [null, 12_480],
    ]);
  });
});

test('nothing of other people, of places, devices and private data is kept', async () => {
  const { messages, effects, items } = await read(bakery('de'));
  const shown = JSON.stringify([messages, effects.lines, items]);
  for (const secret of [...strangers, 'latitude', 'android-77', 'example.org', '5555', '1980', 'between us'])
    expect(shown).not.toContain(secret);
});
