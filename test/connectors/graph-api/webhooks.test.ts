import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { graphApi } from '../../../connectors/graph-api/index.js';
import type { CanonicalRecord, Item, Page } from '../../../connectors/index.js';

const webhooks = graphApi.webhooks!;
const receivedAt = new Date('2026-11-20T10:00:00Z');
const secret = 'app-secret-never-shown';
const account = '17841400000000001';
const sent = 1_795_000_000; // 2026-11-18T11:06:40Z
const sentAt = new Date(sent * 1000);

function pagesOf(body: unknown): Page[] {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return webhooks.pages({ connection: 'main', body: new TextEncoder().encode(text), receivedAt });
}

const itemsOf = (body: unknown): Item[] => pagesOf(body).flatMap((page) => graphApi.parse(page));

const recordsOf = (body: unknown): CanonicalRecord[] =>
  itemsOf(body).flatMap((item) => ('records' in item ? item.records : []));

const rulesOf = (body: unknown): string[] =>
  itemsOf(body).map((item) => ('reject' in item ? item.reject.rule : 'loaded'));

const delivery = (...changes: { field: string; value: unknown }[]) => ({
  object: 'instagram',
  entry: [{ id: account, time: sent, changes }],
});

const story = (value: object) =>
  delivery({ field: 'story_insights', value: { media_id: '17900', ...value } });

/** metric and dimension → value, or the reason for its absence. */
const countersOf = (body: unknown): Record<string, number | string | null> =>
  Object.fromEntries(
    recordsOf(body).flatMap(({ stream, values }) =>
      stream === 'media_insights'
        ? [[`${values.metric} ${values.dimension}`.trim(), values.value ?? values.absent_reason]]
        : [],
    ),
  );

describe('a signature', () => {
  const sign = (body: Uint8Array | string, key = secret) =>
    `sha256=${createHmac('sha256', key).update(body).digest('hex')}`;

  it('is over the bytes as they came', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (body) => {
        expect(webhooks.isGenuine(body, sign(body), secret)).toBe(true);
        expect(webhooks.isGenuine(body, sign(body).toUpperCase().replace('SHA', 'sha'), secret)).toBe(true);
        expect(webhooks.isGenuine(new Uint8Array([...body, 32]), sign(body), secret)).toBe(false);
      }),
    );
    const escaped = Buffer.from('{"text":"caf\\u00e9"}');
    expect(webhooks.isGenuine(escaped, sign('{"text":"café"}'), secret)).toBe(false);
  });

  it.each([
    undefined,
    '',
    'sha256=',
    'sha256=00',
    sign('x', 'another secret'),
    sign('x').slice(0, -1),
    `${sign('x')}0`,
    sign('x').replace('sha256=', ''),
    sign('x').replace('sha256=', 'sha1='),
    `sha256=${'é'.repeat(64)}`,
  ])('that is %s is refused, and nothing throws', (signature) => {
    expect(webhooks.isGenuine(Buffer.from('x'), signature, secret)).toBe(false);
  });

  it('needs the secret whose variable the settings name', () => {
    expect(webhooks.secretVariable(graphApi.settings.parse({ app_secret_env: 'APP_SECRET' }))).toBe(
      'APP_SECRET',
    );
    expect(webhooks.secretVariable(graphApi.settings.parse({}))).toBeNull();
  });
});

describe('the question for the callback URL', () => {
  const right = { 'hub.mode': 'subscribe', 'hub.verify_token': 'sesame', 'hub.challenge': '1158201444' };
  it('is answered with its challenge', () => {
    expect(webhooks.challenge(right, 'sesame')).toBe('1158201444');
  });
  it.each([
    { ...right, 'hub.verify_token': 'sesam' },
    { ...right, 'hub.verify_token': '' },
    { ...right, 'hub.verify_token': ['sesame', 'sesame'] },
    { ...right, 'hub.mode': 'unsubscribe' },
    { ...right, 'hub.challenge': undefined },
    {},
  ])('is not answered when it is %j', (query) => {
    expect(webhooks.challenge(query, 'sesame')).toBeNull();
  });
});

