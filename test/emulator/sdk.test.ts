import { createHmac } from 'node:crypto';
import {
  APIRequest,
  type APIResponse,
  FacebookAdsApi,
  FacebookAdsApiBatch,
  IGMedia,
  IGUser,
  User,
} from 'facebook-nodejs-business-sdk';
import { describe, expect, it, vi } from 'vitest';
import type { Emulator } from '../../emulator/index.js';
import { accountOf, running } from './running.js';

// The SDK's HTTP client would send even loopback addresses through a proxy of the environment.
vi.stubEnv('NO_PROXY', '127.0.0.1');

type Cursor = Awaited<ReturnType<IGUser['getMedia']>>;

/** What the SDK throws; it does not export the class. */
interface SdkError {
  readonly name: 'FacebookRequestError';
  readonly message: string;
  /** HTTP status; `null` when there was no answer. */
  readonly status: number | null;
  readonly headers: Readonly<Record<string, string>> | null;
  readonly response: {
    readonly type: string;
    readonly code: number;
    readonly error_subcode?: number;
    readonly is_transient?: boolean;
    readonly fbtrace_id: string;
  } | null;
}

/** Meta's own SDK with a token of an emulator; nothing of it is changed but the host. */
function sdkFor(emulator: Emulator, token = emulator.token): FacebookAdsApi {
  Object.defineProperty(FacebookAdsApi, 'GRAPH', { get: () => emulator.url, configurable: true });
  return new FacebookAdsApi(token, 'en_US', false);
}

const user = (api: FacebookAdsApi, id: string) => new IGUser(id, {}, undefined, api);
const media = (api: FacebookAdsApi, id: string) => new IGMedia(id, {}, undefined, api);

/** Follows a cursor to its end, page by page. */
async function pagesOf(first: Cursor | Promise<Cursor>) {
  let cursor = await first;
  const pages = [[...cursor]];
  while (cursor.hasNext()) {
    cursor = await cursor.next();
    pages.push([...cursor]);
  }
  return pages;
}

async function failureOf(request: Promise<unknown> | unknown): Promise<SdkError> {
  try {
    await request;
  } catch (error) {
    return error as SdkError;
  }
  throw new Error('the request succeeded');
}

const { clock, emulator } = await running();
const { world } = emulator;
const api = sdkFor(emulator);
const bakery = accountOf(emulator, 'padaria.aurora');
const newsroom = accountOf(emulator, 'jornalvaledonorte');
const pottery = accountOf(emulator, 'barro_kai_alati');
const owned = world.accounts.filter(({ profile }) => profile.owned);
const newest = (format: string, account = bakery) =>
  world.media(account.id, clock.now()).find((post) => post.format === format)!;

const dayNumber = (date: string) => Date.parse(date) / 86_400_000;
const sum = (values: Readonly<Record<string, number>>) => Object.values(values).reduce((a, b) => a + b, 0);

