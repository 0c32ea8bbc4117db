import { createHmac } from 'node:crypto';
import type { Effects, Page, ReadContext } from '../contract.js';
import { SourceError } from '../errors.js';
import { type HttpAnswer, type HttpClient, httpClient } from '../http/client.js';
import { type Json, objectOf, parseJson, textOf } from '../http/json.js';
import { type Redact, redactor } from '../http/redact.js';
import { retrying, type Verdict } from '../http/retry.js';
import { type ErrorRow, type GraphError, graphErrorIn, rowFor } from './error-table.js';
import { logins } from './logins.js';
import type { GraphApiSettings } from './settings.js';
import { type Usage, usageIn } from './usage.js';

/** Percent of the call budget above which requests slow down, and at which an account is left for later. */
const slowAbove = 75;
const stopAt = 95;
/** Pause per percent above the first mark. */
const slowDownMs = 500;

export interface GraphAnswer {
  readonly status: number;
  /** Verbatim, without secrets. */
  readonly body: string;
  readonly json: Json;
  readonly fetchedAt: Date;
  readonly path: string;
  readonly params: Readonly<Record<string, string>>;
  /** Only refusals that concern the asked item or can be avoided by asking differently; others are thrown. */
  readonly refusal: { readonly error: GraphError; readonly row: ErrorRow } | null;
}

/** The Graph API through one token. */
export interface Graph {
  /**
   * Throws `SourceError` for everything that ends more than this one request: network, permissions, token, limits.
   */
  get(path: string, params: Readonly<Record<string, string>>): Promise<GraphAnswer>;
  /**
   * Asks an endpoint that inspects or makes tokens; `path` stands below the host. The query holds secrets, so the answer
   * does not repeat it. `token` is the one that was made, `null` when none was. Throws as `get` does.
   */
  askTokenDesk(
    path: string,
    query: Readonly<Record<string, string>>,
  ): Promise<{ readonly answer: GraphAnswer; readonly token: string | null }>;
  /** The same token with its own budget gauge: one per account, so that one tired account does not slow the others. */
  forAccount(account: string): Graph;
  close(): void;
}

/** What opens the API. Everything in it is kept out of pages, messages and logs. */
export interface Credentials {
  /** The environment variable where a person put the token, for messages. */
  readonly variable: string;
  /** The token to use. */
  readonly token: string;
  /** Proves with every request that the app itself is asking; `null` sends no proof. */
  readonly appSecret: string | null;
  /** Tokens that this one took the place of, and may take it again. */
  readonly others: readonly string[];
}

/** The API through one token. */
export function graphFor(
  { settings, effects }: Pick<ReadContext<GraphApiSettings>, 'settings' | 'effects'>,
  { variable, token, appSecret, others }: Credentials,
): Graph {
  const login = logins[settings.login];
  const proofs = appSecret ? [token, ...others].map((key) => proofOf(key, appSecret)) : [];
  const redact = redactor([token, ...others, ...(appSecret ? [appSecret] : []), ...proofs]);
  const baseUrl = (settings.base_url ?? login.host).replace(/\/+$/, '');
  const http = httpClient({ baseUrl, redact, signal: effects.signal });
  const ask: Wiring['ask'] = (path, query, verbatim) =>
    http.get({
      path,
      query: proofs[0] ? { ...query, appsecret_proof: proofs[0] } : query,
      headers: { authorization: `Bearer ${token}` },
      ...(verbatim && { verbatim }),
    });
  return graphWith({
    ask,
    http,
    redact,
    effects,
    settings,
    tokenVariable: variable,
    newToken: login.newToken,
  });
}

/** `appsecret_proof`. Source: Graph API, Securing requests. */
function proofOf(token: string, appSecret: string): string {
  return createHmac('sha256', appSecret).update(token).digest('hex');
}

interface Wiring {
  readonly ask: (
    path: string,
    query: Readonly<Record<string, string>>,
    verbatim?: true,
  ) => Promise<HttpAnswer>;
  readonly http: HttpClient;
  readonly redact: Redact;
  readonly effects: Effects;
  readonly settings: GraphApiSettings;
  readonly tokenVariable: string;
  readonly newToken: string;
}

