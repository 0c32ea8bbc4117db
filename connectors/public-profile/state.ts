import { z } from 'zod';
import type { ConnectionState, Log, Message } from '../contract.js';

const moment = z.iso.datetime();

const visits = z.object({
  /** UTC day that `requests` counts. */
  on: z.iso.date(),
  requests: z.int().min(0),
  asked_at: moment.nullable(),
  /** The last block, and until when nothing is asked after it. `repeated`: how many in a row, good reads taken off. */
  block: z
    .object({ at: moment, until: moment, reason: z.string(), repeated: z.int().min(0).max(99) })
    .nullable(),
  /** What robots.txt said last. */
  robots: z.object({ at: moment, refused: z.string().nullable() }).nullable(),
});

/** How the site was visited: of the connection as a whole. */
export type Visits = z.infer<typeof visits>;

const visit = z.object({ at: moment });
const profile = z.object({ username: z.string(), id: z.string().nullable(), read_at: moment });

/** What is remembered of an account. `asked_at`: when it was asked about, whatever came of it. */
export interface Known {
  readonly asked_at: string | null;
  readonly profile: z.infer<typeof profile> | null;
}

const noVisits: Visits = { on: '1970-01-01', requests: 0, asked_at: null, block: null, robots: null };
/** Where the contract files what is about several accounts; accounts are filed as `user:…`. */
const all = 'mixed';

/** What earlier reads remember of the visits; none when that is damaged. */
export function visitsIn(state: ConnectionState, log: Log): Visits {
  return sound(visits, state[all]?.visits, log) ?? noVisits;
}

export function knownIn(state: ConnectionState, account: string, log: Log): Known {
  const own = Object.hasOwn(state, account) ? state[account] : undefined;
  return {
    asked_at: sound(visit, own?.visit, log)?.at ?? null,
    profile: sound(profile, own?.accounts, log),
  };
}

function sound<T>(shape: z.ZodType<T>, value: unknown, log: Log): T | null {
  if (value === undefined) return null;
  const read = shape.safeParse(value);
  if (!read.success) log.warn('what an earlier run remembered of public pages is unreadable; read anew');
  return read.success ? read.data : null;
}

export function rememberVisits(value: Visits): Message {
  return { type: 'checkpoint', account: all, stream: 'visits', value };
}

export function rememberVisit(account: string, at: Date): Message {
  return { type: 'checkpoint', account, stream: 'visit', value: { at: at.toISOString() } };
}

/** Says also that the profile was read to its end. Posts never are: a page shows the newest. */
export function rememberProfile(account: string, value: NonNullable<Known['profile']>): Message {
  return { type: 'checkpoint', account, stream: 'accounts', value };
}
