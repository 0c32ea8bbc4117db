import type { Message } from '../contract.js';
import { SourceError } from '../errors.js';
import type { Account } from './accounts.js';
import { addDays, daysFrom, endOfPlatformDay, platformDay, startOfPlatformDay, utcDay } from './days.js';
import { type Graph, pageOf, refused } from './graph.js';
import { accountGroups, type MetricGroup } from './metric-table.js';
import { accountInsightsItems } from './parse-account-insights.js';
import type { Context, Part } from './part.js';
import { askedDown, rejections, rejectionsCheckpoint, rememberedIn } from './rejections.js';

/** The platform refuses longer windows. */
const longestWindow = 30;

export interface AccountInsightsState {
  /** Last platform day that was complete when read. */
  readonly through: string | null;
}

/**
 * The complete platform days to read: those after the last one read, plus the look-back; 30 days the first time; the
 * days of the window when there is one.
 */
function daysToRead(context: Context, account: string): string[] {
  const { settings, window } = context;
  const today = platformDay(context.effects.now());
  const yesterday = addDays(today, -1);
  if (window) {
    const last = platformDay(window.to);
    return daysFrom(platformDay(window.from), last < yesterday ? last : yesterday);
  }
  const state = context.state[account]?.account_insights as AccountInsightsState | undefined;
  const earliest = addDays(today, -longestWindow);
  const lookback = addDays(today, -settings.account_insights_days);
  const next = state?.through ? addDays(state.through, 1) : earliest;
  // A pause longer than a window is for `backfill`, which says so.
  return daysFrom(next < earliest ? earliest : next < lookback ? next : lookback, yesterday);
}

/** The daily numbers of an account. */
export const accountInsights: Part = {
  stream: 'account_insights',
  past: true,
  isWanted: () => true,
  read: readAccountInsights,
  plan: planAccountInsights,
  parsers: { account_insights: accountInsightsItems },
};

/** Daily numbers: series in few requests, the rest with one request per day, oldest day first. */
async function* readAccountInsights(
  context: Context,
  graph: Graph,
  account: Account,
): AsyncGenerator<Message> {
  const { settings, effects, window } = context;
  const days = daysToRead(context, account.id);
  const first = days[0];
  const last = days.at(-1);
  if (first === undefined || last === undefined) return;
  const today = platformDay(effects.now());
  const groups = accountGroups({ login: settings.login, on: utcDay(effects.now()) });
  const memory = rejections(1, rememberedIn(context, account.id, 'account'), utcDay(effects.now()));

  for (const group of groups.filter(({ metricType }) => metricType === 'time_series')) {
    const earliest = group.lastDays === null ? first : addDays(today, -group.lastDays);
    // The current day too: for an account east of UTC it holds most of the local day. parse() marks it as unfinished.
    const through = window || group.lastDays !== null ? last : today;
    for (const part of inWindows(daysFrom(first < earliest ? earliest : first, through))) {
      yield* asked(group, part);
    }
  }
  for (const day of days) {
    for (const group of groups.filter(({ metricType }) => metricType === 'total_value'))
      yield* asked(group, [day]);
  }
  yield rejectionsCheckpoint(account.id, 'account', memory);
  if (!window) {
    yield { type: 'checkpoint', account: account.id, stream: 'account_insights', value: { through: last } };
  }

  async function* asked(group: MetricGroup, part: readonly string[]): AsyncGenerator<Message> {
    const ask = (metrics: readonly string[]) =>
      graph.get(`/${account.id}/insights`, {
        metric: metrics.join(','),
        period: 'day',
        metric_type: group.metricType,
        ...(group.breakdown ? { breakdown: group.breakdown } : {}),
        since: seconds(startOfPlatformDay(part[0]!)),
        until: seconds(endOfPlatformDay(part.at(-1)!)),
      });
    const scope = { of: `account ${group.metricType}`, breakdown: group.breakdown };
    for await (const { answer, metrics, rejected } of askedDown(memory, scope, group.metrics, ask)) {
      if (answer.refusal && !answer.refusal.row.absent) throw withStream(refused(answer));
      yield {
        type: 'page',
        page: pageOf(context, answer, {
          account: account.id,
          stream: 'account_insights',
          kind: 'account_insights',
          metrics,
          metric_type: group.metricType,
          breakdown: group.breakdown,
          days: part,
          followers: account.followers,
          rejected,
        }),
      };
    }
  }
}

function planAccountInsights(context: Context, account: string): ReturnType<Part['plan']> {
  const days = daysToRead(context, account).length;
  const groups = accountGroups({ login: context.settings.login, on: utcDay(context.effects.now()) });
  const series = groups.filter(({ metricType }) => metricType === 'time_series').length;
  return {
    calls: days === 0 ? 0 : days * (groups.length - series) + series,
    why: `${days} days up to ${platformDay(context.effects.now())}`,
  };
}

/** A refusal of a whole account request is not about one item: the stream ends here. */
function withStream(error: SourceError): SourceError {
  if (error.recovery !== 'skip') return error;
  return new SourceError(error.message, {
    kind: error.kind,
    recovery: 'stream',
    ...(error.hint ? { hint: error.hint } : {}),
  });
}

/** Parts of at most 30 days, measured in seconds: a window that holds the long autumn day must be shorter. */
function inWindows(days: readonly string[]): string[][] {
  const parts: string[][] = [];
  for (const day of days) {
    const part = parts.at(-1);
    const length = part ? endOfPlatformDay(day).getTime() - startOfPlatformDay(part[0]!).getTime() : 0;
    if (part && length <= longestWindow * 86_400_000) part.push(day);
    else parts.push([day]);
  }
  return parts;
}

function seconds(at: Date): string {
  return String(Math.floor(at.getTime() / 1000));
}
