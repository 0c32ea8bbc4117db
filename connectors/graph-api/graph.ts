import { createHmac } from 'node:crypto';
import type { Effects, Page, ReadContext } from '../contract.js';
import { SourceError } from '../errors.js';
import { type HttpAnswer, type HttpClient, httpClient } from '../http/client.js';
import { type Json, parseJson } from '../http/json.js';
import { redactor } from '../http/redact.js';
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
  /** The variable that holds the token, for messages. */
  readonly tokenVariable: string;
  /**
   * Throws `SourceError` for everything that ends more than this one request: network, permissions, token, limits.
   */
  get(path: string, params: Readonly<Record<string, string>>): Promise<GraphAnswer>;
  /** What the token inspection endpoint says about this token (Facebook Login). */
  inspectToken(): Promise<GraphAnswer>;
  /** The same token with its own budget gauge: one per account, so that one tired account does not slow the others. */
  forAccount(account: string): Graph;
  close(): void;
}

/** Opens the API with the token in an environment variable. Throws `SourceError` (`credentials`) when it is not set. */
export function openGraph(context: ReadContext<GraphApiSettings>, tokenVariable: string): Graph {
  const { settings, effects } = context;
  const login = logins[settings.login];
  const token = secret(effects, tokenVariable, `${login.newToken} and put it into ${tokenVariable}`);
  const appSecret = settings.app_secret_env
    ? secret(
        effects,
        settings.app_secret_env,
        `Copy the app secret from the app dashboard into ${settings.app_secret_env}`,
      )
    : null;
  const proof = appSecret ? createHmac('sha256', appSecret).update(token).digest('hex') : null;
  const redact = redactor([token, ...(appSecret ? [appSecret] : []), ...(proof ? [proof] : [])]);
  const host = (settings.base_url ?? login.host).replace(/\/+$/, '');
  const http = httpClient({ baseUrl: `${host}/${settings.api_version}`, redact, signal: effects.signal });
  const ask = (path: string, query: Readonly<Record<string, string>>) =>
    http.get({
      path,
      query: proof ? { ...query, appsecret_proof: proof } : query,
      headers: { authorization: `Bearer ${token}` },
    });
  return graphWith({ ask, http, effects, settings, tokenVariable, token, newToken: login.newToken });
}

interface Wiring {
  readonly ask: (path: string, query: Readonly<Record<string, string>>) => Promise<HttpAnswer>;
  readonly http: HttpClient;
  readonly effects: Effects;
  readonly settings: GraphApiSettings;
  readonly tokenVariable: string;
  readonly token: string;
  readonly newToken: string;
}

function graphWith(wiring: Wiring, account: string | null = null): Graph {
  const { effects, settings, tokenVariable } = wiring;
  let usage: Usage = { percent: 0, regainMinutes: 0 };

  return {
    tokenVariable,
    get: (path, params) => request(path, params, params),
    inspectToken: () => request('/debug_token', { input_token: wiring.token }, { input_token: 'REDACTED' }),
    forAccount: (id) => graphWith(wiring, id),
    close: () => wiring.http.close(),
  };

  async function request(
    path: string,
    query: Readonly<Record<string, string>>,
    params: Readonly<Record<string, string>>,
  ): Promise<GraphAnswer> {
    await respectBudget();
    return retrying(async () => judged(await answered(path, query), path, params), effects);
  }

  /** The answer, or why there is none. */
  async function answered(
    path: string,
    query: Readonly<Record<string, string>>,
  ): Promise<{ answer: HttpAnswer; json: Json | undefined } | SourceError> {
    try {
      effects.called(account);
      const answer = await wiring.ask(path, query);
      usage = usageIn(answer.headers);
      return { answer, json: jsonOf(answer.body) };
    } catch (error) {
      if (error instanceof SourceError && error.recovery === 'retry') return error;
      throw error;
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
      return { again: error.message, otherwise: refusal, ...(row.retries ? { retries: row.retries } : {}) };
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
    if (minutes > settings.max_wait_minutes) throw stop();
    const verdict = again(error.message, stop);
    return minutes > 0 ? { ...verdict, waitMs: minutes * 60_000, retries: 1 } : verdict;
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
    const hint = row.hint ?? (row.kind === 'credentials' ? renew : undefined);
    const code = error.subcode === null ? `${error.code}` : `${error.code}/${error.subcode}`;
    return new SourceError(`${path}: ${row.meaning} (${code}: ${error.message})`, {
      kind: row.kind,
      recovery: row.recovery,
      ...(hint ? { hint } : {}),
    });
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
export function refused(answer: GraphAnswer): SourceError {
  const { error, row } = answer.refusal!;
  return new SourceError(`${answer.path}: ${row.meaning} (${error.code}: ${error.message})`, {
    kind: row.kind,
    recovery: row.recovery,
    ...(row.hint ? { hint: row.hint } : {}),
  });
}

function unavailable(path: string, what: string): SourceError {
  return new SourceError(`${path}: ${what}`, { kind: 'unavailable', recovery: 'retry' });
}

function secret(effects: Effects, variable: string, hint: string): string {
  const value = effects.env(variable)?.trim();
  if (value) return value;
  throw new SourceError(`the environment variable ${variable} is not set`, {
    kind: 'credentials',
    recovery: 'connection',
    hint,
  });
}

function jsonOf(body: string): Json | undefined {
  try {
    return parseJson(body);
  } catch {
    return undefined;
  }
}
