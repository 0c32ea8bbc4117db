import { createHmac } from 'node:crypto';
import axios from 'axios';
import { describe, expect, it } from 'vitest';
import { accountOf, running, start } from './running.js';

const { clock, emulator, get, post } = await running();
const bakery = accountOf(emulator, 'padaria.aurora');
const rival = emulator.world.accounts.find(({ profile }) => !profile.owned)!;

describe('determinism', () => {
  it('gives two instances of one seed the same bytes, whatever their clocks went through', async () => {
    const [one, two] = [await running({ port: 0 }), await running({ port: 0 })];
    two.clock.advance(2000);
    await two.get('/v26.0/me/accounts');
    two.clock.set(start);
    const media = emulator.world.media(bakery.id, start)[0]!.id;
    for (const path of [
      '/v26.0/me/accounts?fields=id,name,access_token,instagram_business_account{id}',
      `/v26.0/${bakery.id}/media?limit=40&fields=id,caption,media_url,like_count,children{id}`,
      `/v26.0/${media}/insights?metric=views,reach,profile_activity`,
      `/v26.0/${bakery.id}/insights?metric=reach&period=day`,
      `/v26.0/${media}/insights?metric=nonsense`,
    ]) {
      const [first, second] = [await one.get(path), await two.get(path)];
      expect(second.text.replaceAll(two.emulator.url, one.emulator.url)).toBe(first.text);
    }
  });
});

describe('versions', () => {
  it('serves current ones as asked, retired and absent ones as the oldest', async () => {
    const version = async (prefix: string) => {
      const { data } = await get(`${prefix}/${bakery.id}/media?limit=1`);
      return new URL(data.paging.next).pathname.split('/')[1];
    };
    expect(await version('/v26.0')).toBe('v26.0');
    expect(await version('/v23.0')).toBe('v23.0');
    expect(await version('/v18.0')).toBe('v21.0');
    expect(await version('')).toBe('v21.0');
  });
});

describe('accounts', () => {
  it('are listed by Page, one of which has none', async () => {
    const { data } = await get(
      '/v26.0/me/accounts?fields=id,name,access_token,tasks,instagram_business_account&limit=100',
    );
    const owned = emulator.world.accounts.filter(({ profile }) => profile.owned).map(({ id }) => id);
    const linked = data.data.flatMap(
      (page: { instagram_business_account?: { id: string } }) => page.instagram_business_account?.id ?? [],
    );
    expect(linked).toEqual(owned);
    expect(data.data).toHaveLength(owned.length + 1);
  });

  it('page through /me/accounts', async () => {
    const pages: string[] = [];
    let link: string | undefined = '/v26.0/me/accounts?limit=2&fields=id';
    while (link) {
      const { data } = await get(link);
      pages.push(...data.data.map(({ id }: { id: string }) => id));
      link = data.paging.next;
    }
    expect(new Set(pages).size).toBe(6);
  });

  it('are empty, not refused, without the business permission', async () => {
    const token = emulator.mint({ login: 'facebook', scopes: ['instagram_basic', 'pages_show_list'] });
    const { status, data } = await get('/v26.0/me/accounts', token);
    expect([status, data]).toEqual([200, { data: [] }]);
  });

  it('answer /me on Instagram Login, with absent values left out', async () => {
    const fields = 'id,user_id,username,account_type,followers_count,media_count,biography,website';
    const me = await get(`/v26.0/me?fields=${fields}`, emulator.instagramTokens[bakery.id]!);
    expect(me.data).toMatchObject({
      id: bakery.appScopedId,
      user_id: bakery.id,
      username: 'padaria.aurora',
      account_type: 'BUSINESS',
      followers_count: emulator.world.followers(bakery.id, clock.now()),
    });
    const pottery = accountOf(emulator, 'barro_kai_alati');
    const bare = await get(`/v26.0/me?fields=${fields}`, emulator.instagramTokens[pottery.id]!);
    expect(bare.data).not.toHaveProperty('website');
    expect(bare.data).not.toHaveProperty('biography');
  });

  it('of others cannot be read', async () => {
    expect((await get(`/v26.0/${rival.id}?fields=id`)).data.error).toMatchObject({
      code: 100,
      error_subcode: 33,
    });
    const post = emulator.world.media(rival.id, clock.now())[0]!;
    expect((await get(`/v26.0/${post.id}`)).data.error).toMatchObject({ code: 100, error_subcode: 33 });
    const other = emulator.instagramTokens[bakery.id]!;
    expect((await get(`/v26.0/${accountOf(emulator, 'tallpinesoutfit').id}`, other)).status).toBe(400);
  });
});

