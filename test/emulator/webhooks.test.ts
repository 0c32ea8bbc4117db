import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, describe, expect, it } from 'vitest';
import { running, start } from './running.js';

interface Delivery {
  body: string;
  signature: string | string[] | undefined;
}

/** A webhook receiver of a client; refuses the first `refusals` deliveries. */
async function receiving(refusals = 0, token = 'sesame') {
  const deliveries: Delivery[] = [];
  const server = createServer((request, response) => {
    const { searchParams } = new URL(`http://receiver${request.url}`);
    if (request.method === 'GET') {
      const isRight = searchParams.get('hub.verify_token') === token;
      response.writeHead(isRight ? 200 : 403).end(searchParams.get('hub.challenge'));
      return;
    }
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      deliveries.push({
        body: Buffer.concat(chunks).toString('latin1'),
        signature: request.headers['x-hub-signature-256'],
      });
      response.writeHead(deliveries.length <= refusals ? 500 : 200).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  afterAll(() => {
    server.close();
  });
  const changes = () => deliveries.map(({ body }) => JSON.parse(body).entry[0]);
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`, deliveries, changes };
}

describe('webhooks', () => {
  it('tell once of each story that expires, with its last numbers', async () => {
    const { clock, emulator, post } = await running();
    const { url, changes } = await receiving();
    const fields = ['story_insights'];
    expect((await post('/_emulator/webhooks', { url, verify_token: 'sesame', fields })).status).toBe(200);
    await post('/_emulator/clock', { advance_hours: 48 });
    const end = clock.now();
    const expired = emulator.world.accounts
      .filter(({ profile }) => profile.owned)
      .flatMap(({ id }) => emulator.world.published(id, end))
      .filter(({ format, postedAt }) => {
        const expiry = postedAt.getTime() + 86_400_000;
        return format === 'STORY' && expiry > start.getTime() && expiry <= end.getTime();
      });
    expect(expired.length).toBeGreaterThan(3);
    const told = changes().map(({ changes: [change] }) => change);
    expect(told.map(({ value }) => value.media_id).sort()).toEqual(expired.map(({ id }) => id).sort());
    const { value } = told[0];
    expect(value.reach).toBe(emulator.world.counters(value.media_id, end).reach);
    clock.set(start);
    clock.set(end);
    expect(await emulator.deliverWebhooks()).toBe(0);
  });

  it('carry comments and mentions that the API knows, in ASCII, signed over the bytes', async () => {
    const { emulator, get, post } = await running({ appSecret: 'keep-me' });
    const { url, deliveries, changes } = await receiving();
    const fields = ['comments', 'mentions'];
    await post('/_emulator/webhooks', { url, verify_token: 'sesame', fields });
    await post('/_emulator/clock', { advance_hours: 96 });
    expect(deliveries.some(({ body }) => /\\u[0-9a-f]{4}/.test(body))).toBe(true);
    for (const { body, signature } of deliveries) {
      expect(body).toMatch(/^[\0-\x7e]*$/);
      expect(signature).toBe(`sha256=${createHmac('sha256', 'keep-me').update(body).digest('hex')}`);
    }
    const entries = changes();
    const times = entries.map(({ time }) => time);
    expect(times).toEqual([...times].sort((a, b) => a - b));
    const of = (field: string) => entries.filter(({ changes: [change] }) => change.field === field);
    const proof = createHmac('sha256', 'keep-me').update(emulator.token).digest('hex');
    const [comment] = of('comments');
    const { id, text, from } = comment.changes[0].value;
    const read = await get(`/v26.0/${id}?fields=id,text,from&appsecret_proof=${proof}`);
    expect(read.data).toEqual({ id, text, from });
    const mention = of('mentions').find(({ changes: [change] }) => change.value.comment_id !== undefined);
    const asked = `mentioned_comment.comment_id(${mention.changes[0].value.comment_id}){id}`;
    const known = await get(
      `/v26.0/${mention.id}?fields=${encodeURIComponent(asked)}&appsecret_proof=${proof}`,
    );
    expect(known.status).toBe(200);
  });

  it('come twice when told so, and again when refused', async () => {
    const { post } = await running();
    const [twice, patient] = [await receiving(), await receiving(2)];
    const story = { verify_token: 'sesame', fields: ['story_insights'] };
    await post('/_emulator/webhooks', { ...story, url: twice.url, duplicates: 1 });
    await post('/_emulator/webhooks', { ...story, url: patient.url, retries: 2 });
    await post('/_emulator/clock', { advance_hours: 24 });
    const bodies = patient.deliveries.map(({ body }) => body);
    expect(bodies.slice(0, 3)).toEqual([bodies[0], bodies[0], bodies[0]]);
    expect(new Set(bodies).size).toBe(bodies.length - 2);
    expect(twice.deliveries.length).toBe(2 * new Set(bodies).size);
  });

  it('go to verified receivers on this machine only', async () => {
    const { post } = await running();
    const { url } = await receiving(0, 'another');
    const subscribe = (to: string) => post('/_emulator/webhooks', { url: to, verify_token: 'sesame' });
    expect((await subscribe(url)).data.error).toContain('challenge');
    for (const far of [
      'http://192.0.2.1/hook',
      'https://127.0.0.1/',
      'http://127.0.0.1.example/',
      'file:///x',
      'x',
    ])
      expect((await subscribe(far)).data.error).toContain('loopback');
    expect((await post('/_emulator/webhooks', { url })).status).toBe(400);
  });
});