describe('the business SDK reads accounts', () => {
  it('through the Pages of the user, page by page', async () => {
    const me = await new User('me', {}, undefined, api).get(['id', 'name']);
    expect(me.exportAllData().name).toBe('Emulated Person');

    const fields = ['id', 'name', 'tasks', 'instagram_business_account{id,username,followers_count}'];
    const pages = await pagesOf(new User('me', {}, undefined, api).getAccounts(fields, { limit: 2 }));
    expect(pages.map((page) => page.length)).toEqual([2, 2, 2]);
    const linked = pages.flat().flatMap(({ instagram_business_account: account }) => account ?? []);
    expect(linked).toEqual(
      owned.map(({ id, profile }) => ({
        id,
        username: profile.username,
        followers_count: world.followers(id, clock.now()),
      })),
    );
    expect(pages.flat().length).toBe(owned.length + 1);
  });

  it('with the token of a Page, which opens its own account alone', async () => {
    const pages = await pagesOf(new User('me', {}, undefined, api).getAccounts(['id', 'access_token']));
    const page = pages.flat().find(({ id }) => id === newsroom.pageId)!;
    const limited = sdkFor(emulator, page.access_token);
    const account = await user(limited, newsroom.id).get(['username']);
    expect(account.exportAllData().username).toBe('jornalvaledonorte');
    const { response } = await failureOf(user(limited, bakery.id).get(['username']));
    expect(response).toMatchObject({ code: 100, error_subcode: 33 });
  });

  it('as objects with fields', async () => {
    const { Fields } = IGUser;
    const profile = await user(api, bakery.id).get([
      Fields.id,
      Fields.username,
      Fields.name,
      Fields.biography,
      Fields.website,
      Fields.followers_count,
      Fields.follows_count,
      Fields.media_count,
    ]);
    expect(profile.exportAllData()).toMatchObject({
      id: bakery.id,
      username: 'padaria.aurora',
      name: 'Padaria Aurora 🥐',
      biography: bakery.profile.biography,
      followers_count: world.followers(bakery.id, clock.now()),
      follows_count: 312,
    });
  });

  it('of others', async () => {
    const other = world.accounts.find(({ profile }) => !profile.owned && profile.discoverable !== false)!;
    const { username } = other.profile;
    const found = await user(api, bakery.id).get([
      `business_discovery.username(${username}){username,followers_count,media.limit(3){id,like_count}}`,
    ]);
    const { business_discovery } = found.exportAllData();
    expect(business_discovery).toMatchObject({
      username,
      followers_count: world.followers(other.id, clock.now()),
    });
    expect(business_discovery.media.data).toHaveLength(3);
  });

  it('and the app behind its token', async () => {
    const { data } = await api.getAppID();
    expect(data.data.app_id).toMatch(/^\d+$/);
  });
});

describe('the business SDK reads media', () => {
  it('over many pages: every post once, newest first', async () => {
    const pages = await pagesOf(user(api, newsroom.id).getMedia(['id', 'timestamp'], { limit: 60 }));
    const truth = world.media(newsroom.id, clock.now());
    expect(pages.length).toBe(Math.ceil(truth.length / 60));
    expect(pages.length).toBeGreaterThan(4);
    expect(pages.flat().map(({ id }) => id)).toEqual(truth.map(({ id }) => id));
    expect(Date.parse(pages[0]![0]!.timestamp)).toBe(truth[0]!.postedAt.getTime());
  });

  it('back and forth with a cursor', async () => {
    const cursor = (await user(api, bakery.id).getMedia(['id'], { limit: 10 }, false)) as Cursor;
    const first = [...(await cursor.next())].map(({ id }) => id);
    expect(cursor.hasPrevious()).toBe(false);
    const second = [...(await cursor.next())].map(({ id }) => id);
    expect(new Set([...first, ...second]).size).toBe(20);
    expect([...(await cursor.previous())].map(({ id }) => id)).toEqual(first);
    // The SDK asks for its own version, and links keep to it.
    expect(cursor.paging.next).toContain(`/${FacebookAdsApi.VERSION}/${bakery.id}/media?`);
  });

  it('of a window', async () => {
    const seconds = (at: string) => Date.parse(at) / 1000;
    const window = { since: seconds('2026-06-01'), until: seconds('2026-06-08') };
    const rows = (await pagesOf(user(api, newsroom.id).getMedia(['id'], window))).flat();
    const truth = world
      .media(newsroom.id, clock.now())
      .filter(
        ({ postedAt }) =>
          postedAt >= new Date(window.since * 1000) && postedAt <= new Date(window.until * 1000),
      );
    expect(rows.map(({ id }) => id)).toEqual(truth.map(({ id }) => id));
    expect(rows.length).toBeGreaterThan(5);
  });

  it('with counters, and the parts of a carousel', async () => {
    const carousel = newest('CAROUSEL_ALBUM');
    const { Fields } = IGMedia;
    const post = await media(api, carousel.id).get([
      Fields.caption,
      Fields.media_type,
      Fields.media_product_type,
      Fields.permalink,
      Fields.like_count,
      Fields.comments_count,
    ]);
    const { likes, comments } = world.counters(carousel.id, clock.now());
    expect(post.exportAllData()).toMatchObject({
      id: carousel.id,
      caption: carousel.caption,
      media_type: 'CAROUSEL_ALBUM',
      media_product_type: 'FEED',
      permalink: `https://www.instagram.com/p/${carousel.shortcode}/`,
      like_count: likes,
      comments_count: comments,
    });
    const children = (await pagesOf(media(api, carousel.id).getChildren(['id', 'media_type']))).flat();
    expect(children.map(({ id }) => id)).toEqual(carousel.children.map(({ id }) => id));
  });

  it('with comments, newest first', async () => {
    const post = world
      .media(newsroom.id, clock.now())
      .find(({ id }) => world.counters(id, clock.now()).comments > 30)!;
    const pages = await pagesOf(media(api, post.id).getComments(['id', 'text'], { limit: 10 }));
    const truth = world.comments(post.id, clock.now()).filter(({ parentId }) => parentId === null);
    expect(pages.length).toBe(Math.ceil(truth.length / 10));
    expect(pages.length).toBeGreaterThan(1);
    expect(pages.flat().map(({ id, text }) => [id, text])).toEqual(
      truth.toReversed().map(({ id, text }) => [id, text]),
    );
  });

  it('and stories while they last', async () => {
    const all: string[] = [];
    for (const { id } of owned) {
      const rows = (await pagesOf(user(api, id).getStories(['id', 'media_product_type']))).flat();
      const truth = world.stories(id, clock.now());
      expect(rows.map((row) => row.id)).toEqual(truth.map((story) => story.id));
      for (const row of rows) expect(row.media_product_type).toBe('STORY');
      all.push(...rows.map((row) => row.id));
    }
    expect(all.length).toBeGreaterThan(0);
  });

  it('several by id in one call', async () => {
    const ids = world
      .media(bakery.id, clock.now())
      .slice(0, 3)
      .map(({ id }) => id);
    const found = await api.call<Record<string, { shortcode: string }>>('GET', [''], {
      ids: ids.join(),
      fields: 'shortcode',
    });
    expect(ids.map((id) => found[id]?.shortcode)).toEqual(
      ids.map((id) => world.post(id, clock.now())?.shortcode),
    );
  });
});

