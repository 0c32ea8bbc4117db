import axios from 'axios';
import { describe, expect, it } from 'vitest';
import { accountOf, running } from './running.js';

const { clock, emulator, get } = await running();
const { world } = emulator;
const bakery = accountOf(emulator, 'padaria.aurora');
const outdoor = accountOf(emulator, 'tallpinesoutfit');
const media = world.media(bakery.id, clock.now())[0]!;

type Entry = { code: number; headers: { name: string; value: string }[]; body: string } | null;

async function batch(body: unknown, { url, token } = emulator) {
  const { status, data } = await axios.post(`${url}/v26.0/`, body, {
    headers: { authorization: `Bearer ${token}` },
    validateStatus: () => true,
    proxy: false,
  });
  return { status, data };
}
const asking = (...urls: string[]) => urls.map((relative_url) => ({ method: 'GET', relative_url }));

describe('a batch', () => {
  it('answers each item as text, in order, whatever fails', async () => {
    const requests = asking(`${media.id}?fields=id`, 'v26.0/999', `/${bakery.id}?fields=username`);
    const { status, data } = await batch({ batch: requests });
    expect(status).toBe(200);
    expect(data.map((entry: Entry) => entry?.code)).toEqual([200, 400, 200]);
    expect(JSON.parse(data[0].body)).toEqual({ id: media.id });
    expect(JSON.parse(data[1].body).error).toMatchObject({ code: 100, error_subcode: 33 });
    expect(JSON.parse(data[2].body).username).toBe('padaria.aurora');
    expect(data[2].headers.map(({ name }: { name: string }) => name)).toContain('x-business-use-case-usage');
  });

  it('is taken as a form too, with a token of its own', async () => {
    const form = new URLSearchParams({
      access_token: emulator.token,
      include_headers: 'false',
      batch: JSON.stringify(asking(`${media.id}?fields=id`)),
    });
    const { data } = await axios.post(emulator.url, form, { proxy: false });
    expect(data).toEqual([{ code: 200, body: JSON.stringify({ id: media.id }) }]);
  });

  it('has 50 items at most', async () => {
    const requests = asking(...Array.from({ length: 51 }, () => media.id));
    expect((await batch({ batch: requests.slice(1) })).data).toHaveLength(50);
    const { status, data } = await batch({ batch: requests });
    expect(status).toBe(400);
    expect(data.error).toMatchObject({
      type: 'GraphBatchException',
      message: 'Too many requests in batch message. Maximum batch size is 50',
    });
    expect((await batch({ batch: 'nonsense' })).data.error.type).toBe('GraphBatchException');
  });

  it('counts every item, and throttles in its midst', async () => {
    const { emulator } = await running({ callsPerView: 0.4 });
    const pottery = accountOf(emulator, 'barro_kai_alati');
    const requests = asking(...Array.from({ length: 50 }, () => `${pottery.id}?fields=id`));
    const codes: number[] = [];
    for (let i = 0; i < 4; i++) {
      const { data } = await batch({ batch: requests }, emulator);
      codes.push(...data.map(({ code }: { code: number }) => code));
    }
    expect(codes[0]).toBe(200);
    expect(codes.at(-1)).toBe(400);
    expect(emulator.requests()).toHaveLength(200);
  });

  it('has holes where a fault swallows the answer', async () => {
    const { emulator } = await running({
      faults: [
        { fault: 'reset', endpoint: 'media' },
        { fault: 'unavailable', endpoint: 'media/insights' },
      ],
    });
    const { data } = await batch(
      { batch: asking(media.id, `${media.id}/insights?metric=reach`, `${bakery.id}?fields=id`) },
      emulator,
    );
    expect(data[0]).toBeNull();
    expect(data[1].code).toBe(500);
    expect(JSON.parse(data[1].body).error).toMatchObject({ code: 2, is_transient: true });
    expect(data[2].code).toBe(200);
  });

  it('is refused on Instagram Login', async () => {
    const token = emulator.instagramTokens[bakery.id]!;
    expect((await batch({ batch: asking('me') }, { ...emulator, url: emulator.url, token })).status).toBe(
      400,
    );
  });
});

describe('?ids=', () => {
  it('keys objects by id and counts each', async () => {
    const { get } = await running();
    const { data, headers } = await get(`/v26.0/?ids=${bakery.id},${outdoor.id},${media.id}&fields=username`);
    expect(Object.keys(data)).toEqual([bakery.id, outdoor.id, media.id]);
    expect(data[outdoor.id].username).toBe('tallpinesoutfit');
    expect(Object.keys(JSON.parse(headers['x-business-use-case-usage']))).toEqual([bakery.id, outdoor.id]);
  });

  it('fails as a whole', async () => {
    expect((await get(`/v26.0/?ids=${bakery.id},999&fields=id`)).data.error.code).toBe(803);
    expect((await get('/v26.0/?ids=')).data.error.code).toBe(100);
    const many = Array.from({ length: 51 }, (_, i) => i + 1).join();
    expect((await get(`/v26.0/?ids=${many}`)).data.error.code).toBe(100);
  });
});
