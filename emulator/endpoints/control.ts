import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Emulator } from '../emulator.js';
import { type FaultPlan, type FaultRule, problemWith } from '../graph/fault-plan.js';
import { faultNames, faults } from '../graph/faults.js';
import { codeTail } from '../graph/login-codes.js';
import { webhookFields } from '../webhook-events.js';
import type { Webhooks } from '../webhooks.js';
import { hourMs } from '../world/days.js';

/** What `/_emulator/` works on. */
export interface Controls {
  readonly emulator: Pick<Emulator, 'token' | 'instagramTokens' | 'world' | 'requests' | 'mint' | 'mintCode'>;
  readonly now: () => Date;
  readonly setNow: ((at: Date) => void) | undefined;
  readonly faultPlan: FaultPlan;
  readonly webhooks: Webhooks;
  /** Real milliseconds by which answers are late. */
  readonly latency: { get(): number; set(ms: number): void };
}

const clockMove = z.union([
  z.strictObject({ now: z.iso.datetime({ offset: true }) }),
  z.strictObject({ advance_hours: z.number() }),
]);

const faultRule = z.strictObject({
  fault: z.enum(faultNames),
  endpoint: z.string().exactOptional(),
  rate: z.number().min(0).max(1).exactOptional(),
  seed: z.int().exactOptional(),
  times: z.int().min(1).exactOptional(),
  delayMs: z.number().min(0).exactOptional(),
}) satisfies z.ZodType<FaultRule>;
const faultRules = z.union([z.array(faultRule), faultRule.transform((rule) => [rule])]);

const loginConsent = z.strictObject({
  /** Id or username. */
  account: z.string(),
  redirect_uri: z.url(),
  scopes: z.array(z.string()).optional(),
});

const newToken = z.strictObject({
  login: z.enum(['facebook', 'instagram']),
  scopes: z.array(z.string()).optional(),
  accounts: z.array(z.string()).optional(),
  /** Seconds from now; `null` for never. */
  expires_in: z.number().nullable().default(null),
  /** Seconds since it was issued. */
  age: z.number().min(0).default(0),
});

const receiver = z.strictObject({
  url: z.string(),
  verify_token: z.string(),
  fields: z.array(z.enum(webhookFields)).default([...webhookFields]),
  duplicates: z.number().min(0).max(1).default(0),
  retries: z.int().min(0).max(20).default(3),
});

