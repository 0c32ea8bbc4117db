import type { Recovery } from '../contract.js';
import type { SourceError } from '../errors.js';
import { type Json, numberOf, objectOf, textOf } from '../http/json.js';
import type { AbsentReason } from '../metrics.js';

export interface GraphError {
  readonly code: number;
  readonly subcode: number | null;
  readonly message: string;
  readonly transient: boolean;
}

/** What a refusal means and what to do about it. */
export interface ErrorRow {
  readonly code: number | readonly [from: number, to: number];
  readonly subcode?: number;
  readonly message?: RegExp;
  readonly meaning: string;
  readonly recovery: Recovery;
  readonly kind: SourceError['kind'];
  /** How the request can be changed so that it works. */
  readonly change?: 'drop-metric' | 'drop-field' | 'halve-limit' | 'minimal-fields';
  /** Why the asked values do not exist, when that is what the refusal says. */
  readonly absent?: AbsentReason;
  /** Tries again before it counts; default: the client's policy for `retry`, none otherwise. */
  readonly retries?: number;
  /** Milliseconds before each of them; default: the client's back-off. */
  readonly waitMs?: number;
  readonly hint?: string;
}

const wait = (code: number, meaning: string): ErrorRow => ({
  code,
  meaning,
  recovery: 'wait',
  kind: 'rate_limited',
});

/**
 * First match wins. The decision rests on code, subcode and message; Meta's HTTP status says little.
 * Source: Graph API error handling guide and Instagram error codes, 2026.
 */
