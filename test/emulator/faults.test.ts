import { gunzipSync } from 'node:zlib';
import axios from 'axios';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { type FaultName, type FaultRule, faultNames, faults, mostInARow } from '../../emulator/index.js';
import { type Answer, accountOf, running } from './running.js';

const { clock, emulator, get, post } = await running({ historyDays: 40 });
clock.advance(20);
const bakery = accountOf(emulator, 'padaria.aurora');
const outdoor = accountOf(emulator, 'tallpinesoutfit');
const posts = emulator.world.media(bakery.id, clock.now());
const image = posts.find(({ format, likesHidden }) => format === 'IMAGE' && !likesHidden)!;
const story = emulator.world.stories(outdoor.id, clock.now())[0]!;

const version = '/v26.0';
const list = `${version}/${bakery.id}/media?limit=30&fields=id,alt_text,like_count`;
const insights = `${version}/${image.id}/insights?metric=reach,views`;
const me = `${version}/me`;
const profile = `${version}/${bakery.id}?fields=username`;
const totals = `${version}/${bakery.id}/insights?metric=views,likes&period=day&metric_type=total_value`;
const engaged = `${version}/${bakery.id}/insights?metric=engaged_audience_demographics&period=lifetime&metric_type=total_value&timeframe=this_month&breakdown=age`;
const ages = engaged.replace('engaged_audience', 'follower');
const discovery = `${version}/${bakery.id}?fields=business_discovery.username(folhadaserra){followers_count}`;
const search = `${version}/ig_hashtag_search?user_id=${bakery.id}&q=lisboa`;

afterEach(() => emulator.setFaults([]));

const only = (fault: FaultName, more: Partial<FaultRule> = {}) =>
  emulator.setFaults([{ fault, delayMs: 5, ...more }]);

/** The answer, or the code of what went wrong on the way. */
const outcome = async (path: string): Promise<Answer | string> => {
  try {
    return await get(path);
  } catch (error) {
    return (error as { code?: string }).code ?? 'unreadable';
  }
};
const isRight = (answer: Answer | string): answer is Answer =>
  typeof answer === 'object' && answer.status === 200 && answer.data !== undefined;
const code = (status: number, code: number, subcode?: number) => (answer: Answer | string) => {
  expect(answer).toMatchObject({ status, data: { error: { code } } });
  expect((answer as Answer).data.error.error_subcode).toBe(subcode);
};
const page = (status: number) => (answer: Answer | string) => {
  expect((answer as Answer).status).toBe(status);
  expect((answer as Answer).text).toContain('<html>');
};
const broken =
  (...codes: string[]) =>
  (answer: Answer | string) =>
    expect(codes).toContain(answer);
const names = ({ data }: Answer) => data.data.map(({ name }: { name: string }) => name);
const right = (check: (answer: Answer) => void) => (answer: Answer | string) => {
  expect(isRight(answer)).toBe(true);
  check(answer as Answer);
};