describe('tokens', () => {
  const me = '/v26.0/me';

  it('are required, checked and dated', async () => {
    expect((await get(me, null)).data.error).toMatchObject({ code: 190, type: 'OAuthException' });
    expect((await get(me, 'EAAnonsense')).data.error).toMatchObject({ code: 190 });
    expect((await get(me, `${emulator.token.slice(0, -4)}AAAA`)).data.error).toMatchObject({ code: 190 });
    const expired = emulator.mint({ login: 'facebook', expiresAt: new Date(start.getTime() - 1000) });
    const answer = await get(me, expired);
    expect(answer.status).toBe(400);
    expect(answer.data.error).toMatchObject({ code: 190, error_subcode: 463 });
    expect(answer.data.error.fbtrace_id).toMatch(/^[\w-]{23}$/);
    expect(answer.text).not.toContain(expired);
  });

  it('work in the header and in the query', async () => {
    expect((await get(me)).status).toBe(200);
    expect((await get(`${me}?access_token=${emulator.token}`, null)).status).toBe(200);
  });

  it('are held to their scopes', async () => {
    const token = emulator.mint({ login: 'facebook', scopes: ['instagram_basic'] });
    const media = emulator.world.media(bakery.id, clock.now())[0]!.id;
    expect((await get(`/v26.0/${media}`, token)).status).toBe(200);
    const { data } = await get(`/v26.0/${media}/insights?metric=reach`, token);
    expect(data.error).toMatchObject({
      code: 10,
      message: '(#10) Application does not have permission for this action',
    });
  });

  it('of Instagram Login are refreshed after 24 hours, and die after 60 days', async () => {
    const { clock, emulator, get } = await running();
    const token = emulator.instagramTokens[bakery.id]!;
    const refresh = (text: string) => get('/refresh_access_token?grant_type=ig_refresh_token', text);
    clock.advance(23);
    expect((await refresh(token)).status).toBe(400);
    clock.advance(2);
    const fresh = await refresh(token);
    expect(fresh.data).toMatchObject({ token_type: 'bearer', expires_in: 5_184_000 });
    clock.advance(24 * 59.5);
    expect((await get(me, token)).data.error).toMatchObject({ code: 190, error_subcode: 463 });
    expect((await refresh(token)).data.error).toMatchObject({ code: 190, error_subcode: 463 });
    expect((await get(me, fresh.data.access_token)).status).toBe(200);
  });

  it('tell about themselves and are exchanged', async () => {
    const { data } = await get(`/v26.0/debug_token?input_token=${emulator.token}`);
    expect(data.data).toMatchObject({ is_valid: true, expires_at: 0, type: 'USER' });
    expect(data.data.scopes).toContain('instagram_manage_insights');
    const short = emulator.mint({ login: 'facebook', expiresAt: new Date(start.getTime() + 3_600_000) });
    const exchanged = await get(
      `/v26.0/oauth/access_token?grant_type=fb_exchange_token&client_id=1&client_secret=s&fb_exchange_token=${short}`,
      null,
    );
    const long = await get(`/v26.0/debug_token?input_token=${exchanged.data.access_token}`);
    expect(long.data.data.expires_at).toBe(start.getTime() / 1000 + 5_184_000);
    const own = emulator.instagramTokens[bakery.id]!;
    const instagram = await get(
      `/access_token?grant_type=ig_exchange_token&client_secret=s&access_token=${own}`,
      null,
    );
    expect(instagram.data.expires_in).toBe(5_184_000);
  });

  it('need the proof once an app secret is set', async () => {
    const { emulator, get } = await running({ appSecret: 'shh' });
    const proof = createHmac('sha256', 'shh').update(emulator.token).digest('hex');
    expect((await get(me)).data.error.message).toContain('require an appsecret_proof');
    expect((await get(`${me}?appsecret_proof=00`)).data.error.message).toContain('Invalid appsecret_proof');
    expect((await get(`${me}?appsecret_proof=${proof}`)).status).toBe(200);
  });
});

describe('limits', () => {
  it('rise with calls, then refuse, then recover with the clock', async () => {
    const { clock, emulator, get } = await running({ callsPerView: 0.002 });
    const library = accountOf(emulator, 'shantinagar.library');
    const usage = async () => {
      const { headers, data } = await get(`/v26.0/${library.id}?fields=id`);
      return { data, ...JSON.parse(headers['x-business-use-case-usage'])[library.id][0] };
    };
    let last = await usage();
    for (let calls = 0; last.call_count < 100; calls++) {
      expect(calls).toBeLessThan(50);
      const next = await usage();
      expect(next.call_count).toBeGreaterThanOrEqual(last.call_count);
      last = next;
    }
    const refused = await usage();
    expect(refused.data.error).toMatchObject({ code: 80002, error_subcode: 2446079 });
    expect(refused.estimated_time_to_regain_access).toBeGreaterThan(60 * 22);
    clock.advance(25);
    expect((await usage()).data.id).toBe(library.id);
  });
});

