import type { Message } from '../contract.js';
import { SourceError } from '../errors.js';
import type { AbsentReason } from '../metrics.js';
import {
  type AccountInsightsState,
  afterReading,
  checkpointEvery,
  dueDays,
  inWindows,
  longestWindow,
} from './account-days.js';
import type { Account } from './accounts.js';
import { askGroup } from './ask-account-insights.js';
import { backfillAccountInsights, planBackfill } from './backfill-account-insights.js';
import { addDays, daysFrom, platformDay, utcDay } from './days.js';
import type { Graph } from './graph.js';
import { accountGroups, type MetricGroup } from './metric-table.js';
import { accountInsightsItems } from './parse-account-insights.js';
import { askerOf, type Context, gapOf, type Part } from './part.js';
import { rejections, rejectionsCheckpoint, rememberedIn } from './rejections.js';

/** The daily numbers of an account: totals, series and their breakdowns. */
export const accountInsights: Part = {
  stream: 'account_insights',
  past: true,
  isWanted: () => true,
  read: (context, graph, account) =>
    context.window
      ? backfillAccountInsights(context, graph, account)
      : readAccountInsights(context, graph, account),
  plan: (context, account) =>
    context.window ? planBackfill(context, account) : planAccountInsights(context, account),
  parsers: { account_insights: accountInsightsItems },
};

/** Series in few requests, totals with one request per day, oldest day first. */
async function* readAccountInsights(
  context: Context,
  graph: Graph,
  account: Account,
): AsyncGenerator<Message> {
  const { settings, effects } = context;
  const now = effects.now();
  const today = platformDay(now);
  let state = stateOf(context, account.id);
  const due = dueDays(state, now, settings.account_insights_days);
  if (due.length === 0) return;
  const { series, totals, broken } = accountGroups(askerOf(context));
  const memory = rejections(1, rememberedIn(context, account.id, 'account'), utcDay(now));
  const asking = { context, graph, account, memory };

  // A series that is refused as a whole has no page of its own to say so: those of the others do.
  const unsaid: Record<string, AbsentReason> = Object.assign(
    {},
    ...series.map(({ metrics }) => {
      const { ask, rejected } = memory.split({ of: 'account', breakdown: null }, metrics);
      return ask.length > 0 ? {} : rejected;
    }),
  );
  const refusedGroups = new Set<MetricGroup>();
  let daysRead = 0;
  const checkpoint = (): Message => ({
    type: 'checkpoint',
    account: account.id,
    stream: 'account_insights',
    value: state,
  });
  try {
    for (const group of series) {
      for (const part of inWindows(seriesDays(group, due[0]!.day, today))) {
        const { refusal } = yield* askGroup(asking, group, part, unsaid);
        if (!refusal) continue;
        // A series that the platform has no more must not cost the totals.
        yield gapOf(context, account.id, 'account_insights', refusal);
        break;
      }
    }
    for (const { day, inFull } of due) {
      for (const group of inFull ? [...totals, ...broken] : totals) {
        if (refusedGroups.has(group)) continue;
        const { refusal } = yield* askGroup(asking, group, [day]);
        if (!refusal) continue;
        if (!group.breakdown) throw endOfStream(refusal);
        // Nor must a breakdown.
        refusedGroups.add(group);
        yield gapOf(context, account.id, 'account_insights', refusal);
      }
      state = afterReading(state, day, now);
      if (++daysRead % checkpointEvery === 0) yield checkpoint();
    }
  } catch (error) {
    // A limit that strikes after a few days every night must not keep the days after them unread for ever.
    if (daysRead > 0) yield checkpoint();
    yield rejectionsCheckpoint(account.id, 'account', memory);
    throw error;
  }
  yield checkpoint();
  yield rejectionsCheckpoint(account.id, 'account', memory);
}

function planAccountInsights(context: Context, account: string): ReturnType<Part['plan']> {
  const now = context.effects.now();
  const { series, totals, broken } = accountGroups(askerOf(context));
  const due = dueDays(stateOf(context, account), now, context.settings.account_insights_days);
  const inFull = due.filter((day) => day.inFull).length;
  const windows = due[0]
    ? series.flatMap((group) => inWindows(seriesDays(group, due[0]!.day, platformDay(now))))
    : [];
  return {
    calls: due.length * totals.length + inFull * broken.length + windows.length,
    why: `${due.length} days up to ${platformDay(now)}, ${inFull} with breakdowns`,
  };
}

/**
 * The days to ask a series for. The current day too where it goes so far: for an account east of UTC it holds most of the
 * local day. parse() marks it as unfinished.
 */
function seriesDays({ lastDays }: MetricGroup, first: string, today: string): string[] {
  if (lastDays === null) return daysFrom(first, today);
  const earliest = addDays(today, -Math.min(lastDays, longestWindow));
  return daysFrom(first < earliest ? earliest : first, addDays(today, -1));
}

function stateOf({ state }: Context, account: string): AccountInsightsState {
  const { through = null, settled = null } = (state[account]?.account_insights ??
    {}) as Partial<AccountInsightsState>;
  return { through, settled };
}

/** A refusal of a whole account request is not about one item: the stream ends here. */
function endOfStream(error: SourceError): SourceError {
  return new SourceError(error.message, {
    kind: error.kind,
    recovery: 'stream',
    ...(error.hint ? { hint: error.hint } : {}),
  });
}
