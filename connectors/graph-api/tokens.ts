import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Effects, ReadContext } from '../contract.js';
import { SourceError } from '../errors.js';
import { type Json, listOf, numberOf, objectOf, textOf } from '../http/json.js';
import { type Credentials, type Graph, graphFor, refused } from './graph.js';
import { type Login, logins, type TokenEndpoint } from './logins.js';
import type { GraphApiSettings } from './settings.js';

type Context = ReadContext<GraphApiSettings>;

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** Renewed when it ends within this, or when it was renewed longer ago than this: half of its 60 days. */
const renewMs = 30 * dayMs;
/** Meta refuses to refresh a token that is younger. */
const leastAgeMs = dayMs;
/** A token that ends within this is a short-lived one (1 to 2 hours), good for an exchange. */
const shortLivedMs = dayMs;
/** Pauses before the platform is asked again, a little under a day and a week: a night may start a minute earlier. */
const dailyMs = 20 * hourMs;
const weeklyMs = 7 * dayMs - 4 * hourMs;
/** How long before a token ends somebody should hear of it. */
export const warnMs = 14 * dayMs;

const moment = z.iso.datetime();

/** What is kept of a token between runs. It counts while the environment holds the token that it comes from. */
const tokenRecord = z.object({
  /** SHA-256 of the environment's token, hexadecimal. */
  from: z.string(),
  /** The token to use in its place; `null` when it was not renewed so far. */
  access_token: z.string().min(8).nullable(),
  /** When it was made; when it was first seen, for one that was not renewed. */
  obtained_at: moment,
  /** `null` when the platform did not say so far. */
  expires_at: z.union([z.literal('never'), moment]).nullable(),
  /** Facebook Login's second clock: 90 days after the person's last login. */
  data_access_expires_at: moment.nullable(),
  /** `null` when the platform did not say. */
  permissions: z.array(z.string()).nullable(),
  /** The app that it was made for; `null` when the platform did not say. */
  app_id: z.string().nullable(),
  /** When the platform was last asked about it or for another one; `null` asks again at once. */
  asked_at: moment.nullable(),
  /** Why it did not give one, or did not say; without secrets. */
  refusal: z.string().nullable(),
});

export type TokenRecord = Readonly<z.infer<typeof tokenRecord>>;

/** The API through a token that has just been looked after. */
export interface OpenToken {
  readonly graph: Graph;
  readonly record: TokenRecord;
  /** What could not be done for it just now. */
  readonly failure: Failure | null;
}

interface Failure {
  readonly what: 'inspected' | 'exchanged' | 'refreshed';
  readonly error: SourceError;
}

/**
 * Opens the API with the token in an environment variable, or with the one that has taken its place, and keeps it alive:
 * a short-lived token is exchanged, a token of Instagram Login is refreshed every 30 days. Most nights this asks nothing.
 * What fails here ends nothing while the token works. `inspect` asks even if that was done lately.
 * @throws SourceError `credentials` when a variable is not set.
 */
export async function openGraph(
  context: Context,
  variable: string,
  { inspect = false }: { readonly inspect?: boolean } = {},
): Promise<OpenToken> {
  const { settings, effects } = context;
  const login: Login = logins[settings.login];
  const given = required(effects, variable, `${login.newToken} and put it into ${variable}`);
  const appSecret = settings.app_secret_env
    ? required(
        effects,
        settings.app_secret_env,
        `Copy the app secret from the app dashboard into ${settings.app_secret_env}`,
      )
    : null;
  const credentials = ({ access_token }: TokenRecord): Credentials => ({
    variable,
    appSecret,
    token: access_token ?? given,
    others: access_token ? [given] : [],
  });

  const from = createHash('sha256').update(given).digest('hex');
  const file = `${context.connection}.${variable}.json`;
  const kept = await recall(effects, file, from);
  const before = kept ?? firstSight(from, effects.now());
  let graph = graphFor(context, credentials(before));
  try {
    const desk: Desk = { context, variable, login, graph, token: before.access_token ?? given, appSecret };
    const { record, failure } = await lookAfter(desk, before, { isNew: kept === null, inspect });
    if (record !== before) await effects.secrets.write(file, `${JSON.stringify(record, null, 2)}\n`);
    if (record.access_token !== before.access_token) {
      graph.close();
      graph = graphFor(context, credentials(record));
    }
    return { graph, record, failure };
  } catch (error) {
    graph.close();
    throw error;
  }
}

