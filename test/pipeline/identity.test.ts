import { beforeAll, describe, expect, it } from 'vitest';
import type { CanonicalRecord } from '../../connectors/index.js';
import type { PublishedFile } from '../../pipeline/marts.js';
import { readCurrent } from '../../pipeline/run/publish.js';
import { differences } from './differences.js';
import { temporaryHome } from './temporary-home.js';
import { buildHome, counter, land, page, post, profile, published } from './warehouse.js';

/** The nights of several accounts, each with a story of its own about who and what is meant. */
const nights: readonly (readonly [source: string, records: readonly CanonicalRecord[]])[][] = [
  [
    [
      'graph-api',
      [
        // a post whose link the API does not say
        profile('2026-06-11T00:00:00Z', { account_ref: '100', username: 'brand' }),
        post('2026-06-11T00:00:00Z', {
          media_ref: 'id:9001',
          media_id: '9001',
          account_ref: '100',
          caption: 'as the API says',
          posted_at: '2026-06-10T12:00:00Z',
        }),
        counter('2026-06-11T00:00:00Z', 'likes', 10, { media_ref: 'id:9001', account_ref: '100' }),
        // an account before it is renamed
        profile('2026-08-01T00:00:00Z', { account_ref: '300', username: 'before' }),
        // two accounts that will turn out to be one, and one whose zone nobody knows yet
        post('2026-09-12T00:00:00Z', {
          media_ref: 'SIX06',
          account_ref: '500',
          posted_at: '2026-09-10T12:00:00Z',
        }),
        post('2026-09-12T00:00:00Z', {
          media_ref: 'SEVEN',
          account_ref: '501',
          posted_at: '2026-09-11T12:00:00Z',
        }),
        post('2026-10-02T00:00:00Z', {
          media_ref: 'EIGHT',
          account_ref: '600',
          posted_at: '2026-09-30T23:30:00Z',
        }),
        // and somebody whom all this does not concern
        post('2026-03-02T00:00:00Z', {
          media_ref: 'NINE9',
          account_ref: '700',
          posted_at: '2026-03-01T12:00:00Z',
        }),
        counter('2026-03-02T00:00:00Z', 'likes', 9, { media_ref: 'NINE9', account_ref: '700' }),
      ],
    ],
    [
      'imports',
      [
        post('2026-07-02T00:00:00Z', {
          media_ref: 'hash:1',
          account_ref: '200',
          posted_at: '2026-07-01T08:00:00Z',
        }),
        counter('2026-07-02T00:00:00Z', 'likes', 5, { media_ref: 'hash:1', account_ref: '200' }),
        post('2026-07-02T00:00:00Z', {
          media_ref: 'hash:3',
          account_ref: '200',
          posted_at: '2026-07-01T08:00:01Z',
        }),
      ],
    ],
    [
      'public-profile',
      [
        post('2026-08-02T00:00:00Z', {
          media_ref: 'THREE',
          account_ref: 'user:before',
          posted_at: '2026-08-01T12:00:00Z',
        }),
        post('2026-05-02T00:00:00Z', {
          media_ref: 'FIVE5',
          account_ref: 'user:stranger',
          posted_at: '2026-05-01T12:00:00Z',
        }),
      ],
    ],
  ],
  [
    [
      'imports',
      [
        // the export knows link and id
        post('2026-06-10T20:00:00Z', {
          media_ref: 'ONE01',
          shortcode: 'ONE01',
          media_id: '9001',
          account_ref: 'user:brand',
          caption: 'as the export says',
          permalink: 'https://www.instagram.com/p/ONE01/',
          posted_at: '2026-06-10T12:00:00Z',
        }),
        counter('2026-06-10T20:00:00Z', 'reach', 500, { media_ref: 'ONE01', account_ref: 'user:brand' }),
      ],
    ],
    [
      'graph-api',
      [
        post('2026-07-03T00:00:00Z', {
          media_ref: 'TWO02',
          shortcode: 'TWO02',
          media_id: '9002',
          account_ref: '200',
          posted_at: '2026-07-01T08:00:00Z',
        }),
        profile('2026-08-10T00:00:00Z', { account_ref: '300', username: 'after' }),
        profile('2026-08-10T00:00:00Z', { account_ref: '400', username: 'Stranger', is_own: false }),
      ],
    ],
    [
      'public-profile',
      [
        post('2026-08-12T00:00:00Z', {
          media_ref: 'FOUR4',
          account_ref: 'user:after',
          posted_at: '2026-08-11T12:00:00Z',
        }),
      ],
    ],
  ],
  [
    [
      'public-profile',
      [
        post('2026-06-12T00:00:00Z', {
          media_ref: 'ONE01',
          shortcode: 'ONE01',
          account_ref: 'user:brand',
          caption: 'as the page shows',
          duration_seconds: 12,
          posted_at: '2026-06-10T12:00:00Z',
        }),
        counter('2026-06-12T00:00:00Z', 'likes', 12, { media_ref: 'ONE01', account_ref: 'user:brand' }),
      ],
    ],
    [
      'imports',
      [
        post('2026-07-04T00:00:00Z', {
          media_ref: 'hash:2',
          account_ref: '200',
          posted_at: '2026-07-01T08:00:00Z',
        }),
      ],
    ],
  ],
  [],
  [],
];