/** A request that each fault strikes, and what comes back. */
const shown: Record<FaultName, [path: string, check: (answer: Answer | string) => void]> = {
  unavailable: [me, code(500, 2)],
  'unknown-error': [me, code(500, 1)],
  'transient-flag': [
    me,
    (answer) => expect((answer as Answer).data.error).toMatchObject({ code: 960, is_transient: true }),
  ],
  'service-unavailable': [me, page(503)],
  'bad-gateway': [me, page(502)],
  'gateway-timeout': [me, page(504)],
  'app-throttled': [
    me,
    (answer) => {
      code(400, 4)(answer);
      expect(JSON.parse((answer as Answer).headers['x-app-usage']).call_count).toBe(100);
    },
  ],
  'user-throttled': [me, code(400, 17)],
  'page-throttled': [me, code(400, 32)],
  'app-limit': [me, code(400, 341)],
  'custom-limit': [me, code(400, 613)],
  'pages-throttled': [
    profile,
    (answer) => {
      code(400, 80001)(answer);
      const usage = JSON.parse((answer as Answer).headers['x-business-use-case-usage']);
      expect(usage[bakery.pageId][0]).toMatchObject({ type: 'pages', estimated_time_to_regain_access: 5 });
    },
  ],
  'account-throttled': [
    profile,
    (answer) => {
      code(400, 80002, 2446079)(answer);
      const usage = JSON.parse((answer as Answer).headers['x-business-use-case-usage']);
      expect(usage[bakery.id][0]).toMatchObject({ call_count: 100, estimated_time_to_regain_access: 5 });
    },
  ],
  'too-many-requests': [me, page(429)],
  reset: [me, broken('ECONNRESET')],
  truncated: [profile, broken('ECONNRESET', 'ERR_BAD_RESPONSE', 'ECONNABORTED')],
  'truncated-gzip': [profile, (answer) => expect(isRight(answer)).toBe(false)],
  unparseable: [profile, (answer) => expect(answer).toMatchObject({ status: 200, data: undefined })],
  slow: [me, right(({ data }) => expect(data.name).toBe('Emulated Person'))],
  'empty-page': [
    list,
    right(({ data }) => {
      expect(data.data).toEqual([]);
      expect(data.paging.next).not.toBe(`${emulator.url}${list}`);
    }),
  ],
  'next-version': [list, right(({ data }) => expect(data.paging.next).toContain('/v24.0/'))],
  'next-endless': [ages, right(({ data }) => expect(data.paging.next).toContain('since='))],
  'next-loop': [
    list.replace('limit=30', 'limit=100'),
    right(({ data }) => expect(data.paging.next).toContain('after=')),
  ],
  'reduce-data': [
    list,
    (answer) => expect((answer as Answer).data.error.message).toContain('reduce the amount of data'),
  ],
  'field-unreadable': [list, code(400, 9005)],
  'metric-unsupported': [
    insights,
    (answer) => expect((answer as Answer).data.error.message).toContain('does not support the reach metric'),
  ],
  'metric-withdrawn': [
    insights,
    (answer) => expect((answer as Answer).data.error.message).toContain('no longer supported'),
  ],
  'metric-omitted': [insights, right(({ data }) => expect(data.data).toEqual([]))],
  'metric-empty': [
    insights,
    right(({ data }) => expect(data.data[0]).toMatchObject({ name: 'reach', values: [] })),
  ],
  'too-few-viewers': [`${version}/${story.id}/insights?metric=reach`, code(400, 10)],
  'before-conversion': [insights, code(400, 100, 2108006)],
  'too-few-users': [engaged, code(400, 3006, 2874010)],
  'likes-hidden': [list, right(({ data }) => expect(data.data[0]).not.toHaveProperty('like_count'))],
  'object-missing': [insights, code(400, 100, 33)],
  'target-missing': [discovery, code(400, 110, 2207013)],
  'hashtags-spent': [search, code(400, 18, 2207034)],
  'permission-missing': [insights, code(403, 10)],
  'permission-refused': [insights, code(403, 200)],
  'account-restricted': [profile, code(400, 25, 2207050)],
  'policy-blocked': [me, code(400, 368)],
  'spam-blocked': [me, code(400, 4, 2207051)],
  'token-expired': [me, code(400, 190, 463)],
  'token-invalidated': [me, code(400, 190, 460)],
  'version-retired': [me, code(400, 2635)],
};
const ofKind = (lasting: 'transient' | 'permanent') =>
  faultNames.filter((name) => faults[name].lasting === lasting);

