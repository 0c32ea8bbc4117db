import Fastify, { type FastifyInstance } from 'fastify';
import type { Log, Webhooks } from '../../connectors/contract.js';
import type { Home } from '../home.js';
import { deliveryLanding, removeHalfDeliveries } from './deliveries.js';

export interface ReceiverOptions {
  readonly home: Home;
  /** The connection in whose name deliveries are landed. */
  readonly connection: string;
  readonly webhooks: Webhooks;
  /** What the source signs with. */
  readonly secret: string;
  /** What the source shows when it asks whether this receiver is meant. */
  readonly verifyToken: string;
  /** Path of the callback URL, e.g. `/webhooks`. */
  readonly path: string;
  readonly now: () => Date;
  readonly log: Log;
}

/** Larger than any delivery: the platform bundles up to a thousand changes. */
const bodyLimit = 1024 * 1024;
const requestTimeout = 30_000;
/** Closing waits so long for what is arriving. Half a delivery is not answered, so the platform sends it again. */
const closingMs = 2_000;
/** A half-written file that old belongs to no receiver that is alive. */
const deadAfterMs = 3_600_000;

/**
 * A receiver that does not listen yet. It answers 200 once a delivery is on disk and not before, 403 to what the source did
 * not sign, 413 beyond 1 MiB and 500 when it cannot write, so that the source sends again. It takes no lock and runs for
 * weeks beside the nights; the next run takes in what it landed. Logs never hold a body.
 */
export async function createReceiver(options: ReceiverOptions): Promise<FastifyInstance> {
  const { home, connection, webhooks, secret, verifyToken, path, now, log } = options;
  await removeHalfDeliveries(home, new Date(now().getTime() - deadAfterMs));
  const landing = deliveryLanding(home);
  const counts = { landed: 0, known: 0, refused: 0, failed: 0 };
  const told = new Set<string>();
  // anybody can send what is refused: it must not fill the log
  const refuse = (what: 'verification' | 'delivery', why: string): void => {
    counts.refused += 1;
    if (!told.has(what)) log.warn(`${what} refused: ${why}; further ones are only counted, see /health`);
    told.add(what);
  };

  const app = Fastify({ bodyLimit, requestTimeout });
  // Nothing else ends a connection that says nothing, or half of something, once the server is closing.
  app.addHook('preClose', async () => {
    const timer = setTimeout(() => app.server.closeAllConnections(), closingMs).unref();
    app.server.once('close', () => clearTimeout(timer));
  });
  app.removeAllContentTypeParsers(); // the signature is over the bytes, whatever they are said to be
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));

  app.get('/health', async () => ({ status: 'ok', ...counts }));

  app.get(path, async ({ query }, reply) => {
    const answer = webhooks.challenge(query as Record<string, unknown>, verifyToken);
    if (answer === null) {
      refuse('verification', 'wrong token');
      return reply.code(403).send();
    }
    log.info('verified');
    return reply.type('text/plain').header('x-content-type-options', 'nosniff').send(answer);
  });

  app.post(path, async ({ body, headers }, reply) => {
    const bytes = body instanceof Uint8Array ? body : new Uint8Array();
    const signature = headers[webhooks.signatureHeader];
    if (!webhooks.isGenuine(bytes, typeof signature === 'string' ? signature : undefined, secret)) {
      refuse('delivery', 'wrong signature');
      return reply.code(403).send();
    }
    const pages = webhooks.pages({ connection, body: bytes, receivedAt: now() });
    const outcome = await landing.land(bytes, pages);
    counts[outcome] += 1;
    log.info(outcome === 'known' ? 'delivered again' : 'delivered', {
      accounts: [...new Set(pages.map(({ account }) => account))],
      fields: pages.flatMap(({ request }) => request.fields),
      bytes: bytes.length,
    });
    return reply.send();
  });

  app.setErrorHandler((error: Error & { statusCode?: number }, _request, reply) => {
    const status = error.statusCode ?? 500;
    if (status < 500) {
      counts.refused += 1;
    } else {
      counts.failed += 1;
      log.warn(`delivery not taken: ${error.message}`);
    }
    return reply.code(status).send();
  });
  return app;
}
