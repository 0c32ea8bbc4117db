import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { graphApi } from '../../../connectors/graph-api/index.js';
import { type Emulator, startEmulator } from '../../../emulator/index.js';
import { contextFor, type Reading, readAll, recordsOf } from './context.js';

const start = new Date('2026-11-01T09:00:00Z');
const dayMs = 86_400_000;
let now = start;
let emulator: Emulator;
let first: Reading;
let owned: readonly string[];

beforeAll(async () => {
  emulator = await startEmulator({ seed: 1, now: () => now, start, historyDays: 60 });
  owned = emulator.world.accounts.filter(({ profile }) => profile.owned).map(({ id }) => id);
  first = await readAll(context());
});
afterAll(() => emulator.close());

function context(options: Parameters<typeof contextFor>[1] = {}) {
  return contextFor(emulator.url, { now, env: { REACHLINE_TOKEN: emulator.token }, ...options });
}

/** Instagram Login: a variable per account. */
function instagramContext(tokens: Readonly<Record<string, string>> = emulator.instagramTokens) {
  const variables = Object.fromEntries(Object.keys(tokens).map((id) => [id, `TOKEN_${id}`]));
  const env = Object.fromEntries(Object.entries(tokens).map(([id, value]) => [`TOKEN_${id}`, value]));
  return context({ settings: { login: 'instagram', token_env: variables }, env });
}

/** Numbers by what they are of, without the time. */
function values(reading: Reading, stream: 'media_insights' | 'account_insights'): Map<string, unknown> {
  return new Map(
    recordsOf(reading.pages, stream).map((record) => [
      [record.media_ref ?? record.account_ref, record.day, record.metric, record.dimension].join(' '),
      record.value ?? record.absent_reason,
    ]),
  );
}

describe('the emulated world, read once', () => {
  test('has no gap, and every post and story that is visible', () => {
    expect([first.error, first.gaps]).toEqual([null, []]);
    const ids = recordsOf(first.pages, 'media').map(({ media_id }) => media_id);
    const visible = owned.flatMap((id) => [
      ...emulator.world.media(id, now),
      ...emulator.world.stories(id, now),
    ]);
    expect([...ids].sort()).toEqual(visible.map(({ id }) => id).sort());
    expect(ids.length).toBeGreaterThan(100);
  });

  test('carries identity, format and publication time of every post', () => {
    const formats = { IMAGE: 'image', CAROUSEL_ALBUM: 'carousel', REELS: 'reel', STORY: 'story' };
    for (const record of recordsOf(first.pages, 'media')) {
      const post = emulator.world.post(String(record.media_id), now)!;
      expect(record).toMatchObject({
        media_ref: post.shortcode,
        account_ref: post.accountId,
        format: formats[post.format],
        caption: post.caption,
        posted_at: new Date(Math.floor(post.postedAt.getTime() / 1000) * 1000),
      });
    }
  });

  test('has the counters of the world', () => {
    const known = values(first, 'media_insights');
    let compared = 0;
    for (const post of owned.flatMap((id) => emulator.world.media(id, now))) {
      if (post.beforeConversion) continue;
      const counters = emulator.world.counters(post.id, now);
      expect(known.get(`${post.shortcode}  reach `)).toBe(counters.reach);
      expect(known.get(`${post.shortcode}  saves `)).toBe(counters.saved);
      expect(known.get(`${post.shortcode}  comments `)).toBe(counters.comments);
      if (post.format === 'REELS')
        expect(known.get(`${post.shortcode}  total_watch_ms `)).toBe(counters.totalWatchMs);
      compared++;
    }
    expect(compared).toBeGreaterThan(100);
  });

  test('has the account days of the world under the Pacific day', () => {
    const known = values(first, 'account_insights');
    for (const id of owned) {
      const day = emulator.world.day(id, Math.floor(Date.parse('2026-10-30') / dayMs), now);
      const reach = Object.values(day.reach).reduce((sum, people) => sum + people);
      expect(known.get(`${id} 2026-10-30 reach `)).toBe(reach);
      const isSmall = emulator.world.followers(id, now) < 100;
      expect(known.get(`${id} 2026-10-30 new_follows `)).toBe(isSmall ? 'below_threshold' : day.follows);
    }
    expect(known.get(`${owned[0]} 2026-11-01 reach `)).toBe('not_yet_available');
  });

  test('never shows a token', () => {
    const stored = JSON.stringify(first.messages);
    for (const secret of [emulator.token, ...Object.values(emulator.instagramTokens)]) {
      expect(stored).not.toContain(secret);
      expect(stored).not.toContain(encodeURIComponent(secret));
    }
    expect(stored).not.toMatch(/EAA[A-Za-z0-9]{20}/);
  });
});