describe('each fault of the catalogue', () => {
  it.each(faultNames)('%s shows as described', async (name) => {
    const [path, check] = shown[name];
    only(name);
    check(await outcome(path));
    emulator.setFaults([]);
    expect(isRight(await outcome(path))).toBe(true);
  });

  it('truncated-gzip is a whole answer around half a stream', async () => {
    only('truncated-gzip', { times: 1 });
    const { headers, data } = await axios.get<Buffer>(emulator.url + profile, {
      headers: { authorization: `Bearer ${emulator.token}` },
      responseType: 'arraybuffer',
      decompress: false,
      proxy: false,
    });
    expect(headers['content-encoding']).toBe('gzip');
    expect(Number(headers['content-length'])).toBe(data.length);
    expect(() => gunzipSync(data)).toThrow('unexpected end of file');
  });

  it('says what is missing when it lasts, and nothing when it does not', () => {
    for (const name of ofKind('transient')) expect(faults[name].absent, name).toBeNull();
    for (const name of ofKind('permanent')) {
      const { absent, description } = faults[name];
      const helps = /nothing is missing|a lower one helps/.test(description);
      expect(absent === null, name).toBe(helps);
    }
  });
});

describe('transient faults', () => {
  const transient = ofKind('transient');

  /** What a client gets that tries four times at most. */
  const patient = async (path: string): Promise<Answer> => {
    for (let tries = 0; ; tries++) {
      const answer = await outcome(path);
      if (isRight(answer) && answer.data.data?.length !== 0) return answer;
      expect(tries).toBeLessThan(mostInARow);
      // An empty page leads to the one that belongs there.
      if (isRight(answer) && answer.data.paging?.next) path = answer.data.paging.next;
    }
  };
  const content = ({ data: { paging: _links, ...rest } }: Answer) => rest;

  it.each(transient)('%s lets go after at most three tries', async (name) => {
    const [path] = shown[name];
    const whole = content(await patient(path));
    only(name);
    for (let round = 0; round < 3; round++) expect(content(await patient(path))).toEqual(whole);
  });

  it('all together let go too, whatever the rate and the seed, and lose nothing', async () => {
    const paths = [me, list, insights, totals, search];
    const whole = await Promise.all(paths.map(patient));
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.constantFrom(0.1, 0.5, 1), async (seed, rate) => {
        emulator.setFaults(transient.map((fault) => ({ fault, seed, rate, delayMs: 1 })));
        for (const [index, path] of paths.entries())
          expect(content(await patient(path))).toEqual(content(whole[index]!));
        expect(emulator.victims()).toEqual([]);
      }),
      { numRuns: 12 },
    );
  });

  it('come again in the same order for the same requests, whatever is asked in between', async () => {
    const rules = transient.map((fault) => ({ fault, rate: 0.05, seed: 5, delayMs: 0 }));
    const history = async (between: () => Promise<unknown>) => {
      emulator.setFaults(rules);
      const seen: unknown[] = [];
      for (let tries = 0; tries < 25; tries++) {
        const answer = await outcome(me);
        seen.push(typeof answer === 'string' ? answer : answer.status);
        await between();
      }
      return seen;
    };
    const first = await history(async () => undefined);
    expect(await history(() => outcome(insights))).toEqual(first);
    expect(new Set(first).size).toBeGreaterThan(2);
  });

  it('see the same request in any token, but another one in other parameters', async () => {
    only('unavailable');
    const other = emulator.mint({ login: 'facebook', scopes: ['instagram_basic'] });
    expect((await get(me)).status).toBe(500);
    expect((await get(me, other)).status).toBe(500);
    expect((await get(`${me}?access_token=${other}`, null)).status).toBe(500);
    expect((await get(me)).status).toBe(200);
    expect((await get(`${me}?fields=id`)).status).toBe(500);
  });
});

