import type { AbsentReason } from '../metrics.js';
import { refusedMetrics } from './error-table.js';
import type { GraphAnswer } from './graph.js';

/**
 * Metrics that the platform keeps refusing. One refused metric fails the whole request, so after some refusals and no
 * answer it is left out of later requests of this run; the page still says so.
 */
export interface Rejections {
  /** Splits what is wanted into what to ask and what is known to be refused. */
  split(scope: string, wanted: readonly string[]): { ask: string[]; rejected: Record<string, AbsentReason> };
  refused(scope: string, metric: string, reason: AbsentReason): void;
  answered(scope: string, metrics: readonly string[]): void;
}

export function rejections(patience: number): Rejections {
  const counts = new Map<string, { count: number; reason: AbsentReason }>();
  const good = new Set<string>();
  const key = (scope: string, metric: string) => `${scope} ${metric}`;
  return {
    split(scope, wanted) {
      const rejected: Record<string, AbsentReason> = {};
      const ask = wanted.filter((metric) => {
        const seen = counts.get(key(scope, metric));
        if (!seen || seen.count < patience || good.has(key(scope, metric))) return true;
        rejected[metric] = seen.reason;
        return false;
      });
      return { ask, rejected };
    },
    refused(scope, metric, reason) {
      const count = counts.get(key(scope, metric))?.count ?? 0;
      counts.set(key(scope, metric), { count: count + 1, reason });
    },
    answered(scope, metrics) {
      for (const metric of metrics) good.add(key(scope, metric));
    },
  };
}

/**
 * Asks for metrics until a request succeeds, dropping those that are refused by name. Yields every answer, the refusals
 * too, because they are the evidence for an absent value. `last` says whether nothing follows.
 */
export async function* askedDown(
  memory: Rejections,
  scope: string,
  wanted: readonly string[],
  ask: (metrics: readonly string[]) => Promise<GraphAnswer>,
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
    if (!answer.refusal) return memory.answered(scope, metrics);
    const { error, row } = answer.refusal;
    if (row.change !== 'drop-metric') return;
    const refused = refusedMetrics(error, metrics);
    if (refused.length === 0) return;
    for (const metric of refused) {
      // A post that is not on Facebook says nothing about the next one.
      if (row.absent && row.absent !== 'not_crossposted') memory.refused(scope, metric, row.absent);
    }
    metrics = metrics.filter((metric) => !refused.includes(metric));
  }
}
