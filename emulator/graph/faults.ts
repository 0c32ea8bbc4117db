import type { Params } from './call.js';
import type { ErrorName } from './errors.js';

/** An entry of the fault catalogue. */
export interface Fault {
  /**
   * `transient`: lets go. All transient faults together refuse the same request at most `mostInARow` times, then it is answered.
   * `permanent`: chooses victims by what they are, not by the try, so that asking again never helps.
   */
  readonly lasting: 'transient' | 'permanent';
  /** One line. */
  readonly description: string;
  /** Kinds of endpoint that it strikes when a rule names none; every kind when absent. */
  readonly endpoints?: readonly string[];
  /** What a careful reader lacks for good; `null` when asking again or asking differently gets everything. */
  readonly absent: Absence | null;
  readonly effect: FaultEffect;
}

/** What cannot be had while a permanent fault lasts. */
export interface Absence {
  /** In words, for each victim. */
  readonly what: string;
  /** Kinds of endpoint whose answers lack something; empty when it is all of them. */
  readonly endpoints: readonly string[];
  /** What one victim is. */
  readonly of: Victim;
  /** What a reader should note beside a missing value, any of these; empty when no value but a whole answer is missing. */
  readonly reasons: readonly AbsenceReason[];
}

export type AbsenceReason =
  | 'unsupported'
  | 'deprecated'
  | 'hidden'
  | 'too_few_viewers'
  | 'below_threshold'
  | 'before_business_conversion'
  | 'not_yet_available';

/** What a permanent fault chooses: the same one always fares the same. */
export type Victim =
  /** A metric of one post or account. */
  | 'metric'
  /** A metric of all media of one product type (`FEED`, `REELS`, `STORY`), or of all accounts. */
  | 'metric-of-kind'
  /** A post, account, comment or hashtag. */
  | 'object'
  /** A list with all of its pages. */
  | 'list'
  /** One page of a list. */
  | 'page'
  /** A kind of endpoint of one account. */
  | 'permission'
  | 'account'
  | 'token'
  | 'version'
  /** The account in whose name hashtags are asked for. */
  | 'asker';

/** How a fault shows. */
export type FaultEffect =
  /** An error of the API, with its usage header if it is about a limit. `only` narrows it to requests of a certain kind. */
  | {
      readonly kind: 'error';
      readonly error: ErrorName;
      readonly limit?: 'account' | 'page' | 'app';
      readonly victim?: Victim;
      readonly only?: (params: Params) => boolean;
    }
  /** A bare HTTP status with a page of HTML, as a proxy in between sends it. */
  | { readonly kind: 'status'; readonly status: number }
  /** Something about the data, wherever it shows: by itself, nested in a list, in a batch. */
  | { readonly kind: 'data' }
  /** A list whose links are odd. */
  | { readonly kind: 'next-loop'; readonly victim: Victim }
  | { readonly kind: 'empty-page' | 'next-version' | 'next-endless' }
  /** The right answer, late, cut or lost. */
  | { readonly kind: 'slow' | 'reset' | 'truncated' | 'truncated-gzip' | 'unparseable' };

/** Transient faults refuse the same request at most so often in a row; one more try is answered. */
export const mostInARow = 3;

/** Lists of more than this are too much data for `reduce-data`. */
const lightPage = 25;

/** Fields about the media file itself, of which one that cannot be read sinks a page. */
const fileFields = [
  'media_url',
  'thumbnail_url',
  'alt_text',
  'audio_id',
  'media_audio_type',
  'copyright_check_information',
];

/** What rules and request counts call the parts of the API. */
export const endpointKinds: readonly string[] = [
  'me',
  'me/accounts',
  'user',
  'user/media',
  'user/stories',
  'user/insights',
  'user/tags',
  'user/recently_searched_hashtags',
  'media',
  'media/insights',
  'media/comments',
  'media/children',
  'comment',
  'comment/replies',
  'ig_hashtag_search',
  'hashtag',
  'hashtag/recent_media',
  'hashtag/top_media',
  'ids',
  'object',
  'debug_token',
  'access_token',
  'refresh_access_token',
  'oauth/access_token',
];

const postLists = ['user/media', 'user/stories'];
const lists = [
  'me/accounts',
  ...postLists,
  'user/tags',
  'media/comments',
  'comment/replies',
  'hashtag/recent_media',
  'hashtag/top_media',
];
const insights = ['media/insights', 'user/insights'];
const hashtags = ['ig_hashtag_search', 'hashtag/recent_media', 'hashtag/top_media'];

