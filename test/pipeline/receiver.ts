import { createHmac } from 'node:crypto';
import { graphApi } from '../../connectors/graph-api/index.js';
import type { Log } from '../../connectors/index.js';
import type { Home } from '../../pipeline/home.js';
import { createReceiver } from '../../pipeline/run/webhooks.js';

export const secret = 'app-secret-never-shown';
export const verifyToken = 'verify-token-never-shown';
export const now = new Date('2026-11-20T10:00:00Z');

const silent: Log = { debug: () => undefined, info: () => undefined, warn: () => undefined };

/** A receiver of Instagram's deliveries that does not listen yet. */
export const receiverAt = (home: Home, log = silent) =>
  createReceiver({
    home,
    connection: 'main',
    webhooks: graphApi.webhooks!,
    secret,
    verifyToken,
    path: '/webhooks',
    now: () => now,
    log,
  });

/** The n-th delivery: one comment, whose id is its number. */
export function comment(number: number): string {
  const value = { id: `${number}`, text: `comment ${number}`, media: { id: '17900' } };
  const time = now.getTime() / 1000 - 1000 + number;
  return JSON.stringify({
    object: 'instagram',
    entry: [{ id: '17841400000000001', time, changes: [{ field: 'comments', value }] }],
  });
}

export const signed = (body: string): Record<string, string> => ({
  'content-type': 'application/json',
  'x-hub-signature-256': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`,
});