describe('story_insights', () => {
  it('under the names of the platform’s sample', () => {
    const sample = { impressions: 444, reach: 320, taps_forward: 200, taps_back: 12, exits: 33, replies: 3 };
    expect(countersOf(story(sample))).toEqual({
      impressions: 444,
      views: 444,
      reach: 320,
      'navigation story_navigation_action_type=tap_forward': 200,
      'navigation story_navigation_action_type=tap_back': 12,
      'navigation story_navigation_action_type=tap_exit': 33,
      replies: 3,
    });
  });

  it('under the names of the API', () => {
    const given = {
      views: 5,
      reach: 4,
      navigation: 7,
      total_interactions: 2,
      shares: 1,
      follows: 0,
      profile_visits: 3,
    };
    expect(countersOf(story(given))).toEqual({
      views: 5,
      reach: 4,
      navigation: 7,
      interactions_total: 2,
      shares: 1,
      follows: 0,
      profile_visits: 3,
    });
  });

  it('knows no value where one is masked, and nothing where one is not a count', () => {
    expect(
      countersOf(story({ reach: -1, replies: null, exits: 0, saved: 3, shares: 'many', brand_new: 9 })),
    ).toEqual({
      reach: 'too_few_viewers',
      replies: 'too_few_viewers',
      'navigation story_navigation_action_type=tap_exit': 0,
    });
  });

  it('also tells that there was such a story, at the platform’s time', () => {
    const [record] = recordsOf(story({ reach: 1 }));
    expect(record).toMatchObject({
      stream: 'media',
      values: {
        media_ref: 'id:17900',
        media_id: '17900',
        account_ref: account,
        format: 'story',
        posted_at: null,
        observed_at: sentAt,
      },
    });
  });

  it('that cannot be read is quarantined', () => {
    expect(rulesOf(story({ media_id: null, reach: 1 }))).toEqual(['missing-id']);
    expect(rulesOf(story({ no_such_metric: 1 }))).toEqual(['unknown-metrics']);
  });
});

describe('comments and mentions', () => {
  const comment = {
    id: '179001',
    text: '<script>"é\u2028',
    from: { id: '9', username: 'somebody' },
    media: { id: '17900' },
  };

  it.each(['comments', 'live_comments'])('%s become comments without their authors', (field) => {
    const records = recordsOf(delivery({ field, value: { ...comment, parent_id: '178' } }));
    expect(records).toEqual([
      {
        stream: 'comments',
        values: {
          comment_id: '179001',
          parent_id: '178',
          media_ref: 'id:17900',
          account_ref: account,
          text: comment.text,
          likes: null,
          commented_at: null,
          observed_at: sentAt,
        },
      },
    ]);
  });

  it('mentions become posts of others of which only the id is known', () => {
    const records = recordsOf(
      delivery(
        { field: 'mentions', value: { media_id: '17901' } },
        { field: 'mentions', value: { media_id: '17902', comment_id: '179002' } },
      ),
    );
    expect(records.map(({ values }) => values)).toMatchObject([
      { account_ref: account, kind: 'caption', media_ref: 'id:17901', observed_at: sentAt },
      { account_ref: account, kind: 'comment', media_ref: 'id:17902', observed_at: sentAt },
    ]);
  });

  it('that lack their id or post are quarantined', () => {
    expect(rulesOf(delivery({ field: 'comments', value: { ...comment, media: {} } }))).toEqual([
      'missing-media',
    ]);
    expect(rulesOf(delivery({ field: 'comments', value: { ...comment, id: '' } }))).toEqual(['missing-id']);
    expect(rulesOf(delivery({ field: 'mentions', value: null }))).toEqual(['missing-id']);
  });
});