const isHeavy = ({ limit, fields = '' }: Params): boolean =>
  Number(limit) > lightPage ||
  [...fields.matchAll(/\.limit\(\s*(\d+)\s*\)/g)].some(([, nested]) => Number(nested) > lightPage);

const asksForFile = ({ fields = '' }: Params): boolean =>
  fields.split(/\W+/).some((name) => fileFields.includes(name));

const passing = (error: ErrorName, description: string, limit?: 'account' | 'page' | 'app') =>
  ({
    lasting: 'transient',
    description,
    absent: null,
    effect: { kind: 'error', error, ...(limit && { limit }) },
  }) as const satisfies Fault;

const lost = (kind: 'reset' | 'truncated' | 'truncated-gzip' | 'unparseable', description: string) =>
  ({ lasting: 'transient', description, absent: null, effect: { kind } }) as const satisfies Fault;

const status = (code: number) =>
  ({
    lasting: 'transient',
    description: `HTTP ${code} with a page of HTML`,
    absent: null,
    effect: { kind: 'status', status: code },
  }) as const satisfies Fault;

/** An error that ends the reading of everything that hangs on its victim. */
const barrier = (error: ErrorName, of: Victim, description: string, what: string) =>
  ({
    lasting: 'permanent',
    description,
    absent: { what, endpoints: [], of, reasons: [] },
    effect: { kind: 'error', error, victim: of },
  }) as const satisfies Fault;

/** Values that the platform does not give. */
const withheld = (
  of: Victim,
  endpoints: readonly string[],
  reasons: readonly AbsenceReason[],
  description: string,
  what: string,
) =>
  ({
    lasting: 'permanent',
    description,
    endpoints,
    absent: { what, endpoints, of, reasons },
    effect: { kind: 'data' },
  }) as const satisfies Fault;

