import { createHash } from 'node:crypto';
import { afterEach, describe, expect, test } from 'vitest';
import { graphApi } from '../../../connectors/graph-api/index.js';
import type { Message } from '../../../connectors/index.js';
import {
  createClock,
  defaultAccounts,
  type EmulatorOptions,
  startEmulator,
} from '../../../emulator/index.js';
import { testEffects } from '../effects.js';
import { type Scripted, scriptedServer } from '../http/scripted-server.js';
import { contextFor, type Reading, readAll } from './context.js';
import { fault } from './small-graph.js';

const start = new Date('2026-11-01T09:00:00Z');
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const days = (count: number) => new Date(start.getTime() + count * dayMs);
const appSecret = 'app-secret-of-the-emulator';
const file = 'own.REACHLINE_TOKEN.json';
const withSecret = { app_secret_env: 'REACHLINE_APP_SECRET' };
const me = { user_id: '17841400000000001', username: 'cafe', account_type: 'MEDIA_CREATOR' };
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()));
});

/** A scripted server for as long as the test. */
async function served(answer: Parameters<typeof scriptedServer>[0]) {
  const server = await scriptedServer(answer);
  open.push(server);
  return server;
}

/** An emulated account, a connection to it that remembers its secrets, and everything that was ever said. */
async function connected(
  login: 'facebook' | 'instagram',
  given: Parameters<Awaited<ReturnType<typeof startEmulator>>['mint']>[0] | null,
  options: { readonly settings?: Record<string, unknown>; readonly emulator?: Partial<EmulatorOptions> } = {},
) {
  const clock = createClock(start);
  const emulator = await startEmulator({
    now: clock.now,
    start,
    historyDays: 2,
    accounts: defaultAccounts.filter(({ username }) => username === 'barro_kai_alati'),
    ...options.emulator,
  });
  open.push(emulator);
  const account = emulator.world.accounts.find(({ profile }) => profile.owned)!;
  const kept = new Map<string, string>();
  const said: unknown[] = [];
  const env: Record<string, string> = { REACHLINE_APP_SECRET: appSecret };
  const tokens = new Set<string>([appSecret]);
  const setToken = (token: string) => {
    env.REACHLINE_TOKEN = token;
    tokens.add(token);
  };
  setToken(
    given ? emulator.mint({ accounts: [account.id], ...given }) : emulator.instagramTokens[account.id]!,
  );

  const context = () => {
    const base = contextFor(emulator.url, { settings: { login, ...options.settings } });
    const effects = testEffects({ now: clock.now(), env, kept });
    said.push(effects.lines);
    return { ...base, light: true as const, effects };
  };
  return {
    clock,
    emulator,
    account,
    kept,
    env,
    setToken,
    context,
    /** What is kept of the token. */
    record: () => JSON.parse(kept.get(file) ?? 'null') as Record<string, unknown> | null,
    /** A night that reads what vanishes only; what it does with its token is what every night does. */
    async night(): Promise<Reading & { readonly notices: readonly Message[] }> {
      const reading = await readAll(context());
      const token = (JSON.parse(kept.get(file) ?? '{}') as { access_token?: string | null }).access_token;
      if (token) tokens.add(token);
      said.push(reading.messages, reading.error, reading.error?.message, reading.error?.hint);
      return { ...reading, notices: reading.messages.filter(({ type }) => type === 'notice') };
    },
    async doctor() {
      const found = await graphApi.diagnose(context());
      said.push(found);
      return found;
    },
    /** How often the endpoints that inspect and make tokens were asked. */
    tokenCalls: () => emulator.requests().filter(({ endpoint }) => /token/.test(endpoint)).length,
    /** Everything that was secret at some time, and everything that was said. */
    secrecy: () => ({ tokens: [...tokens], said: JSON.stringify(said) }),
  };
}

type Connected = Awaited<ReturnType<typeof connected>>;

function expectNoSecrets({ secrecy }: Connected): void {
  const { tokens, said } = secrecy();
  for (const secret of tokens) {
    expect(said).not.toContain(secret);
    expect(said).not.toContain(encodeURIComponent(secret));
  }
  expect(said).not.toMatch(/IGAA[\w-]{20}|EAA[\w-]{20}|proof=[0-9a-f]/);
}