const merged = {
  accounts: [
    { account_id: '500', also: ['501'] },
    { account_id: '600', time_zone: 'Pacific/Auckland' },
  ],
  quarantine: { max_rows: 1_000_000 },
};
const configs = [undefined, undefined, undefined, merged, undefined];

interface State {
  /** Posts by key. */
  readonly posts: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** The files of posts by month. */
  readonly files: ReadonlyMap<string, PublishedFile>;
}

/** What was published after each night; the last is built from the same raw as the third, by the same configuration. */
const states: State[] = [];
let difference = '';

beforeAll(async () => {
  const removals: (() => Promise<void>)[] = [];
  const [lived, fresh] = [
    await temporaryHome((remove) => removals.push(remove)),
    await temporaryHome((remove) => removals.push(remove)),
  ];
  for (const [number, pages] of nights.entries()) {
    const at = (minute: number): string => new Date(Date.UTC(2026, 10, 1 + number, 2, minute)).toISOString();
    const landed = pages.map(([source, records], place) => page(at(place), records, { source }));
    if (landed.length > 0) for (const home of [lived, fresh]) await land(home, at(10), landed);
    await buildHome(lived, { at: at(20), ...(configs[number] && { config: configs[number] }) });
    const rows = await published(
      lived,
      `select media_key, account_id, username, month, media_id, caption, permalink, duration_seconds, likes, reach, posted_day,
        sources, field_sources from media_performance`,
    );
    const { tables } = (await readCurrent(lived))!;
    states.push({
      posts: Object.fromEntries(rows.map(({ media_key, ...row }) => [media_key, row])),
      files: new Map(tables.media_performance!.files.map((file) => [file.month, file])),
    });
  }
  await buildHome(fresh);
  difference = await differences(lived, fresh);
  for (const remove of removals) await remove();
});

/** The months of which a state has the files of the state before. */
const untouched = (number: number): string[] =>
  [...states[number]!.files.values()]
    .filter(({ month, file }) => states[number - 1]!.files.get(month)?.file === file)
    .map(({ month }) => month);

const keysIn = (number: number, month: string): string[] =>
  Object.entries(states[number]!.posts)
    .filter(([, post]) => post.month === month)
    .map(([key]) => key)
    .sort();