/** Time since a moment. One that is still to come means that the clock was set: as good as long ago. */
export function msSince(at: string | null, now: Date): number {
  const passed = at === null ? -1 : now.getTime() - Date.parse(at);
  return passed < 0 ? Number.POSITIVE_INFINITY : passed;
}

/** Time until a moment, negative when it has passed. */
export function msUntil(at: string | null, now: Date): number {
  return at === null || at === 'never' ? Number.POSITIVE_INFINITY : Date.parse(at) - now.getTime();
}

interface Desk {
  readonly context: Context;
  readonly variable: string;
  readonly login: Login;
  readonly graph: Graph;
  /** The token in use. */
  readonly token: string;
  readonly appSecret: string | null;
}

/** Does what is due. The record is the same object when nothing was learned. */
async function lookAfter(
  desk: Desk,
  before: TokenRecord,
  { isNew, inspect }: { readonly isNew: boolean; readonly inspect: boolean },
): Promise<{ record: TokenRecord; failure: Failure | null }> {
  const { login, context, variable } = desk;
  const { now, log } = context.effects;
  let record = before;
  let failure: Failure | null = null;
  let isReachable = true;

  const attempt = async (what: Failure['what'], work: () => Promise<TokenRecord>) => {
    try {
      record = await work();
      failure = null;
      log.info(`token ${what}`, { variable, expires_at: record.expires_at });
    } catch (error) {
      if (!(error instanceof SourceError)) throw error;
      failure = { what, error };
      isReachable = error.recovery !== 'retry' && error.recovery !== 'wait';
      if (isReachable) record = { ...record, asked_at: now().toISOString(), refusal: error.message };
      else if (record !== before) record = { ...record, asked_at: null };
      log.info(`token not ${what}`, { variable, reason: error.message });
    }
  };

  const { inspect: inspection, exchange, refresh } = login.tokens;
  if (inspection && (inspect || isInspectionDue(record, now()))) {
    await attempt('inspected', () => inspected(desk, record, inspection));
  }
  const left = msUntil(record.expires_at, now());
  const isShort = inspection ? left > 0 && left < shortLivedMs : isNew;
  const mayAsk = inspect || msSince(before.asked_at, now()) >= dailyMs;
  if (isReachable && mayAsk && isShort && desk.appSecret) {
    const app = { client_secret: desk.appSecret, ...(record.app_id && { client_id: record.app_id }) };
    await attempt('exchanged', () => renewed(desk, record, exchange, app));
  }
  if (isReachable && mayAsk && refresh && isRefreshDue(record, now())) {
    await attempt('refreshed', () => renewed(desk, record, refresh));
  }
  return { record, failure };
}

/** Weekly; daily while the warning stands, as it may have been heard. */
function isInspectionDue({ asked_at, expires_at, data_access_expires_at }: TokenRecord, now: Date): boolean {
  const left = Math.min(msUntil(expires_at, now), msUntil(data_access_expires_at, now));
  return msSince(asked_at, now) >= (left < warnMs ? dailyMs : weeklyMs);
}

function isRefreshDue({ expires_at, obtained_at }: TokenRecord, now: Date): boolean {
  // A token that a person made may be older than it looks: the platform knows.
  if (expires_at === null) return true;
  const age = msSince(obtained_at, now);
  return age >= leastAgeMs && (age >= renewMs || msUntil(expires_at, now) <= renewMs);
}

