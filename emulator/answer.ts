import { createHmac, timingSafeEqual } from 'node:crypto';
import { commentNode } from './endpoints/comments.js';
import { hashtagNode, hashtagSearch } from './endpoints/hashtags.js';
import { childNode, childrenOf, mediaNode } from './endpoints/media.js';
import { pageNode, pagesOf, userPages } from './endpoints/pages.js';
import {
  debugToken,
  exchangeCode,
  exchangeFacebookToken,
  exchangeInstagramToken,
  isExpired,
  refreshToken,
  type TokenDesk,
  userIdOf,
} from './endpoints/tokens.js';
import { userNode } from './endpoints/user.js';
import { accountsOf, type Call, demand, listOf, type Params } from './graph/call.js';
import { errorBody, GraphError, loginErrorBody } from './graph/errors.js';
import type { FaultPlan } from './graph/fault-plan.js';
import { parseFields } from './graph/fields.js';
import type { HashtagBudget } from './graph/hashtag-budget.js';
import type { LoginCodes } from './graph/login-codes.js';
import { type NodeType, project } from './graph/node.js';
import { type Login, readToken, type Token } from './graph/tokens.js';
import type { Usage } from './graph/usage.js';
import { dayMs } from './world/days.js';
import type { Hashtag } from './world/hashtags.js';
import { isVisible } from './world/post.js';
import { digestOf } from './world/random.js';
import type { World } from './world/world.js';

/** A request without its transport. */
export interface GraphRequest {
  readonly method: string;
  /** Without version and query, e.g. `17841…/media`. */
  readonly path: string;
  /** As asked for; `undefined` for an unversioned path. */
  readonly version: string | undefined;
  readonly params: Params;
  /** From `Authorization: Bearer …`. */
  readonly bearer: string | undefined;
}

export interface GraphAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Text is a page of HTML. */
  readonly body: object | string;
}

/** What answers need beside the request. */
export interface Service {
  readonly world: World;
  readonly now: () => Date;
  readonly usage: Usage;
  readonly hashtags: HashtagBudget;
  readonly faults: FaultPlan;
  readonly codes: LoginCodes;
  readonly appSecret: string | undefined;
  readonly dropUnsupported: boolean;
  /** Origin for links, e.g. `http://127.0.0.1:4010`. */
  readonly url: () => string;
}

const oldestVersion = 21;
const newestVersion = 26;

/** A retired version is served by the oldest one still usable, and so is a call without a version. */
export function servedVersion(version: string | undefined): string {
  const major = Number(/^v(\d+)\.0$/.exec(version ?? '')?.[1] ?? oldestVersion);
  return `v${Math.min(newestVersion, Math.max(oldestVersion, major))}.0`;
}

/** The kind of endpoint behind a path: what request counters and fault rules go by. */
export function endpointOf(world: World, now: Date, path: string): string {
  const [first = '', edge, ...rest] = path.split('/');
  if (Object.hasOwn(roots, path) || path === 'oauth/access_token') return path;
  if (path === '') return 'ids';
  if (rest.length > 0) return 'unknown';
  const kind =
    first === 'me' || accountWith(world, first)
      ? 'user'
      : world.post(first, now) || world.parent(first, now)
        ? 'media'
        : world.comment(first, now)
          ? 'comment'
          : hashtagWith(world, first)
            ? 'hashtag'
            : 'object';
  return edge === undefined ? kind : `${kind}/${edge}`;
}

/** Answers a request of the Graph API. Never throws for what a caller can do wrong. */
export function answer(service: Service, request: GraphRequest): GraphAnswer {
  const now = service.now();
  let login: Login = 'facebook';
  const isMany = request.path === '' && request.params.ids !== undefined;
  const paths = isMany ? [...new Set(listOf(request.params.ids))] : [request.path];
  // One for each object asked for.
  let accounts = isPlatformCall(service, request)
    ? paths.map(() => undefined)
    : paths.map((path) => accountBehind(service, path, now));
  const named = () => [...new Set(accounts.filter((account) => account !== undefined))];
  try {
    if (request.method !== 'GET' && !request.path.startsWith('oauth/'))
      throw new GraphError('method-unsupported', { method: request.method.toLowerCase() });
    const { params } = request;
    const { world, appSecret, codes } = service;
    const desk: TokenDesk = { seed: world.seed, now, appSecret, world, codes };
    if (isLogin(request)) return ok(exchangeCode(desk, params));
    if (request.path === 'oauth/access_token') return ok(exchangeFacebookToken(desk, params));

    const text = request.bearer ?? params.access_token;
    if (!text) throw new GraphError('token-missing');
    const token = checkedToken(service, text, now);
    login = token.login;
    if (login === 'instagram' && request.path.split('/')[0] === 'me') accounts = token.accounts.slice(0, 1);
    checkProof(service, request, text);
    if (isPlatformCall(service, request) && service.usage.isAppThrottled(now))
      throw new GraphError('app-throttled');
    if (named().some((account) => service.usage.minutesToRegain(now, account) > 0))
      throw new GraphError('account-throttled');
    for (const account of accounts) service.usage.count(now, account);
    const call: Call = {
      world: service.world,
      now,
      token,
      queryToken: request.bearer === undefined ? params.access_token : undefined,
      base: `${service.url()}/${servedVersion(request.version)}`,
      dropUnsupported: service.dropUnsupported,
      hashtags: service.hashtags,
      afflicted: service.faults.afflicts,
    };
    const root = Object.hasOwn(roots, request.path) ? roots[request.path] : undefined;
    const body = isMany
      ? manyAnswer(call, paths, params)
      : root
        ? root(call, params, desk)
        : nodeAnswer(call, request.path, params);
    return ok(body, service.usage.headers(now, named(), login));
  } catch (error) {
    if (!(error instanceof GraphError)) throw error;
    return {
      status: error.entry.status,
      headers: service.usage.headers(now, named(), login),
      body: isLogin(request)
        ? loginErrorBody(error)
        : errorBody(error, login, traceId(service, request, now)),
    };
  }
}

