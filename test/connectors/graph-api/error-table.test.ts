import { describe, expect, test } from 'vitest';
import {
  type ErrorRow,
  errorTable,
  graphErrorIn,
  rowFor,
} from '../../../connectors/graph-api/error-table.js';
import type { Recovery } from '../../../connectors/index.js';

/** What to do next, beside the class: how to ask differently, or why there is no value. */
type Further = Pick<ErrorRow, 'change' | 'absent' | 'retries'>;

const reduce = "Please reduce the amount of data you're asking for, then retry your request";
const viewers = '(#10) Not enough viewers for the media to show insights';
const noMetric =
  '(#100) The Media Insights API does not support the impressions metric for this media product type.';
const noLonger = '(#100) Metrics no longer supported: plays';
const oneOf = '(#100) metric[0] must be one of the following values: reach, views';
const noField = '(#100) Tried accessing nonexisting field (copyright) on node type (IGMedia)';
const crossposted = '(#100) The media is not cross-posted to Facebook';

/** The code table of the platform, all of it. Source: Graph API error handling guide and Instagram error codes. */
const rows: readonly [
  code: number,
  subcode: number | null,
  message: string,
  recovery: Recovery,
  further?: Further,
][] = [
  [1, null, 'An unknown error occurred', 'skip', { retries: 3 }],
  [1, 99, reduce, 'stream', { change: 'halve-limit' }],
  [2, null, 'Service temporarily unavailable', 'retry'],
  [3, null, 'Application does not have the capability', 'connection'],
  [4, null, 'Application request limit reached', 'wait'],
  [4, 2207051, 'We restrict certain activity', 'connection'],
  [10, null, viewers, 'skip', { absent: 'too_few_viewers' }],
  [10, null, '(#10) Application does not have permission for this action', 'stream'],
  [17, null, 'User request limit reached', 'wait'],
  [18, null, 'Maximum number of hashtags queried', 'skip'],
  [24, 2207006, 'The media was not found', 'skip'],
  [25, 2207050, 'The Instagram account is restricted', 'account'],
  [32, null, 'Page request limit reached', 'wait'],
  [100, null, 'Invalid parameter', 'skip'],
  [100, 33, 'Unsupported get request. Object does not exist', 'skip', { retries: 1 }],
  [
    100,
    2108006,
    'Media posted before business account conversion',
    'skip',
    { absent: 'before_business_conversion' },
  ],
  [100, null, noMetric, 'skip', { change: 'drop-metric', absent: 'unsupported' }],
  [100, null, noLonger, 'skip', { change: 'drop-metric', absent: 'deprecated' }],
  [100, null, oneOf, 'skip', { change: 'drop-metric', absent: 'unsupported' }],
  [100, null, crossposted, 'skip', { change: 'drop-metric', absent: 'not_crossposted' }],
  [100, null, noField, 'stream', { change: 'drop-field' }],
  [100, null, '(#100) There cannot be more than 30 days (2592000 s) between since and until', 'skip'],
  [100, null, 'API calls from the server require an appsecret_proof argument', 'connection'],
  [100, null, 'Invalid appsecret_proof provided in the API argument', 'connection'],
  [102, null, 'Session has expired', 'connection'],
  [104, null, 'Incorrect signature', 'connection'],
  [110, 2207013, 'Invalid user id', 'skip'],
  [190, null, 'Invalid OAuth access token', 'connection'],
  [190, 458, 'The user has not authorized the application', 'connection'],
  [190, 459, 'The user is in a checkpoint', 'connection'],
  [190, 460, 'The session has been invalidated because the user changed their password', 'connection'],
  [190, 463, 'Session has expired', 'connection'],
  [190, 464, 'Sessions for the user are not allowed because the user is not a confirmed user', 'connection'],
  [190, 467, 'The access token is invalid since the user has logged out', 'connection'],
  [190, 492, 'The user has no role on the Page', 'account'],
  [200, null, 'Permissions error', 'stream'],
  [230, null, 'Requires extended permission', 'stream'],
  [299, null, 'Requires extended permission', 'stream'],
  [341, null, 'Feed action request limit reached', 'wait'],
  [368, null, 'The action attempted has been deemed abusive', 'connection'],
  [613, null, 'Calls to this api have exceeded the rate limit', 'wait'],
  [803, null, 'Some of the aliases you requested do not exist', 'skip'],
  [2500, null, 'Syntax error "Expected end of string"', 'stream'],
  [2635, null, 'You are calling a deprecated version of the API', 'connection'],
  [3006, 2874010, 'Not enough users', 'skip', { absent: 'below_threshold' }],
  [9004, null, 'The media could not be fetched', 'stream', { change: 'minimal-fields' }],
  [9005, null, 'Video content was not found', 'stream', { change: 'minimal-fields' }],
  [9007, null, 'The media is not ready', 'stream', { change: 'minimal-fields' }],
  [80001, null, 'There have been too many calls to this Page account', 'wait'],
  [80002, 2446079, 'There have been too many calls to this Instagram account', 'wait'],
  // Codes that nobody knows concern one request, not the account.
  [960, null, 'Request aborted', 'skip'],
];

describe('the error table', () => {
  test.each(rows)('%s/%s “%s”: %s', (code, subcode, message, recovery, further = {}) => {
    const row = rowFor({ code, subcode, message, transient: false });
    const { change, absent, retries } = row;
    expect({ recovery: row.recovery, change, absent, retries }).toEqual({
      recovery,
      change: undefined,
      absent: undefined,
      retries: undefined,
      ...further,
    });
  });

  test('has a line above for every row', () => {
    const met = new Set(
      rows.map(([code, subcode, message]) => rowFor({ code, subcode, message, transient: false })),
    );
    expect(errorTable.filter((row) => !met.has(row))).toEqual([]);
  });

  test('knows a code that comes as text', () => {
    expect(graphErrorIn({ error: { code: '190', error_subcode: '463', message: 'Expired' } })).toMatchObject({
      code: 190,
      subcode: 463,
    });
  });

  test('says what to do wherever a person has to act', () => {
    const silent = errorTable.filter(
      ({ recovery, hint, kind }) =>
        // For a token that does not work the hint is the login's own.
        ['account', 'connection'].includes(recovery) && !hint && kind !== 'credentials',
    );
    expect(silent).toEqual([]);
  });
});
