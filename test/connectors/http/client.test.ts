import { afterEach, describe, expect, test } from 'vitest';
import { type HttpOptions, httpClient } from '../../../connectors/http/client.js';
import { parseJson } from '../../../connectors/http/json.js';
import { redactor } from '../../../connectors/http/redact.js';
import { SourceError } from '../../../connectors/index.js';
import { type Scripted, scriptedServer } from './scripted-server.js';

const token = 'EAAsecret-token.value|42';
const open: (() => void | Promise<void>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

async function client(answer: (n: number) => Scripted, options: Partial<HttpOptions> = {}) {
  const server = await scriptedServer((_, n) => answer(n));
  const http = httpClient({
    baseUrl: server.url,
    redact: redactor([token]),
    signal: new AbortController().signal,
    ...options,
  });
  open.push(() => http.close(), server.close);
  return {
    server,
    get: () => http.get({ path: '/me', query: { a: '1' }, headers: { authorization: `Bearer ${token}` } }),
  };
}

async function failureOf(promise: Promise<unknown>): Promise<SourceError> {
  const error = await promise.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (error instanceof SourceError) return error;
  throw new Error(`expected a SourceError, got ${String(error)}`);
}

/** Everything that could be logged or stored about an error, its hidden properties included. */
function everythingIn(error: unknown): string {
  const parts: string[] = [];
  for (let next = error; next instanceof Error; next = next.cause) {
    parts.push(String(next), next.stack ?? '', JSON.stringify(Object.getOwnPropertyDescriptors(next)));
  }
  return parts.join('\n');
}

describe('the HTTP client', () => {
  test('returns the text of any answer, long ids untouched', async () => {
    const { get, server } = await client(() => ({ status: 400, body: '{"id":17841405822304914999}' }));
    expect(await get()).toMatchObject({ status: 400, body: '{"id":17841405822304914999}' });
    expect(server.asked[0]).toMatchObject({
      path: '/me',
      query: { a: '1' },
      headers: { authorization: `Bearer ${token}` },
    });
  });

  test('replaces the token in bodies that echo it', async () => {
    const next = `https://graph.facebook.com/v26.0/1/media?access_token=${encodeURIComponent(token)}&after=Q`;
    const { get } = await client(() => ({ body: { data: [], token, paging: { next } } }));
    const { body } = await get();
    expect(body).not.toContain('secret-token');
    expect(JSON.parse(body)).toEqual({
      data: [],
      token: 'REDACTED',
      paging: { next: 'https://graph.facebook.com/v26.0/1/media?access_token=REDACTED&after=Q' },
    });
  });

  test.each(['reset', 'cut', 'too long'] as const)(
    'turns a %s connection into a retryable error without the token',
    async (how) => {
      const { get } = await client(() => how);
      const error = await failureOf(get());
      expect(error).toMatchObject({ kind: 'unavailable', recovery: 'retry' });
      expect(error.cause).toBeUndefined();
      expect(everythingIn(error)).not.toContain('secret-token');
    },
  );

  test('hands on what a cut gzip stream holds, which is no JSON', async () => {
    const { get } = await client(() => 'cut gzip');
    const { body } = await get();
    expect(body).toMatch(/^\{"data":\[/);
    expect(() => parseJson(body)).toThrow(SyntaxError);
  });

  test('gives up on silence and on a missed deadline', async () => {
    const silent = await client(() => 'silence', { silenceMs: 50 });
    expect((await failureOf(silent.get())).message).toMatch(/timeout/i);
    const late = await client(() => 'silence', { deadlineMs: 50 });
    expect((await failureOf(late.get())).message).toContain('no complete answer within 50 ms');
  });

  test('refuses an answer that is too large, and does not ask to retry it', async () => {
    const { get } = await client(() => ({ body: { data: 'x'.repeat(5000) } }), { maxBodyBytes: 1000 });
    expect(await failureOf(get())).toMatchObject({ kind: 'unavailable', recovery: 'stream' });
  });

  test('does not follow a redirect, which would carry the token away', async () => {
    const { get, server } = await client(() => ({
      status: 302,
      body: '',
      headers: { location: '/elsewhere' },
    }));
    expect((await get()).status).toBe(302);
    expect(server.asked).toHaveLength(1);
  });

  test('stops with the reason of the signal', async () => {
    const controller = new AbortController();
    const { get } = await client(() => 'silence', { signal: controller.signal });
    const running = get();
    setTimeout(() => controller.abort(new Error('interrupted')), 20);
    await expect(running).rejects.toThrow('interrupted');
  });

  test('names the failure when nobody listens', async () => {
    const http = httpClient({
      baseUrl: 'http://127.0.0.1:1',
      redact: redactor([token]),
      signal: new AbortController().signal,
    });
    const error = await failureOf(
      http.get({ path: '/me', query: {}, headers: { authorization: `Bearer ${token}` } }),
    );
    expect(error).toMatchObject({ recovery: 'retry' });
    expect(error.message).toContain('ECONNREFUSED');
    http.close();
  });
});
