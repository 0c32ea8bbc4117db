import axios from 'axios';
import { describe, expect, it } from 'vitest';
import { accountOf, running, start } from '../running.js';

const { clock, emulator, get, post } = await running({ historyDays: 5 });
const bakery = accountOf(emulator, 'padaria.aurora');
const hourMs = 3_600_000;
const scopes = ['instagram_business_basic', 'instagram_business_manage_insights'];
const redirectUri = 'https://app.example/back?from=instagram';

/** What an app posts to `api.instagram.com`, as a form. */
const exchange = async (code: string, changes: Readonly<Record<string, string>> = {}, url = emulator.url) => {
  const form = new URLSearchParams({
    client_id: '990602627938098',
    client_secret: 'shh',
    grant_type: 'authorization_code',
    redirect_uri: redirectUri,
    code,
    ...changes,
  });
  for (const [name, value] of Object.entries(changes)) if (value === '') form.delete(name);
  const { status, data } = await axios.post(`${url}/oauth/access_token`, form, {
    validateStatus: () => true,
    proxy: false,
  });
  return { status, data };
};
const refresh = (token: string) => get('/refresh_access_token?grant_type=ig_refresh_token', token);
const lengthen = (token: string) =>
  get('/access_token?grant_type=ig_exchange_token&client_secret=shh', token);
const mintCode = () => emulator.mintCode({ accountId: bakery.id, scopes, redirectUri });

describe('a code of Instagram Login', () => {
  it('gives a token of one hour with what was agreed to', async () => {
    const { status, data } = await exchange(mintCode());
    expect(status).toBe(200);
    const [{ access_token: token, ...rest }] = data.data;
    expect(rest).toEqual({ user_id: bakery.appScopedId, permissions: scopes.join(',') });
    const me = await get('/v26.0/me?fields=user_id', token);
    expect(me.data.user_id).toBe(bakery.id);
    expect((await get(`/v26.0/${bakery.id}/insights?metric=reach&period=day`, token)).status).toBe(200);
    const media = emulator.world.media(bakery.id, clock.now())[0]!;
    const comments = await get(`/v26.0/${media.id}/comments?fields=username`, token);
    expect(JSON.stringify(comments.data)).not.toContain('username');
    clock.advance(1);
    expect((await get('/v26.0/me', token)).data.error).toMatchObject({ code: 190, error_subcode: 463 });
    expect((await lengthen(token)).data.error.error_subcode).toBe(463);
    clock.set(start);
  });

  it('works with the tail that the redirect address ends with, once, for an hour', async () => {
    const asked = { account: 'padaria.aurora', redirect_uri: redirectUri };
    const { data: login } = await post('/_emulator/codes', asked);
    expect(login.redirect).toBe(`${redirectUri}&code=${login.code}#_`);
    expect((await exchange(`${login.code}#_`)).status).toBe(200);
    const again = await exchange(login.code);
    expect(again).toEqual({
      status: 400,
      data: {
        error_type: 'OAuthException',
        code: 400,
        error_message: 'Matching code was not found or was already used',
      },
    });
    const late = mintCode();
    clock.advance(1);
    expect((await exchange(late)).status).toBe(400);
    clock.set(start);
  });

  it('is refused to others', async () => {
    const code = mintCode();
    const message = async (changes: Readonly<Record<string, string>>) =>
      (await exchange(code, changes)).data.error_message;
    expect(await message({ redirect_uri: 'https://app.example/other' })).toContain('redirect_uri');
    for (const name of ['client_id', 'client_secret', 'redirect_uri', 'code'])
      expect(await message({ [name]: '' })).toBe(`Missing required field ${name}`);
    expect((await exchange(code)).status).toBe(200);
    expect((await exchange('AQnonsense')).status).toBe(400);
    const query = `grant_type=authorization_code&client_id=1&client_secret=s&redirect_uri=x&code=${mintCode()}`;
    expect((await get(`/oauth/access_token?${query}`, null)).status).toBe(400);
    const strict = await running({ historyDays: 5, appSecret: 'right' });
    const theirs = strict.emulator.mintCode({ accountId: bakery.id });
    const wrong = await exchange(theirs, {}, strict.emulator.url);
    expect(wrong.data.error_message).toBe('Error validating client secret');
    expect((await exchange(theirs, { client_secret: 'right' }, strict.emulator.url)).status).toBe(200);
  });

  it('is not used up by an answer that is lost on the way', async () => {
    for (const fault of ['unavailable', 'truncated-gzip', 'unparseable'] as const) {
      const code = mintCode();
      emulator.setFaults([{ fault, endpoint: 'oauth/access_token', times: 1 }]);
      const lost = await exchange(code).catch(() => ({ data: {} }));
      expect(lost.data).not.toHaveProperty('data');
      expect((await exchange(code)).status, fault).toBe(200);
    }
    emulator.setFaults([]);
  });

  it('is for owned accounts', async () => {
    const other = emulator.world.accounts.find(({ profile }) => !profile.owned)!;
    expect(() => emulator.mintCode({ accountId: other.id })).toThrow(RangeError);
    const refused = await post('/_emulator/codes', { account: other.id, redirect_uri: redirectUri });
    expect(refused.status).toBe(400);
  });
});

