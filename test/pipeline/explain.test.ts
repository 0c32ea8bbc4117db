import { expect, test } from 'vitest';
import type { Page } from '../../connectors/index.js';
import { connectors } from '../../connectors/index.js';
import { evidenceFor } from '../../pipeline/explain/evidence.js';
import type { Home } from '../../pipeline/index.js';
import { toLine } from '../../pipeline/landing/envelope.js';
import { writeRawFile } from '../../pipeline/landing/writer.js';
import { temporaryHome } from './temporary-home.js';

const account = '17841400000000001';
const graphApi = connectors['graph-api']!;

/** What is explained of the record that one page gives for a metric, with the page as the second line of a file. */
async function evidenceOf(home: Home, page: Page, metric: string) {
  const [values] = graphApi
    .parse(page)
    .flatMap((item) => ('records' in item ? item.records : []))
    .flatMap((record) =>
      record.stream === 'media_insights' && record.values.metric === metric ? [record.values] : [],
    );
  const raw_file = 'page.ndjson.gz';
  await writeRawFile(home, raw_file, ['not an envelope\n', toLine(page)]);
  const origin = {
    source: page.source,
    run_id: 'run',
    run_kind: null,
    run_started_at: null,
    raw_file,
    line: 2,
    item: 7,
  };
  const warnings: string[] = [];
  const row = { ...values!, ...origin };
  return {
    warnings,
    ...(await evidenceFor(home, [graphApi], 'media_insights', row, 'value', warnings)),
  };
}

test('what a webhook pushed names its fields, and the number in the delivery', async () => {
  const body = JSON.stringify({
    object: 'instagram',
    entry: [
      {
        id: account,
        time: 1_788_900_000,
        changes: [
          { field: 'story_insights', value: { media_id: '17895731045244887', reach: 320, replies: 320 } },
        ],
      },
    ],
  });
  const receivedAt = new Date('2026-09-08T20:00:00Z');
  const [page] = graphApi.webhooks!.pages({
    connection: 'main',
    body: new TextEncoder().encode(body),
    receivedAt,
  });
  const { call, raw, excerpt, verified, warnings } = await evidenceOf(
    await temporaryHome(),
    page!,
    'replies',
  );
  expect(call).toEqual({ kind: 'webhook', connection: 'main', fields: ['story_insights'] });
  expect([raw.line, raw.item_in_line, raw.items_in_line]).toEqual([2, 1, 1]);
  // not that of reach, which is the same
  expect(excerpt).toEqual({ path: 'entry[0].changes[0].value.replies', json: '{"replies":320}' });
  expect([verified, warnings]).toEqual(['equal', []]);
});

test('what the platform refused shows the refusal', async () => {
  const page: Page = {
    source: 'graph-api',
    connection: 'main',
    account,
    stream: 'media_insights',
    request: {
      kind: 'media_insights',
      media_id: '17895731045244887',
      posted_at: '2026-09-01T00:00:00.000Z',
      metrics: ['reach'],
      breakdown: null,
      rejected: {},
      account_id: account,
      path: '/17895731045244887/insights',
      params: { metric: 'reach' },
    },
    fetched_at: new Date('2026-09-08T02:30:00Z'),
    status: 400,
    body: JSON.stringify({
      error: { message: '(#10) Not enough viewers for the media to show insights', code: 10 },
    }),
  };
  const { call, value, absent_reason, excerpt, verified } = await evidenceOf(
    await temporaryHome(),
    page,
    'reach',
  );
  expect([value, absent_reason, verified]).toEqual([null, 'too_few_viewers', 'equal']);
  expect(call).toMatchObject({ kind: 'api', path: '/17895731045244887/insights', status: 400 });
  expect(excerpt!.json).toContain('Not enough viewers');
});
