import { afterEach, describe, expect, test } from 'vitest';
import { graphApi } from '../../../connectors/graph-api/index.js';
import type { Asked, Scripted } from '../http/scripted-server.js';
import { appSecret, contextFor, readAll, recordsOf, token } from './context.js';
import { accountId, everyMetric, fault, fresh, paths, post, smallGraph } from './small-graph.js';

const open: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

async function graph(
  posts: readonly Record<string, unknown>[],
  override?: (asked: Asked, n: number) => Scripted | null,
  options: Parameters<typeof contextFor>[1] = {},
) {
  const server = await smallGraph(posts, override);
  open.push(server.close);
  return { server, context: contextFor(server.url, options) };
}

const isInsightsOf = (id: string) => (asked: Asked) => asked.path.endsWith(`/${id}/insights`);
const isList = (asked: Asked) => asked.path.endsWith(`/${accountId}/media`);

describe('reading an account', () => {
  test('yields profile, posts, their counters and insights under one key', async () => {
    const { context } = await graph([
      post('11'),
      post('12', { media_product_type: 'REELS', media_type: 'VIDEO' }),
    ]);
    const { pages, gaps, error } = await readAll(context);
    expect([error, gaps]).toEqual([null, []]);
    expect(recordsOf(pages, 'accounts')).toMatchObject([
      { account_ref: accountId, username: 'cafe', followers: 500 },
    ]);
    expect(recordsOf(pages, 'media')).toMatchObject([
      { media_ref: 'Sc11', media_id: '11', format: 'image', posted_at: new Date('2026-11-10T10:00:00Z') },
      { media_ref: 'Sc12', media_id: '12', format: 'reel' },
    ]);
    const saves = recordsOf(pages, 'media_insights').filter(({ metric }) => metric === 'saves');
    expect(saves).toMatchObject([
      { media_ref: 'Sc11', value: 7 },
      { media_ref: 'Sc12', value: 7 },
    ]);
    expect(recordsOf(pages, 'media_insights').filter(({ metric }) => metric === 'avg_watch_ms')).toHaveLength(
      1,
    );
  });

  test('sends the token in the header only, with a proof when there is an app secret', async () => {
    const { context, server } = await graph([post('11')], undefined, {
      settings: { app_secret_env: 'REACHLINE_APP_SECRET' },
    });
    const { pages } = await readAll(context);
    // What inspects a token has no other place for it.
    const asked = server.asked.filter(({ path }) => !path.endsWith('/debug_token'));
    expect(asked.length).toBeGreaterThan(5);
    for (const { headers, query } of asked) {
      expect(headers.authorization).toBe(`Bearer ${token}`);
      expect(query.appsecret_proof).toMatch(/^[0-9a-f]{64}$/);
      expect(JSON.stringify(query)).not.toContain(token);
    }
    const stored = JSON.stringify([pages, context.effects.lines]);
    for (const secret of [token, appSecret, server.asked[0]!.query.appsecret_proof!])
      expect(stored).not.toContain(secret);
  });

  test('follows cursors until there is no next, through an empty page, and keeps no token from paging links', async () => {
    const link = (after: string) => ({
      cursors: { after },
      next: `https://graph.facebook.com/v26.0/1/media?access_token=${token}&after=${after}`,
    });
    const { context } = await graph([], (asked) => {
      if (!isList(asked)) return null;
      if (!asked.query.after) return { body: { data: [post('11')], paging: link('A') } };
      if (asked.query.after === 'A') return { body: { data: [], paging: link('B') } };
      return { body: { data: [post('12')], paging: { cursors: { after: 'C' } } } };
    });
    const { pages } = await readAll(context);
    expect(recordsOf(pages, 'media').map(({ media_id }) => media_id)).toEqual(['11', '12']);
    expect(JSON.stringify(pages)).not.toContain(token);
  });

  test('follows a list that goes on by time, to where it is empty', async () => {
    const { context, server } = await graph([], (asked) => {
      if (!isList(asked)) return null;
      const n = 3 - Number(asked.query.until ?? 3);
      const next = `https://graph.facebook.com/v26.0/1/media?access_token=${token}&limit=100&until=${2 - n}`;
      return { body: { data: n < 2 ? [post(String(11 + n))] : [], paging: { next } } };
    });
    const { gaps, pages } = await readAll(context);
    expect(gaps).toEqual([]);
    expect(recordsOf(pages, 'media').map(({ media_id }) => media_id)).toEqual(['11', '12']);
    expect(server.asked.filter(isList).map(({ query }) => query.until)).toEqual([undefined, '2', '1']);
    expect(JSON.stringify(pages)).not.toContain(token);
  });

  test('does not take a list for whole whose next page it cannot ask for', async () => {
    const { context } = await graph([], (asked) =>
      isList(asked) ? { body: { data: [post('11')], paging: { next: 'https://x/?page=2' } } } : null,
    );
    const { gaps, state } = await readAll(context);
    expect(gaps).toMatchObject([{ account: accountId, stream: 'media', recovery: 'stream' }]);
    expect(state[accountId]).not.toHaveProperty('media');
  });

  test('ends a list that leads back to its beginning: everything has been seen', async () => {
    const link = (after: string) => ({ cursors: { after }, next: `https://x/?after=${after}` });
    const { context, server } = await graph([], (asked) => {
      if (!isList(asked)) return null;
      return asked.query.after === 'A'
        ? { body: { data: [post('12')], paging: link('B') } }
        : { body: { data: [post('11')], paging: link('A') } };
    });
    const { gaps, pages } = await readAll(context);
    expect(gaps).toEqual([]);
    expect(recordsOf(pages, 'media').map(({ media_id }) => media_id)).toEqual(['11', '12']);
    expect(server.asked.filter(isList)).toHaveLength(3);
  });

  test.each([
    ['whose cursor is ignored', (): string => 'A'],
    ['that turns back halfway', (n: number): string => (n < 3 ? String(n) : '1')],
  ])('stops at a list %s, says so, and reads the rest', async (_, cursorOf) => {
    let n = 0;
    const { context } = await graph([], (asked) => {
      if (!isList(asked)) return null;
      const after = cursorOf(n++);
      const start = after === 'A' ? 0 : 1000 * n;
      const data = Array.from({ length: Number(asked.query.limit) }, (_, index) =>
        post(String(start + index)),
      );
      return { body: { data, paging: { cursors: { after }, next: `https://x/?after=${after}` } } };
    });
    const { gaps } = await readAll(context);
    expect(gaps).toMatchObject([{ account: accountId, stream: 'media', recovery: 'stream' }]);
    expect(gaps[0]!.message).toContain('repeats what it already gave');
  });

  test('asks for less when a page is too heavy, and for few fields when one of them breaks it', async () => {
    const { context, server } = await graph([post('11')], (asked) => {
      if (!isList(asked)) return null;
      if (Number(asked.query.limit) > 25) {
        return fault(1, "Please reduce the amount of data you're asking for, then retry your request");
      }
      return asked.query.fields!.includes('alt_text') ? fault(9005, 'Video content was not found') : null;
    });
    const { gaps, pages } = await readAll(context);
    expect(gaps).toEqual([]);
    expect(server.asked.filter(isList).map(({ query }) => query.limit)).toEqual(['100', '50', '25', '25']);
    expect(recordsOf(pages, 'media')).toMatchObject([{ media_ref: 'Sc11' }]);
  });

  test('leaves out a field that this version does not know', async () => {
    const { context, server } = await graph([post('11')], (asked) =>
      isList(asked) && asked.query.fields!.split(',').includes('media_audio_type')
        ? fault(100, '(#100) Tried accessing nonexisting field (media_audio_type) on node type (IGMedia)')
        : null,
    );
    const { pages } = await readAll(context);
    expect(recordsOf(pages, 'media')).toHaveLength(1);
    expect(server.asked.filter(isList).at(-1)!.query.fields).toContain('alt_text');
  });
});