/** `/debug_token`: times are Unix seconds, 0 is never. */
async function inspected(desk: Desk, record: TokenRecord, path: string): Promise<TokenRecord> {
  const { json } = await ask(desk, path, { input_token: desk.token });
  const data = objectOf(objectOf(json).data);
  if (data.is_valid === false) {
    const why = textOf(objectOf(data.error).message);
    throw new SourceError(`the token is not valid${why ? ` (${why})` : ''}`, {
      kind: 'credentials',
      recovery: 'connection',
      hint: `${desk.login.newToken} and put it into ${desk.variable}`,
    });
  }
  const scopes = listOf(data.scopes).flatMap((scope) => textOf(scope) ?? []);
  const dataAccess = momentOf(numberOf(data.data_access_expires_at));
  return {
    ...record,
    expires_at: momentOf(numberOf(data.expires_at)),
    data_access_expires_at: dataAccess === 'never' ? null : dataAccess,
    permissions: scopes.length > 0 ? scopes : null,
    app_id: textOf(data.app_id),
    asked_at: desk.context.effects.now().toISOString(),
    refusal: null,
  };
}

/** Another token in place of this one: `{access_token, expires_in}`, in seconds, sometimes with `permissions`. */
async function renewed(
  desk: Desk,
  record: TokenRecord,
  { path, grant, parameter }: TokenEndpoint,
  more: Readonly<Record<string, string>> = {},
): Promise<TokenRecord> {
  const { json, token } = await ask(desk, path, { grant_type: grant, [parameter]: desk.token, ...more });
  // What a header could not carry would end every later night.
  if (token === null || !/^[!-~]{8,}$/.test(token)) {
    throw new SourceError(`${path}: no token in the answer`, { kind: 'unavailable', recovery: 'skip' });
  }
  const now = desk.context.effects.now();
  const { expires_in, permissions } = objectOf(json);
  const seconds = numberOf(expires_in) || null;
  const names = textOf(permissions)?.split(',') ?? listOf(permissions).map(String);
  return {
    ...record,
    access_token: token,
    obtained_at: now.toISOString(),
    expires_at: seconds === null ? null : momentOf(now.getTime() / 1000 + seconds),
    permissions: names.length > 0 ? names.map((name) => name.trim()) : record.permissions,
    // Without a time to end by, it is asked about the next time.
    asked_at: seconds === null ? null : now.toISOString(),
    refusal: null,
  };
}

async function ask(
  { graph, context }: Desk,
  path: string,
  query: Readonly<Record<string, string>>,
): Promise<{ json: Json; token: string | null }> {
  const { answer, token } = await graph.askTokenDesk(
    path.replace('{version}', context.settings.api_version),
    query,
  );
  if (answer.refusal) throw refused(answer);
  return { json: answer.json, token };
}

/** Unix seconds. */
function momentOf(seconds: number | null): TokenRecord['expires_at'] {
  if (seconds === null) return null;
  const at = new Date(seconds * 1000);
  return seconds === 0 ? 'never' : Number.isNaN(at.getTime()) ? null : at.toISOString();
}

function firstSight(from: string, now: Date): TokenRecord {
  return {
    from,
    access_token: null,
    obtained_at: now.toISOString(),
    expires_at: null,
    data_access_expires_at: null,
    permissions: null,
    app_id: null,
    asked_at: null,
    refusal: null,
  };
}

/** What was kept of this very token; `null` when it is new, or when the file is damaged. */
async function recall(effects: Effects, name: string, from: string): Promise<TokenRecord | null> {
  const text = await effects.secrets.read(name);
  if (text === null) return null;
  try {
    const record = tokenRecord.parse(JSON.parse(text));
    return record.from === from ? record : null;
  } catch {
    effects.log.warn('a kept token is unreadable; the one in the environment is used', { name });
    return null;
  }
}

function required(effects: Effects, variable: string, hint: string): string {
  const value = effects.env(variable)?.trim();
  if (value) return value;
  throw new SourceError(`the environment variable ${variable} is not set`, {
    kind: 'credentials',
    recovery: 'connection',
    hint,
  });
}