describe('the business SDK reads insights', () => {
  it('of a post, with the metrics as a list', async () => {
    const post = newest('REELS', newsroom);
    const metric = ['views', 'reach', 'likes', 'saved', 'shares'];
    const insights = await media(api, post.id).getInsights([], { metric });
    const { views, reach, likes, saved, shares } = world.counters(post.id, clock.now());
    expect(insights.map(({ name, period, values }) => [name, period, values])).toEqual(
      Object.entries({ views, reach, likes, saved, shares }).map(([name, value]) => [
        name,
        'lifetime',
        [{ value }],
      ]),
    );
    expect(insights.hasNext()).toBe(false);
  });

  it('of a story, with its navigation', async () => {
    const story = owned
      .flatMap(({ id }) => world.stories(id, clock.now()))
      .find(({ id }) => world.counters(id, clock.now()).reach > 100)!;
    const [navigation] = await media(api, story.id).getInsights([], {
      metric: 'navigation',
      breakdown: 'story_navigation_action_type',
    });
    const truth = world.counters(story.id, clock.now()).navigation;
    expect(navigation!.total_value.value).toBe(sum(truth));
    const [{ dimension_keys, results }] = navigation!.total_value.breakdowns;
    expect(dimension_keys).toEqual(['story_navigation_action_type']);
    expect(
      Object.fromEntries(
        results.map((row: { dimension_values: [string]; value: number }) => [
          row.dimension_values[0].toLowerCase(),
          row.value,
        ]),
      ),
    ).toEqual(truth);
  });

  it('of an account as a series by Pacific days, linked to the windows around it', async () => {
    const cursor = await user(api, newsroom.id).getInsights([], {
      metric: 'reach',
      period: 'day',
      since: Date.parse('2026-07-06T12:00:00Z') / 1000,
      until: Date.parse('2026-07-09T12:00:00Z') / 1000,
    });
    const truth = ['2026-07-06', '2026-07-07', '2026-07-08'].map((date) =>
      sum(world.day(newsroom.id, dayNumber(date), clock.now()).reach),
    );
    expect(cursor[0]!.values).toEqual(
      truth.map((value, i) => ({ value, end_time: `2026-07-0${i + 7}T07:00:00+0000` })),
    );
    expect(cursor[0]!.id).toBe(`${newsroom.id}/insights/reach/day`);
    await cursor.previous();
    expect(cursor[0]!.values[0].end_time).toBe('2026-07-04T07:00:00+0000');
    await cursor.next();
    expect(cursor[0]!.values[0].value).toBe(truth[0]);
  });

  it('of an account as a total, broken down', async () => {
    const [views] = await user(api, newsroom.id).getInsights([], {
      metric: ['views'],
      metric_type: 'total_value',
      period: 'day',
      breakdown: 'media_product_type',
      since: '2026-07-06',
      until: '2026-07-07',
    });
    expect(views).toMatchObject({ name: 'views', period: 'day' });
    const [{ dimension_keys, results }] = views!.total_value.breakdowns;
    expect(dimension_keys).toEqual(['media_product_type']);
    const shown = Object.fromEntries(
      results.map((row: { dimension_values: [string]; value: number }) => [
        row.dimension_values[0],
        row.value,
      ]),
    );
    // Midnight UTC is still the day before in California.
    const truth = world.day(newsroom.id, dayNumber('2026-07-05'), clock.now()).views;
    expect(shown).toEqual(Object.fromEntries(Object.entries(truth).filter(([, value]) => value > 0)));
    expect(views!.total_value.value).toBe(sum(truth));
  });

  it('of an audience, which a small account does not have', async () => {
    const query = {
      metric: 'follower_demographics',
      metric_type: 'total_value',
      period: 'lifetime',
      timeframe: 'this_month',
      breakdown: ['age', 'gender'],
    };
    const [demographics] = await user(api, newsroom.id).getInsights([], { ...query });
    const [{ dimension_keys, results }] = demographics!.total_value.breakdowns;
    expect(dimension_keys).toEqual(['age', 'gender']);
    expect(results[0].dimension_values).toHaveLength(2);
    expect(await user(api, pottery.id).getInsights([], { ...query })).toHaveLength(0);
  });
});