describe('an absent value', () => {
  const absences = async (
    override: (asked: Asked, n: number) => Scripted | null,
    posts: readonly Record<string, unknown>[] = [post('11')],
  ) => {
    const { context, server } = await graph(posts, override);
    const { pages, gaps } = await readAll(context);
    const records = recordsOf(pages, 'media_insights');
    return {
      records,
      gaps,
      server,
      reasons: (metric: string) => records.filter((r) => r.metric === metric).map((r) => r.absent_reason),
    };
  };

  test('of a refused metric is stored with its reason, and the others are asked again', async () => {
    const { reasons, records, gaps } = await absences((asked) =>
      isInsightsOf('11')(asked) && asked.query.metric!.includes('reposts')
        ? fault(
            100,
            '(#100) The Media Insights API does not support the `reposts` metric for this media product type.',
          )
        : null,
    );
    expect(gaps).toEqual([]);
    expect(reasons('reposts')).toEqual(['unsupported']);
    expect(records.find(({ metric }) => metric === 'reach')).toMatchObject({ value: 7, absent_reason: null });
  });

  test('that the platform dropped is deprecated', async () => {
    const { reasons } = await absences((asked) =>
      isInsightsOf('11')(asked) && asked.query.metric!.includes('profile_activity')
        ? fault(
            100,
            '(#100) Starting from version 21+, the following metric is no longer supported: profile_activity. For more',
          )
        : null,
    );
    // The breakdown is refused too; it has no word on the total.
    expect(reasons('profile_activity')).toEqual(['deprecated']);
  });

  test('with an unknown name is found by its position', async () => {
    const { reasons } = await absences((asked) => {
      const position = asked.query.metric?.split(',').indexOf('follows') ?? -1;
      return isInsightsOf('11')(asked) && position >= 0
        ? fault(100, `(#100) metric[${position}] must be one of the following values: reach, likes, comments`)
        : null;
    });
    expect(reasons('follows')).toEqual(['unsupported']);
    expect(reasons('reach')).toEqual([null]);
  });

  test('of a post from before the conversion covers every metric, and older posts are not asked again', async () => {
    const posts = [post('12'), post('11', { timestamp: '2020-01-01T00:00:00+0000' })];
    const override = (asked: Asked) =>
      isInsightsOf('11')(asked) ? fault(100, 'Invalid parameter', { error_subcode: 2108006 }) : null;
    const { reasons } = await absences(override, posts);
    expect(reasons('reach')).toEqual([null, 'before_business_conversion']);
    const first = await graph(posts, override);
    const { state } = await readAll(first.context);
    const second = await graph(posts, override, { state });
    await readAll(second.context);
    expect(paths(second.server.asked)).not.toContain('/11/insights');
  });

  test('that is silently omitted is never zero: not yet available while young, unsupported later', async () => {
    const omit = (asked: Asked): Scripted | null =>
      asked.path.match(/\/1[12]\/insights$/)
        ? everyMetric({ ...asked, query: { ...asked.query, metric: 'reach' } })
        : null;
    const { records } = await absences(omit, [post('12', { timestamp: fresh }), post('11')]);
    const views = records.filter(({ metric }) => metric === 'views');
    expect(views).toMatchObject([
      { media_ref: 'Sc12', value: null, absent_reason: 'not_yet_available' },
      { media_ref: 'Sc11', value: null, absent_reason: 'unsupported' },
    ]);
  });

  test('of likes that the owner hides is hidden', async () => {
    const { like_count: _, ...hidden } = post('11');
    const { records } = await absences(() => null, [hidden]);
    expect(records[0]).toMatchObject({ metric: 'likes', value: null, absent_reason: 'hidden' });
  });

  test('of a story with few viewers says so', async () => {
    const story = {
      ...post('99', { media_product_type: 'STORY', permalink: 'https://instagram.com/stories/cafe/99' }),
    };
    const { records } = await absences((asked) => {
      if (asked.path.endsWith('/stories')) return { body: { data: [story] } };
      return isInsightsOf('99')(asked)
        ? fault(10, '(#10) Not enough viewers for the media to show insights')
        : null;
    });
    const ofStory = records.filter(({ media_ref, value }) => media_ref === 'Sc99' && value === null);
    expect(ofStory.map(({ metric }) => metric)).toContain('replies');
    expect(new Set(ofStory.map(({ absent_reason }) => absent_reason))).toEqual(new Set(['too_few_viewers']));
  });

  test('is not asked for again and again once a kind of post keeps refusing it', async () => {
    const posts = Array.from({ length: 8 }, (_, n) => post(String(20 + n)));
    const { server, reasons } = await absences(
      (asked) =>
        asked.path.endsWith('/insights') &&
        asked.query.metric!.includes('reposts') &&
        !asked.path.includes(accountId)
          ? fault(
              100,
              '(#100) The Media Insights API does not support the `reposts` metric for this media product type.',
            )
          : null,
      posts,
    );
    const refused = server.asked.filter(
      ({ path, query }) => !path.includes(accountId) && query.metric?.includes('reposts'),
    );
    expect(refused).toHaveLength(3);
    expect(reasons('reposts')).toEqual(Array(8).fill('unsupported'));
  });

  test('is told of every post also when it is refused alone, in a request of its own', async () => {
    const stories = Array.from({ length: 5 }, (_, n) =>
      post(String(90 + n), {
        media_product_type: 'STORY',
        permalink: 'https://instagram.com/stories/cafe/9',
      }),
    );
    const { server, reasons } = await absences((asked) => {
      if (asked.path.endsWith('/stories')) return { body: { data: stories } };
      return asked.query.metric === 'navigation'
        ? fault(100, '(#100) The Media Insights API does not support the `navigation` metric for this type.')
        : null;
    });
    expect(server.asked.filter(({ query }) => query.metric === 'navigation')).toHaveLength(3);
    expect(reasons('navigation')).toEqual(Array(5).fill('unsupported'));
  });
});