export const errorTable: readonly ErrorRow[] = [
  {
    code: 1,
    message: /reduce the amount of data/i,
    meaning: 'the page is too heavy',
    recovery: 'stream',
    kind: 'unavailable',
    change: 'halve-limit',
  },
  { code: 1, meaning: 'unknown error', recovery: 'skip', kind: 'unavailable', retries: 3 },
  { code: 2, meaning: 'service temporarily down', recovery: 'retry', kind: 'unavailable' },
  {
    code: 3,
    meaning: 'the app lacks a capability',
    recovery: 'connection',
    kind: 'configuration',
    hint: 'Add the Instagram product to the app',
  },
  {
    code: 4,
    subcode: 2207051,
    meaning: 'blocked as spam',
    recovery: 'connection',
    kind: 'rate_limited',
    hint: 'Stop all requests of this app for a day',
  },
  wait(4, 'too many calls by this app'),
  {
    code: 10,
    message: /not enough viewers/i,
    meaning: 'fewer than 5 viewers',
    recovery: 'skip',
    kind: 'unavailable',
    absent: 'too_few_viewers',
  },
  {
    code: 10,
    meaning: 'permission missing',
    recovery: 'stream',
    kind: 'credentials',
    hint: 'Grant the permission and create a new token; `reachline doctor` says which are missing',
  },
  wait(17, 'too many calls by this user'),
  { code: 18, meaning: '30 hashtags in seven days are used up', recovery: 'skip', kind: 'rate_limited' },
  { code: 24, meaning: 'media not found', recovery: 'skip', kind: 'unavailable' },
  {
    code: 25,
    meaning: 'the Instagram account is restricted or inactive',
    recovery: 'account',
    kind: 'credentials',
    hint: 'Open the Instagram app with this account and follow the notice',
  },
  wait(32, 'too many calls to this Page'),
  // Has hidden throttling in the past, hence one more try.
  {
    code: 100,
    subcode: 33,
    meaning: 'the object is gone or not visible',
    recovery: 'skip',
    kind: 'unavailable',
    retries: 1,
    waitMs: 5_000,
  },
  {
    code: 100,
    subcode: 2108006,
    meaning: 'posted before the account became professional',
    recovery: 'skip',
    kind: 'unavailable',
    absent: 'before_business_conversion',
  },
  {
    code: 100,
    message: /nonexist?ing field/i,
    meaning: 'a field that this version does not know',
    recovery: 'stream',
    kind: 'configuration',
    change: 'drop-field',
  },
  {
    code: 100,
    message: /metric\[\d+\] must be one of/i,
    meaning: 'a metric name that this version does not know',
    recovery: 'skip',
    kind: 'unavailable',
    change: 'drop-metric',
    absent: 'unsupported',
  },
  {
    code: 100,
    message: /(?:not|n['’]t|only)[^.]*(?:cross-?posted\b(?!_)|shared (?:to|on) facebook)/i,
    meaning: 'the post is not on Facebook',
    recovery: 'skip',
    kind: 'unavailable',
    change: 'drop-metric',
    absent: 'not_crossposted',
  },
  {
    code: 100,
    message: /no longer (?:supported|available)|deprecated/i,
    meaning: 'a metric that the platform dropped',
    recovery: 'skip',
    kind: 'unavailable',
    change: 'drop-metric',
    absent: 'deprecated',
  },
  {
    code: 100,
    message: /does not support the|only supports querying|metric_type|metric type|incompatible/i,
    meaning: 'a metric that does not exist here',
    recovery: 'skip',
    kind: 'unavailable',
    change: 'drop-metric',
    absent: 'unsupported',
  },
  {
    code: 100,
    message: /requires? an? appsecret_proof/i,
    meaning: 'the app demands appsecret_proof',
    recovery: 'connection',
    kind: 'credentials',
    hint: 'Set app_secret_env to the variable that holds the app secret',
  },
  {
    code: 100,
    message: /appsecret_proof/i,
    meaning: 'wrong appsecret_proof',
    recovery: 'connection',
    kind: 'credentials',
    hint: 'Set app_secret_env to the variable that holds the app secret of the token’s own app',
  },
  { code: 100, meaning: 'invalid parameter', recovery: 'skip', kind: 'unavailable' },
  { code: 102, meaning: 'session invalid', recovery: 'connection', kind: 'credentials' },
  {
    code: 104,
    meaning: 'appsecret_proof missing or wrong',
    recovery: 'connection',
    kind: 'credentials',
    hint: 'Set app_secret_env to the variable that holds the app secret of the token’s own app',
  },
  { code: 110, meaning: 'the account looked up is not available', recovery: 'skip', kind: 'unavailable' },
  { code: 190, subcode: 458, meaning: 'the app was removed', recovery: 'connection', kind: 'credentials' },
  {
    code: 190,
    subcode: 459,
    meaning: 'the user must log in and pass a checkpoint',
    recovery: 'connection',
    kind: 'credentials',
  },
  { code: 190, subcode: 460, meaning: 'the password changed', recovery: 'connection', kind: 'credentials' },
  {
    code: 190,
    subcode: 463,
    meaning: 'the token expired and can no longer be renewed',
    recovery: 'connection',
    kind: 'credentials',
  },
  {
    code: 190,
    subcode: 464,
    meaning: 'the user has not confirmed their Facebook account',
    recovery: 'connection',
    kind: 'credentials',
  },
  {
    code: 190,
    subcode: 467,
    meaning: 'the token was withdrawn',
    recovery: 'connection',
    kind: 'credentials',
  },
  {
    code: 190,
    subcode: 492,
    meaning: 'the user has no role on the Page any more',
    recovery: 'account',
    kind: 'credentials',
    hint: 'Give the user a role on the Page',
  },
  { code: 190, meaning: 'the token is not valid', recovery: 'connection', kind: 'credentials' },
  {
    code: [200, 299],
    meaning: 'permission missing',
    recovery: 'stream',
    kind: 'credentials',
    hint: 'Grant the permission and create a new token; `reachline doctor` says which are missing',
  },
  wait(341, 'app limit reached'),
  {
    code: 368,
    meaning: 'blocked for policy reasons',
    recovery: 'connection',
    kind: 'rate_limited',
    hint: 'Stop all requests of this app and read the notice in its dashboard',
  },
  wait(613, 'custom rate limit'),
  { code: 803, meaning: 'the object does not exist', recovery: 'skip', kind: 'unavailable' },
  { code: 2500, meaning: 'query syntax', recovery: 'stream', kind: 'configuration' },
  {
    code: 2635,
    meaning: 'the API version is retired',
    recovery: 'connection',
    kind: 'configuration',
    hint: 'Set api_version to a current version',
  },
  {
    code: 3006,
    meaning: 'not enough users',
    recovery: 'skip',
    kind: 'unavailable',
    absent: 'below_threshold',
  },
  {
    code: [9004, 9007],
    meaning: 'a media field could not be fetched',
    recovery: 'stream',
    kind: 'unavailable',
    change: 'minimal-fields',
  },
  wait(80001, 'too many calls to this Page'),
  wait(80002, 'too many calls to this Instagram account'),
];

const unknownError: ErrorRow = {
  code: 0,
  meaning: 'an error that is not in the table',
  recovery: 'skip',
  kind: 'unavailable',
};

/** The error in a body, `null` when there is none. */
export function graphErrorIn(json: Json | undefined): GraphError | null {
  const outer = objectOf(json).error;
  if (outer === undefined || outer === null) return null;
  const error = objectOf(outer);
  return {
    code: codeOf(error.code) ?? 0,
    subcode: codeOf(error.error_subcode),
    message: textOf(error.message) ?? 'no message',
    transient: error.is_transient === true,
  };
}

/** A code, also where it comes as text. */
function codeOf(value: Json | undefined): number | null {
  return numberOf(value) ?? (typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : null);
}

export function rowFor(error: GraphError): ErrorRow {
  return (
    errorTable.find(
      (row) =>
        (typeof row.code === 'number'
          ? row.code === error.code
          : row.code[0] <= error.code && error.code <= row.code[1]) &&
        (row.subcode === undefined || row.subcode === error.subcode) &&
        (row.message === undefined || row.message.test(error.message)),
    ) ?? unknownError
  );
}

/** Which of the asked metrics a refusal is about; empty when it does not say. */
export function refusedMetrics(error: GraphError, asked: readonly string[]): string[] {
  const position = error.message.match(/metric\[(\d+)\]/)?.[1];
  if (position !== undefined) return asked.slice(Number(position), Number(position) + 1);
  // Metric names are also plain English words, so only where the sentence names a metric.
  const named =
    error.message.match(/metrics? (?:is|are) no longer (?:supported|available):\s*([\w, ]+)/i)?.[1] ??
    error.message.match(/the [`'"]?(\w+)[`'"]? metric\b/i)?.[1] ??
    error.message.match(/metrics? \(([\w, ]+)\)/i)?.[1] ??
    error.message.match(/\((\w+)\) metric/i)?.[1] ??
    error.message.match(/[`'"](\w+)[`'"]/)?.[1] ??
    error.message.replace(/^\(#\d+\)/, '');
  const words = new Set(named.match(/\w+/g));
  return asked.filter((metric) => words.has(metric));
}

/** The field that a refusal is about. */
export function refusedField(error: GraphError): string | null {
  return error.message.match(/field \((\w+)\)/)?.[1] ?? null;
}
