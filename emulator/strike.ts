import { gzipSync } from 'node:zlib';
import type { FastifyReply } from 'fastify';
import {
  accountBehind,
  answer,
  type GraphAnswer,
  type GraphRequest,
  refusal,
  type Service,
  servedVersion,
} from './answer.js';
import { listOf } from './graph/call.js';
import { GraphError } from './graph/errors.js';
import type { Asked, FaultRule } from './graph/fault-plan.js';
import { type FaultEffect, faults, type Victim } from './graph/faults.js';
import { placeName, sameCursor } from './graph/paging.js';
import { readToken } from './graph/tokens.js';
import { digestOf } from './world/random.js';

/** A request as faults see it: without its token, and with the same cursor for the same place. */
export function askedOf(service: Service, request: GraphRequest, endpoint: string): Asked {
  const { path, params } = request;
  const { access_token: _token, appsecret_proof: _proof, after, ...rest } = params;
  return {
    endpoint,
    key: [request.method, path, placeName(after), JSON.stringify(rest)].join(' '),
    params,
    victim: (kind) => victimOf(service, request, endpoint, kind),
  };
}

function victimOf(
  service: Service,
  { path, params, bearer, version }: GraphRequest,
  endpoint: string,
  kind: Victim,
): string | undefined {
  const token = bearer ?? params.access_token;
  const owned = () => (token ? readToken(service.world.seed, token)?.accounts : undefined) ?? [];
  const account = () =>
    accountBehind(service, listOf(params.ids)[0] ?? path, service.now()) ??
    params.user_id ??
    (owned().length === 1 ? owned()[0] : undefined);
  switch (kind) {
    case 'list':
      return path;
    case 'page':
      return params.after ? `${path} after ${placeName(params.after).split(' ')[1]}` : path;
    case 'permission':
      return [account(), endpoint].filter((part) => part !== undefined).join(' ');
    case 'account':
      return account();
    case 'token':
      return token && digestOf(12, token);
    case 'version':
      return version ?? 'none';
    case 'asker':
      return params.user_id;
    default:
      return undefined; // chosen where the data is shown
  }
}

/** The answer to a request that a fault strikes, as far as it is still an answer. */
export function struckAnswer(service: Service, request: GraphRequest, effect: FaultEffect): GraphAnswer {
  const now = service.now().toUTCString();
  switch (effect.kind) {
    case 'error':
      return refusal(
        service,
        request,
        new GraphError(effect.error, { id: request.path.split('/')[0] ?? '', expired: now, now }),
        effect.limit,
      );
    case 'status':
      return {
        status: effect.status,
        headers: {},
        body: `<html><body><h1>${effect.status}</h1></body></html>`,
      };
    default: {
      // Half of any answer will do where the right one would use up what it answers about: a login code works once.
      const isSpoilt = ['reset', 'truncated', 'truncated-gzip', 'unparseable'].includes(effect.kind);
      if (isSpoilt && request.method === 'POST')
        return refusal(service, request, new GraphError('unavailable'));
      const given = answer(service, request);
      const body = oddList(service, request, effect, given.body as List);
      return body ? { ...given, body } : given;
    }
  }
}

interface List {
  readonly data?: readonly unknown[];
  readonly paging?: {
    readonly cursors?: { readonly before?: string; readonly after?: string };
    readonly next?: string;
    readonly previous?: string;
  };
}

/** A list with odd links; `undefined` when the effect does not concern it. */
function oddList(
  service: Service,
  request: GraphRequest,
  effect: FaultEffect,
  body: List,
): object | undefined {
  const { paging } = body;
  const { appsecret_proof: _proof, ...params } = request.params;
  const version = servedVersion(request.version);
  const link = (changes: Readonly<Record<string, string>>) =>
    `${service.url()}/${version}/${request.path}?${new URLSearchParams({ ...params, ...changes })}`;
  const pagesForward = paging?.cursors && params.before === undefined;
  switch (effect.kind) {
    case 'empty-page': {
      if (!pagesForward) return undefined;
      const after = sameCursor(params.after);
      return { data: [], paging: { cursors: { ...paging.cursors, after }, next: link({ after }) } };
    }
    case 'next-loop': {
      if (!pagesForward || paging.next) return undefined;
      const after = sameCursor(undefined);
      return { ...body, paging: { ...paging, cursors: { ...paging.cursors, after }, next: link({ after }) } };
    }
    case 'next-version': {
      if (!paging?.next && !paging?.previous) return undefined;
      const other = version === 'v24.0' ? '/v25.0/' : '/v24.0/';
      const moved = (url: string | undefined) => url?.replace(`/${version}/`, other);
      return { ...body, paging: { ...paging, next: moved(paging.next), previous: moved(paging.previous) } };
    }
    case 'next-endless': {
      if (!body.data || paging?.next) return undefined;
      const from = Number(params.until) || Math.floor(service.now().getTime() / 1000);
      const next = link({ since: String(from), until: String(from + 86_400) });
      return { ...body, paging: { ...paging, next } };
    }
    default:
      return undefined;
  }
}

const json = 'application/json; charset=UTF-8';

const isText = (body: object | string): body is string => typeof body === 'string';

/** As a body is sent. */
export const textOf = (body: object | string): string => (isText(body) ? body : JSON.stringify(body));

/** The status that the caller of an answer gets to see; 0 when nothing arrives. */
export function statusAfter(rule: FaultRule | undefined, status: number): number {
  const effect = rule && faults[rule.fault].effect.kind;
  return effect === 'reset' ? 0 : effect === 'unparseable' ? 200 : status;
}

/** Sends an answer over a line that a fault may spoil. */
export async function send(
  reply: FastifyReply,
  { status, headers, body }: GraphAnswer,
  rule?: FaultRule,
): Promise<void> {
  const text = textOf(body);
  const half = (bytes: Buffer) => bytes.subarray(0, Math.floor(bytes.length / 2));
  reply
    .code(statusAfter(rule, status) || status)
    .headers(headers)
    .type(isText(body) ? 'text/html' : json);
  switch (rule && faults[rule.fault].effect.kind) {
    case 'reset':
      reply.hijack();
      reply.raw.socket?.destroy();
      return;
    case 'truncated': {
      const bytes = Buffer.from(text);
      reply.hijack();
      reply.raw.writeHead(status, { 'content-type': json, 'content-length': bytes.length });
      reply.raw.write(half(bytes), () => reply.raw.socket?.destroy());
      return;
    }
    case 'truncated-gzip':
      reply.header('content-encoding', 'gzip').send(half(gzipSync(text)));
      return;
    case 'unparseable':
      reply.send(half(Buffer.from(text)));
      return;
    case 'slow':
      await new Promise((resolve) => setTimeout(resolve, rule?.delayMs ?? 2000));
  }
  reply.send(text);
}

/** Whether an item of a batch gets through: `null` stands for one that does not arrive whole. */
export const arrives = (rule: FaultRule | undefined): boolean =>
  !rule || !['slow', 'reset', 'truncated', 'truncated-gzip'].includes(faults[rule.fault].effect.kind);