describe('failures', () => {
  test('that pass are retried, with growing pauses', async () => {
    const failures: Scripted[] = [
      fault(2, 'Service temporarily unavailable'),
      { status: 503, body: '<html>busy</html>' },
      'cut gzip',
      fault(100, 'odd', { is_transient: true }),
    ];
    const { context } = await graph([post('11')], (asked, n) => (n < 4 && asked.path ? failures[n]! : null));
    const { error, pages } = await readAll(context);
    expect(error).toBeNull();
    expect(context.effects.pauses).toEqual([500, 1000, 2000, 4000]);
    expect(recordsOf(pages, 'media')).toHaveLength(1);
  });

  test('that stay end the reading as unavailable', async () => {
    const { context } = await graph([], () => 'reset');
    const { error } = await readAll(context);
    expect(error).toMatchObject({ kind: 'unavailable', recovery: 'retry' });
  });

  test('of a token say which variable to fill and how', async () => {
    const { context } = await graph([], () =>
      fault(190, 'Error validating access token', { error_subcode: 463 }),
    );
    const { error } = await readAll(context);
    expect(error).toMatchObject({ kind: 'credentials', recovery: 'connection' });
    expect(error!.message).toContain('the token expired');
    expect(error!.hint).toContain('REACHLINE_TOKEN');
    expect(JSON.stringify(error)).not.toContain(token);
  });

  test('of a missing variable need no request', async () => {
    const { context, server } = await graph([], undefined, { env: {} });
    const { error } = await readAll(context);
    expect(error).toMatchObject({ kind: 'credentials' });
    expect(error!.message).toContain('REACHLINE_TOKEN');
    expect(server.asked).toEqual([]);
  });

  test('of one stream leave the others', async () => {
    const { context } = await graph([post('11')], (asked) =>
      asked.path.endsWith(`/${accountId}/insights`) ? fault(200, 'Permissions error') : null,
    );
    const { gaps, pages, error } = await readAll(context);
    expect(error).toBeNull();
    expect(gaps).toMatchObject(
      ['account_insights', 'demographics'].map((stream) => ({
        account: accountId,
        stream,
        recovery: 'stream',
      })),
    );
    expect(recordsOf(pages, 'media')).toHaveLength(1);
  });

  test('of the profile leave the stories, which are gone tomorrow, and the rest', async () => {
    const { context, server } = await graph([post('11')], (asked) =>
      asked.path.endsWith(`/${accountId}`) ? fault(2, 'Service temporarily unavailable') : null,
    );
    const { error, gaps, pages } = await readAll(context);
    expect(error).toBeNull();
    expect(gaps).toMatchObject([{ account: accountId, stream: 'accounts', recovery: 'retry' }]);
    expect(paths(server.asked)).toContain(`/${accountId}/stories`);
    expect(recordsOf(pages, 'media')).toHaveLength(1);
  });

  test('of one post leave the other posts', async () => {
    const { context } = await graph([post('11'), post('12')], (asked) =>
      isInsightsOf('11')(asked) ? fault(100, 'Unsupported get request', { error_subcode: 33 }) : null,
    );
    const { error, gaps, pages } = await readAll(context);
    expect(error).toBeNull();
    expect(gaps).toMatchObject([{ stream: 'media_insights', recovery: 'skip' }]);
    expect(gaps[0]!.message).toContain('/11/insights');
    expect(recordsOf(pages, 'media_insights').filter(({ metric }) => metric === 'reach')).toMatchObject([
      { media_ref: 'Sc12' },
    ]);
  });

  test('of one post that stay are a gap, and the other posts are read', async () => {
    const { context } = await graph([post('11'), post('12')], (asked) =>
      isInsightsOf('11')(asked) ? fault(2, 'Service temporarily unavailable') : null,
    );
    const { gaps, pages } = await readAll(context);
    expect(gaps).toMatchObject([{ account: accountId, stream: 'media_insights', recovery: 'retry' }]);
    expect(
      recordsOf(pages, 'media_insights').some(
        ({ media_ref, metric }) => media_ref === 'Sc12' && metric === 'reach',
      ),
    ).toBe(true);
  });

  test('of every post end the insights, not the list', async () => {
    const { context, server } = await graph(
      Array.from({ length: 9 }, (_, n) => post(String(20 + n))),
      (asked) => (/\/2\d\/insights$/.test(asked.path) ? fault(2, 'Service temporarily unavailable') : null),
    );
    const { gaps, pages, state } = await readAll(context);
    expect(gaps).toHaveLength(3);
    expect(recordsOf(pages, 'media')).toHaveLength(9);
    expect(new Set(paths(server.asked).filter((path) => /^\/2\d/.test(path))).size).toBe(3);
    expect(state[accountId]).not.toHaveProperty('media_insights');
  });

  test('of a list without a list are not taken for an empty one', async () => {
    const { context } = await graph([post('11')], (asked) => (isList(asked) ? { body: {} } : null));
    const { gaps } = await readAll(context);
    expect(gaps).toMatchObject([{ stream: 'media', recovery: 'retry' }]);
  });

  test('of a token without Pages explain the missing permission', async () => {
    const { context } = await graph([], (asked) =>
      asked.path.endsWith('/me/accounts') ? { body: { data: [] } } : null,
    );
    const { error } = await readAll(context);
    expect(error).toMatchObject({ kind: 'credentials' });
    expect(error!.hint).toContain('business_management');
  });
});

