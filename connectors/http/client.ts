import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import axios, { isAxiosError } from 'axios';
import { SourceError } from '../errors.js';
import type { Redact } from './redact.js';

export interface HttpOptions {
  /** Scheme, host and path prefix that every request path is appended to. */
  readonly baseUrl: string;
  /** Removes secrets from bodies and error messages; nothing leaves this module without it. */
  readonly redact: Redact;
  readonly signal: AbortSignal;
  /** Longest silence on the wire, milliseconds. Default 30 s. */
  readonly silenceMs?: number;
  /** Longest whole request, connecting included, milliseconds. Default 120 s. */
  readonly deadlineMs?: number;
  /** Largest decompressed body. Default 32 MiB. */
  readonly maxBodyBytes?: number;
  /** Asks over one connection and never through a proxy, whatever the environment names. */
  readonly direct?: true;
}

export interface HttpRequest {
  /** Starts with `/`. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** Secrets belong here rather than in the query, where servers echo them. */
  readonly headers: Readonly<Record<string, string>>;
  /** Hands the body on as sent, because the secret in it is what was asked for. */
  readonly verbatim?: true;
}

export interface HttpAnswer {
  readonly status: number;
  /** The text as sent, secrets replaced unless it was asked for verbatim. */
  readonly body: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
}

export interface HttpClient {
  get(request: HttpRequest): Promise<HttpAnswer>;
  /** Closes idle connections. */
  close(): void;
}

/**
 * A client that returns every HTTP answer, whatever its status, as text; of a gzip stream that is cut, the text up to there. It throws `SourceError` (`unavailable`, recovery
 * `retry`) when no complete answer arrived, with recovery `stream` when the answer is too large, and the abort reason
 * when the signal fires. An axios error never leaves: it holds the request headers and with them the token.
 */
export function httpClient(options: HttpOptions): HttpClient {
  const { redact, signal, silenceMs = 30_000, deadlineMs = 120_000, maxBodyBytes = 32 * 2 ** 20 } = options;
  const connections = { keepAlive: true, ...(options.direct && { maxSockets: 1 }) };
  const httpAgent = new HttpAgent(connections);
  const httpsAgent = new HttpsAgent(connections);
  const instance = axios.create({
    httpAgent,
    httpsAgent,
    responseType: 'text',
    // JSON parsing here would round long ids.
    transformResponse: (data: unknown) => data,
    validateStatus: () => true,
    timeout: silenceMs,
    maxContentLength: maxBodyBytes,
    // The API does not redirect; whoever does must not be given the token.
    maxRedirects: 0,
    ...(options.direct && { proxy: false }),
  });

  return {
    async get({ path, query, headers, verbatim }) {
      signal.throwIfAborted();
      const controller = new AbortController();
      const stop = () => controller.abort();
      const timer = setTimeout(stop, deadlineMs);
      signal.addEventListener('abort', stop, { once: true });
      try {
        const answer = await instance.get<string>(options.baseUrl + path, {
          params: query,
          headers: { accept: 'application/json', ...headers },
          signal: controller.signal,
        });
        return {
          status: answer.status,
          body: verbatim ? (answer.data ?? '') : redact(answer.data ?? ''),
          headers: plainHeaders(answer.headers),
        };
      } catch (error) {
        if (signal.aborted) throw signal.reason;
        throw failure(error, controller.signal.aborted, `GET ${redact(path)}`);
      } finally {
        clearTimeout(timer);
        signal.removeEventListener('abort', stop);
      }
    },
    close() {
      httpAgent.destroy();
      httpsAgent.destroy();
    },
  };

  function failure(error: unknown, late: boolean, what: string): SourceError {
    const code = isAxiosError(error) ? error.code : undefined;
    const text = redact(error instanceof Error ? error.message : String(error));
    if (text.includes('maxContentLength')) {
      return new SourceError(`${what}: the answer is larger than ${maxBodyBytes} bytes`, {
        kind: 'unavailable',
        recovery: 'stream',
      });
    }
    const reason = late ? `no complete answer within ${deadlineMs} ms` : code ? `${code}: ${text}` : text;
    return new SourceError(`${what}: ${reason}`, { kind: 'unavailable', recovery: 'retry' });
  }
}

function plainHeaders(headers: object): Record<string, string> {
  const plain: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (typeof value === 'string') plain[name.toLowerCase()] = value;
  }
  return plain;
}