describe('a token of Instagram Login', () => {
  test('of 60 days lasts 200 nights, with a call every thirty', async () => {
    const own = await connected('instagram', null);
    const made = new Set<unknown>();
    const calls: number[] = [];
    for (let night = 0; night <= 200; night++) {
      own.clock.set(days(night));
      const before = own.tokenCalls();
      const { error, gaps, notices, state } = await own.night();
      expect([night, error, gaps, notices]).toEqual([night, null, [], []]);
      expect(Object.keys(state)).toEqual([own.account.id]);
      calls.push(own.tokenCalls() - before);
      made.add(own.record()!.access_token);
    }
    // The token is new on the first night and cannot be refreshed; a day later it can.
    expect(calls.flatMap((count, night) => (count > 0 ? [night] : []))).toEqual([
      0, 1, 31, 61, 91, 121, 151, 181,
    ]);
    expect(Math.max(...calls)).toBe(1);
    expect(made.size).toBe(8);
    expect(own.record()).toMatchObject({ expires_at: days(181 + 60).toISOString(), refusal: null });
    expect(own.secrecy().tokens.length).toBe(9);
    expectNoSecrets(own);
  });

  test('that nobody refreshed in time cannot be refreshed any more, and the error says so', async () => {
    const own = await connected('instagram', null);
    await own.night();
    own.clock.set(days(61));
    const { error } = await own.night();
    expect(error).toMatchObject({ kind: 'credentials', recovery: 'connection' });
    expect(error!.message).toMatch(/expired and can no longer be renewed \(190\/463/);
    expect(error!.hint).toMatch(/^Log in again .* into REACHLINE_TOKEN$/);
    expectNoSecrets(own);
  });

  test('of unknown age that is too young to refresh is not asked about again until the next day', async () => {
    const own = await connected('instagram', null);
    expect((await own.night()).error).toBeNull();
    expect(own.record()).toMatchObject({ access_token: null, expires_at: null });
    for (let hour = 1; hour < 20; hour++) {
      own.clock.set(new Date(start.getTime() + hour * hourMs));
      expect((await own.night()).notices).toEqual([]);
    }
    expect(own.tokenCalls()).toBe(1);
    own.clock.set(days(1));
    await own.night();
    expect(own.tokenCalls()).toBe(2);
    expect(own.record()).toMatchObject({ expires_at: days(61).toISOString() });
  });

  test('of an hour becomes one of 60 days when there is an app secret, with a proof of its own', async () => {
    const own = await connected(
      'instagram',
      { login: 'instagram', expiresAt: new Date(start.getTime() + hourMs) },
      { settings: withSecret, emulator: { appSecret } },
    );
    expect((await own.night()).error).toBeNull();
    expect(own.record()).toMatchObject({
      from: sha256(own.env.REACHLINE_TOKEN!),
      obtained_at: start.toISOString(),
      expires_at: days(60).toISOString(),
    });
    for (const night of [1, 30, 59, 60, 89, 90]) {
      own.clock.set(days(night));
      expect((await own.night()).error).toBeNull();
    }
    expect(own.tokenCalls()).toBe(1 + 3);
    expectNoSecrets(own);
  });

  test('of an hour without an app secret is dead the next day; the doctor says how it would have lived', async () => {
    const own = await connected('instagram', {
      login: 'instagram',
      expiresAt: new Date(start.getTime() + hourMs),
    });
    expect((await own.doctor()).map(({ hint }) => hint)).toContainEqual(
      expect.stringContaining('app_secret_env'),
    );
    expect((await own.night()).error).toBeNull();
    own.clock.set(days(1));
    expect((await own.night()).error?.message).toContain('190/463');
  });

  test('in the environment that is replaced by a person supersedes the kept one', async () => {
    const own = await connected('instagram', null, {
      emulator: { accounts: defaultAccounts },
    });
    const [, other] = own.emulator.world.accounts.filter(({ profile }) => profile.owned);
    for (const night of [0, 1, 2]) {
      own.clock.set(days(night));
      await own.night();
    }
    const old = own.record()!;
    expect(old.access_token).not.toBeNull();
    own.setToken(own.emulator.mint({ login: 'instagram', accounts: [other!.id], issuedAt: days(2) }));
    const { error, state } = await own.night();
    expect([error, Object.keys(state)]).toEqual([null, [other!.id]]);
    expect(own.record()).toMatchObject({ from: sha256(own.env.REACHLINE_TOKEN!), access_token: null });
    expect(own.kept.size).toBe(1);
    expect(own.kept.get(file)).not.toContain(old.access_token);
    expectNoSecrets(own);
  });

  test('keeps the night going while it cannot be refreshed, and asks for help in its last two weeks', async () => {
    let made = 0;
    let isDown = false;
    const server = await served(({ path }) => {
      if (path !== '/refresh_access_token') return { body: path.endsWith('/me') ? me : { data: [] } };
      return isDown
        ? 'reset'
        : { body: { access_token: `IGAA-token-number-${++made}`, expires_in: 60 * 86_400 } };
    });
    const kept = new Map<string, string>();
    const said: unknown[] = [];
    const context = (night: number) => {
      const base = contextFor(server.url, { settings: { login: 'instagram' } });
      const effects = testEffects({ now: days(night), env: { REACHLINE_TOKEN: 'IGAA-of-a-person' }, kept });
      said.push(effects.lines);
      return { ...base, light: true as const, effects };
    };
    const noticesOf = async (night: number) => {
      const { error, gaps, messages } = await readAll(context(night));
      said.push(messages);
      expect([night, error, gaps]).toEqual([night, null, []]);
      return messages.flatMap((message) => (message.type === 'notice' ? [message.notice] : []));
    };

    expect(await noticesOf(0)).toEqual([]);
    isDown = true;
    const told: string[] = [];
    for (const night of [29, 30, 45, 46, 58, 59]) {
      for (const { message, hint, ...where } of await noticesOf(night)) {
        told.push(`${night} ${message}`);
        expect(where).toEqual({ connection: 'own', account: null });
        expect(hint).toMatch(/^Log in again .* into REACHLINE_TOKEN$/);
      }
    }
    expect(told).toEqual([
      '46 REACHLINE_TOKEN: the token expires in 14 days, on 2026-12-31',
      '58 REACHLINE_TOKEN: the token expires in 2 days, on 2026-12-31',
      '59 REACHLINE_TOKEN: the token expires in 1 day, on 2026-12-31',
    ]);
    expect((await graphApi.diagnose(context(59)))[0]).toMatchObject({
      level: 'warning',
      subject: 'REACHLINE_TOKEN',
      message: 'the token expires in 1 day, on 2026-12-31',
    });
    expect(made).toBe(1);
    isDown = false;
    expect(await noticesOf(59)).toEqual([]);
    expect(kept.get(file)).toContain('IGAA-token-number-2');
    expect(JSON.stringify(said)).not.toMatch(/IGAA-/);
  });

  test('that the platform never agrees to refresh is noticed after three days, with what it says', async () => {
    const own = await connected('instagram', { login: 'instagram', expiresAt: days(50) });
    own.emulator.setFaults([{ fault: 'permission-refused', endpoint: 'refresh_access_token' }]);
    const told: number[] = [];
    for (let night = 0; night < 6; night++) {
      own.clock.set(days(night));
      const { error, notices } = await own.night();
      expect(error).toBeNull();
      if (notices.length > 0) told.push(night);
      for (const notice of notices)
        expect(notice).toMatchObject({ notice: { hint: expect.stringContaining('extended permission') } });
    }
    expect(told).toEqual([3, 4, 5]);
  });

  test('is asked about again when the clock was set back, for no time kept can be trusted then', async () => {
    const own = await connected('instagram', { login: 'instagram', issuedAt: days(-5), expiresAt: days(55) });
    own.clock.set(days(20));
    await own.night();
    expect(own.record()).toMatchObject({ obtained_at: days(20).toISOString() });
    expect(own.tokenCalls()).toBe(1);
    own.clock.set(days(10));
    expect((await own.night()).error).toBeNull();
    expect(own.tokenCalls()).toBe(2);
  });

  test('is taken from the environment again when the kept one is damaged', async () => {
    const own = await connected('instagram', null);
    for (const text of ['', '{', 'null', '{"from":1}', '[]']) {
      own.kept.set(file, text);
      expect((await own.night()).error).toBeNull();
      expect(own.record()).toMatchObject({ from: sha256(own.env.REACHLINE_TOKEN!) });
    }
  });
});

describe('a token of Facebook Login', () => {
  test('that never expires is looked at once a week', async () => {
    const own = await connected('facebook', { login: 'facebook' });
    const asked: number[] = [];
    for (let night = 0; night < 30; night++) {
      // A night may begin some minutes earlier than the one before.
      own.clock.set(new Date(days(night).getTime() - night * 60_000));
      const before = own.tokenCalls();
      const { error, notices } = await own.night();
      expect([error, notices]).toEqual([null, []]);
      if (own.tokenCalls() > before) asked.push(night);
    }
    expect(asked).toEqual([0, 7, 14, 21, 28]);
    expect(own.record()).toMatchObject({ access_token: null, expires_at: 'never' });
    expectNoSecrets(own);
  });

  test('of two hours is exchanged for one of 60 days when there is an app secret', async () => {
    const own = await connected(
      'facebook',
      { login: 'facebook', expiresAt: new Date(start.getTime() + 2 * hourMs) },
      { settings: withSecret, emulator: { appSecret } },
    );
    const told: number[] = [];
    for (let night = 0; night < 60; night += 1) {
      own.clock.set(days(night));
      const { error, notices } = await own.night();
      expect([night, error]).toEqual([night, null]);
      if (notices.length > 0) told.push(night);
    }
    expect(told).toEqual([46, 47, 48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59]);
    expect(own.record()).toMatchObject({ app_id: expect.stringMatching(/^\d+$/) });
    own.clock.set(days(60));
    expect((await own.night()).error?.message).toContain('190/463');
    expectNoSecrets(own);
  });

  test('of two hours without an app secret: a notice that says what would help', async () => {
    const own = await connected('facebook', {
      login: 'facebook',
      expiresAt: new Date(start.getTime() + 2 * hourMs),
    });
    expect((await own.night()).notices).toMatchObject([
      {
        notice: {
          message: 'REACHLINE_TOKEN: the token expires within a day, on 2026-11-01',
          hint: expect.stringContaining('app_secret_env'),
        },
      },
    ]);
  });

  test('that the platform refuses to exchange works for as long as it does', async () => {
    const own = await connected(
      'facebook',
      { login: 'facebook', expiresAt: new Date(start.getTime() + 2 * hourMs) },
      { settings: withSecret },
    );
    own.emulator.setFaults([{ fault: 'permission-refused', endpoint: 'oauth/access_token' }]);
    const { error, notices } = await own.night();
    expect(error).toBeNull();
    expect(notices).toHaveLength(1);
    expect(await own.doctor()).toContainEqual(
      expect.objectContaining({
        level: 'warning',
        message: expect.stringContaining('could not be exchanged'),
      }),
    );
  });

  test('has a second clock: access to data ends 90 days after the login', async () => {
    const own = await connected('facebook', { login: 'facebook', expiresAt: days(400) });
    const told: string[] = [];
    for (const night of [0, 70, 77, 89, 91]) {
      own.clock.set(days(night));
      for (const notice of (await own.night()).notices) {
        if (notice.type === 'notice') told.push(`${night} ${notice.notice.message}`);
      }
    }
    expect(told).toEqual([
      '77 REACHLINE_TOKEN: the data access of the token expires in 13 days, on 2027-01-30',
      '89 REACHLINE_TOKEN: the data access of the token expires in 1 day, on 2027-01-30',
      '91 REACHLINE_TOKEN: the data access of the token expired on 2027-01-30',
    ]);
    expect((await own.doctor())[0]).toMatchObject({
      level: 'error',
      message: 'the data access of the token expired on 2027-01-30',
    });
  });

  test('that cannot be inspected is used, and asked about again a week later', async () => {
    const own = await connected('facebook', { login: 'facebook' });
    own.emulator.setFaults([{ fault: 'permission-refused', endpoint: 'debug_token' }]);
    for (let night = 0; night < 8; night++) {
      own.clock.set(days(night));
      expect((await own.night()).error).toBeNull();
    }
    expect(own.tokenCalls()).toBe(2);
    expect(await own.doctor()).toContainEqual(
      expect.objectContaining({
        level: 'warning',
        message: expect.stringContaining('could not be inspected'),
      }),
    );
  });
});

describe('appsecret_proof', () => {
  const strict = (settings: Record<string, unknown>) =>
    connected('facebook', { login: 'facebook' }, { settings, emulator: { appSecret } });

  test('that is missing where the app demands one: the error names the setting', async () => {
    const own = await strict({});
    const { error } = await own.night();
    expect(error).toMatchObject({ kind: 'credentials', recovery: 'connection' });
    expect(error!.message).toContain('the app demands appsecret_proof');
    expect(error!.hint).toBe('Set app_secret_env to the variable that holds the app secret');
    expect((await own.doctor())[0]).toMatchObject({ level: 'error', hint: error!.hint });
  });

  test('of another app’s secret: the error says whose secret is needed', async () => {
    const own = await strict(withSecret);
    own.env.REACHLINE_APP_SECRET = 'secret-of-another-app';
    const { error } = await own.night();
    expect(error!.message).toContain('wrong appsecret_proof');
    expect(error!.hint).toContain('the token’s own app');
    expect(JSON.stringify([error, error!.message, own.secrecy()])).not.toContain('secret-of-another-app');
    expectNoSecrets(own);
  });

  test('in code 104, whatever the words', async () => {
    const server = await served(() => fault(104, 'Incorrect signature'));
    try {
      const { error } = await readAll(contextFor(server.url));
      expect(error).toMatchObject({ kind: 'credentials', recovery: 'connection' });
      expect(error!.message).toContain('appsecret_proof missing or wrong');
      expect(error!.hint).toContain('app_secret_env');
    } finally {
    }
  });

  test('whose variable is not set is an error before anything is asked', async () => {
    const own = await strict(withSecret);
    delete own.env.REACHLINE_APP_SECRET;
    const { error } = await own.night();
    expect(error!.message).toBe('the environment variable REACHLINE_APP_SECRET is not set');
    expect(own.emulator.requests()).toEqual([]);
  });
});

describe('on the wire', () => {
  const scripted = (answers: Readonly<Record<string, unknown>>) =>
    served(({ path }) => ({ body: answers[path] ?? (path.endsWith('/me') ? me : { data: [] }) }));

  test('Instagram Login: exchange at the root of the given host, the token in the query as documented', async () => {
    const server = await scripted({
      '/access_token': { access_token: 'IGAAlong-lived', token_type: 'bearer', expires_in: 5183944 },
    });
    const context = contextFor(`${server.url}/`, { settings: { login: 'instagram', ...withSecret } });
    expect((await readAll(context)).error).toBeNull();
    const [exchange, next] = server.asked;
    expect(exchange).toMatchObject({
      path: '/access_token',
      query: {
        grant_type: 'ig_exchange_token',
        client_secret: 'app-secret-never-shown',
        access_token: 'EAAtest-token-never-shown',
      },
    });
    expect(next).toMatchObject({ path: '/v26.0/me', headers: { authorization: 'Bearer IGAAlong-lived' } });
    expect(next!.query.appsecret_proof).not.toBe(exchange!.query.appsecret_proof);
    expect(JSON.stringify(context.effects.lines)).not.toMatch(/long-lived|never-shown/);
  });

  test('Facebook Login: exchange below the version, with the app that the token was made for', async () => {
    const soon = Math.floor(Date.parse('2026-11-20T10:00:00Z') / 1000);
    const server = await scripted({
      '/v25.0/debug_token': { data: { app_id: '990', is_valid: true, expires_at: soon, scopes: ['x'] } },
      '/v25.0/oauth/access_token': { access_token: 'EAAlong-lived' },
    });
    const context = contextFor(server.url, { settings: { api_version: 'v25.0', ...withSecret } });
    await readAll(context);
    expect(server.asked.map(({ path }) => path).slice(0, 3)).toEqual([
      '/v25.0/debug_token',
      '/v25.0/oauth/access_token',
      '/v25.0/me/accounts',
    ]);
    expect(server.asked[1]!.query).toMatchObject({
      grant_type: 'fb_exchange_token',
      client_id: '990',
      client_secret: 'app-secret-never-shown',
      fb_exchange_token: 'EAAtest-token-never-shown',
    });
    // Without a time to end by, it is inspected the next time.
    expect(JSON.parse(context.effects.kept.get(file)!)).toMatchObject({
      access_token: 'EAAlong-lived',
      expires_at: null,
      asked_at: null,
    });
  });

  test('Facebook Login: an exchange that failed in passing is tried by the next run, a refused one the next day', async () => {
    let answer: Scripted = 'reset';
    const server = await served(({ path }) => {
      if (path.endsWith('/debug_token')) {
        return {
          body: { data: { app_id: '990', expires_at: start.getTime() / 1000 + 7200, scopes: ['x'] } },
        };
      }
      return path.endsWith('/oauth/access_token') ? answer : { body: { data: [] } };
    });
    const kept = new Map<string, string>();
    const asked = async (minutes: number) => {
      const base = contextFor(server.url, { settings: withSecret });
      const env = { REACHLINE_TOKEN: 'EAA-of-a-person', REACHLINE_APP_SECRET: appSecret };
      const effects = testEffects({ now: new Date(start.getTime() + minutes * 60_000), env, kept });
      const before = server.asked.length;
      await readAll({ ...base, effects });
      return server.asked.slice(before).filter(({ path }) => path.endsWith('/oauth/access_token')).length;
    };
    expect(await asked(0)).toBe(5);
    answer = fault(10, 'Not now');
    expect(await asked(10)).toBe(1);
    expect(await asked(20)).toBe(0);
    kept.clear();
    answer = { body: { access_token: 'EAAlong-lived', expires_in: 5_184_000 } };
    expect(await asked(30)).toBe(1);
    expect(JSON.parse(kept.get(file)!)).toMatchObject({ access_token: 'EAAlong-lived' });
    expect(await asked(40)).toBe(0);
    expect(server.asked.at(-1)!.headers.authorization).toBe('Bearer EAAlong-lived');
  });

  test('a refusal that repeats the token is stored without it', async () => {
    const server = await served(({ path, query }) =>
      path.endsWith('/me')
        ? { body: me }
        : path.endsWith('/stories')
          ? { body: { data: [] } }
          : fault(190, `Cannot refresh ${query.access_token} with proof ${query.appsecret_proof}`),
    );
    const context = contextFor(server.url, { settings: { login: 'instagram', ...withSecret } });
    await readAll(context);
    const proof = server.asked[0]!.query.appsecret_proof!;
    expect(proof).toMatch(/^[0-9a-f]{64}$/);
    const kept = context.effects.kept.get(file)!;
    expect(kept).toContain('Cannot refresh REDACTED with proof REDACTED');
    for (const secret of ['never-shown', proof])
      expect(kept + JSON.stringify(context.effects.lines)).not.toContain(secret);
  });

  test.each([
    ['no token', {}],
    ['an absurd time', { access_token: 'IGAAlong-lived', expires_in: 1e300 }],
    ['a token that is no text', { access_token: 5, expires_in: 60 }],
    ['a token that no header carries', { access_token: 'IGAA\r\nX-Other: 1', expires_in: 60 }],
  ])('an answer with %s ends nothing', async (_, answer) => {
    const server = await scripted({ '/refresh_access_token': answer });
    const context = contextFor(server.url, { settings: { login: 'instagram' } });
    expect((await readAll(context)).error).toBeNull();
    expect(JSON.parse(context.effects.kept.get(file)!)).toMatchObject({ expires_at: null });
  });
});

describe('the doctor', () => {
  test('knows how long a token of Instagram Login lasts, that it renews itself, and what kind the account is', async () => {
    const own = await connected('instagram', { login: 'instagram', issuedAt: days(-5), expiresAt: days(55) });
    const found = await own.doctor();
    expect(found.map(({ level }) => level)).toEqual(['ok', 'ok']);
    expect(found[0]!.message).toBe('the token is renewed by itself and is valid until 2026-12-31');
    expect(found[1]!.message).toMatch(/^barro_kai_alati \(\d+\) is reachable, a (business|creator) account$/);
  });

  test('tells of an account that is not professional', async () => {
    const server = await served(() => ({
      body: { user_id: '1', username: 'private', account_type: 'PERSONAL' },
    }));
    const found = await graphApi.diagnose(contextFor(server.url, { settings: { login: 'instagram' } }));
    expect(found[0]).toMatchObject({ level: 'warning', subject: 'private' });
    expect(found[0]!.message).toContain('PERSONAL');
  });

  test('tells what the lack of a permission costs, and only of what the settings ask for', async () => {
    const scopes = ['instagram_basic', 'pages_show_list', 'pages_read_engagement', 'business_management'];
    const lacking = async (settings: Record<string, unknown>) => {
      const own = await connected('facebook', { login: 'facebook', scopes }, { settings });
      return (await own.doctor()).filter(({ level }) => level !== 'ok').map(({ message }) => message);
    };
    const insights = 'the token lacks instagram_manage_insights: no reach, views or saves';
    const page = expect.stringContaining('has no linked professional Instagram account');
    expect(await lacking({})).toEqual([insights, page]);
    expect(await lacking({ comments: {}, tags: true })).toEqual([
      insights,
      'the token lacks instagram_manage_comments: no comments',
      'the token lacks instagram_manage_comments: no tags',
      page,
    ]);
    const commented = await connected(
      'facebook',
      { login: 'facebook', scopes },
      { settings: { comments: {} } },
    );
    const [, comments] = await commented.doctor();
    expect(comments!.hint).toMatch(/with instagram_manage_comments as well and put it into REACHLINE_TOKEN/);
  });

  test('knows the permissions of Instagram Login from the last refresh', async () => {
    const own = await connected('instagram', {
      login: 'instagram',
      scopes: ['instagram_business_basic'],
      issuedAt: days(-5),
      expiresAt: days(55),
    });
    expect((await own.doctor())[0]).toMatchObject({
      level: 'warning',
      message: 'the token lacks instagram_business_manage_insights: no reach, views or saves',
    });
  });

  test('says the same thing once about a token that is not valid', async () => {
    const own = await connected('facebook', { login: 'facebook', expiresAt: days(-1) });
    expect(await own.doctor()).toMatchObject([{ level: 'error', subject: 'REACHLINE_TOKEN' }]);
  });

  test('asks about the token even if that was done today', async () => {
    const own = await connected('facebook', { login: 'facebook' });
    await own.night();
    await own.doctor();
    expect(own.tokenCalls()).toBe(2);
    await own.night();
    expect(own.tokenCalls()).toBe(2);
  });
});

describe('a login that reaches nothing', () => {
  const basic = ['instagram_basic', 'instagram_manage_insights', 'pages_show_list', 'pages_read_engagement'];

  test('an empty list of Pages: names the permission that is usually missing, allow-list or not', async () => {
    for (const settings of [{}, { accounts: ['barro_kai_alati'] }]) {
      const own = await connected('facebook', { login: 'facebook', scopes: basic }, { settings });
      const { error } = await own.night();
      expect(error).toMatchObject({ kind: 'credentials', message: 'the token reaches no Page' });
      expect(error!.hint).toContain('business_management');
      expect((await own.doctor()).filter(({ level }) => level === 'error').at(-1)).toMatchObject({
        message: error!.message,
        hint: error!.hint,
      });
    }
  });

  test('Pages without Instagram: says how to link one', async () => {
    const own = await connected('facebook', { login: 'facebook', accounts: [] });
    const { error } = await own.night();
    expect(error!.message).toBe(
      'the token reaches one Page, none with a linked professional Instagram account',
    );
    expect(error!.hint).toContain('Linked accounts');
  });

  test('an allow-list of unknown names: says which accounts there are', async () => {
    const own = await connected(
      'facebook',
      { login: 'facebook' },
      { settings: { accounts: ['barro_kai_alatti', 'nobody'] } },
    );
    const { error } = await own.night();
    expect(error!.message).toBe('none of the accounts asked for is reachable: barro_kai_alatti, nobody');
    expect(error!.hint).toContain(`barro_kai_alati (${own.account.id})`);
  });
});
