import fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import { graphApi } from '../../../connectors/graph-api/index.js';
import { type Page, type StreamDeclaration, type StreamName, streams } from '../../../connectors/index.js';

import type { Scripted } from '../http/scripted-server.js';
import { contextFor, readAll } from './context.js';
import { accountId, post, smallGraph } from './small-graph.js';

const page = (stream: StreamName, request: Record<string, unknown>, body: string): Page => ({
  source: 'graph-api',
  connection: 'main',
  account: '100',
  stream,
  request: { account_id: '100', path: '/100', ...request },
  fetched_at: new Date('2026-11-19T02:00:00Z'),
  status: 200,
  body,
});

const metrics = ['reach', 'views', 'navigation', 'follower_count', 'online_followers'];
const counters = ['like_count', 'comments_count', 'view_count'];

/** Values that are odd where a text, a number or a time is expected. */
const leaf: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom(null, true, 0, -1, 1.5, 1e308, -1e308, 2 ** 53, 7, '', '7', 'constructor', '__proto__'),
  fc.constantFrom(
    'a\0b',
    '\ud800',
    'x\u2028y',
    '../../x',
    '100',
    'IMAGE',
    'STORY',
    'reach',
    'age',
    'comments',
  ),
  fc.constantFrom(
    '2026-11-01T10:00:00+0000',
    '9999-12-31T23:59:59-2359',
    '0000-01-01T00:00:00Z',
    '2026-02-31',
  ),
  fc.string({ unit: 'binary', maxLength: 8 }),
);
/** Names that parsers look for. */
const key = fc.constantFrom(
  ...['id', 'data', 'name', 'values', 'value', 'total_value', 'breakdowns', 'dimension_keys', 'results'],
  ...['dimension_values', 'insights', 'timestamp', 'end_time', 'media_type', 'media_product_type', 'caption'],
  ...['username', 'followers_count', 'error', 'code', 'message', 'replies', 'text', 'business_discovery'],
  ...['media', 'media_id', 'entry', 'changes', 'field', 'time', 'reach', 'exits', 'constructor', '__proto__'],
  ...counters,
);
const { json } = fc.letrec((tie) => ({
  json: fc.oneof({ maxDepth: 5 }, leaf, fc.array(tie('json'), { maxLength: 3 }), tie('object')),
  object: fc
    .array(fc.tuple(key, tie('json')), { maxLength: 6 })
    .map((pairs) => Object.fromEntries(pairs) as unknown),
}));
const object = (...required: string[]) =>
  fc.tuple(fc.tuple(...required.map(() => json)), json).map(([values, rest]) => ({
    ...(typeof rest === 'object' ? rest : {}),
    ...Object.fromEntries(required.map((name, index) => [name, values[index]])),
  }));
const list = (item: fc.Arbitrary<unknown>) => fc.array(item, { maxLength: 3 });

/** Bodies that look right down to some depth. */
const posts = fc.record({ data: list(object('id', 'timestamp', 'media_type', 'like_count', 'insights')) });
const comments = fc.record({ data: list(object('id', 'text', 'timestamp', 'replies')) });
const breakdown = fc.record({
  dimension_keys: list(leaf),
  results: list(object('dimension_values', 'value')),
});
const insights = fc.record({
  data: list(
    fc.record({
      name: fc.constantFrom(...metrics),
      values: list(object('value', 'end_time')),
      total_value: fc.record({ value: json, breakdowns: list(breakdown) }),
    }),
  ),
});
const profile = object('username', 'followers_count');
const competitor = fc.record({
  business_discovery: fc.record({ username: leaf, followers_count: leaf, media: posts }),
});
const delivery = fc.record({
  entry: list(
    fc.record({
      id: fc.constant('100'),
      time: leaf,
      changes: list(
        fc.record({
          field: fc.constantFrom('story_insights', 'comments', 'mentions', '__proto__'),
          value: fc.record({
            media_id: leaf,
            id: leaf,
            media: json,
            reach: leaf,
            exits: leaf,
            constructor: leaf,
          }),
        }),
      ),
    }),
  ),
});

