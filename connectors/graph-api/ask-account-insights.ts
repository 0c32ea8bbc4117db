import type { Message } from '../contract.js';
import type { SourceError } from '../errors.js';
import type { AbsentReason } from '../metrics.js';
import type { Account } from './accounts.js';
import { endOfPlatformDay, startOfPlatformDay, unixSeconds } from './days.js';
import { type Graph, pageOf, refused } from './graph.js';
import { type MetricGroup, metricTable } from './metric-table.js';
import { accountInsightsItems } from './parse-account-insights.js';
import type { Context } from './part.js';
import { askedDown, type Rejections } from './rejections.js';

export interface Asking {
  readonly context: Context;
  readonly graph: Graph;
  readonly account: Account;
  readonly memory: Rejections;
}

export interface Answered {
  /** The first day that has a value; `null` when none has. */
  readonly oldest: string | null;
  /** Why the group as a whole was not answered, when that concerns nothing else. */
  readonly refusal: SourceError | null;
}

/**
 * The daily numbers of a group of metrics over some days in a row, at most 30; one day for totals. Throws `SourceError` for
 * what concerns more than this group. `unsaid`: why other groups have no values, when no page of theirs says so.
 */
export async function* askGroup(
  { context, graph, account, memory }: Asking,
  group: MetricGroup,
  days: readonly string[],
  unsaid: Readonly<Record<string, AbsentReason>> = {},
): AsyncGenerator<Message, Answered> {
  const below = belowThreshold(group, account.followers);
  const wanted = group.metrics.filter((name) => !(name in below));
  const ask = (metrics: readonly string[]) =>
    graph.get(`/${account.id}/insights`, {
      metric: metrics.join(','),
      period: 'day',
      metric_type: group.metricType,
      ...(group.breakdown ? { breakdown: group.breakdown } : {}),
      since: unixSeconds(startOfPlatformDay(days[0]!)),
      until: unixSeconds(endOfPlatformDay(days.at(-1)!)),
    });
  let oldest: string | null = null;
  let refusal: SourceError | null = null;
  const scope = { of: 'account', breakdown: group.breakdown };
  for await (const { answer, metrics, rejected } of askedDown(memory, scope, wanted, ask)) {
    if (answer.refusal && !answer.refusal.row.absent) {
      refusal = refused(answer);
      if (refusal.recovery !== 'skip') throw refusal;
      continue;
    }
    const page = pageOf(context, answer, {
      account: account.id,
      stream: 'account_insights',
      kind: 'account_insights',
      metrics,
      metric_type: group.metricType,
      breakdown: group.breakdown,
      days,
      followers: account.followers,
      rejected: { ...unsaid, ...rejected, ...below },
    });
    yield { type: 'page', page };
    for (const item of accountInsightsItems(page, answer.json)) {
      for (const record of 'records' in item ? item.records : []) {
        if (record.stream !== 'account_insights' || record.values.value === null) continue;
        if (oldest === null || record.values.day < oldest) oldest = record.values.day;
      }
    }
  }
  return { oldest, refusal };
}

/** Metrics that the account is too small for: next to others they are left out, because they may empty the whole answer. */
function belowThreshold(group: MetricGroup, followers: number | null): Record<string, AbsentReason> {
  if (group.metrics.length < 2 || followers === null) return {};
  const rows = metricTable.filter(
    ({ of, name, breakdown }) =>
      of === 'account' && breakdown === group.breakdown && group.metrics.includes(name),
  );
  return Object.fromEntries(
    rows
      .filter(({ minFollowers = 0 }) => followers < minFollowers)
      .map(({ name }) => [name, 'below_threshold' as const]),
  );
}
