import { drawsFor } from '../world/random.js';
import type { ErrorName } from './errors.js';

/** How a fault shows. */
export type FaultEffect =
  /** An error answer of the API. */
  | { readonly kind: 'error'; readonly error: ErrorName; readonly throttled?: true }
  /** A bare HTTP status with a page of HTML, as a proxy in between sends it. */
  | { readonly kind: 'status'; readonly status: number }
  /** The right answer, late. */
  | { readonly kind: 'slow' }
  /** A list without items whose `next` leads to the page that belonged here; legal, and easily taken for the end. */
  | { readonly kind: 'empty-page' }
  /** The connection ends without an answer. */
  | { readonly kind: 'reset' }
  /** The answer stops half-way. */
  | { readonly kind: 'truncated' };

/** The fault catalogue; every entry can be switched on by name. */
export const faults = {
  unavailable: { kind: 'error', error: 'unavailable' },
  'unknown-error': { kind: 'error', error: 'unknown-error' },
  'reduce-data': { kind: 'error', error: 'reduce-data' },
  'app-throttled': { kind: 'error', error: 'app-throttled' },
  'account-throttled': { kind: 'error', error: 'account-throttled', throttled: true },
  'token-invalidated': { kind: 'error', error: 'token-invalidated' },
  'object-missing': { kind: 'error', error: 'object-missing' },
  'version-retired': { kind: 'error', error: 'version-retired' },
  'empty-page': { kind: 'empty-page' },
  'too-many-requests': { kind: 'status', status: 429 },
  'bad-gateway': { kind: 'status', status: 502 },
  slow: { kind: 'slow' },
  reset: { kind: 'reset' },
  truncated: { kind: 'truncated' },
} as const satisfies Record<string, FaultEffect>;

export type FaultName = keyof typeof faults;

/** A fault that is switched on. */
export interface FaultRule {
  readonly fault: FaultName;
  /** Endpoint name such as `media/insights`; every endpoint when absent. */
  readonly endpoint?: string;
  /** Share of requests that it hits, 0 to 1; 1 when absent. */
  readonly rate?: number;
  /** Decides which requests are hit; 1 when absent. */
  readonly seed?: number;
  /** Ends after so many hits. */
  readonly times?: number;
  /** Milliseconds of real time for `slow`; 2000 when absent. */
  readonly delayMs?: number;
}

export interface FaultPlan {
  /** Replaces all rules. */
  set(rules: readonly FaultRule[]): void;
  rules(): readonly FaultRule[];
  /** The rule that hits this request, if one does. The n-th try of the same request always fares the same. */
  hit(endpoint: string, request: string): FaultRule | undefined;
}

export function createFaultPlan(): FaultPlan {
  let active: { rule: FaultRule; hits: number }[] = [];
  const tries = new Map<string, number>();
  return {
    set(rules) {
      active = rules.map((rule) => ({ rule, hits: 0 }));
      tries.clear();
    },
    rules: () => active.map(({ rule }) => rule),
    hit(endpoint, request) {
      if (active.length === 0) return undefined;
      const attempt = (tries.get(request) ?? 0) + 1;
      tries.set(request, attempt);
      for (const entry of active) {
        const { rule } = entry;
        if (rule.endpoint !== undefined && rule.endpoint !== endpoint) continue;
        if (rule.times !== undefined && entry.hits >= rule.times) continue;
        if (drawsFor(rule.seed ?? 1, rule.fault, request, attempt).uniform() >= (rule.rate ?? 1)) continue;
        entry.hits += 1;
        return rule;
      }
      return undefined;
    },
  };
}
