import type { Effects } from '../contract.js';

export interface RetryPolicy {
  /** Tries after the first one. */
  readonly retries: number;
  /** Upper bound of the first pause, milliseconds; doubles with each retry. */
  readonly firstPauseMs: number;
  readonly longestPauseMs: number;
}

export const defaultRetryPolicy: RetryPolicy = { retries: 4, firstPauseMs: 1_000, longestPauseMs: 60_000 };

/** What to do after an attempt: keep it, or try again, after `waitMs` when the source said how long. */
export type Verdict<T> =
  | { readonly keep: T }
  | {
      readonly again: string;
      readonly waitMs?: number;
      /** Tries after so many answers of this kind; the policy's number holds for all kinds together. */
      readonly retries?: number;
      readonly otherwise: () => T;
    };

/**
 * Repeats `attempt` until it says keep, pausing with exponential back-off and full jitter (a uniform share of the bound,
 * so that parallel readers spread out). After the last try `otherwise()` decides: it returns the result or throws.
 */
export async function retrying<T>(
  attempt: () => Promise<Verdict<T>>,
  effects: Pick<Effects, 'sleep' | 'random' | 'signal' | 'log'>,
  policy: RetryPolicy = defaultRetryPolicy,
): Promise<T> {
  let limited = 0;
  for (let tries = 0; ; tries++) {
    const verdict = await attempt();
    if ('keep' in verdict) return verdict.keep;
    const isEnough = verdict.retries !== undefined && limited++ >= verdict.retries;
    if (isEnough || tries >= policy.retries) return verdict.otherwise();
    const bound = Math.min(policy.firstPauseMs * 2 ** tries, policy.longestPauseMs);
    const pauseMs = verdict.waitMs ?? Math.round(effects.random() * bound);
    effects.log.debug('retry', { reason: verdict.again, try: tries + 2, pause_ms: pauseMs });
    await effects.sleep(pauseMs, effects.signal);
    effects.signal.throwIfAborted();
  }
}