describe('the call budget', () => {
  const usage = (percent: number, minutes = 0) => ({
    'x-business-use-case-usage': JSON.stringify({
      '1': [
        { type: 'pages', call_count: 1, total_cputime: 1, total_time: 1, estimated_time_to_regain_access: 0 },
      ],
      [accountId]: [
        {
          type: 'instagram',
          call_count: 3,
          total_cputime: percent,
          total_time: 2,
          estimated_time_to_regain_access: minutes,
        },
      ],
    }),
  });

  test('slows down above three quarters', async () => {
    const { context } = await graph([post('11')], (asked) =>
      asked.path.endsWith('/stories') ? { body: { data: [] }, headers: usage(80) } : null,
    );
    const { gaps } = await readAll(context);
    expect(context.effects.pauses).toEqual([2500]);
    expect(gaps).toEqual([]);
  });

  test('leaves the account cleanly at the end, keeping what was read', async () => {
    const { context } = await graph([post('11')], (asked) =>
      asked.path.endsWith('/stories') ? { body: { data: [] }, headers: usage(96, 42) } : null,
    );
    const { gaps, error, pages, state } = await readAll(context);
    expect(error).toBeNull();
    expect(gaps).toMatchObject([{ account: accountId, stream: null, recovery: 'wait' }]);
    expect(gaps[0]!.hint).toContain('42 minutes');
    expect(recordsOf(pages, 'accounts')).toHaveLength(1);
    expect(state[accountId]).not.toHaveProperty('account_insights');
  });

  test('waits the minutes that the platform announces when they are few', async () => {
    let throttled = false;
    const { context } = await graph([post('11')], (asked) => {
      if (!isList(asked) || throttled) return null;
      throttled = true;
      return { ...fault(80002, 'too many calls'), headers: usage(90, 3) };
    });
    const { error, pages } = await readAll(context);
    expect(error).toBeNull();
    expect(context.effects.pauses).toContain(180_000);
    expect(recordsOf(pages, 'media')).toHaveLength(1);
    const told = context.effects.traffic;
    const refused = told.findIndex(({ isLimited }) => isLimited);
    expect(told.filter(({ isLimited }) => isLimited)).toHaveLength(1);
    expect(told.flatMap(({ isRepeated }, index) => (isRepeated ? [index] : []))).toEqual([refused + 1]);
    expect(Math.min(...told.map(({ bytes }) => bytes ?? 0))).toBeGreaterThan(10);
  });

  test('waits again, up to the minutes of the settings in all', async () => {
    const reading = async (max_wait_minutes: number) => {
      let refusals = 0;
      const { context } = await graph(
        [post('11')],
        (asked) =>
          isList(asked) && refusals++ < 3
            ? { ...fault(80002, 'too many calls'), headers: usage(90, 3) }
            : null,
        { settings: { max_wait_minutes } },
      );
      const { gaps } = await readAll(context);
      return { waits: context.effects.pauses.filter((ms) => ms === 180_000).length, gaps };
    };
    expect(await reading(9)).toEqual({ waits: 3, gaps: [] });
    expect(await reading(8)).toMatchObject({ waits: 2, gaps: [{ account: accountId, recovery: 'wait' }] });
  });

  test('leaves the account when they are many', async () => {
    const { context } = await graph([post('11')], (asked) =>
      isList(asked) ? { ...fault(80002, 'too many calls'), headers: usage(100, 90) } : null,
    );
    const { gaps } = await readAll(context);
    expect(gaps).toMatchObject([{ account: accountId, recovery: 'wait' }]);
    expect(context.effects.pauses).toEqual([]);
  });
});

