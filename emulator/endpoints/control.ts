import type { FastifyInstance } from 'fastify';
import type { Emulator } from '../emulator.js';
import { type FaultPlan, type FaultRule, faults } from '../graph/faults.js';

/** What `/_emulator/` works on. */
export interface Controls {
  readonly emulator: Pick<Emulator, 'token' | 'instagramTokens' | 'world' | 'requests'>;
  readonly now: () => Date;
  readonly setNow: ((at: Date) => void) | undefined;
  readonly faultPlan: FaultPlan;
}

const refuse = (message: string) => ({ statusCode: 400, error: message });

/** `/_emulator/…`: the emulator's own switches. They are not part of the Graph API and need no token. */
export function controlRoutes(app: FastifyInstance, { emulator, now, setNow, faultPlan }: Controls): void {
  const clock = () => ({ now: now().toISOString() });
  app.get('/_emulator/clock', async () => clock());
  app.post('/_emulator/clock', async (request, reply) => {
    if (!setNow)
      return reply.code(409).send({ error: 'this clock belongs to the program that started the emulator' });
    const body = (request.body ?? {}) as { now?: unknown; advance_hours?: unknown };
    const at =
      typeof body.now === 'string'
        ? new Date(body.now)
        : typeof body.advance_hours === 'number'
          ? new Date(now().getTime() + body.advance_hours * 3_600_000)
          : undefined;
    if (!at || Number.isNaN(at.getTime()))
      return reply.code(400).send(refuse('send {"now": "<ISO time>"} or {"advance_hours": <number>}'));
    setNow(at);
    return clock();
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

  app.get('/_emulator/requests', async () => {
    const counts: Record<string, number> = {};
    for (const { endpoint, status } of emulator.requests()) {
      const key = `${endpoint} ${status}`;
      counts[key] = (counts[key] ?? 0) + 1;
    }
    return { total: emulator.requests().length, counts };
  });

  app.get('/_emulator/faults', async () => ({ active: faultPlan.rules(), catalogue: faults }));
  app.post('/_emulator/faults', async (request, reply) => {
    const body = request.body as FaultRule | FaultRule[] | undefined;
    const rules = Array.isArray(body) ? body : body ? [body] : [];
    const unknown = rules.find(({ fault }) => !Object.hasOwn(faults, fault));
    if (unknown)
      return reply
        .code(400)
        .send(refuse(`unknown fault; one of ${Object.keys(faults).join(', ')}; [] clears`));
    faultPlan.set(rules);
    return { active: faultPlan.rules() };
  });
}