describe('a post known from the API, an export and a public page', () => {
  it('goes by its id until its link is known, and by its link then, without a rebuild', () => {
    expect(keysIn(0, '2026-06')).toEqual(['id:9001']);
    expect(keysIn(1, '2026-06')).toEqual(['ONE01']);
    expect(states[1]!.posts.ONE01).toMatchObject({ media_id: '9001', likes: 10, reach: 500 });
    // others' months keep the very files that they had
    expect(untouched(1)).toEqual(['2026-03', '2026-09']);
    expect(untouched(2)).toEqual(['2026-03', '2026-05', '2026-08', '2026-09']);
  });

  it('is one row that says of each field who told it', () => {
    expect(states[2]!.posts.ONE01).toEqual({
      account_id: '100',
      username: 'brand',
      month: '2026-06',
      media_id: '9001',
      caption: 'as the API says',
      permalink: 'https://www.instagram.com/p/ONE01/',
      duration_seconds: 12,
      likes: 12,
      reach: 500,
      posted_day: '2026-06-10',
      sources: 'graph-api,imports,public-profile',
      field_sources:
        'caption=graph-api,duration_seconds=public-profile,format=graph-api,likes=public-profile,media_id=graph-api,' +
        'permalink=imports,posted_at=graph-api,reach=imports,shortcode=imports',
    });
  });
});

describe('a post with neither link nor id', () => {
  it('is the only other one of its account in its second, once that is known', () => {
    expect(keysIn(0, '2026-07')).toEqual(['hash:1', 'hash:3']);
    expect(keysIn(1, '2026-07')).toEqual(['TWO02', 'hash:3']);
    expect(states[1]!.posts.TWO02).toMatchObject({ likes: 5, sources: 'graph-api,imports' });
  });

  it('stays itself where it could be either of two', () => {
    expect(keysIn(2, '2026-07')).toEqual(['TWO02', 'hash:1', 'hash:2', 'hash:3']);
    expect(states[2]!.posts.TWO02).toMatchObject({ likes: null, sources: 'graph-api' });
    expect(states[2]!.posts['hash:1']).toMatchObject({ likes: 5, sources: 'imports' });
  });
});

describe('an account', () => {
  it('keeps its id when it is renamed, under both names', () => {
    expect(states[0]!.posts.THREE).toMatchObject({ account_id: '300', username: 'before' });
    for (const key of ['THREE', 'FOUR4'])
      expect(states[1]!.posts[key]).toMatchObject({ account_id: '300', username: 'after' });
  });

  it('goes by its name until its id is known', () => {
    expect(states[0]!.posts.FIVE5).toMatchObject({ account_id: 'user:stranger', username: 'stranger' });
    expect(states[1]!.posts.FIVE5).toMatchObject({ account_id: '400', username: 'Stranger' });
  });

  it('is another one when the configuration says so, and itself again when it says so no more', () => {
    const owners = (number: number) =>
      ['SIX06', 'SEVEN'].map((key) => states[number]!.posts[key]!.account_id);
    expect(owners(2)).toEqual(['500', '501']);
    expect(owners(3)).toEqual(['500', '500']);
    expect(owners(4)).toEqual(['500', '501']);
  });

  it('moves its posts to other days and months with its zone', () => {
    const home = (number: number) => states[number]!.posts.EIGHT;
    expect(home(2)).toMatchObject({ month: '2026-09', posted_day: '2026-09-30' });
    expect(home(3)).toMatchObject({ month: '2026-10', posted_day: '2026-10-01' });
    expect(home(4)).toMatchObject({ month: '2026-09', posted_day: '2026-09-30' });
    expect([...states[4]!.files.keys()]).not.toContain('2026-10');
    // the accounts that stay what they were keep their files, except where a month is shared
    expect(untouched(3)).toEqual(['2026-03', '2026-05', '2026-06', '2026-07', '2026-08']);
    expect(untouched(4)).toEqual(untouched(3));
  });
});

it('all of it is in the end as if built at once', () => {
  expect(states[4]!.posts).toEqual(states[2]!.posts);
  expect(difference).toBe('');
});
