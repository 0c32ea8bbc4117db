import { afterEach, describe, expect, test } from 'vitest';
import type { ConnectionState, Item, Page } from '../../../connectors/index.js';
import { publicProfile } from '../../../connectors/public-profile/index.js';
import { testEffects } from '../effects.js';
import type { Scripted } from '../http/scripted-server.js';
import { readWith } from '../reading.js';
import { pageOf, personal, type SitePost, type SiteProfile, startSite, twelvePosts } from './site.js';

const now = new Date('2026-11-01T02:30:00Z');
let close = async () => {};
afterEach(() => close());

async function readPage(
  answer: SiteProfile | Scripted | undefined,
  more: { settings?: object; state?: ConnectionState } = {},
) {
  const site = await startSite({ profiles: () => answer });
  close = () => site.close();
  const reading = await readWith(publicProfile, {
    connection: 'public',
    settings: publicProfile.settings.parse({
      purpose: 'our own monthly report',
      accounts_are: 'own',
      contact: 'reader@studio.example',
      accounts: ['casa.do.pao'],
      base_url: site.url,
      ...more.settings,
    }),
    state: more.state ?? {},
    effects: testEffects({ now }),
  });
  await site.close();
  return { ...reading, items: reading.pages.flatMap((page) => publicProfile.parse(page)) };
}

const recordsOf = (items: readonly Item[], stream: string) =>
  items
    .flatMap((item) => ('records' in item ? item.records : []))
    .filter((record) => record.stream === stream)
    .map(({ values }) => values as unknown as Record<string, unknown>);
const countersOf = (items: readonly Item[]) =>
  Object.fromEntries(
    recordsOf(items, 'media_insights').map(({ metric, value, absent_reason }) => [
      metric,
      value ?? absent_reason,
    ]),
  );
const rejectsOf = (items: readonly Item[]) =>
  items.flatMap((item) => ('reject' in item ? [item.reject] : []));
const driftsOf = (items: readonly Item[]) =>
  items.flatMap((item) => ('records' in item ? (item.drifts ?? []) : []));

const account = { username: 'casa.do.pao', posts: twelvePosts, mediaCount: 340 };
const post: SitePost = {
  shortcode: 'DPost0000aB',
  taken_at: new Date('2026-10-30T10:00:00Z'),
  caption: 'One',
};
const withPost = (more: Partial<SitePost>) => ({
  username: 'casa.do.pao',
  posts: [{ ...post, ...more }],
  mediaCount: 340,
});
const withNode = (more: object) => withPost({ more });