describe('the business SDK understands errors', () => {
  it('of what was asked', async () => {
    const post = newest('IMAGE');
    const error = await failureOf(media(api, post.id).getInsights([], { metric: 'navigation' }));
    expect(error.name).toBe('FacebookRequestError');
    expect(error.status).toBe(400);
    expect(error.message).toContain('does not support the navigation metric');
    expect(error.response).toMatchObject({ code: 100, type: 'OAuthException' });
    expect(error.response?.fbtrace_id).toMatch(/^A[\w-]{10,}/);

    const missing = await failureOf(media(api, '17999999999999999').get(['id']));
    expect(missing.response).toMatchObject({ code: 100, error_subcode: 33, type: 'GraphMethodException' });
    const wrongField = await failureOf(user(api, bakery.id).get(['nonsense']));
    expect(wrongField.message).toContain('nonexisting field (nonsense)');
    const written = await failureOf(media(api, post.id).delete([]));
    expect(written.response).toMatchObject({ code: 100, type: 'GraphMethodException' });
  });

  it('of tokens', async () => {
    const expired = emulator.mint({ login: 'facebook', expiresAt: new Date('2026-07-30T00:00:00Z') });
    const old = await failureOf(user(sdkFor(emulator, expired), bakery.id).get(['id']));
    expect(old).toMatchObject({ status: 400, response: { code: 190, error_subcode: 463 } });
    expect(old.message).toContain('Session has expired');

    const narrow = emulator.mint({ login: 'facebook', scopes: ['instagram_basic'] });
    const refused = await failureOf(
      media(sdkFor(emulator, narrow), newest('IMAGE').id).getInsights([], { metric: 'reach' }),
    );
    expect(refused).toMatchObject({ status: 403, response: { code: 10 } });

    const malformed = await failureOf(user(sdkFor(emulator, 'EAAnonsense'), bakery.id).get(['id']));
    expect(malformed.response).toMatchObject({ code: 190, type: 'OAuthException' });
  });

  it('that pass, of throttling, and of no answer at all', async () => {
    const { emulator } = await running();
    const api = sdkFor(emulator);
    emulator.setFaults([{ fault: 'unavailable', times: 1 }]);
    const passing = await failureOf(user(api, bakery.id).get(['id']));
    expect(passing).toMatchObject({ status: 500, response: { code: 2, is_transient: true } });
    expect((await user(api, bakery.id).get(['id'])).id).toBe(bakery.id);

    emulator.setFaults([{ fault: 'account-throttled', times: 1 }]);
    const throttled = await failureOf(user(api, bakery.id).get(['id']));
    expect(throttled.response).toMatchObject({ code: 80002 });
    const usage = JSON.parse(throttled.headers!['x-business-use-case-usage']!);
    expect(usage[bakery.id][0].estimated_time_to_regain_access).toBe(5);

    emulator.setFaults([{ fault: 'reset', times: 1 }]);
    const lost = await failureOf(user(api, bakery.id).get(['id']));
    expect(lost).toMatchObject({
      status: null,
      message: 'The request was made but no response was received',
    });
  });

  it('and sees how much of the limits is used', async () => {
    const api = sdkFor(emulator);
    api.setShowHeader(true);
    const cursor = await user(api, bakery.id).getMedia(['id'], { limit: 1 });
    expect(JSON.parse(cursor.headers['x-app-usage'])).toHaveProperty('call_count');
    expect(Object.keys(JSON.parse(cursor.headers['x-business-use-case-usage']))).toEqual([bakery.id]);
  });

  it('of an app that requires proof; links do not carry it on', async () => {
    const { emulator } = await running({ appSecret: 'shhh' });
    const api = sdkFor(emulator);
    const appsecret_proof = createHmac('sha256', 'shhh').update(emulator.token).digest('hex');
    const bare = await failureOf(user(api, bakery.id).get(['id']));
    expect(bare.message).toBe('API calls from the server require an appsecret_proof argument');

    const read = (params: object) =>
      user(api, bakery.id).getMedia(['id'], { appsecret_proof, limit: 5, ...params });
    const first = await read({});
    const { after } = first.paging.cursors;
    const ids = [...first].map(({ id }) => id);
    // Known of the SDK and the platform: `next()` lacks the proof, so one has to page by the cursor.
    expect((await failureOf(first.next())).message).toContain('require an appsecret_proof');
    const second = await read({ after });
    expect(new Set([...ids, ...[...second].map(({ id }) => id)]).size).toBe(10);

    const insights = await user(api, bakery.id).getInsights([], {
      appsecret_proof,
      metric: 'reach',
      period: 'day',
    });
    expect(insights.paging.next).not.toContain('appsecret_proof');
  });
});

