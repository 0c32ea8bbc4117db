import type { Message } from '../contract.js';
import { listOf, objectOf, textOf } from '../http/json.js';
import { type AbsentReason, absentReasons } from '../metrics.js';
import { refusedMetrics } from './error-table.js';
import type { GraphAnswer } from './graph.js';
import type { Context } from './part.js';

/** Why a metric is not answered, as far as is known. */
export interface Rejection {
  /** What it was asked about, e.g. `REELS VIDEO`, and the breakdown. */
  readonly of: string;
  readonly metric: string;
  readonly breakdown: string | null;
  readonly reason: AbsentReason;
  readonly message: string;
  /** UTC days of the first and the latest refusal in a row. */
  readonly since: string;
  readonly on: string;
}

/** What a request for metrics is about. */
export interface Scope {
  readonly of: string;
  readonly breakdown: string | null;
}

/**
 * Metrics that the platform keeps refusing. One refused metric fails the whole request, so after some refusals and no
 * answer it is left out of later requests, for a week also of later runs; the page still says so.
 */
export interface Rejections {
  /** Splits what is wanted into what to ask and what is known to be refused. */
  split(scope: Scope, wanted: readonly string[]): { ask: string[]; rejected: Record<string, AbsentReason> };
  refused(scope: Scope, metric: string, reason: AbsentReason, message: string): void;
  answered(scope: Scope, metric: string): void;
  /** For the next run. */
  remembered(): readonly Rejection[];
}

const rememberedDays = 7;
const omitted = 'left out of the answer without a word';

/**
 * @param patience by so many refusals without one answer it is not asked again
 * @param before what earlier runs remembered
 * @param on the UTC day
 */
export function rejections(patience: number, before: readonly Rejection[], on: string): Rejections {
  const key = ({ of, breakdown }: Scope, metric: string) => JSON.stringify([of, breakdown, metric]);
  const known = new Map(before.map((rejection) => [key(rejection, rejection.metric), rejection]));
  const counts = new Map<string, number>();
  const good = new Set<string>();
  const isFresh = (rejection: Rejection) =>
    Date.parse(on) - Date.parse(rejection.on) < rememberedDays * 86_400_000;
  for (const [name, rejection] of known) {
    // Asked again once the week is over: one more refusal will do.
    counts.set(name, isFresh(rejection) ? patience : patience - 1);
  }
  return {
    split(scope, wanted) {
      const rejected: Record<string, AbsentReason> = {};
      const ask = wanted.filter((metric) => {
        const name = key(scope, metric);
        const rejection = known.get(name);
        if (!rejection || (counts.get(name) ?? 0) < patience || good.has(name)) return true;
        if (rejection.message === omitted) return true;
        rejected[metric] = rejection.reason;
        return false;
      });
      return { ask, rejected };
    },
    refused(scope, metric, reason, message) {
      const name = key(scope, metric);
      if (good.has(name)) return;
      counts.set(name, (counts.get(name) ?? 0) + 1);
      known.set(name, { ...scope, metric, reason, message, since: known.get(name)?.since ?? on, on });
    },
    answered(scope, metric) {
      good.add(key(scope, metric));
      known.delete(key(scope, metric));
    },
    remembered: () =>
      [...known].filter(([name]) => (counts.get(name) ?? 0) >= patience).map(([, one]) => one),
  };
}

/** Where checkpoints keep the rejections of what is asked about posts, the account, … */
const stateName = (about: string) => `rejected:${about}`;

/** What earlier runs remembered; what cannot be read counts as nothing. */
export function rememberedIn(context: Pick<Context, 'state'>, account: string, about: string): Rejection[] {
  const value = context.state[account]?.[stateName(about)];
  if (!Array.isArray(value)) return [];
  return value.filter(
    (one: Partial<Rejection> | null): one is Rejection =>
      typeof one?.metric === 'string' &&
      typeof one.on === 'string' &&
      absentReasons.includes(one.reason as AbsentReason),
  );
}

export function rejectionsCheckpoint(account: string, about: string, memory: Rejections): Message {
  return { type: 'checkpoint', account, stream: stateName(about), value: memory.remembered() };
}

/**
 * Asks for metrics until a request succeeds, dropping those that are refused by name. Yields every answer, the refusals
 * too, because they are the evidence for an absent value. `whyOmitted` is what it means when an answer lacks a metric.
 */
export async function* askedDown(
  memory: Rejections,
  scope: Scope,
  wanted: readonly string[],
  ask: (metrics: readonly string[]) => Promise<GraphAnswer>,
  whyOmitted: AbsentReason = 'unsupported',
): AsyncGenerator<{
  answer: GraphAnswer;
  metrics: readonly string[];
  rejected: Record<string, AbsentReason>;
}> {
  let { ask: metrics, rejected } = memory.split(scope, wanted);
  while (metrics.length > 0) {
    const answer = await ask(metrics);
    yield { answer, metrics, rejected };
    rejected = {};
    if (!answer.refusal) {
      const given = new Set(listOf(objectOf(answer.json).data).map((entry) => textOf(objectOf(entry).name)));
      for (const metric of metrics) {
        if (given.has(metric)) memory.answered(scope, metric);
        else memory.refused(scope, metric, whyOmitted, omitted);
      }
      return;
    }
    const { error, row } = answer.refusal;
    if (row.change !== 'drop-metric') return;
    // A post that is not on Facebook has none of these, and says nothing about the next one.
    if (row.absent === 'not_crossposted') return;
    const refused = refusedMetrics(error, metrics);
    if (refused.length === 0) return;
    for (const metric of refused) memory.refused(scope, metric, row.absent ?? 'unsupported', error.message);
    metrics = metrics.filter((metric) => !refused.includes(metric));
  }
}