describe('permanent faults', () => {
  const permanent = ofKind('permanent');

  it.each(permanent)('%s stays, however often one asks', async (name) => {
    const [path, check] = shown[name];
    only(name);
    for (let tries = 0; tries < 6; tries++) check(await outcome(path));
    const struck = new Set(emulator.victims().map(({ fault }) => fault));
    expect([...struck]).toEqual([name]);
  });

  it('choose their share of the victims, the same ones at each try and in each way of asking', async () => {
    const rate = 0.3;
    only('before-conversion', { rate, seed: 3 });
    const alone = async () => {
      const refused: string[] = [];
      for (const { id } of posts)
        if ((await get(`${version}/${id}/insights?metric=reach`)).status === 400) refused.push(id);
      return refused;
    };
    const refused = await alone();
    expect(refused.length / posts.length).toBeGreaterThan(rate / 2);
    expect(refused.length / posts.length).toBeLessThan(rate * 2);
    expect(await alone()).toEqual(refused);
    expect(emulator.victims()).toEqual(
      refused.map((victim) => ({
        fault: 'before-conversion',
        endpoint: 'media/insights',
        victim,
        metric: null,
      })),
    );
    for (const { id } of posts.slice(0, 10)) {
      const nested = await get(`${version}/${id}?fields=insights.metric(reach){values}`);
      expect(nested.status === 400).toBe(refused.includes(id));
    }
  });

  it('refuse a metric for all media of a kind, and name it', async () => {
    emulator.setFaults([{ fault: 'metric-unsupported', endpoint: 'media/insights', rate: 0.25, seed: 2 }]);
    const metrics = [
      'views',
      'reach',
      'total_interactions',
      'likes',
      'comments',
      'saved',
      'shares',
      'follows',
    ];
    const refused: string[] = [];
    for (const metric of metrics)
      if ((await get(`${version}/${image.id}/insights?metric=${metric}`)).status === 400)
        refused.push(metric);
    expect(refused.length).toBeGreaterThan(0);
    expect(refused.length).toBeLessThan(metrics.length);
    const victims = emulator.victims();
    expect(victims.map(({ victim, metric }) => [victim, metric])).toEqual(
      refused.map((metric) => ['FEED', metric]),
    );
    const rest = metrics.filter((metric) => !refused.includes(metric));
    const other = posts.find(({ format, id }) => format === 'CAROUSEL_ALBUM' && id !== image.id)!;
    expect(names(await get(`${version}/${other.id}/insights?metric=${rest}`))).toEqual(rest);
    expect((await get(`${version}/${other.id}/insights?metric=${refused[0]}`)).status).toBe(400);
  });

  it('leave out or empty single metrics of an account', async () => {
    only('metric-unsupported', { endpoint: 'user/insights' });
    expect((await get(totals)).data.error.message).toContain('metric[0] must be one of the following values');
    only('metric-omitted', { times: 1 });
    expect(names(await get(totals))).toEqual(['likes']);
    expect(names(await get(totals))).toEqual(['likes']);
    only('metric-empty', { times: 1 });
    const emptied = await get(`${totals}&breakdown=media_product_type`);
    expect(emptied.data.data[0].total_value).toEqual({
      breakdowns: [{ dimension_keys: ['media_product_type'] }],
    });
    expect(emptied.data.data[1].total_value.value).toBeGreaterThanOrEqual(0);
  });

  it('can be got round where the catalogue says so', async () => {
    only('reduce-data');
    expect((await get(list.replace('limit=30', 'limit=25'))).status).toBe(200);
    const nested = `${version}/${bakery.id}?fields=media.limit(26){id}`;
    expect((await get(nested)).status).toBe(500);
    expect((await get(nested.replace('limit(26)', 'limit(25)'))).status).toBe(200);
    only('field-unreadable');
    const light = await get(list.replace('alt_text,', ''));
    expect(light.data.data).toHaveLength(30);
    const second = light.data.paging.next.replace('id%2C', 'id%2Calt_text%2C');
    expect((await get(list)).data.error.code).toBe(9005);
    expect((await get(second)).data.error.code).toBe(9005);
    expect(emulator.victims().map(({ victim }) => victim)).toEqual([
      `${bakery.id}/media`,
      `${bakery.id}/media after ${light.data.data.at(-1).id}`,
    ]);
    only('version-retired', { rate: 0.5, seed: 4 });
    const statuses = await Promise.all(
      ['v22.0', 'v23.0', 'v24.0', 'v25.0', 'v26.0'].map(async (name) => (await get(`/${name}/me`)).status),
    );
    expect(new Set(statuses)).toEqual(new Set([200, 400]));
    only('metric-withdrawn', { times: 1 });
    expect((await get(insights)).status).toBe(400);
    expect(names(await get(insights.replace('reach,', '')))).toEqual(['views']);
  });

  it('make a list go in circles without losing anything', async () => {
    only('next-loop');
    const seen = new Set<string>();
    const links = new Set<string>();
    for (let link = list; !links.has(link); ) {
      links.add(link);
      const { data } = await get(link);
      for (const { id } of data.data) seen.add(id);
      link = data.paging.next;
    }
    expect([...seen]).toEqual(posts.map(({ id }) => id));
  });

  it('leave the rest of an account, of a token, of an endpoint alone', async () => {
    only('permission-missing', { endpoint: 'media/insights' });
    expect((await get(insights)).status).toBe(403);
    expect((await get(list)).status).toBe(200);
    only('account-restricted', { rate: 0.5, seed: 1 });
    const statuses = new Map<string, number[]>();
    for (const { id, profile } of emulator.world.accounts.filter(({ profile }) => profile.owned)) {
      const answers = [`${id}?fields=id`, `${id}/media`, `${id}/stories`].map((path) =>
        get(`${version}/${path}`),
      );
      statuses.set(profile.username, [...new Set((await Promise.all(answers)).map(({ status }) => status))]);
    }
    expect([...statuses.values()].every((found) => found.length === 1)).toBe(true);
    expect(new Set([...statuses.values()].flat())).toEqual(new Set([200, 400]));
    only('token-invalidated', { times: 1 });
    expect((await get(me)).status).toBe(400);
    expect((await get(me, emulator.mint({ login: 'facebook', accounts: [bakery.id] }))).status).toBe(200);
  });

  it('show in ids and batches', async () => {
    only('object-missing');
    expect((await get(`${version}/?ids=${image.id}&fields=id`)).data.error.code).toBe(803);
    const batch = [{ method: 'GET', relative_url: `${image.id}?fields=id` }];
    const { data } = await post(version, { batch, access_token: emulator.token });
    expect(JSON.parse(data[0].body).error).toMatchObject({ code: 100, error_subcode: 33 });
    expect(isRight(await outcome(list))).toBe(true);
    const nested = await get(
      `${version}/${bakery.id}/media?limit=2&fields=id,insights.metric(reach){values}`,
    );
    expect(nested.data.data[0]).toEqual({ id: posts[0]!.id });
  });

  it('never write down a token', async () => {
    only('token-expired');
    await get(me);
    const { data } = await get('/_emulator/faults', null);
    expect(data.victims).toHaveLength(1);
    expect(JSON.stringify(data)).not.toContain(emulator.token.slice(3));
    expect(data.catalogue['token-expired']).toMatchObject({
      lasting: 'permanent',
      absent: { of: 'token', reasons: [] },
    });
  });
});

describe('rules', () => {
  it('that could never strike are refused', async () => {
    const rule = { fault: 'too-few-users', endpoint: 'media' } as const;
    expect(() => emulator.setFaults([rule])).toThrow('too-few-users strikes user/insights, not media');
    expect((await post('/_emulator/faults', rule)).data.error).toContain('user/insights');
  });
});

describe('latency', () => {
  it('makes answers late until it is taken back', async () => {
    const took = async () => {
      const began = performance.now();
      await axios.get(`${emulator.url}${me}`, { validateStatus: () => true, proxy: false });
      return performance.now() - began;
    };
    expect((await post('/_emulator/latency', { ms: 60 })).data).toEqual({ ms: 60 });
    expect(await took()).toBeGreaterThanOrEqual(59);
    expect((await post('/_emulator/latency', { ms: -1 })).status).toBe(400);
    emulator.setLatency(0);
    expect((await get('/_emulator/latency', null)).data).toEqual({ ms: 0 });
  });
});