/** The end of a login with Instagram, which has a host of its own on the platform. */
const isLogin = ({ method, path, params }: GraphRequest): boolean =>
  method === 'POST' && path === 'oauth/access_token' && params.grant_type === 'authorization_code';

/** An error as the answer to any request; one about a limit says how far it is exceeded, and for how long. */
export function refusal(
  service: Service,
  request: GraphRequest,
  error: GraphError,
  limit?: 'account' | 'page' | 'app',
): GraphAnswer {
  const now = service.now();
  const account = service.world.account(accountBehind(service, request.path, now) ?? '');
  const usage = { call_count: 100, total_cputime: 30, total_time: 30 };
  const exceeded = (id: string, type: string) => ({
    'x-business-use-case-usage': JSON.stringify({
      [id]: [{ type, ...usage, estimated_time_to_regain_access: 5 }],
    }),
  });
  const isInstagram = (request.bearer ?? request.params.access_token ?? '').startsWith('IG');
  return {
    status: error.entry.status,
    headers: {
      ...(limit === 'app' && { 'x-app-usage': JSON.stringify(usage) }),
      ...(limit === 'account' && account && exceeded(account.id, 'instagram')),
      ...(limit === 'page' && account && exceeded(account.pageId, 'pages')),
    },
    body: errorBody(error, isInstagram ? 'instagram' : 'facebook', traceId(service, request, now)),
  };
}

const ok = (body: object, headers: Readonly<Record<string, string>> = {}): GraphAnswer => ({
  status: 200,
  headers,
  body,
});

const traceId = (service: Service, request: GraphRequest, now: Date): string => {
  const { access_token: _token, appsecret_proof: _proof, ...rest } = request.params;
  return `A${digestOf(22, service.world.seed, request.path, JSON.stringify(rest), now.getTime())}`;
};

const accountWith = (world: World, id: string) =>
  world.accounts.find((account) => account.id === id || account.appScopedId === id);

/** Discovery and hashtags count for the app alone, not for an account. */
const isPlatformCall = ({ world }: Service, { path, params }: GraphRequest): boolean =>
  path === 'ig_hashtag_search' ||
  hashtagWith(world, path.split('/')[0] ?? '') !== undefined ||
  /(^|[,\s])business_discovery\b/.test(params.fields ?? '');

const hashtagWith = (world: World, id: string): Hashtag | undefined =>
  world.hashtags.find((hashtag) => hashtag.id === id);

/** The account that a call is counted for. */
export function accountBehind({ world }: Service, path: string, now: Date): string | undefined {
  const id = path.split('/')[0] ?? '';
  if (!/^\d+$/.test(id)) return undefined;
  const mediaId = world.comment(id, now)?.mediaId ?? id;
  return accountWith(world, id)?.id ?? (world.post(mediaId, now) ?? world.parent(mediaId, now))?.accountId;
}

function checkedToken(service: Service, text: string, now: Date): Token {
  const token = readToken(service.world.seed, text);
  if (!token) throw new GraphError('token-malformed');
  if (isExpired(token, now))
    throw new GraphError('token-expired', {
      expired: token.expiresAt!.toUTCString(),
      now: now.toUTCString(),
    });
  return token;
}

/** With an app secret set, the app counts as one that requires the proof. */
function checkProof(service: Service, { params }: GraphRequest, token: string): void {
  if (service.appSecret === undefined) return;
  const given = params.appsecret_proof;
  if (!given) throw new GraphError('proof-missing');
  const expected = createHmac('sha256', service.appSecret).update(token).digest('hex');
  if (given.length !== expected.length || !timingSafeEqual(Buffer.from(given), Buffer.from(expected)))
    throw new GraphError('proof-wrong');
}