/** Every kind of page that a reading lands, and what it should hold. */
const kinds: readonly [StreamName, Record<string, unknown>, fc.Arbitrary<unknown>][] = [
  ['accounts', { kind: 'account' }, profile],
  ['media', { kind: 'media', fields: counters, metrics }, posts],
  ['media', { kind: 'competitor', fields: counters }, competitor],
  ['media_insights', { kind: 'media_insights', media_id: '1', metrics, breakdown: null }, insights],
  [
    'account_insights',
    { kind: 'account_insights', metrics, days: ['2026-11-09'], breakdown: null },
    insights,
  ],
  [
    'account_insights',
    { kind: 'account_insights', metrics, days: ['2026-11-09'], breakdown: 'follow_type' },
    insights,
  ],
  ['demographics', { kind: 'demographics', of: 'followers', metric: 'reach', breakdown: 'age' }, insights],
  ['demographics', { kind: 'online_followers', of: 'online', breakdown: 'hour' }, insights],
  ['comments', { kind: 'comments', media_id: '1', parent_id: null }, comments],
  ['tagged_media', { kind: 'tags' }, posts],
  ['hashtag_media', { kind: 'hashtag_media', hashtag: 'coffee', list: 'top' }, posts],
  ['media_insights', { kind: 'webhook', fields: ['story_insights'] }, delivery],
  ['comments', { kind: 'webhook', fields: ['comments'] }, delivery],
  ['tagged_media', { kind: 'webhook', fields: ['mentions'] }, delivery],
];

/** What a column may hold, so that a warehouse can take it. */
const fits = {
  string: (value: unknown) => typeof value === 'string',
  integer: (value: unknown) => Number.isSafeInteger(value) && (value as number) >= 0,
  number: (value: unknown) => (value as number) >= 0 && (value as number) <= Number.MAX_SAFE_INTEGER,
  boolean: (value: unknown) => typeof value === 'boolean',
  timestamp: (value: unknown) => /^20\d\d-/.test((value as Date).toISOString()),
  date: (value: unknown) => /^20\d\d-\d\d-\d\d$/.test(value as string),
};

describe('whatever the platform answers', () => {
  test.each(kinds)(
    'in place of %s becomes records that fit their columns, or rejects',
    (stream, request, body) => {
      fc.assert(
        fc.property(fc.oneof({ weight: 4, arbitrary: body }, json), (answer) => {
          for (const item of graphApi.parse(page(stream, request, JSON.stringify(answer)))) {
            if ('reject' in item) {
              expect(item.reject).toMatchObject({ rule: expect.any(String), payload: expect.any(String) });
              continue;
            }
            for (const record of item.records) {
              const { columns }: StreamDeclaration = streams[record.stream];
              const values = record.values as unknown as Record<string, unknown>;
              for (const [name, { type, nullable }] of Object.entries(columns)) {
                const value = values[name];
                const isFine = value === null ? nullable : fits[type](value);
                if (!isFine) expect.fail(`${record.stream}.${name} is ${String(value)}`);
              }
            }
          }
        }),
        { numRuns: 300 },
      );
    },
  );
});

describe('a reading', () => {
  const media = `/v26.0/${accountId}/media`;
  const readingOf = async (answer: (n: number) => Scripted) => {
    let n = 0;
    const server = await smallGraph([], ({ path }) => (path === media ? answer(n++) : null));
    onTestFinished(() => server.close());
    const { gaps, pages } = await readAll(contextFor(server.url));
    return { gaps, pages: pages.filter(({ request }) => request.path === `/${accountId}/media`) };
  };
  const paging = (n: number) => ({ cursors: { after: `${n}` }, next: `https://x/?after=${n}` });

  test.each<[string, (n: number) => object[]]>([
    ['is empty', () => []],
    ['repeats itself', (n) => [post(n === 0 ? '1' : '2')]],
  ])('leaves a list that %s behind ever new cursors', async (_what, data) => {
    const { gaps, pages } = await readingOf((n) => ({ body: { data: data(n), paging: paging(n) } }));
    expect(gaps).toMatchObject([
      { stream: 'media', recovery: 'stream', message: expect.stringContaining('end') },
    ]);
    expect(pages.length).toBeLessThan(60);
  });

  test('takes an error of null for none', async () => {
    const { gaps, pages } = await readingOf(() => ({ body: { error: null, data: [post('1')] } }));
    expect([gaps, pages.length]).toEqual([[], 1]);
  });

  test('goes on past what is nested deeper than the stack', async () => {
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    const body = `{"data":[{"id":"1","x":${deep}},{"x":${deep}}]}`;
    const { gaps, pages } = await readingOf(() => ({ body }));
    expect([gaps, pages.length]).toEqual([[], 1]);
    expect(graphApi.parse(pages[0]!)).toMatchObject([{ ref: '1' }, { reject: { rule: 'missing-id' } }]);
  });
});
