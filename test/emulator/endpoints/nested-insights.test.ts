import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { accountOf, running, start } from '../running.js';

const { clock, emulator, get } = await running({ historyDays: 110 });
const bakery = accountOf(emulator, 'padaria.aurora');
const library = accountOf(emulator, 'shantinagar.library');
const pottery = accountOf(emulator, 'barro_kai_alati');
const safe = 'views,reach,total_interactions';
const insights = (metrics: string) => `insights.metric(${metrics}){name,values}`;

/** The account's paths and a token of each login; Instagram Login may say `me`. */
const logins = (id: string) =>
  [
    ['facebook', id, emulator.token],
    ['instagram', id, emulator.instagramTokens[id]!],
    ['instagram', 'me', emulator.instagramTokens[id]!],
  ] as const;

describe.each(logins(bakery.id))('insights inside the lists of %s (%s)', (_login, path, token) => {
  it('are those of the posts, chosen keys only', async () => {
    const { data } = await get(`/v26.0/${path}/media?limit=100&fields=id,${insights(safe)}`, token);
    const posts = emulator.world.media(bakery.id, clock.now()).slice(0, 100);
    expect(data.data.map(({ id }: { id: string }) => id)).toEqual(posts.map(({ id }) => id));
    for (const item of data.data) {
      const { views, reach } = emulator.world.counters(item.id, clock.now());
      expect(item.insights.data[0]).toEqual({
        name: 'views',
        values: [{ value: views }],
        id: `${item.id}/insights/views/lifetime`,
      });
      expect(item.insights.data[1].values).toEqual([{ value: reach }]);
      expect(item.insights.data).toHaveLength(3);
    }
  });

  it('fit on 100 posts and no more, and go on by cursor', async () => {
    const first = await get(`/v26.0/${path}/media?limit=500&fields=id,${insights(safe)}`, token);
    expect(first.data.data.length).toBeLessThanOrEqual(100);
    const page = await get(`/v26.0/${path}/media?limit=4&fields=id,${insights(safe)}`, token);
    const next = await get(page.data.paging.next, token);
    expect(next.data.data[0].insights.data).toHaveLength(3);
  });

  it('need the permission', async () => {
    const poor = emulator.mint({
      login: token.startsWith('IG') ? 'instagram' : 'facebook',
      accounts: [bakery.id],
      scopes: ['instagram_basic', 'instagram_business_basic'],
    });
    expect((await get(`/v26.0/${path}/media?fields=id`, poor)).status).toBe(200);
    expect((await get(`/v26.0/${path}/media?fields=id,${insights('reach')}`, poor)).data.error.code).toBe(10);
  });
});

describe.each(logins(library.id))(
  'one post that refuses sinks the page of %s (%s)',
  (_login, path, token) => {
    const posts = emulator.world.media(library.id, clock.now());
    const metrics = ['views', 'reach', 'likes', 'follows', 'ig_reels_avg_watch_time', 'reels_skip_rate'];
    const single = new Map<string, unknown>();
    /** The error of one media, or its insights. */
    async function alone(id: string, asked: readonly string[]): Promise<{ error?: object; data?: object[] }> {
      const key = `${id} ${asked}`;
      if (!single.has(key)) single.set(key, (await get(`/v26.0/${id}/insights?metric=${asked}`, token)).data);
      return single.get(key) as { error?: object; data?: object[] };
    }
    const withoutTrace = (error: object | undefined) => error && { ...error, fbtrace_id: undefined };

    it('with its own error, and is fine without it', async () => {
      const refusals = new Set<unknown>();
      await fc.assert(
        fc.asyncProperty(
          fc.integer({ min: 0, max: posts.length - 1 }),
          fc.integer({ min: 1, max: 8 }),
          fc.subarray(metrics, { minLength: 1 }),
          async (from, limit, asked) => {
            const until = Math.floor(posts[from]!.postedAt.getTime() / 1000) + 1;
            const query = `until=${until}&limit=${limit}&fields=id,insights.metric(${asked})`;
            const { status, data } = await get(`/v26.0/${path}/media?${query}`, token);
            const page = posts.filter(({ postedAt }) => postedAt.getTime() <= until * 1000).slice(0, limit);
            const expected = await Promise.all(page.map(({ id }) => alone(id, asked)));
            const refusal = expected.find(({ error }) => error)?.error;
            if (refusal) refusals.add((refusal as { error_subcode?: number }).error_subcode);
            expect(status).toBe(refusal ? 400 : 200);
            expect(withoutTrace(data.error)).toEqual(withoutTrace(refusal));
            if (!refusal)
              expect(data.data).toEqual(
                page.map(({ id }, i) => ({ id, insights: { data: expected[i]!.data } })),
              );
          },
        ),
        { numRuns: 40, examples: [[posts.length - 1, 8, ['reach']]] },
      );
      // Both kinds of refusal came up: a metric that does not fit, and a post from before the conversion.
      expect(refusals).toEqual(new Set([undefined, 2108006]));
    });
  },
);

describe.each(logins(pottery.id))('stories of %s (%s)', (_login, path, token) => {
  const stories = `/v26.0/${path}/stories?fields=id,${insights('views,reach,replies,navigation')}`;
  /** The first moment with stories of which one has, or none has, too few viewers. */
  const moment = (isQuiet: boolean) => {
    for (let hour = 0; hour < 24 * 60; hour++) {
      const at = new Date(start.getTime() + hour * 3_600_000);
      const alive = emulator.world.stories(pottery.id, at);
      const quiet = alive.some(({ id }) => emulator.world.counters(id, at).reach < 5);
      if (alive.length > 0 && quiet === isQuiet) return at;
    }
    throw new Error('no such moment');
  };

  it('carry their insights as long as each has five viewers', async () => {
    clock.set(moment(false));
    const { data } = await get(stories, token);
    for (const { id, insights } of data.data)
      expect(insights.data[1].values).toEqual([{ value: emulator.world.counters(id, clock.now()).reach }]);
    clock.set(moment(true));
    const refused = await get(stories, token);
    expect([refused.status, refused.data.error.code]).toEqual([400, 10]);
    expect(refused.data.error.message).toContain('Not enough viewers');
    expect((await get(`/v26.0/${path}/stories?fields=id`, token)).status).toBe(200);
    clock.set(start);
  });
});

describe('metrics that do not fit', () => {
  it('are left out post by post when told so', async () => {
    const lenient = await running({ historyDays: 110, dropUnsupported: true });
    const query = `limit=20&fields=media_product_type,${insights('reach,follows,reels_skip_rate')}`;
    const { data } = await lenient.get(`/v26.0/${bakery.id}/media?${query}`);
    const kinds = new Map<string, string>();
    for (const { media_product_type, insights } of data.data)
      kinds.set(media_product_type, insights.data.map(({ name }: { name: string }) => name).join());
    expect(kinds.get('REELS')).toBe('reach,reels_skip_rate');
    expect(kinds.get('FEED')).toBe('reach,follows');
  });

  it('and keys that do not exist are refused', async () => {
    const { data } = await get(`/v26.0/${bakery.id}/media?fields=insights.metric(reach){nonsense}`);
    expect(data.error.message).toContain('nonexisting field (nonsense)');
    const account = await get(`/v26.0/${bakery.id}?fields=insights.metric(reach).period(day){name}`);
    expect(account.data.insights.data).toEqual([{ name: 'reach', id: `${bakery.id}/insights/reach/day` }]);
  });
});
