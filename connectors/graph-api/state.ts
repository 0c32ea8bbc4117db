import { z } from 'zod';
import type { ConnectionState, ReadContext } from '../contract.js';

/** None is from before Instagram: from there on every day would be due. */
const day = z.iso.date().refine((text) => text > '2010');
const moment = z.iso.datetime();
const count = z.int().min(0);

/** `z.record` passes over an entry named `__proto__`, which a user name or a hashtag may be. */
function recordOf(key: z.ZodType, value: z.ZodType): z.ZodType {
  const isSound = (entries: object) =>
    Object.entries(entries).every(
      ([name, one]) => key.safeParse(name).success && value.safeParse(one).success,
    );
  return z.custom(
    (record) => typeof record === 'object' && record !== null && !Array.isArray(record) && isSound(record),
  );
}

/** What checkpoints hold, by their names. Rejected metrics look after themselves. */
const shapes = new Map<string, z.ZodType>([
  ['accounts', z.object({ username: z.string().nullable() })],
  ['media', z.object({ on: day, listed: count })],
  ['recent_posts', recordOf(day, z.tuple([count, count]))],
  [
    'media_insights',
    z
      .object({
        read_at: moment.nullable(),
        swept_at: moment.nullable(),
        pass: z.object({ at: moment, down_to: moment }).nullable(),
        before_business: moment.nullable(),
        missed: z.array(z.string()),
      })
      .partial(),
  ],
  ['stories', z.object({ alive: count })],
  ['account_insights', z.object({ through: day.nullable(), settled: day.nullable() }).partial()],
  ['account_insights_backfill', z.object({ from: day, through: day }).nullable()],
  ['demographics', z.object({ on: day, failed: z.array(z.string()).optional() })],
  ['comments', z.object({ on: day, busy_calls: count })],
  ['comment_counts', recordOf(z.string(), z.object({ count: z.number().nullable(), on: day }))],
  ['tagged_media', z.object({ on: day, newest: moment.nullable(), swept_on: day, sweep_calls: count })],
  ['competitors', recordOf(z.string(), z.object({ swept_on: day, sweep_calls: count }))],
  [
    'hashtags',
    z.object({
      hashtags: recordOf(
        z.string(),
        z.object({
          id: z.string().nullable(),
          asked_at: moment,
          answered: z.boolean(),
          refused_until: day.nullable(),
        }),
      ),
      closed_until: moment.nullable(),
    }),
  ],
]);

/**
 * The context with what earlier reads checkpointed, without what cannot be theirs: a manifest may be damaged, or mended by hand.
 * What is missing is read anew.
 */
export function withSoundState<C extends Pick<ReadContext<unknown>, 'state' | 'effects'>>(context: C): C {
  const { log } = context.effects;
  const state: ConnectionState = Object.fromEntries(
    Object.entries(context.state).map(([account, entries]) => [
      account,
      Object.fromEntries(
        Object.entries(entries ?? {}).filter(([name, value]) => {
          const isSound = shapes.get(name)?.safeParse(value).success ?? true;
          if (!isSound)
            log.warn('what an earlier run remembered is unreadable; read anew', { account, name });
          return isSound;
        }),
      ),
    ]),
  );
  return { ...context, state };
}