describe('account insights', () => {
  const ofAccount = (asked: Asked) => asked.path.endsWith(`/${accountId}/insights`);

  test('belong to the Pacific day that ends at end_time; the unfinished day has no value yet', async () => {
    const { context } = await graph([], (asked) =>
      ofAccount(asked) && asked.query.metric === 'reach'
        ? {
            body: {
              data: [
                {
                  name: 'reach',
                  period: 'day',
                  values: [
                    { value: 4, end_time: '2026-11-01T07:00:00+0000' },
                    { value: 5, end_time: '2026-11-02T08:00:00+0000' },
                    { value: 66, end_time: '2026-11-20T08:00:00+0000' },
                    { value: 9, end_time: '2026-11-21T08:00:00+0000' },
                  ],
                },
              ],
            },
          }
        : null,
    );
    const { pages } = await readAll(context);
    const reach = recordsOf(pages, 'account_insights').filter(({ metric }) => metric === 'reach');
    const on = (day: string) => reach.find((record) => record.day === day);
    expect(on('2026-10-31')).toMatchObject({ value: 4 });
    expect(on('2026-11-01')).toMatchObject({ value: 5 });
    expect(on('2026-11-19')).toMatchObject({ value: 66 });
    expect(on('2026-11-20')).toMatchObject({ value: null, absent_reason: 'not_yet_available' });
    expect(on('2026-11-10')).toMatchObject({ value: null, absent_reason: 'unsupported' });
  });

  test('are back-filled for 30 days first, then read from three days back, one call per day for totals', async () => {
    const first = await graph([]);
    const { state } = await readAll(first.context);
    const totals = (asked: readonly Asked[]) =>
      asked.filter(({ query }) => query.metric_type === 'total_value' && query.period === 'day');
    expect(new Set(totals(first.server.asked).map(({ query }) => query.since)).size).toBe(30);
    for (const { query } of first.server.asked.filter(({ query }) => query.period === 'day')) {
      expect(Number(query.until) - Number(query.since)).toBeLessThanOrEqual(30 * 86_400);
    }
    const second = await graph([], undefined, { state });
    await readAll(second.context);
    const days = totals(second.server.asked).map(({ query }) =>
      new Date(Number(query.since) * 1000).toISOString(),
    );
    expect([...new Set(days)]).toEqual([
      '2026-11-17T08:00:00.000Z',
      '2026-11-18T08:00:00.000Z',
      '2026-11-19T08:00:00.000Z',
    ]);
  });

  test('tell follows from unfollows', async () => {
    const { context } = await graph([], (asked) =>
      ofAccount(asked) && asked.query.breakdown === 'follow_type'
        ? {
            body: {
              data: [
                {
                  name: 'follows_and_unfollows',
                  total_value: {
                    breakdowns: [
                      {
                        dimension_keys: ['follow_type'],
                        results: [
                          { dimension_values: ['FOLLOWER'], value: 12 },
                          { dimension_values: ['NON_FOLLOWER'], value: 5 },
                        ],
                      },
                    ],
                  },
                },
              ],
            },
          }
        : null,
    );
    const { pages } = await readAll(context);
    const yesterday = recordsOf(pages, 'account_insights').filter(({ day }) => day === '2026-11-18');
    expect(yesterday.filter(({ metric, value }) => metric === 'new_follows' && value !== null)).toMatchObject(
      [{ value: 12 }],
    );
    expect(yesterday.filter(({ metric }) => metric === 'unfollows')).toMatchObject([{ value: 5 }]);
  });
});

