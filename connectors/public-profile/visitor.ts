import type { Message, ReadContext, Recovery } from '../contract.js';
import { SourceError } from '../errors.js';
import { type HttpAnswer, httpClient } from '../http/client.js';
import { redactor } from '../http/redact.js';
import { askedBack, type Refusal } from './block.js';
import { host, type PublicProfileSettings } from './settings.js';
import { rememberVisits, type Visits, visitsIn } from './state.js';

export type Context = ReadContext<PublicProfileSettings>;

const dayMs = 86_400_000;
/** The first cool-down outlasts the next night; each further block in a row doubles it. */
const firstCoolDownMs = 2 * dayMs;
const longestCoolDownMs = 32 * dayMs;
/** So far a server may push it by its own word. */
const longestAskedMs = 90 * dayMs;
const largestBody = 4 * 2 ** 20;
/** A pause that long is no way to read a page a night. */
const longestPauseSeconds = 600;

/** What to do instead, said wherever the site does not want to be read. */
export const otherWays =
  'Bring the account in another way: an export with `reachline import FILE`, or the Graph API (docs/connectors.md)';

export interface Question {
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly accept: string;
  /** Whom it is about; `null` for robots.txt. */
  readonly account: string | null;
}

/** Asks the site one thing after the other, slowly, and no more once it was sent away. */
export interface Visitor {
  readonly visits: Visits;
  /** Where a question leads, for robots.txt. */
  urlOf(question: Pick<Question, 'path' | 'query'>): string;
  /** Waits at least so long between requests from now on. Throws when that is too long. */
  slowDown(seconds: number): void;
  /**
   * Waits its turn, remembers that it asks, then asks. A block is remembered before it is thrown. The day's cap is the caller's.
   * @throws SourceError for a block (`wait`) and for no answer (`retry`).
   */
  ask(question: Question, refusal: Refusal): AsyncGenerator<Message, HttpAnswer, void>;
  remember(change: Partial<Visits>): Message;
  close(): void;
}

export function visitor({ settings, state, effects }: Context): Visitor {
  const baseUrl = (settings.base_url ?? host).replace(/\/+$/, '');
  const http = httpClient({
    baseUrl,
    redact: redactor([]),
    signal: effects.signal,
    maxBodyBytes: largestBody,
    direct: true,
  });
  let visits = visitsIn(state, effects.log);
  let pauseSeconds = settings.pause_seconds;

  const remember = (change: Partial<Visits>): Message => {
    visits = { ...visits, ...change };
    return rememberVisits(visits);
  };

  return {
    get visits() {
      return visits;
    },
    urlOf: ({ path, query }) => {
      const search = new URLSearchParams(query).toString();
      return baseUrl + path + (search === '' ? '' : `?${search}`);
    },
    slowDown(seconds) {
      if (seconds > longestPauseSeconds) {
        throw new SourceError(
          `robots.txt asks for ${seconds} s between requests, more than a night can wait`,
          {
            kind: 'credentials',
            recovery: 'connection',
            hint: otherWays,
          },
        );
      }
      pauseSeconds = Math.max(pauseSeconds, seconds);
    },
    ask,
    remember,
    close: () => http.close(),
  };

  async function* ask(
    { path, query, accept, account }: Question,
    refusal: Refusal,
  ): AsyncGenerator<Message, HttpAnswer, void> {
    effects.signal.throwIfAborted();
    await waitForTurn();
    const asked = effects.now();
    const requests = requestsToday(visits, asked) + 1;
    // Remembered first: a run that dies has asked all the same.
    yield remember({ on: dayOf(asked), requests, asked_at: asked.toISOString() });

    let answer: HttpAnswer | null = null;
    let reason: string | null = null;
    try {
      answer = await http.get({ path, query, headers: { accept, 'user-agent': userAgent(settings) } });
      reason = refusal(answer);
      if (reason === null && answer.status >= 500) throw noAnswer(`GET ${path}: HTTP ${answer.status}`);
    } catch (error) {
      if (!(error instanceof SourceError)) throw error;
      throw noAnswer(error.message, error.recovery);
    } finally {
      effects.called(account, {
        isLimited: reason !== null,
        bytes: Buffer.byteLength(answer?.body ?? ''),
      });
    }
    if (reason === null) return answer;
    const block = blockOf(visits, reason, askedBack(answer, effects.now()), effects.now());
    yield remember({ block });
    throw sentAway(block);
  }

  async function waitForTurn(): Promise<void> {
    if (visits.asked_at === null) return;
    const pauseMs = pauseSeconds * 1000 * (1 + effects.random());
    const since = effects.now().getTime() - Date.parse(visits.asked_at);
    // A clock that was set back must not make it wait for days.
    const waitMs = Math.min(pauseMs, pauseMs - since);
    if (waitMs <= 0) return;
    await effects.sleep(Math.round(waitMs), effects.signal);
    effects.signal.throwIfAborted();
  }
}