describe('faults', () => {
  it('hit the endpoint they are meant for, as often as told', async () => {
    const media = emulator.world.media(bakery.id, clock.now())[0]!.id;
    emulator.setFaults([{ fault: 'unavailable', endpoint: 'media/insights', times: 2 }]);
    const status = async () => (await get(`/v26.0/${media}/insights?metric=reach`)).status;
    expect((await get(`/v26.0/${bakery.id}`)).status).toBe(200);
    expect([await status(), await status(), await status()]).toEqual([500, 500, 200]);
    emulator.setFaults([]);
  });

  it('hit the same tries of the same requests with the same seed', async () => {
    const tries = async () => {
      emulator.setFaults([{ fault: 'unknown-error', rate: 0.4, seed: 7 }]);
      const statuses: number[] = [];
      for (let i = 0; i < 30; i++) statuses.push((await get('/v26.0/me')).status);
      emulator.setFaults([]);
      return statuses;
    };
    const first = await tries();
    expect(await tries()).toEqual(first);
    expect(new Set(first)).toEqual(new Set([200, 500]));
  });

  it('include an empty page before the page that belongs there', async () => {
    const path = `/v26.0/${bakery.id}/media?limit=3`;
    const whole = await get(path);
    emulator.setFaults([{ fault: 'empty-page', endpoint: 'user/media', times: 1 }]);
    const empty = await get(path);
    expect(empty.data.data).toEqual([]);
    expect((await get(empty.data.paging.next)).text).toBe(whole.text);
  });

  it('include throttling, broken answers and cut connections', async () => {
    const path = `/v26.0/${bakery.id}?fields=id,username,biography`;
    const once = async (fault: Parameters<typeof emulator.setFaults>[0][number]['fault']) => {
      emulator.setFaults([{ fault, times: 1 }]);
      return get(path);
    };
    const throttled = await once('account-throttled');
    expect(throttled.data.error.code).toBe(80002);
    const [entry] = JSON.parse(throttled.headers['x-business-use-case-usage'])[bakery.id];
    expect(entry.estimated_time_to_regain_access).toBe(5);
    expect((await once('unavailable')).data.error).toMatchObject({ code: 2, is_transient: true });
    expect((await once('too-many-requests')).status).toBe(429);
    await expect(once('reset')).rejects.toMatchObject({ code: 'ECONNRESET' });
    await expect(once('truncated')).rejects.toMatchObject({ message: expect.stringMatching(/aborted/) });
    emulator.setFaults([{ fault: 'slow', delayMs: 150, times: 1 }]);
    await expect(axios.get(emulator.url, { timeout: 50, proxy: false })).rejects.toMatchObject({
      code: 'ECONNABORTED',
    });
    expect((await get(path)).status).toBe(200);
  });
});

describe('control', () => {
  it('reads and moves the clock', async () => {
    expect((await post('/_emulator/clock', { advance_hours: 24 })).data).toEqual({
      now: '2026-08-02T03:00:00.000Z',
    });
    expect((await post('/_emulator/clock', { now: '2026-08-01T03:00:00Z' })).status).toBe(200);
    expect((await get('/_emulator/clock', null)).data).toEqual({ now: start.toISOString() });
    expect((await post('/_emulator/clock', { now: 'tomorrow' })).status).toBe(400);
  });

  it('leaves a clock alone that belongs to its host', async () => {
    const { createClock, startEmulator } = await import('../../emulator/index.js');
    const held = await startEmulator({ now: createClock(start).now, start });
    const { status } = await axios.post(
      `${held.url}/_emulator/clock`,
      { advance_hours: 1 },
      { validateStatus: () => true, proxy: false },
    );
    await held.close();
    expect(status).toBe(409);
  });

  it('hands out the world and counts requests without secrets', async () => {
    const { data } = await get('/_emulator/world', null);
    expect(data.token).toBe(emulator.token);
    expect(data.accounts).toHaveLength(emulator.world.accounts.length);
    expect(data.accounts[0]).toMatchObject({ id: bakery.id, owned: true, time_zone: 'Europe/Lisbon' });
    expect(JSON.stringify(emulator.requests())).not.toContain(emulator.token);
    expect(emulator.requests().some(({ endpoint }) => endpoint === 'media/insights')).toBe(true);
    const { data: counts } = await get('/_emulator/requests', null);
    expect(counts.total).toBe(emulator.requests().length);
  });

  it('switches faults, and refuses unknown ones', async () => {
    expect((await post('/_emulator/faults', { fault: 'unavailable', rate: 1 })).status).toBe(200);
    expect((await get('/v26.0/me')).status).toBe(500);
    expect((await post('/_emulator/faults', [])).data).toEqual({ active: [] });
    expect((await get('/v26.0/me')).status).toBe(200);
    expect((await post('/_emulator/faults', { fault: 'gremlins' })).status).toBe(400);
  });

  it('listens on loopback only', () => {
    expect(new URL(emulator.url).hostname).toBe('127.0.0.1');
  });
});

describe('paths', () => {
  it('that lead nowhere are refused in the usual shape', async () => {
    expect((await get('/v26.0/123456')).data.error).toMatchObject({
      code: 100,
      error_subcode: 33,
      type: 'GraphMethodException',
    });
    expect((await get(`/v26.0/${bakery.id}/nonsense`)).data.error.code).toBe(100);
    expect((await get(`/v26.0/${bakery.id}/media/more`)).data.error.code).toBe(2500);
    expect((await get('/v26.0/constructor')).data.error.code).toBe(100);
    expect((await get(`/v26.0/${bakery.id}?fields=__proto__`)).data.error.code).toBe(100);
    expect((await post(`/v26.0/${bakery.id}`, {})).data.error.code).toBe(100);
  });
});