function graphWith(wiring: Wiring, account: string | null = null): Graph {
  const { effects, settings, tokenVariable } = wiring;
  let usage: Usage = { percent: 0, regainMinutes: 0 };
  let waitedMinutes = 0;

  return {
    get: (path, params) => request(path, params, () => wiring.ask(`/${settings.api_version}${path}`, params)),
    async askTokenDesk(path, query) {
      let token: string | null = null;
      const answer = await request(path, {}, async () => {
        const verbatim = await wiring.ask(path, query, true);
        token = textOf(objectOf(jsonOf(verbatim.body)).access_token);
        return { ...verbatim, body: wiring.redact(verbatim.body) };
      });
      return { answer, token };
    },
    forAccount: (id) => graphWith(wiring, id),
    close: () => wiring.http.close(),
  };

  async function request(
    path: string,
    params: Readonly<Record<string, string>>,
    ask: () => Promise<HttpAnswer>,
  ): Promise<GraphAnswer> {
    await respectBudget();
    let tries = 0;
    return retrying(async () => judged(await answered(ask, tries++ > 0), path, params), effects);
  }

  /** The answer, or why there is none. */
  async function answered(
    ask: () => Promise<HttpAnswer>,
    isRepeated: boolean,
  ): Promise<{ answer: HttpAnswer; json: Json | undefined } | SourceError> {
    let [bytes, isLimited] = [0, false];
    try {
      const answer = await ask();
      usage = usageIn(answer.headers);
      const json = jsonOf(answer.body);
      const error = graphErrorIn(json);
      bytes = Buffer.byteLength(answer.body);
      isLimited = answer.status === 429 || (error !== null && rowFor(error).recovery === 'wait');
      return { answer, json };
    } catch (error) {
      if (error instanceof SourceError && error.recovery === 'retry') return error;
      throw error;
    } finally {
      effects.called(account, { isRepeated, isLimited, bytes });
    }
  }

  function judged(
    outcome: { answer: HttpAnswer; json: Json | undefined } | SourceError,
    path: string,
    params: Readonly<Record<string, string>>,
  ): Verdict<GraphAnswer> {
    if (outcome instanceof SourceError) return again(outcome.message, () => outcome);
    const { answer, json } = outcome;
    const error = graphErrorIn(json);
    if (!error) {
      if (json !== undefined && answer.status < 400) return { keep: kept(answer, json, path, params, null) };
      const what = json === undefined ? 'an unreadable body' : 'no error object';
      return again(`HTTP ${answer.status} with ${what}`, () =>
        unavailable(path, `HTTP ${answer.status}, ${what}`),
      );
    }
    const row = rowFor(error);
    if (row.recovery === 'wait') return throttled(path, error);
    const refusal = () => kept(answer, json ?? null, path, params, { error, row });
    const isAvoidable = row.change !== undefined || row.recovery === 'skip';
    if (isAvoidable && row.retries === undefined && !error.transient) return { keep: refusal() };
    if (isAvoidable) {
      return {
        again: error.message,
        otherwise: refusal,
        ...(row.retries && { retries: row.retries }),
        ...(row.waitMs && { waitMs: row.waitMs }),
      };
    }
    if (row.recovery === 'retry' || error.transient || answer.status >= 500 || answer.status === 429) {
      return again(error.message, () => failure(path, error, row));
    }
    throw failure(path, error, row);
  }

  function kept(
    answer: HttpAnswer,
    json: Json,
    path: string,
    params: Readonly<Record<string, string>>,
    refusal: GraphAnswer['refusal'],
  ): GraphAnswer {
    return {
      status: answer.status,
      body: answer.body,
      json,
      fetchedAt: effects.now(),
      path,
      params,
      refusal,
    };
  }

  function again(reason: string, error: () => SourceError): Verdict<GraphAnswer> {
    return {
      again: reason,
      otherwise: () => {
        throw error();
      },
    };
  }

  function throttled(path: string, error: GraphError): Verdict<GraphAnswer> {
    const minutes = usage.regainMinutes;
    const stop = () =>
      new SourceError(`${path}: rate limit reached (${error.code}: ${error.message})`, {
        kind: 'rate_limited',
        recovery: 'wait',
        hint: minutes > 0 ? `The platform allows calls again in ${minutes} minutes` : 'Run again in an hour',
      });
    if (waitedMinutes + minutes > settings.max_wait_minutes) throw stop();
    waitedMinutes += minutes;
    const verdict = again(error.message, stop);
    return minutes > 0 ? { ...verdict, waitMs: minutes * 60_000 } : verdict;
  }

  async function respectBudget(): Promise<void> {
    if (usage.percent >= stopAt) {
      throw new SourceError(`${usage.percent} % of the call budget is used`, {
        kind: 'rate_limited',
        recovery: 'wait',
        hint:
          usage.regainMinutes > 0
            ? `The platform allows calls again in ${usage.regainMinutes} minutes`
            : 'Run again in an hour',
      });
    }
    if (usage.percent > slowAbove) {
      await effects.sleep((usage.percent - slowAbove) * slowDownMs, effects.signal);
      effects.signal.throwIfAborted();
    }
  }

  function failure(path: string, error: GraphError, row: ErrorRow): SourceError {
    const renew = `${wiring.newToken} and put it into ${tokenVariable}`;
    return errorFor(path, error, row.kind === 'credentials' ? { hint: renew, ...row } : row);
  }
}

/** The page that keeps an answer. `about` is what `parse` needs to know beyond the request itself. */
export function pageOf(
  context: ReadContext<GraphApiSettings>,
  answer: GraphAnswer,
  about: { account: string; stream: Page['stream']; kind: string } & Readonly<Record<string, unknown>>,
): Page {
  const { account, stream, ...rest } = about;
  return {
    source: 'graph-api',
    connection: context.connection,
    account,
    stream,
    request: { ...rest, account_id: account, path: answer.path, params: answer.params },
    fetched_at: answer.fetchedAt,
    status: answer.status,
    body: answer.body,
  };
}

/** The error for a refusal that nothing could change. */
export function refused({ path, refusal }: GraphAnswer): SourceError {
  return errorFor(path, refusal!.error, refusal!.row);
}

function errorFor(path: string, { code, subcode, message }: GraphError, row: ErrorRow): SourceError {
  const number = subcode === null ? `${code}` : `${code}/${subcode}`;
  return new SourceError(`${path}: ${row.meaning} (${number}: ${message})`, {
    kind: row.kind,
    recovery: row.recovery,
    ...(row.hint ? { hint: row.hint } : {}),
  });
}

function unavailable(path: string, what: string): SourceError {
  return new SourceError(`${path}: ${what}`, { kind: 'unavailable', recovery: 'retry' });
}

function jsonOf(body: string): Json | undefined {
  try {
    return parseJson(body);
  } catch {
    return undefined;
  }
}