describe('tokens of Instagram Login', () => {
  it('of one hour are exchanged, not refreshed; those of 60 days are refreshed after a day', async () => {
    const short = (await exchange(mintCode())).data.data[0].access_token;
    expect((await refresh(short)).status).toBe(400);
    const long = await lengthen(short);
    expect(long.data).toMatchObject({ token_type: 'bearer', expires_in: 5_184_000 });
    clock.advance(23.99);
    expect((await refresh(long.data.access_token)).data.error.message).toContain('at least 24 hours old');
    clock.advance(0.02);
    const fresh = await refresh(long.data.access_token);
    expect(fresh.data).toMatchObject({
      token_type: 'bearer',
      expires_in: 5_184_000,
      permissions: scopes.join(','),
    });
    expect((await refresh(fresh.data.access_token)).status).toBe(400);
    clock.set(start);
  });

  it('of one hour stay so however old they look', async () => {
    const age = 23 * hourMs;
    const token = emulator.mint({
      login: 'instagram',
      accounts: [bakery.id],
      issuedAt: new Date(start.getTime() - age),
      expiresAt: new Date(start.getTime() + hourMs),
    });
    clock.advance(0.9);
    expect((await refresh(token)).data.error.code).toBe(190);
    clock.set(start);
  });

  it('need the basic permission to be refreshed', async () => {
    const token = emulator.mint({
      login: 'instagram',
      accounts: [bakery.id],
      scopes: ['instagram_business_manage_insights'],
      issuedAt: new Date(start.getTime() - 48 * hourMs),
      expiresAt: new Date(start.getTime() + 48 * hourMs),
    });
    expect((await refresh(token)).data.error.code).toBe(10);
  });
});

describe('tokens of Facebook Login', () => {
  const debug = async (token: string) => (await get(`/v26.0/debug_token?input_token=${token}`)).data.data;
  const seconds = (at: Date) => at.getTime() / 1000;

  it('of an hour are exchanged for 60 days; the access to data ends 90 days after the login all the same', async () => {
    const { data } = await post('/_emulator/tokens', { login: 'facebook', expires_in: 3600, age: 600 });
    const login = seconds(start) - 600;
    const short = await debug(data.token);
    expect(short).toMatchObject({
      is_valid: true,
      type: 'USER',
      expires_at: seconds(start) + 3600,
      data_access_expires_at: login + 90 * 86_400,
    });
    expect(short.app_id).toMatch(/^\d+$/);
    clock.advance(0.5);
    const path = `/v26.0/oauth/access_token?grant_type=fb_exchange_token&client_id=${short.app_id}&client_secret=s&fb_exchange_token=`;
    const { data: exchanged } = await get(path + data.token, null);
    expect(exchanged).toMatchObject({ token_type: 'bearer', expires_in: 5_184_000 });
    expect(await debug(exchanged.access_token)).toMatchObject({
      expires_at: seconds(clock.now()) + 5_184_000,
      data_access_expires_at: login + 90 * 86_400,
      app_id: short.app_id,
    });
    clock.advance(1);
    expect((await get(path + data.token, null)).data.error).toMatchObject({ code: 190, error_subcode: 463 });
    expect((await debug(data.token)).is_valid).toBe(false);
    expect((await get('/v26.0/me', exchanged.access_token)).status).toBe(200);
    clock.set(start);
  });

  it('without an end say 0', async () => {
    expect(await debug(emulator.token)).toMatchObject({ expires_at: 0, data_access_expires_at: 0 });
    expect((await post('/_emulator/tokens', { login: 'myspace' })).status).toBe(400);
  });

  it('are not refreshed', async () => {
    expect((await refresh(emulator.token)).status).toBe(400);
  });
});