describe('reading again', () => {
  test('gives the same messages, whatever the concurrency', async () => {
    for (const concurrency of [1, 3]) {
      const again = await readAll(context({ settings: { concurrency } }));
      expect(JSON.stringify(again.messages)).toBe(JSON.stringify(first.messages));
    }
  });

  test('gives the same records when requests fail in passing', async () => {
    emulator.setFaults([
      { fault: 'unavailable', rate: 0.04 },
      { fault: 'reset', rate: 0.04 },
      { fault: 'truncated', rate: 0.04 },
      { fault: 'bad-gateway', rate: 0.04 },
    ]);
    const faulty = context();
    const again = await readAll(faulty);
    emulator.setFaults([]);
    expect(faulty.effects.pauses.length).toBeGreaterThan(20);
    expect(again.gaps).toEqual([]);
    expect(values(again, 'media_insights')).toEqual(values(first, 'media_insights'));
    expect(values(again, 'account_insights')).toEqual(values(first, 'account_insights'));
  });

  test('the next night asks as many times as planned', async () => {
    now = new Date(start.getTime() + dayMs);
    try {
      const before = emulator.requests().length;
      const night = context({ state: first.state });
      const planned = graphApi.plan(night);
      const { gaps } = await readAll(night);
      expect(gaps).toEqual([]);
      const asked = emulator.requests().slice(before);
      expect(asked.length).toBe(night.effects.calls.length);
      const total = planned.reduce((sum, { calls }) => sum + calls, 0);
      expect(Math.abs(asked.length - total) / asked.length).toBeLessThan(0.25);
      expect(asked.length).toBeLessThan(before / 3);
    } finally {
      now = start;
    }
  });

  test('with a window reads those days and the posts of those days only', async () => {
    const window = { from: new Date('2026-10-01T00:00:00Z'), to: new Date('2026-10-05T23:59:59Z') };
    const { pages, gaps } = await readAll(context({ window, settings: { accounts: [owned[0]!] } }));
    expect(gaps).toEqual([]);
    const days = new Set(
      recordsOf(pages, 'account_insights')
        .filter(({ metric }) => metric === 'views')
        .map(({ day }) => day),
    );
    expect([...days].sort()).toEqual([
      '2026-09-30',
      '2026-10-01',
      '2026-10-02',
      '2026-10-03',
      '2026-10-04',
      '2026-10-05',
    ]);
    const read = new Set(
      recordsOf(
        pages.filter(({ stream }) => stream === 'media_insights'),
        'media_insights',
      ).map(({ media_ref }) => media_ref),
    );
    const posted = emulator.world
      .media(owned[0]!, now)
      .filter(({ postedAt }) => postedAt >= window.from && postedAt <= window.to);
    expect([...read].sort()).toEqual(posted.map(({ shortcode }) => shortcode).sort());
  });
});

describe('Instagram Login', () => {
  test('reads the same numbers without a Page', async () => {
    const reading = await readAll(instagramContext());
    expect([reading.error, reading.gaps]).toEqual([null, []]);
    const other = values(first, 'media_insights');
    const own = values(reading, 'media_insights');
    expect(own.size).toBeGreaterThan(500);
    for (const [key, value] of own)
      expect(`${key}: ${String(value)}`).toBe(`${key}: ${String(other.get(key))}`);
  });

  test('leaves an account with a dead token and reads the others', async () => {
    const [dead, ...rest] = owned;
    const expired = emulator.mint({
      login: 'instagram',
      accounts: [dead!],
      expiresAt: new Date(start.getTime() - dayMs),
    });
    const tokens = { ...emulator.instagramTokens, [dead!]: expired };
    const { error, gaps, pages } = await readAll(instagramContext(tokens));
    expect(error).toBeNull();
    expect(gaps).toMatchObject([{ account: dead, recovery: 'connection' }]);
    expect(gaps[0]!.hint).toContain(`TOKEN_${dead}`);
    expect(recordsOf(pages, 'accounts').map(({ account_ref }) => account_ref)).toEqual([...rest].sort());
  });
});

describe('the allow-list', () => {
  test('reads the named accounts only, by username or id', async () => {
    const { username } = emulator.world.account(owned[1]!)!.profile;
    const { pages } = await readAll(context({ settings: { accounts: [`@${username}`, owned[0]!] } }));
    const read = recordsOf(pages, 'accounts').map(({ account_ref }) => account_ref);
    expect(read).toEqual([owned[0], owned[1]].sort());
  });

  test('with an unknown name is a gap, and an error when nothing else is named', async () => {
    const some = await readAll(context({ settings: { accounts: ['nobody', owned[0]!] } }));
    expect(some.gaps).toMatchObject([{ account: 'nobody', recovery: 'account' }]);
    const none = await readAll(context({ settings: { accounts: ['nobody'] } }));
    expect(none.error).toMatchObject({ recovery: 'connection' });
    expect(none.error!.message).toContain('nobody');
  });
});

