import { gzipSync } from 'node:zlib';
import Fastify from 'fastify';

export interface Asked {
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, unknown>>;
}

export type Scripted =
  | { readonly status?: number; readonly body: unknown; readonly headers?: Readonly<Record<string, string>> }
  /** The connection ends without an answer. */
  | 'reset'
  /** The connection ends in the middle of the body. */
  | 'cut'
  /** A whole answer, of whose gzip stream the end is missing. */
  | 'cut gzip'
  /** A body that goes on after the announced length. */
  | 'too long'
  /** No answer at all. */
  | 'silence';

/** A server that answers what a function says; `n` counts the requests from 0. */
export async function scriptedServer(answer: (asked: Asked, n: number) => Scripted) {
  const app = Fastify();
  const asked: Asked[] = [];
  app.get('/*', (request, reply) => {
    const url = new URL(request.url, 'http://localhost');
    const entry = {
      path: url.pathname,
      query: Object.fromEntries(url.searchParams),
      headers: request.headers,
    };
    asked.push(entry);
    const scripted = answer(entry, asked.length - 1);
    if (typeof scripted === 'object') {
      reply
        .code(scripted.status ?? 200)
        .headers({ 'content-type': 'application/json', ...scripted.headers })
        .send(typeof scripted.body === 'string' ? scripted.body : JSON.stringify(scripted.body));
      return;
    }
    reply.hijack();
    if (scripted === 'reset') request.raw.socket.destroy();
    if (scripted === 'cut gzip') {
      const half = gzipSync(
        JSON.stringify({ data: Array.from({ length: 500 }, (_, id) => ({ id })) }),
      ).subarray(0, 400);
      reply.raw.writeHead(200, { 'content-encoding': 'gzip', 'content-length': half.length });
      reply.raw.end(half);
    }
    if (scripted === 'too long') {
      reply.raw.writeHead(200, { 'content-type': 'application/json', 'content-length': 5 });
      reply.raw.end('{"data":[]}');
    }
    if (scripted === 'cut') {
      reply.raw.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
      reply.raw.write('{"data":[');
      setTimeout(() => request.raw.socket.destroy(), 20);
    }
  });
  await app.listen({ port: 0, host: '127.0.0.1' });
  const address = app.server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    asked,
    async close() {
      app.server.closeAllConnections();
      await app.close();
    },
  };
}
