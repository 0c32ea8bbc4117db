import Fastify, { type FastifyInstance, type FastifyRequest } from 'fastify';
import { answer, endpointOf, type GraphRequest, type Service } from './answer.js';
import { answerBatch, isBatch } from './batch.js';
import { controlRoutes } from './endpoints/control.js';
import { createFaultPlan, type FaultRule, type StruckVictim } from './graph/fault-plan.js';
import { faults } from './graph/faults.js';
import { createHashtagBudget } from './graph/hashtag-budget.js';
import { type Consent, createLoginCodes } from './graph/login-codes.js';
import { readTarget } from './graph/target.js';
import { allScopes, longLivedSeconds, type Token, writeToken } from './graph/tokens.js';
import { createUsage } from './graph/usage.js';
import { askedOf, send, statusAfter, struckAnswer } from './strike.js';
import { createWebhooks } from './webhooks.js';
import { platformDayOf, surfaces } from './world/account-days.js';
import type { AccountProfile } from './world/profile.js';
import { createWorld, type World } from './world/world.js';

export interface EmulatorOptions {
  /** Another seed is another world; 1 when not given. */
  readonly seed?: number;
  /** The simulated time, read at every request. */
  readonly now: () => Date;
  /** Lets `POST /_emulator/clock` move the clock; without it the clock is read-only over HTTP. */
  readonly setNow?: (at: Date) => void;
  /** World start: incidents and follower counts are relative to it. */
  readonly start: Date;
  /** Posts and followers exist from so many days before `start`; 180 when not given. */
  readonly historyDays?: number;
  /** The built-in accounts when not given. */
  readonly accounts?: readonly AccountProfile[];
  /** A free port when not given. */
  readonly port?: number;
  /** `127.0.0.1` when not given. */
  readonly host?: string;
  /** Makes `appsecret_proof` mandatory, and the secret checked when tokens are exchanged. */
  readonly appSecret?: string;
  /** Calls per account and 24 hours for each view it had in them; 4800 when not given. */
  readonly callsPerView?: number;
  /** Calls of the app in an hour before discovery and hashtags are refused (code 4); 200 000 when not given. */
  readonly appCallsPerHour?: number;
  /** Leave unsupported media metrics out of the answer instead of refusing the call, as the platform sometimes does. */
  readonly dropUnsupported?: boolean;
  /** Faults from the first request on; see `POST /_emulator/faults`. */
  readonly faults?: readonly FaultRule[];
  /** Every answer is so many milliseconds of real time late; 0 when not given. */
  readonly latencyMs?: number;
  /** Told about every request, without its query. */
  readonly log?: (request: LoggedRequest) => void;
}

export interface LoggedRequest {
  readonly method: string;
  /** With version, without query. */
  readonly path: string;
  /** Kind of endpoint, e.g. `media/insights`. */
  readonly endpoint: string;
  /** HTTP status; 0 when the connection was cut on purpose. */
  readonly status: number;
}

export interface Emulator {
  /** Origin, e.g. `http://127.0.0.1:40123`. */
  readonly url: string;
  /** A Facebook Login token that covers all owned accounts and never expires. */
  readonly token: string;
  /** Instagram Login tokens by account id, issued at `start`, good for 60 days. */
  readonly instagramTokens: Readonly<Record<string, string>>;
  readonly world: World;
  /** Everything asked so far, `/_emulator/` aside. */
  requests(): readonly LoggedRequest[];
  /** A token with any scopes, accounts and times, e.g. one that has expired. */
  mint(token: Partial<Token> & Pick<Token, 'login'>): string;
  /**
   * The code that a login with Instagram would end with; `POST /oauth/access_token` gives a token for it, once and within an
   * hour. All scopes when none are given. Throws RangeError for an account that is not owned.
   */
  mintCode(consent: Partial<Consent> & Pick<Consent, 'accountId'>): string;
  /** Switches faults on, instead of those before. Throws RangeError for a rule that could never strike. */
  setFaults(rules: readonly FaultRule[]): void;
  /** What permanent faults have struck since `setFaults`: exactly what a careful reader lacks, beside what hangs on it. */
  victims(): readonly StruckVictim[];
  /** Makes every answer late by so many milliseconds of real time. */
  setLatency(ms: number): void;
  /** Sends what has happened since the last time to the webhook receivers; needed after moving the clock in the program. */
  deliverWebhooks(): Promise<number>;
  close(): Promise<void>;
}

/** Signs webhooks when no `appSecret` is given. */
const defaultSecret = 'emulated-app-secret';