describe('the schedule', () => {
  const old = (n: number) => post(String(1000 + n), { timestamp: '2026-06-01T00:00:00+0000' });
  const insightPaths = (asked: readonly Asked[]) =>
    paths(asked).filter((path) => /^\/1\d{3}\/insights$/.test(path));

  test('reads every post once, then the counters of old ones with the list alone', async () => {
    const posts = Array.from({ length: 40 }, (_, n) => old(n));
    const first = await graph(posts);
    let { state } = await readAll(first.context);
    expect(new Set(insightPaths(first.server.asked)).size).toBe(40);
    for (let night = 0; night < 8; night++) {
      const now = new Date(Date.UTC(2026, 10, 21 + night, 9));
      const { server, context } = await graph(posts, undefined, { state, now });
      ({ state } = await readAll(context));
      expect(insightPaths(server.asked)).toEqual([]);
      expect(server.asked.filter(isList)).toHaveLength(1);
    }
  });

  test('does not say that it knows all posts where the platform lists the newest ten thousand only', async () => {
    const last = '2026-11-10T00:00:00.000Z';
    const { context, server } = await graph(
      [],
      (asked) => {
        if (!isList(asked)) return null;
        const page = Number(asked.query.after ?? 0);
        const data = Array.from({ length: 100 }, (_, n) => old(1000 + 100 * page + n));
        if (page === 99) return { body: { data } };
        return { body: { data, paging: { cursors: { after: String(page + 1) }, next: 'https://x/' } } };
      },
      { state: { [accountId]: { media_insights: { read_at: last, swept_at: last } } } },
    );
    const { gaps, state } = await readAll(context);
    expect(gaps).toEqual([]);
    expect(server.asked.filter(isList)).toHaveLength(100);
    // Whoever is not in the list would count as gone.
    expect(state[accountId]).not.toHaveProperty('media');
    const plans = graphApi.plan({ ...context, state }).filter(({ stream }) => stream === 'media');
    expect(plans.map(({ calls }) => calls)).toEqual([1, 1]);
  });

  test('makes up for a post that could not be read in passing, however old it is', async () => {
    const posts = [old(1), old(2)];
    const isBroken = isInsightsOf('1001');
    const first = await graph(posts, (asked) => (isBroken(asked) ? fault(2, 'try later') : null));
    let { state, gaps } = await readAll(first.context);
    expect(gaps).toHaveLength(1);
    const asked: string[] = [];
    for (let night = 0; night < 9; night++) {
      const now = new Date(Date.UTC(2026, 10, 21 + night, 9));
      const { server, context } = await graph(posts, undefined, { state, now });
      ({ state } = await readAll(context));
      asked.push(...new Set(insightPaths(server.asked)));
    }
    expect(asked).toEqual(['/1001/insights']);
  });

  test('continues an interrupted first pass where it stopped', async () => {
    const all = Array.from({ length: 4 }, (_, n) =>
      post(String(1000 + n), { timestamp: `2026-06-0${9 - n}T00:00:00+0000` }),
    );
    let isBroken = true;
    const override = (asked: Asked): Scripted | null => {
      if (!isList(asked)) return null;
      if (!asked.query.after) {
        return {
          body: { data: all.slice(0, 2), paging: { cursors: { after: 'A' }, next: 'https://x/?after=A' } },
        };
      }
      return isBroken ? fault(2500, 'broken') : { body: { data: all.slice(2) } };
    };
    const first = await graph([], override);
    const reading = await readAll(first.context);
    expect(new Set(insightPaths(first.server.asked)).size).toBe(2);
    expect(reading.gaps).toHaveLength(1);
    isBroken = false;
    const second = await graph([], override, { state: reading.state });
    await readAll(second.context);
    expect([...new Set(insightPaths(second.server.asked))]).toEqual(['/1002/insights', '/1003/insights']);
  });
});