describe('the business SDK batches', () => {
  const answersOf = (responses: readonly APIResponse[]) => responses.map(({ body }) => body);

  it('requests of every kind, each with an answer of its own', async () => {
    const post = newest('IMAGE');
    const batch = new FacebookAdsApiBatch(sdkFor(emulator));
    const good: APIResponse[] = [];
    const bad: APIResponse[] = [];
    const add = (request: APIRequest) =>
      batch.addRequest(
        request,
        (response: APIResponse) => good.push(response),
        (response: APIResponse) => bad.push(response),
      );
    add(new APIRequest(bakery.id, 'GET', '').addFields(['username', 'media.limit(2){id}']));
    add(new APIRequest(post.id, 'GET', '/insights').addParams({ metric: ['reach', 'saved'] }));
    add(new APIRequest(post.id, 'GET', '/insights').addParams({ metric: 'navigation' }));
    add(new APIRequest('17999999999999999', 'GET', ''));
    batch.add('GET', `${newsroom.id}/media`, { limit: 1, fields: 'id' }, undefined, (response: APIResponse) =>
      good.push(response),
    );
    // Nothing is left to try again.
    expect(await batch.execute()).toBeNull();

    const { reach, saved } = world.counters(post.id, clock.now());
    const [profile, insights, list] = answersOf(good);
    expect(profile).toMatchObject({ username: 'padaria.aurora' });
    expect(profile.media.data.map(({ id }: { id: string }) => id)).toEqual(
      world
        .media(bakery.id, clock.now())
        .slice(0, 2)
        .map(({ id }) => id),
    );
    expect(insights.data.map(({ values }: { values: object[] }) => values[0])).toEqual([
      { value: reach },
      { value: saved },
    ]);
    expect(list.data).toEqual([{ id: world.media(newsroom.id, clock.now())[0]!.id }]);
    expect(good.map(({ status }) => status)).toEqual([200, 200, 200]);

    expect(bad.map(({ error }) => error.message)).toEqual([
      expect.stringContaining('does not support the navigation metric'),
      expect.stringContaining("Object with ID '17999999999999999' does not exist"),
    ]);
    expect(bad.map(({ error }) => error.status)).toEqual([400, 400]);
    expect(bad[0]!.headers.map(({ name }: { name: string }) => name)).toContain('x-app-usage');
  });

  it('and tries again what was not answered', async () => {
    const { emulator } = await running();
    const ids = world
      .media(bakery.id, clock.now())
      .slice(0, 4)
      .map(({ id }) => id);
    emulator.setFaults([{ fault: 'reset', endpoint: 'media', times: 2 }]);
    const seen: string[] = [];
    let batch: FacebookAdsApiBatch | null = new FacebookAdsApiBatch(sdkFor(emulator));
    for (const id of ids) {
      batch.addRequest(new APIRequest(id, 'GET', ''), ({ body }: APIResponse) => seen.push(body.id));
    }
    let rounds = 0;
    for (; batch; rounds++) batch = (await batch.execute()) as FacebookAdsApiBatch | null;
    expect(rounds).toBe(2);
    expect(seen.toSorted()).toEqual(ids.toSorted());
    expect(emulator.requests()).toHaveLength(6);
  });

  it('up to 50 requests', async () => {
    const batch = new FacebookAdsApiBatch(sdkFor(emulator));
    for (let i = 0; i < 51; i++) batch.addRequest(new APIRequest(bakery.id, 'GET', ''));
    const { response } = await failureOf(batch.execute());
    expect(response).toMatchObject({ type: 'GraphBatchException' });
  });
});

describe('a batch without an SDK', () => {
  const requests = JSON.stringify([
    { method: 'GET', relative_url: `${bakery.id}?fields=username` },
    { method: 'GET', relative_url: 'me/accounts?limit=1&fields=name' },
  ]);
  const fields = { access_token: emulator.token, include_headers: 'false', batch: requests };
  const multipart = () => {
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.set(name, value);
    return form;
  };

  it.each([
    ['as a form', '/', () => new URLSearchParams(fields)],
    ['as a form with parts, as curl -F sends it', '/v26.0/', multipart],
    ['in the address', `/me?${new URLSearchParams(fields)}`, () => null],
  ])('is understood %s', async (_, path, body) => {
    const answer = await fetch(emulator.url + path, { method: 'POST', body: body() });
    const entries = (await answer.json()) as { code: number; body: string }[];
    expect(entries.map((entry) => Object.keys(entry))).toEqual([
      ['code', 'body'],
      ['code', 'body'],
    ]);
    expect(entries.map(({ body }) => JSON.parse(body))).toEqual([
      { username: 'padaria.aurora', id: bakery.id },
      expect.objectContaining({ data: [{ name: bakery.profile.name, id: bakery.pageId }] }),
    ]);
  });
});