describe('diagnosis', () => {
  test('finds nothing wrong with a good token', async () => {
    const found = await graphApi.diagnose(context());
    expect(found.filter(({ level }) => level === 'error')).toEqual([]);
    expect(found.filter(({ level }) => level === 'ok').length).toBeGreaterThanOrEqual(owned.length);
    expect(JSON.stringify(found)).not.toContain(emulator.token);
  });

  test('warns before a token expires', async () => {
    const token = emulator.mint({ login: 'facebook', expiresAt: new Date(start.getTime() + 5 * dayMs) });
    const found = await graphApi.diagnose(context({ env: { REACHLINE_TOKEN: token } }));
    expect(found[0]).toMatchObject({ level: 'warning', subject: 'REACHLINE_TOKEN' });
    expect(found[0]!.message).toContain('expires in 5 days');
  });

  test.each([
    ['an expired token', { expiresAt: new Date(start.getTime() - dayMs) }, /not valid|expired/],
    [
      'a token without insights',
      { scopes: ['instagram_basic', 'pages_show_list', 'pages_read_engagement', 'business_management'] },
      /instagram_manage_insights/,
    ],
    [
      'a token that reaches no Page',
      {
        scopes: ['instagram_basic', 'pages_show_list', 'pages_read_engagement', 'instagram_manage_insights'],
      },
      /reaches no Page/,
    ],
  ])('explains %s', async (_, token, message) => {
    const env = { REACHLINE_TOKEN: emulator.mint({ login: 'facebook', ...token }) };
    const found = await graphApi.diagnose(context({ env }));
    expect(found[0]!.level).not.toBe('ok');
    expect(found[0]!.message).toMatch(message);
    expect(found[0]!.hint).toBeTruthy();
  });

  test('names accounts that the token does not reach', async () => {
    const found = await graphApi.diagnose(context({ settings: { accounts: ['nobody', owned[0]!] } }));
    expect(found[0]).toMatchObject({ level: 'error', subject: 'nobody' });
  });

  test('checks every Instagram token', async () => {
    const found = await graphApi.diagnose(
      instagramContext({ ...emulator.instagramTokens, [owned[0]!]: 'IGAAnonsense-token' }),
    );
    expect(found[0]).toMatchObject({ level: 'error', subject: owned[0] });
    expect(JSON.stringify(found)).not.toContain('IGAAnonsense');
  });
});

describe('options', () => {
  test('facebook_views asks for views on Facebook and says where there are none', async () => {
    const { pages, gaps } = await readAll(
      context({ settings: { facebook_views: true, accounts: [owned[0]!] } }),
    );
    expect(gaps).toEqual([]);
    const insights = recordsOf(pages, 'media_insights');
    const shared = new Map(emulator.world.media(owned[0]!, now).map((post) => [post.shortcode, post]));
    let absent = 0;
    for (const { media_ref, value, absent_reason } of insights.filter(
      ({ metric }) => metric === 'facebook_views',
    )) {
      const post = shared.get(String(media_ref));
      if (!post || absent_reason === 'before_business_conversion') continue;
      expect(absent_reason).toBe(post.crossposted ? null : 'not_crossposted');
      expect(value === null).toBe(!post.crossposted);
      absent++;
    }
    expect(absent).toBeGreaterThan(10);
    expect(insights.some(({ metric, value }) => metric === 'reach' && value !== null)).toBe(true);
  });

  test('app_secret_env satisfies an app that demands a proof', async () => {
    const secret = 'app-secret-of-the-emulator';
    const strict = await startEmulator({
      seed: 1,
      now: () => now,
      start,
      historyDays: 10,
      appSecret: secret,
    });
    try {
      const env = { REACHLINE_TOKEN: strict.token, REACHLINE_APP_SECRET: secret };
      const without = await readAll(contextFor(strict.url, { now, env }));
      expect(without.error).toMatchObject({ kind: 'credentials', recovery: 'connection' });
      expect(without.error!.hint).toContain('app_secret_env');
      const settings = { app_secret_env: 'REACHLINE_APP_SECRET' };
      const proven = await readAll(contextFor(strict.url, { now, env, settings }));
      expect([proven.error, proven.gaps]).toEqual([null, []]);
      expect(JSON.stringify(proven.messages)).not.toContain(secret);
    } finally {
      await strict.close();
    }
  });
});

describe('throttling', () => {
  test('leaves the accounts for later and keeps what was read', async () => {
    emulator.setFaults([{ fault: 'account-throttled', endpoint: 'user/media' }]);
    const { error, gaps, pages } = await readAll(context());
    emulator.setFaults([]);
    expect(error).toBeNull();
    expect(gaps).toHaveLength(owned.length);
    expect(new Set(gaps.map(({ recovery }) => recovery))).toEqual(new Set(['wait']));
    expect(recordsOf(pages, 'account_insights').length).toBeGreaterThan(100);
  });
});