/** Says who asks and where to turn to. No browser sends this. */
export function userAgent({ contact }: PublicProfileSettings): string {
  return `${product} (+${contact.includes('://') ? contact : `mailto:${contact}`})`;
}

/** What robots.txt may call this visitor. */
export const product = 'Reachline';

export function requestsToday(visits: Visits, now: Date): number {
  return visits.on === dayOf(now) ? visits.requests : 0;
}

export function requestsLeft(visits: Visits, settings: PublicProfileSettings, now: Date): number {
  return Math.max(0, settings.daily_requests - requestsToday(visits, now));
}

/** The block whose cool-down has not ended; `null` when the site may be asked. */
export function coolingDown({ block }: Visits, now: Date): NonNullable<Visits['block']> | null {
  return block !== null && now.getTime() < Date.parse(block.until) ? block : null;
}

function blockOf(
  { block }: Visits,
  reason: string,
  askedAt: Date | null,
  now: Date,
): NonNullable<Visits['block']> {
  const repeated = Math.min((block?.repeated ?? 0) + 1, 99);
  const ownMs = Math.min(firstCoolDownMs * 2 ** (repeated - 1), longestCoolDownMs);
  const askedMs = Math.min((askedAt ?? now).getTime() - now.getTime(), longestAskedMs);
  const until = new Date(now.getTime() + Math.max(ownMs, askedMs));
  return { at: now.toISOString(), until: until.toISOString(), reason, repeated };
}

/** What ends a read that met a block, now or in a night before. */
export function sentAway({ at, until, reason, repeated }: NonNullable<Visits['block']>): SourceError {
  const times = repeated > 1 ? `, for the ${repeated}. time in a row` : '';
  return new SourceError(
    `public pages: the site sent this reader away on ${minuteOf(at)} (${reason})${times}; it is not asked again before ${minuteOf(until)}`,
    {
      kind: 'rate_limited',
      recovery: 'wait',
      hint: `A reader that says who it is may be refused for good, and this one does not pretend to be a browser. ${otherWays}`,
    },
  );
}

/** Nothing that can be read came back, and nobody was sent away. */
export function noAnswer(message: string, recovery: Recovery = 'retry'): SourceError {
  return new SourceError(message, {
    kind: 'unavailable',
    recovery,
    hint: `It is tried again next night. ${otherWays}`,
  });
}

/** What is left for another day. */
export function capReached(
  { daily_requests }: PublicProfileSettings,
  usernames: readonly string[],
): SourceError {
  return new SourceError(
    `public pages: the ${daily_requests} requests of this day are used up; not read: ${usernames.join(', ')}`,
    {
      kind: 'rate_limited',
      recovery: 'wait',
      hint: 'They are read first tomorrow; daily_requests in reachline.yaml is the cap',
    },
  );
}

export function minuteOf(instant: string): string {
  return `${instant.slice(0, 16).replace('T', ' ')} UTC`;
}

function dayOf(at: Date): string {
  return at.toISOString().slice(0, 10);
}