const catalogue = {
  // Trouble of the service.
  unavailable: passing('unavailable', 'code 2, transient, HTTP 500'),
  'unknown-error': passing('unknown-error', 'code 1 “unknown error”, HTTP 500'),
  'transient-flag': passing('aborted', 'a code that nobody knows (960) with `is_transient: true`'),
  'service-unavailable': status(503),
  'bad-gateway': status(502),
  'gateway-timeout': status(504),

  // Limits.
  'app-throttled': passing('app-throttled', 'code 4, `X-App-Usage` at 100', 'app'),
  'user-throttled': passing('user-throttled', 'code 17'),
  'page-throttled': passing('page-throttled', 'code 32'),
  'app-limit': passing('app-limit', 'code 341'),
  'custom-limit': passing('custom-limit', 'code 613'),
  'pages-throttled': passing('pages-throttled', 'code 80001 with the minutes to wait', 'page'),
  'account-throttled': passing('account-throttled', 'code 80002 with the minutes to wait', 'account'),
  'too-many-requests': status(429),

  // Broken answers.
  reset: lost('reset', 'the connection ends without an answer'),
  truncated: lost('truncated', 'the connection ends in the middle of the answer'),
  'truncated-gzip': lost('truncated-gzip', 'a complete answer whose gzip stream is cut'),
  unparseable: lost('unparseable', 'HTTP 200 with JSON that stops in the middle'),
  slow: {
    lasting: 'transient',
    description: 'the right answer, `delayMs` late',
    absent: null,
    effect: { kind: 'slow' },
  },

  // Odd lists.
  'empty-page': {
    lasting: 'transient',
    description: 'a page without items whose `next` leads to those that belong there',
    endpoints: lists,
    absent: null,
    effect: { kind: 'empty-page' },
  },
  'next-version': {
    lasting: 'transient',
    description: 'links that name another API version; they work',
    absent: null,
    effect: { kind: 'next-version' },
  },
  'next-endless': {
    lasting: 'transient',
    description: 'insights whose `next` leads into the future without end, for totals and demographics too',
    endpoints: ['user/insights'],
    absent: null,
    effect: { kind: 'next-endless' },
  },
  'next-loop': {
    lasting: 'permanent',
    description: 'a list whose last page has a `next` that leads back to the first; nothing is missing',
    endpoints: lists,
    absent: null,
    effect: { kind: 'next-loop', victim: 'list' },
  },
  'reduce-data': {
    lasting: 'permanent',
    description: `code 1 “reduce the amount of data” for lists with a \`limit\` above ${lightPage}; a lower one helps`,
    endpoints: [...lists, 'user'],
    absent: null,
    effect: { kind: 'error', error: 'reduce-data', victim: 'list', only: isHeavy },
  },
  'field-unreadable': {
    lasting: 'permanent',
    description: 'code 9005 for pages that are asked for fields of the media file; other fields can be read',
    endpoints: postLists,
    absent: {
      what: `\`${fileFields.join('`, `')}\` of the posts on the page`,
      endpoints: postLists,
      of: 'page',
      reasons: [],
    },
    effect: { kind: 'error', error: 'video-missing', victim: 'page', only: asksForFile },
  },

  // Missing data.
  'metric-unsupported': withheld(
    'metric-of-kind',
    insights,
    ['unsupported'],
    'code 100 “does not support the metric” refuses the whole call',
    'the metric; the others once it is left out',
  ),
  'metric-withdrawn': withheld(
    'metric-of-kind',
    ['media/insights'],
    ['deprecated'],
    'code 100 “no longer supported” refuses the whole call',
    'the metric; the others once it is left out',
  ),
  'metric-omitted': withheld(
    'metric',
    insights,
    ['unsupported', 'not_yet_available'],
    'a metric is left out of the answer without a word',
    'the metric',
  ),
  'metric-empty': withheld(
    'metric',
    insights,
    ['unsupported', 'not_yet_available'],
    'a metric is answered without a value',
    'the metric',
  ),
  'too-few-viewers': withheld(
    'object',
    ['media/insights'],
    ['too_few_viewers'],
    'code 10 “not enough viewers” for a story',
    'all insights of the story',
  ),
  'before-conversion': withheld(
    'object',
    ['media/insights'],
    ['before_business_conversion'],
    'code 100/2108006 for a post from before the business account',
    'all insights of the post',
  ),
  'too-few-users': withheld(
    'object',
    ['user/insights'],
    ['below_threshold'],
    'code 3006/2874010 for engaged demographics',
    '`engaged_audience_demographics` of the account',
  ),
  'likes-hidden': withheld(
    'object',
    ['media'],
    ['hidden'],
    '`like_count` is left out of the post, in lists too',
    '`like_count` of the post; the insight `likes` stays',
  ),
  'object-missing': withheld(
    'object',
    ['media', 'media/insights', 'media/comments', 'media/children', 'comment', 'comment/replies'],
    [],
    'code 100/33 for a post that lists still show; `?ids=` answers 803',
    'everything that is asked of the post itself, nested insights included',
  ),
  'target-missing': withheld(
    'object',
    ['user'],
    [],
    'code 110/2207013 for a discovery target',
    'the profile and posts of the target',
  ),
  'hashtags-spent': {
    lasting: 'permanent',
    description: 'code 18, the hashtag budget is used up',
    endpoints: hashtags,
    absent: {
      what: 'all hashtags that are asked for by the account',
      endpoints: hashtags,
      of: 'asker',
      reasons: [],
    },
    effect: { kind: 'error', error: 'hashtags-spent', victim: 'asker' },
  },

  // Closed doors.
  'permission-missing': barrier(
    'permission-missing',
    'permission',
    'code 10 “no permission”, HTTP 403',
    'the endpoint for the account',
  ),
  'permission-refused': barrier(
    'permission-refused',
    'permission',
    'code 200, HTTP 403',
    'the endpoint for the account',
  ),
  'account-restricted': barrier(
    'account-restricted',
    'account',
    'code 25/2207050, the account is restricted',
    'the account',
  ),
  'policy-blocked': barrier('policy-blocked', 'token', 'code 368, stop', 'everything the token reads'),
  'spam-blocked': barrier(
    'spam-blocked',
    'token',
    'code 4/2207051: looks like a limit, but waiting does not help',
    'everything the token reads',
  ),
  'token-expired': barrier('token-expired', 'token', 'code 190/463', 'everything the token reads'),
  'token-invalidated': barrier('token-invalidated', 'token', 'code 190/460', 'everything the token reads'),
  'version-retired': barrier('version-retired', 'version', 'code 2635', 'everything; another version works'),
} as const satisfies Record<string, Fault>;

export type FaultName = keyof typeof catalogue;

/** The fault catalogue; every entry can be switched on by name. */
export const faults: Readonly<Record<FaultName, Fault>> = catalogue;

/** Faults about the data, which the answers themselves ask for. */
export type DataFault = {
  [Name in FaultName]: (typeof catalogue)[Name]['effect'] extends { kind: 'data' } ? Name : never;
}[FaultName];

/** Names in the order of the catalogue. */
export const faultNames = Object.keys(faults) as readonly FaultName[];