describe('a public page', () => {
  test('becomes the account, its twelve newest posts and their counters', async () => {
    const { items, gaps, state } = await readPage(account);
    expect(gaps).toEqual([]);
    expect(recordsOf(items, 'accounts')).toEqual([
      {
        account_ref: 'user:casa.do.pao',
        username: 'casa.do.pao',
        name: 'Casa do Pão',
        biography: 'Bread since 1974',
        website: 'https://pao.example',
        followers: 1200,
        follows: 80,
        media_count: 340,
        is_own: true,
        time_zone: null,
        observed_at: now,
      },
    ]);
    const media = recordsOf(items, 'media');
    expect(media).toHaveLength(12);
    expect(media[1]).toMatchObject({
      media_ref: 'DPost0001a',
      account_ref: 'user:casa.do.pao',
      media_id: null,
      permalink: 'https://www.instagram.com/p/DPost0001a/',
      format: 'image',
      caption: '“Olá” <b>#pão</b>',
      posted_at: new Date('2026-10-20T17:00:00Z'),
    });
    expect(media[2]).toMatchObject({
      format: 'reel',
      duration_seconds: 12.5,
      permalink: 'https://www.instagram.com/reel/DPost0002a/',
    });
    const counters = recordsOf(items, 'media_insights');
    expect(
      counters
        .filter(({ media_ref }) => media_ref === 'DPost0002a')
        .map(({ metric, value }) => [metric, value]),
    ).toEqual([
      ['likes', 102],
      ['comments', 2],
      ['crossposted_views', 5000],
    ]);
    expect(state['user:casa.do.pao']).toMatchObject({ accounts: { username: 'casa.do.pao', id: '42' } });
    // A page shows the newest posts: that others are not on it says nothing about them.
    expect(state['user:casa.do.pao']).not.toHaveProperty('media');
  });

  test('is stored without anybody else: no pictures, commenters, tagged people, contacts', async () => {
    const { pages, messages } = await readPage(account);
    const whole = JSON.stringify(pageOf(account));
    for (const text of personal) {
      expect(whole).toContain(text);
      expect(JSON.stringify(messages)).not.toContain(text);
    }
    expect(pages[0]!.request).toEqual({
      path: '/api/v1/users/web_profile_info/',
      username: 'casa.do.pao',
      purpose: 'our own monthly report',
      accounts_are: 'own',
    });
    expect(pages[0]!.body.length).toBeLessThan(whole.length / 2);
  });

  test('of a consenting account is not called an own one', async () => {
    const { items } = await readPage(account, { settings: { accounts_are: 'consenting' } });
    expect(recordsOf(items, 'accounts')).toMatchObject([{ is_own: null }]);
  });

  test.each<[string, object, object]>([
    [
      'hidden by the owner, whatever number stands there',
      withPost({ hidden: true, likes: 3, views: 9 }),
      { likes: 'hidden', comments: 2, crossposted_views: 'hidden' },
    ],
    ['−1', withPost({ likes: -1, comments: -1 }), { likes: 'hidden', comments: 'hidden' }],
    ['no views of a reel', withPost({ views: null }), { likes: 10, comments: 2 }],
    [
      'a true zero',
      withPost({ likes: 0, comments: 0, views: 0 }),
      { likes: 0, comments: 0, crossposted_views: 0 },
    ],
    ['a text', withNode({ edge_liked_by: { count: '1.2k' } }), { likes: 'unreadable', comments: 2 }],
    ['below zero', withNode({ edge_media_to_comment: { count: -7 } }), { likes: 10, comments: 'unreadable' }],
  ])('with a count that is %s says so and never 0', async (_, profile, expected) => {
    const { items } = await readPage(profile as SiteProfile);
    expect(countersOf(items)).toEqual(expected);
  });

  test('tells a retyped number and the place it fills, and a new field by its name alone', async () => {
    const { items, pages } = await readPage({
      ...withNode({ edge_liked_by: { count: '1.2k' }, mood: { of: 'Ana Commenter' } }),
      more: { edge_follow: { count: 'many' }, moon_phase: 'full' },
    });
    expect(driftsOf(items)).toEqual([
      { kind: 'column', field: 'moon_phase', value: '(not stored)' },
      { kind: 'type', field: 'edge_follow', value: 'many', fills: { record: 0, column: 'follows' } },
      { kind: 'column', field: 'mood', value: '(not stored)' },
      { kind: 'type', field: 'edge_liked_by', value: '1.2k', fills: { record: 1, column: 'value' } },
    ]);
    expect(pages[0]!.body).not.toContain('Ana Commenter');
  });
});

