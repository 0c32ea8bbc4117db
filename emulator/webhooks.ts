import { createHmac } from 'node:crypto';
import { type WebhookEvent, type WebhookField, webhookEvents } from './webhook-events.js';
import { digestOf, drawsFor } from './world/random.js';
import type { World } from './world/world.js';

/** Where events go. */
export interface Subscription {
  /** On this machine. */
  readonly url: string;
  readonly verifyToken: string;
  readonly fields: readonly WebhookField[];
  /** Share of the deliveries that come twice, 0 to 1. */
  readonly duplicates: number;
  /** Further tries, at once, when the answer is not 2xx. */
  readonly retries: number;
}

export interface Webhooks {
  /** Verifies and adds a receiver, instead of an earlier one with the same URL. Returns what is wrong with it, if anything. */
  subscribe(subscription: Subscription): Promise<string | undefined>;
  subscriptions(): readonly Subscription[];
  clear(): void;
  /**
   * Sends what has happened since the last time, or since a receiver subscribed. Each event is sent once, even when the clock
   * goes back and comes again. Returns the number of deliveries that were accepted.
   */
  deliver(): Promise<number>;
}

export interface WebhookSender {
  readonly world: World;
  readonly now: () => Date;
  /** Signs the bodies. */
  readonly secret: string;
}

/** Real milliseconds that a receiver may take. */
const patienceMs = 5000;

/** Whether a URL leads to this machine and nowhere else. */
export function isLoopback(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname } = new URL(text);
  return (
    protocol === 'http:' && (/^127(\.\d+){3}$/.test(hostname) || ['localhost', '[::1]'].includes(hostname))
  );
}

/** JSON in ASCII: everything else as `\uXXXX`, as the platform writes it. */
export const asciiJson = (value: unknown): string =>
  JSON.stringify(value).replace(
    /[^\0-\x7e]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

export function createWebhooks({ world, now, secret }: WebhookSender): Webhooks {
  let receivers: { readonly subscription: Subscription; sentUntil: Date }[] = [];
  let running: Promise<number> = Promise.resolve(0);

  const send = async (url: string, event: WebhookEvent): Promise<boolean> => {
    const { accountId, at, field, value } = event;
    const entry = { id: accountId, time: Math.floor(at.getTime() / 1000), changes: [{ field, value }] };
    const body = asciiJson({ object: 'instagram', entry: [entry] });
    const signature = createHmac('sha256', secret).update(body).digest('hex');
    try {
      const { ok } = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-hub-signature-256': `sha256=${signature}` },
        body,
        redirect: 'manual',
        signal: AbortSignal.timeout(patienceMs),
      });
      return ok;
    } catch {
      return false;
    }
  };

  const deliverAll = async (): Promise<number> => {
    let accepted = 0;
    for (const receiver of receivers) {
      const { url, fields, duplicates, retries } = receiver.subscription;
      const until = now();
      if (until <= receiver.sentUntil) continue;
      const events = webhookEvents(world, receiver.sentUntil, until);
      receiver.sentUntil = until;
      for (const event of events.filter(({ field }) => fields.includes(field))) {
        const draws = drawsFor(world.seed, 'duplicate', event.field, JSON.stringify(event.value));
        for (let copies = draws.uniform() < duplicates ? 2 : 1; copies > 0; copies--) {
          for (let tries = retries + 1; tries > 0; tries--) {
            if (!(await send(url, event))) continue;
            accepted += 1;
            break;
          }
        }
      }
    }
    return accepted;
  };

  return {
    async subscribe(subscription) {
      const { url, verifyToken } = subscription;
      if (!isLoopback(url)) return 'url must be http on a loopback address';
      const challenge = digestOf(20, world.seed, url, 'challenge');
      const asked = new URL(url);
      asked.searchParams.set('hub.mode', 'subscribe');
      asked.searchParams.set('hub.verify_token', verifyToken);
      asked.searchParams.set('hub.challenge', challenge);
      try {
        const answer = await fetch(asked, { redirect: 'manual', signal: AbortSignal.timeout(patienceMs) });
        if (answer.status !== 200 || (await answer.text()) !== challenge)
          return 'the receiver did not answer the verification with its challenge';
      } catch {
        return 'the receiver did not answer the verification';
      }
      receivers = receivers.filter((receiver) => receiver.subscription.url !== url);
      receivers.push({ subscription, sentUntil: now() });
      return undefined;
    },
    subscriptions: () => receivers.map(({ subscription }) => subscription),
    clear() {
      receivers = [];
    },
    deliver() {
      running = running.then(deliverAll);
      return running;
    },
  };
}