/** Paths that are not about one object. */
const roots: Readonly<Record<string, (call: Call, params: Params, desk: TokenDesk) => object>> = {
  me: (call, params) => meAnswer(call, params),
  'me/accounts': (call, params) => {
    if (call.token.login !== 'facebook')
      throw new GraphError('field-missing', { field: 'accounts', type: 'IGUser' });
    return userPages(call, params, parseFields(params.fields ?? ''));
  },
  ig_hashtag_search: (call, params) => hashtagSearch(call, params),
  debug_token: (_call, params, desk) => debugToken(desk, params),
  refresh_access_token: (call, params, desk) => refreshToken(desk, params, call.token),
  access_token: (call, params, desk) => exchangeInstagramToken(desk, params, call.token),
};

/** The person behind a Facebook token. */
const personNode: NodeType<Token> = {
  name: 'User',
  idOf: userIdOf,
  fields: { id: userIdOf, name: () => 'Emulated Person' },
  edges: {
    accounts: (call, _token, params, fields, raw) =>
      userPages(call, raw === undefined ? params : { ...params, fields: raw }, fields),
  },
};

function meAnswer(call: Call, params: Params): object {
  const fields = parseFields(params.fields ?? '');
  if (call.token.login === 'facebook') {
    return project(call, personNode, call.token, fields.length > 0 ? fields : parseFields('name,id'));
  }
  return project(call, userNode, ownAccount(call), fields);
}

function ownAccount(call: Call) {
  const account = accountsOf(call)[0];
  if (!account) throw new GraphError('object-missing', { id: 'me' });
  return account;
}

const mostIds = 50;

/** `/?ids=a,b`: several objects by id; one that cannot be read sinks them all. */
function manyAnswer(call: Call, ids: readonly string[], params: Params): object {
  if (ids.length === 0) throw new GraphError('parameter-missing', { name: 'ids' });
  if (ids.length > mostIds) throw new GraphError('ids-too-many', { most: mostIds, given: ids.length });
  const read = (id: string) => {
    try {
      return [id, nodeAnswer(call, encodeURIComponent(id), params)] as const;
    } catch (error) {
      if (error instanceof GraphError && error.entry.subcode === 33)
        throw new GraphError('ids-missing', { ids: id });
      throw error;
    }
  };
  return Object.fromEntries(ids.map(read));
}

/** `/{id}` and `/{id}/{edge}`, for whatever object the id belongs to. */
function nodeAnswer(call: Call, path: string, params: Params): object {
  const [id = '', edge, ...rest] = path.split('/');
  if (rest.length > 0 || id === '') throw new GraphError('unknown-path', { path });
  if (call.afflicted('object-missing', endpointOf(call.world, call.now, path), id))
    throw new GraphError('object-missing', { id });
  const fields = parseFields(params.fields ?? '');
  const read = <N>(type: NodeType<N>, node: N): object => {
    if (type !== pageNode) demand(call, 'instagram_basic', 'instagram_business_basic');
    if (edge === undefined) return project(call, type, node, fields);
    const known = Object.hasOwn(type.edges, edge) ? type.edges[edge] : undefined;
    if (!known) throw new GraphError('field-missing', { field: edge, type: type.name });
    const answer = known(call, node, params, fields, params.fields);
    return (answer as object | undefined) ?? { data: [] };
  };

  const mine = accountsOf(call);
  const account =
    id === 'me' && call.token.login === 'instagram'
      ? ownAccount(call)
      : mine.find((candidate) => candidate.id === id || candidate.appScopedId === id);
  if (account) return read(userNode, account);
  const comment = call.world.comment(id, call.now);
  const mediaId = comment?.mediaId ?? id;
  const post = call.world.post(mediaId, call.now) ?? call.world.parent(mediaId, call.now);
  if (post && mine.some((candidate) => candidate.id === post.accountId) && isReadable(post, call.now)) {
    if (comment) return read(commentNode, comment);
    if (post.id === id) return read(mediaNode, post);
    return read(childNode, childrenOf(post).find((child) => child.id === id)!);
  }
  const hashtag = call.token.login === 'facebook' ? hashtagWith(call.world, id) : undefined;
  if (hashtag) return read(hashtagNode, hashtag);
  const page =
    call.token.login === 'facebook' ? pagesOf(call).find((candidate) => candidate.id === id) : undefined;
  if (page) return read(pageNode, page);
  throw new GraphError('object-missing', { id });
}

/** Deleted posts and stories older than 24 hours are gone. */
const isReadable = (post: Parameters<typeof isVisible>[0], now: Date): boolean =>
  isVisible(post, now) && (post.format !== 'STORY' || now.getTime() - post.postedAt.getTime() < dayMs);