/** Starts a local Instagram Graph API. Rejects when the port is taken. */
export async function startEmulator(options: EmulatorOptions): Promise<Emulator> {
  const { seed = 1, now, start, host = '127.0.0.1', callsPerView = 4800 } = options;
  // 200 for each of a thousand users.
  const { appCallsPerHour = 200 * 1000 } = options;
  const world = createWorld({
    seed,
    start,
    ...(options.historyDays !== undefined && { historyDays: options.historyDays }),
    ...(options.accounts && { accounts: options.accounts }),
  });
  const owned = world.accounts.filter(({ profile }) => profile.owned).map(({ id }) => id);
  const mint = (token: Partial<Token> & Pick<Token, 'login'>): string =>
    writeToken(seed, {
      accounts: owned,
      scopes: allScopes[token.login],
      issuedAt: start,
      loggedInAt: token.issuedAt ?? start,
      expiresAt: null,
      ...token,
    });
  const codes = createLoginCodes(seed);
  const expiresAt = new Date(start.getTime() + longLivedSeconds * 1000);
  const log: LoggedRequest[] = [];
  const faultPlan = createFaultPlan();
  faultPlan.set(options.faults ?? []);

  const viewsOfYesterday = (accountId: string, at: Date): number => {
    const { views } = world.day(accountId, platformDayOf(at) - 1);
    return surfaces.reduce((sum, surface) => sum + views[surface], 0);
  };
  let url = '';
  let latencyMs = options.latencyMs ?? 0;
  const latency = {
    get: () => latencyMs,
    set: (ms: number) => {
      latencyMs = ms;
    },
  };
  const service: Service = {
    world,
    now,
    usage: createUsage({
      account: (accountId, at) => callsPerView * Math.max(10, viewsOfYesterday(accountId, at)),
      app: appCallsPerHour,
    }),
    hashtags: createHashtagBudget(),
    faults: faultPlan,
    codes,
    appSecret: options.appSecret,
    dropUnsupported: options.dropUnsupported ?? false,
    url: () => url,
  };

  const webhooks = createWebhooks({ world, now, secret: options.appSecret ?? defaultSecret });
  const app = Fastify({ forceCloseConnections: true, routerOptions: { maxParamLength: 1000 } });
  const emulator: Emulator = {
    get url() {
      return url;
    },
    token: mint({ login: 'facebook' }),
    instagramTokens: Object.fromEntries(
      owned.map((id) => [id, mint({ login: 'instagram', accounts: [id], expiresAt })]),
    ),
    world,
    requests: () => log,
    mint,
    mintCode(consent) {
      if (!owned.includes(consent.accountId)) throw new RangeError(`no owned account ${consent.accountId}`);
      return codes.mint(now(), { scopes: allScopes.instagram, ...consent });
    },
    setFaults: (rules) => faultPlan.set(rules),
    victims: () => faultPlan.victims(),
    setLatency: latency.set,
    deliverWebhooks: () => webhooks.deliver(),
    close: () => app.close(),
  };
  const note = (request: LoggedRequest): void => {
    log.push(request);
    options.log?.(request);
  };

  acceptForms(app);
  controlRoutes(app, { emulator, now, setNow: options.setNow, faultPlan, webhooks, latency });
  app.all('/*', async (request, reply) => {
    if (latencyMs > 0) await new Promise((resolve) => setTimeout(resolve, latencyMs));
    const asked = graphRequest(request);
    if (isBatch(asked)) {
      const given = answerBatch(service, asked, (item, endpoint, status) =>
        note({ method: item.method, path: `/${item.path}`, endpoint, status }),
      );
      await send(reply, given);
      return reply;
    }
    const endpoint = endpointOf(world, now(), asked.path);
    const rule = faultPlan.strike(askedOf(service, asked, endpoint));
    const given = rule ? struckAnswer(service, asked, faults[rule.fault].effect) : answer(service, asked);
    // Noted before it is sent, so that whoever has an answer finds it in the list.
    const entry = { method: request.method, path: request.url.split('?')[0]!, endpoint };
    note({ ...entry, status: statusAfter(rule, given.status) });
    await send(reply, given, rule);
    return reply;
  });

  url = await app.listen({ host, port: options.port ?? 0 });
  return emulator;
}

/** Graph clients post forms; their fields count like query parameters. */
function acceptForms(app: FastifyInstance): void {
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string' },
    (_request, body, done) => done(null, Object.fromEntries(new URLSearchParams(body as string))),
  );
  app.addContentTypeParser(
    'multipart/form-data',
    { parseAs: 'buffer' },
    async ({ headers }: FastifyRequest, body: Buffer) => {
      const form = new Response(body, { headers: { 'content-type': headers['content-type']! } });
      return Object.fromEntries(await form.formData());
    },
  );
}

function graphRequest(request: FastifyRequest): GraphRequest {
  const { params, ...target } = readTarget(request.url);
  // JSON bodies may hold lists, which forms hold as text.
  const body = Object.entries((request.body ?? {}) as Readonly<Record<string, unknown>>).map(
    ([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)] as const,
  );
  return {
    ...target,
    method: request.method,
    params: { ...params, ...Object.fromEntries(body) },
    bearer: /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1],
  };
}
