import { expect, test } from 'vitest';
import { graphApi } from '../../connectors/graph-api/index.js';
import type { Connector, Page } from '../../connectors/index.js';
import { build } from '../../pipeline/run/build.js';
import { startRun } from '../../pipeline/run/run.js';
import { temporaryHome } from './temporary-home.js';
import { land, parsedConfig, published } from './warehouse.js';

const at = new Date('2026-11-19T02:00:00Z');

const page = (kind: string, stream: Page['stream'], request: Page['request'], body: unknown): Page => ({
  source: 'graph-api',
  connection: 'main',
  account: '100',
  stream,
  request: { kind, account_id: '100', path: '/100', ...request },
  fetched_at: at,
  status: 200,
  body: JSON.stringify(body),
});

const posts = (...data: object[]) =>
  page(
    'media',
    'media',
    { fields: ['like_count'] },
    { data: data.map((fields, index) => ({ id: `${index}`, like_count: 3, ...fields })) },
  );

/** The same impossible value wherever the platform gives a number. */
function everywhere(value: unknown): Page[] {
  const end_time = '2026-11-10T08:00:00+0000';
  const breakdown = (key: string, name: string) => ({
    value,
    breakdowns: [{ dimension_keys: [key], results: [{ dimension_values: [name], value }] }],
  });
  return [
    posts({ like_count: value }),
    page('account', 'accounts', {}, { username: 'cafe', followers_count: value }),
    page(
      'media_insights',
      'media_insights',
      { media_id: '0', metrics: ['reach', 'views', 'likes'] },
      { data: ['reach', 'views', 'likes'].map((name) => ({ name, values: [{ value }] })) },
    ),
    page(
      'account_insights',
      'account_insights',
      { metrics: ['reach', 'follower_count'], days: ['2026-11-09'] },
      { data: ['reach', 'follower_count'].map((name) => ({ name, values: [{ value, end_time }] })) },
    ),
    page(
      'account_insights',
      'account_insights',
      { metrics: ['views'], breakdown: 'follow_type', days: ['2026-11-09'] },
      { data: [{ name: 'views', total_value: breakdown('follow_type', 'FOLLOWER') }] },
    ),
    page(
      'demographics',
      'demographics',
      { of: 'followers', metric: 'follower_demographics', breakdown: 'age' },
      { data: [{ name: 'follower_demographics', total_value: breakdown('age', '25-34') }] },
    ),
  ];
}

test('one impossible answer keeps no night from publishing', async () => {
  const home = await temporaryHome();
  await land(home, at.toISOString(), [
    ...[1e308, 1e19, -5, '5', null, [], {}].flatMap(everywhere),
    posts(
      { timestamp: '9998-01-01T00:00:00+0000' },
      { timestamp: '9999-12-31T23:59:59-2359' },
      { timestamp: '2026-11-20T02:00:00+0000' },
      { media_type: 'constructor', media_product_type: '__proto__' },
      { caption: 'a\0b\ud800\u2028', shortcode: '\0' },
      { id: 'good', shortcode: 'GOOD01', media_type: 'IMAGE', timestamp: '2026-11-01T10:00:00+0000' },
    ),
  ]);
  const now = new Date('2026-11-20T02:00:00Z');
  const run = await startRun(home, 'build', () => now);
  const { manifest, manifests } = run;
  await build({
    home,
    config: parsedConfig(),
    connections: [],
    connectors: [graphApi as Connector],
    manifests,
    runId: manifest.run_id,
    now,
    full: false,
  });
  await run.finish('succeeded');
  expect(await published(home, "select likes from media_performance where media_id = 'good'")).toEqual([
    { likes: 3 },
  ]);
  expect(
    await published(home, 'select rule, count(*) as posts from quarantine group by rule order by rule'),
  ).toEqual([
    { rule: 'future-date', posts: 1 },
    { rule: 'schema-drift', posts: 15 }, // text, a list and an object for a number, in five kinds of answers
    { rule: 'unreadable-date', posts: 2 },
  ]);
});