describe('a delivery', () => {
  it('is a page per account and stream, each with the body as it came', () => {
    const other = '17841400000000002';
    const text = `{"object":"instagram", "entry":[
      {"id":"${account}","time":${sent},"changes":[{"field":"comments","value":{"id":"1","media":{"id":"7"}}},
        {"field":"story_insights","value":{"media_id":17895731045244887,"reach":1.0}}]},
      {"id":"${other}","time":${sent + 5},"changes":[{"field":"comments","value":{"id":"2","media":{"id":"8"}}}]},
      {"id":"${account}","time":${sent + 9},"changes":[{"field":"live_comments","value":{"id":"3","media":{"id":"7"}}}]}]}`;
    const pages = pagesOf(text);
    expect(pages.map((page) => [page.account, page.stream, page.request.fields])).toEqual([
      [account, 'comments', ['comments', 'live_comments']],
      [account, 'media_insights', ['story_insights']],
      [other, 'comments', ['comments']],
    ]);
    for (const page of pages) {
      expect(page).toMatchObject({ source: 'graph-api', connection: 'main', status: 200, body: text });
    }
    expect(pages[0]!.fetched_at).toEqual(new Date((sent + 9) * 1000));
    const refs = pages.map((page) => graphApi.parse(page).map(({ ref }) => ref));
    expect(refs).toEqual([['1', '3'], ['17895731045244887'], ['2']]);
  });

  it('that comes again later is the same pages', () => {
    const body = new TextEncoder().encode(JSON.stringify(story({ reach: 3 })));
    const first = webhooks.pages({ connection: 'main', body, receivedAt });
    const later = new Date(receivedAt.getTime() + 36 * 3_600_000);
    expect(webhooks.pages({ connection: 'main', body, receivedAt: later })).toEqual(first);
  });

  it('may have field and value in the entry, and its time in milliseconds or not at all', () => {
    const value = { id: '1', media: { id: '7' } };
    const inEntry = (time: unknown) => ({
      object: 'instagram',
      entry: [{ id: account, time, field: 'comments', value }],
    });
    for (const [time, observed] of [
      [sent, sentAt],
      [sent * 1000, sentAt],
      [undefined, receivedAt],
      [0, receivedAt],
      [-5, receivedAt],
      ['soon', receivedAt],
      [1e300, receivedAt],
    ] as const) {
      expect(recordsOf(inEntry(time))[0]!.values.observed_at).toEqual(observed);
    }
  });

  it.each<[string, unknown]>([
    ['a field nobody asked for', delivery({ field: 'message_reactions', value: { mid: 'x' } })],
    ['messages', { object: 'instagram', entry: [{ id: account, time: sent, messaging: [{ message: {} }] }] }],
    [
      'another product',
      { object: 'page', entry: [{ id: '4', time: sent, changes: [{ field: 'comments', value: {} }] }] },
    ],
    [
      'the dashboard’s test',
      {
        object: 'instagram',
        entry: [{ id: '0', time: sent, changes: [{ field: 'mentions', value: { media_id: '1' } }] }],
      },
    ],
  ])('with %s is kept, and says nothing', (_what, body) => {
    expect(pagesOf(body)).toHaveLength(1);
    expect(pagesOf(body)[0]!.body).toBe(JSON.stringify(body));
    expect(itemsOf(body)).toEqual([]);
  });

  it.each<[string, unknown, string]>([
    ['is not JSON', '{"entry":[', 'unreadable-body'],
    ['is empty', '', 'unreadable-body'],
    ['has no entries', { object: 'instagram' }, 'unknown-delivery'],
    [
      'names no account',
      { entry: [{ time: sent, changes: [{ field: 'comments', value: {} }] }] },
      'missing-account',
    ],
  ])('that %s is kept and quarantined', (_what, body, rule) => {
    expect(pagesOf(body)).toMatchObject([{ account: 'mixed', fetched_at: expect.any(Date) }]);
    expect(rulesOf(body)).toEqual([rule]);
  });

  it('never breaks the receiver, whatever it holds', () => {
    const key = fc.constantFrom(
      'object',
      'entry',
      'id',
      'time',
      'changes',
      'field',
      'value',
      'media_id',
      'media',
      'reach',
    );
    const leaf = fc.oneof(
      fc.constantFrom('instagram', 'comments', 'story_insights', 'mentions', account, sent, -1, null),
      fc.jsonValue(),
    );
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof(
        { maxDepth: 6 },
        leaf,
        fc.array(tie('tree'), { maxLength: 3 }),
        fc.dictionary(key, tie('tree')),
      ),
    }));
    fc.assert(
      fc.property(tree, (body) => {
        const pages = pagesOf(JSON.stringify(body));
        expect(pages.length).toBeGreaterThan(0);
        for (const page of pages) graphApi.parse(page);
      }),
      { numRuns: 500 },
    );
  });
});