/** `/_emulator/…`: the emulator's own switches. They are not part of the Graph API and need no token. */
export function controlRoutes(
  app: FastifyInstance,
  { emulator, now, setNow, faultPlan, webhooks, latency }: Controls,
): void {
  const clock = () => ({ now: now().toISOString() });
  app.get('/_emulator/clock', async () => clock());
  app.post('/_emulator/clock', async (request, reply) => {
    if (!setNow)
      return reply.code(409).send({ error: 'this clock belongs to the program that started the emulator' });
    const move = clockMove.safeParse(request.body);
    if (!move.success)
      return reply.code(400).send({ error: 'send {"now": "2026-08-01T03:00:00Z"} or {"advance_hours": 24}' });
    setNow(
      'now' in move.data
        ? new Date(move.data.now)
        : new Date(now().getTime() + move.data.advance_hours * hourMs),
    );
    await webhooks.deliver();
    return clock();
  });

  const subscriptions = () => ({
    subscriptions: webhooks
      .subscriptions()
      .map(({ verifyToken, ...rest }) => ({ ...rest, verify_token: verifyToken })),
  });
  app.get('/_emulator/webhooks', async () => subscriptions());
  app.delete('/_emulator/webhooks', async () => {
    webhooks.clear();
    return subscriptions();
  });
  app.post('/_emulator/webhooks', async (request, reply) => {
    const wanted = receiver.safeParse(request.body);
    if (!wanted.success)
      return reply.code(400).send({
        error: 'send {"url": "http://127.0.0.1:…/hook", "verify_token": "…"}',
        fields: webhookFields,
      });
    const { verify_token: verifyToken, ...rest } = wanted.data;
    const problem = await webhooks.subscribe({ ...rest, verifyToken });
    return problem === undefined ? subscriptions() : reply.code(400).send({ error: problem });
  });

  app.get('/_emulator/world', async () => ({
    seed: emulator.world.seed,
    start: emulator.world.start.toISOString(),
    now: now().toISOString(),
    token: emulator.token,
    accounts: emulator.world.accounts.map(({ id, profile }) => ({
      id,
      username: profile.username,
      name: profile.name,
      owned: profile.owned,
      time_zone: profile.zone,
      followers: emulator.world.followers(id, now()),
      ...(emulator.instagramTokens[id] && { instagram_token: emulator.instagramTokens[id] }),
    })),
  }));

  app.post('/_emulator/codes', async (request, reply) => {
    const { data } = loginConsent.safeParse(request.body);
    const account = emulator.world.accounts.find(
      ({ id, profile }) => profile.owned && (id === data?.account || profile.username === data?.account),
    );
    if (!data || !account)
      return reply.code(400).send({
        error: 'send {"account": "padaria.aurora", "redirect_uri": "https://…/back"} with an owned account',
      });
    const { redirect_uri: redirectUri, scopes } = data;
    const code = emulator.mintCode({ accountId: account.id, redirectUri, ...(scopes && { scopes }) });
    const redirect = new URL(redirectUri);
    redirect.searchParams.set('code', code);
    return { code, redirect: redirect.href + codeTail };
  });
  app.post('/_emulator/tokens', async (request, reply) => {
    const wanted = newToken.safeParse(request.body);
    if (!wanted.success)
      return reply.code(400).send({ error: 'send {"login": "facebook", "expires_in": 3600, "age": 0}' });
    const { login, scopes, accounts, expires_in, age } = wanted.data;
    const issuedAt = new Date(now().getTime() - age * 1000);
    const expiresAt = expires_in === null ? null : new Date(now().getTime() + expires_in * 1000);
    const token = { login, issuedAt, expiresAt, ...(scopes && { scopes }), ...(accounts && { accounts }) };
    return { token: emulator.mint(token) };
  });

  app.get('/_emulator/requests', async () => {
    const counts: Record<string, number> = {};
    for (const { endpoint, status } of emulator.requests()) {
      const key = `${endpoint} ${status}`;
      counts[key] = (counts[key] ?? 0) + 1;
    }
    return { total: emulator.requests().length, counts };
  });

  app.get('/_emulator/faults', async () => ({
    active: faultPlan.rules(),
    victims: faultPlan.victims(),
    catalogue,
  }));
  app.post('/_emulator/faults', async (request, reply) => {
    const rules = faultRules.safeParse(request.body);
    const problem = rules.success
      ? rules.data.map(problemWith).find((text) => text !== undefined)
      : 'send one rule or a list of them, e.g. {"fault": "unavailable", "endpoint": "media/insights", "rate": 0.1}; [] clears';
    if (!rules.success || problem !== undefined)
      return reply.code(400).send({ error: problem, faults: faultNames });
    faultPlan.set(rules.data);
    return { active: faultPlan.rules() };
  });

  app.get('/_emulator/latency', async () => ({ ms: latency.get() }));
  app.post('/_emulator/latency', async (request, reply) => {
    const wanted = z.strictObject({ ms: z.number().min(0).max(600_000) }).safeParse(request.body);
    if (!wanted.success) return reply.code(400).send({ error: 'send {"ms": 50}; 0 for none' });
    latency.set(wanted.data.ms);
    return { ms: latency.get() };
  });
}

/** The catalogue without what only the emulator needs. */
const catalogue = Object.fromEntries(
  faultNames.map((name) => {
    const { lasting, description, endpoints = null, absent } = faults[name];
    return [name, { lasting, description, endpoints, absent }];
  }),
);
