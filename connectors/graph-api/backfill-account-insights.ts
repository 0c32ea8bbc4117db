import type { Message } from '../contract.js';
import { SourceError } from '../errors.js';
import { checkpointEvery, inWindows } from './account-days.js';
import type { Account } from './accounts.js';
import { askGroup } from './ask-account-insights.js';
import { addDays, daysFrom, platformDay, utcDay } from './days.js';
import type { Graph } from './graph.js';
import { accountGroups, type MetricGroup } from './metric-table.js';
import { askerOf, type Context, gapOf, type Part } from './part.js';
import { rejections } from './rejections.js';

/** The days that an unfinished back-fill has read, both included; `null` when none is unfinished. */
export type BackfillState = { readonly from: string; readonly through: string } | null;

const checkpointName = 'account_insights_backfill';

/**
 * The complete platform days of the window, the newest 30 first, back to where the platform has nothing. Continues where an
 * unfinished back-fill stopped. What the nights have to read is none of its business: its state is its own.
 */
export async function* backfillAccountInsights(
  context: Context,
  graph: Graph,
  account: Account,
): AsyncGenerator<Message> {
  const { effects } = context;
  const today = platformDay(effects.now());
  const { series, totals, broken } = accountGroups(askerOf(context));
  // Refusals of days long past say nothing about the next night, so they are not remembered.
  const asking = { context, graph, account, memory: rejections(1, [], utcDay(effects.now())) };
  let done = backfillState(context, account.id);
  let oldest: string | null = done?.from ?? null;

  for (const part of inWindows(daysToBackfill(context, account.id)).reverse()) {
    let hasValues = false;
    const ask = async function* (group: MetricGroup, days: readonly string[]) {
      const answered = yield* askGroup(asking, group, days);
      if (answered.oldest === null) return false;
      if (oldest === null || answered.oldest < oldest) oldest = answered.oldest;
      hasValues = true;
      return true;
    };
    let daysRead = 0;
    const checkpoint = (): Message => ({
      type: 'checkpoint',
      account: account.id,
      stream: checkpointName,
      value: joined(done, { from: part.at(-daysRead)!, through: part.at(-1)! }),
    });
    try {
      for (const group of series) {
        const days = reachOf(group, part, today);
        if (days.length > 0) yield* ask(group, days);
      }
      for (const day of [...part].reverse()) {
        let hasTotal = false;
        for (const group of totals) hasTotal = (yield* ask(group, [day])) || hasTotal;
        // A day without a total has no parts of one.
        for (const group of hasTotal ? broken : []) yield* ask(group, [day]);
        if (++daysRead % checkpointEvery === 0) yield checkpoint();
      }
    } catch (error) {
      // Where a limit allows less than a whole part, the next run still goes on below.
      if (daysRead > 0) yield checkpoint();
      throw error;
    }
    if (!hasValues) {
      yield gapOf(context, account.id, 'account_insights', nothingBefore(oldest ?? addDays(part.at(-1)!, 1)));
      break;
    }
    done = joined(done, { from: part[0]!, through: part.at(-1)! });
    yield checkpoint();
  }
  yield { type: 'checkpoint', account: account.id, stream: checkpointName, value: null };
}

export function planBackfill(context: Context, account: string): ReturnType<Part['plan']> {
  const now = context.effects.now();
  const days = daysToBackfill(context, account);
  const { series, totals, broken } = accountGroups(askerOf(context));
  const windows = inWindows(days).flatMap((part) =>
    series.filter((group) => reachOf(group, part, platformDay(now)).length > 0),
  );
  return {
    calls: days.length * (totals.length + broken.length) + windows.length,
    why: `${days.length} days, fewer if they have no numbers`,
  };
}

function daysToBackfill({ state, window, effects }: Context, account: string): string[] {
  if (!window) return [];
  const done = backfillState({ state }, account);
  const yesterday = addDays(platformDay(effects.now()), -1);
  const last = platformDay(window.to);
  return daysFrom(platformDay(window.from), last < yesterday ? last : yesterday).filter(
    (day) => !done || day < done.from || day > done.through,
  );
}

function backfillState({ state }: Pick<Context, 'state'>, account: string): BackfillState {
  return (state[account]?.[checkpointName] as BackfillState | undefined) ?? null;
}

/** The days of a part that a series goes back to. */
function reachOf({ lastDays }: MetricGroup, part: readonly string[], today: string): readonly string[] {
  return lastDays === null ? part : part.filter((day) => day >= addDays(today, -lastDays));
}

/** The days read so far with a part that touches them; else the part alone, so that no day in between counts as read. */
function joined(done: BackfillState, part: NonNullable<BackfillState>): NonNullable<BackfillState> {
  if (!done || part.from > addDays(done.through, 1) || part.through < addDays(done.from, -1)) return part;
  return {
    from: part.from < done.from ? part.from : done.from,
    through: part.through > done.through ? part.through : done.through,
  };
}

function nothingBefore(day: string): SourceError {
  return new SourceError(`the platform has no daily numbers before ${day}`, {
    kind: 'unavailable',
    recovery: 'skip',
    hint: 'This is as far back as it goes for this account; what came is kept',
  });
}