describe('a page that is not what was asked for', () => {
  const gapOf = async (answer: SiteProfile | Scripted | undefined, state?: ConnectionState) => {
    const { gaps, pages, error } = await readPage(answer, state ? { state } : {});
    expect(error).toBeNull();
    expect(gaps).toHaveLength(1);
    expect(gaps[0]!.hint).toMatch(/\S/);
    return { ...gaps[0]!, pages };
  };
  const known = {
    'user:casa.do.pao': {
      accounts: { username: 'casa.do.pao', id: '42', read_at: '2026-10-01T02:30:00.000Z' },
    },
  };

  test('is missing: says so, and when it was read last', async () => {
    const message = 'casa.do.pao: there is no such public page: misspelled, renamed or deleted';
    expect(await gapOf(undefined)).toMatchObject({
      account: 'user:casa.do.pao',
      recovery: 'account',
      pages: [],
      message,
    });
    expect(await gapOf({ body: { data: { user: null }, status: 'ok' } }, known)).toMatchObject({
      pages: [],
      message: `${message}; it was read last on 2026-10-01 02:30 UTC`,
    });
  });

  test('is private: nothing of it is stored', async () => {
    expect(await gapOf({ ...account, isPrivate: true })).toMatchObject({
      pages: [],
      message: expect.stringContaining('is private'),
    });
  });

  test('is of another name, or the name of another account: nothing of it is stored', async () => {
    expect(await gapOf({ ...account, username: 'casa.nova' })).toMatchObject({
      pages: [],
      message: expect.stringContaining('is that of casa.nova: the account was renamed'),
      hint: expect.stringContaining('also: ["user:casa.do.pao"]'),
    });
    expect(await gapOf({ ...account, id: '43' }, known)).toMatchObject({
      pages: [],
      message: expect.stringContaining('belongs to another account than the one read on 2026-10-01'),
    });
  });

  test.each([
    ['edge_followed_by.count', { edge_followed_by: undefined }],
    ['edge_follow.count', { edge_follow: { total: 80 } }],
    ['is_private', { is_private: undefined }],
    ['edge_owner_to_timeline_media.edges', { edge_owner_to_timeline_media: { count: 3 } }],
    ['edge_owner_to_timeline_media.count', { edge_owner_to_timeline_media: { edges: [] } }],
  ])('has no %s any more: says which, stores nothing, counts nothing as zero', async (field, more) => {
    expect(await gapOf({ ...account, more })).toMatchObject({
      pages: [],
      message: expect.stringContaining(`the site has changed its pages (no ${field})`),
    });
  });

  test('has no user at all', async () => {
    expect(await gapOf({ body: { graphql: { user: {} }, status: 'ok' } })).toMatchObject({
      pages: [],
      message: expect.stringContaining('the site has changed its pages (no username, no is_private'),
    });
  });

  test('has posts of another shape: the profile is read, the posts are a gap', async () => {
    const { pages, ...gap } = await gapOf(
      withNode({ edge_liked_by: undefined, edge_media_preview_like: undefined, like_count: 12 }),
    );
    expect(gap).toMatchObject({
      stream: 'media',
      message: expect.stringContaining('no edge_liked_by.count'),
    });
    const items = pages.flatMap((page: Page) => publicProfile.parse(page));
    expect(recordsOf(items, 'accounts')).toHaveLength(1);
    expect(recordsOf(items, 'media')).toHaveLength(0);
    expect(driftsOf(items)).toEqual([]);
  });

  test('counts posts and shows none: that is a gap, not an account without posts', async () => {
    const gap = await gapOf({ username: 'casa.do.pao', posts: [], mediaCount: 340 });
    expect(gap).toMatchObject({
      stream: 'media',
      message: expect.stringContaining('counts 340 posts and shows none'),
    });
    expect(gap.pages).toHaveLength(1);
    expect((await readPage({ username: 'casa.do.pao', posts: [], mediaCount: 0 })).gaps).toEqual([]);
  });

  test.each<[string, object, string]>([
    ['lacks a field that others have', { taken_at_timestamp: undefined }, 'changed-shape'],
    ['has a time that is none', { taken_at_timestamp: '2026-10-30T10:00:00Z' }, 'unreadable-date'],
    ['is of the future', { taken_at_timestamp: 1_900_000_000 }, 'future-date'],
    ['has a name that cannot be one', { shortcode: '../../etc' }, 'unreadable-id'],
  ])('has a post that %s: that one is quarantined', async (_, more, rule) => {
    const { items } = await readPage({ username: 'casa.do.pao', posts: [...twelvePosts, { ...post, more }] });
    expect(rejectsOf(items)).toMatchObject([{ rule }]);
    expect(recordsOf(items, 'media')).toHaveLength(12);
  });

  test('is hostile: too large, too deep, named like a prototype', async () => {
    expect(await gapOf({ body: `{"data":"${'x'.repeat(5 * 2 ** 20)}"}` })).toMatchObject({
      message: expect.stringContaining('larger than'),
    });
    const deep = `{"status":"ok","data":{"user":${'['.repeat(50_000)}${']'.repeat(50_000)}}}`;
    expect((await readPage({ body: deep })).pages).toEqual([]);
    const named = {
      body: JSON.stringify(pageOf(account)).replace('"bio_links"', '"__proto__":{"polluted":1},"bio_links"'),
    };
    const { items } = await readPage(named);
    expect(driftsOf(items)).toMatchObject([{ field: '__proto__' }]);
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });

  test('was damaged on disk: quarantined, not lost', () => {
    const page = {
      source: 'public-profile',
      connection: 'p',
      account: 'user:x',
      stream: 'media',
      request: { username: 'x' },
      fetched_at: now,
      status: 200,
    } as const;
    expect(publicProfile.parse({ ...page, body: '{"data"' })).toMatchObject([
      { ref: 'user:x', reject: { rule: 'unreadable-body' } },
    ]);
  });
});
