import type { Drift, Item, Message, Page } from '../contract.js';
import { isRetyped, retyped } from '../drift.js';
import { countOf, type Json, listOf, numberOf, objectOf, textOf } from '../http/json.js';
import type { AbsentReason } from '../metrics.js';
import type { CanonicalRecord } from '../streams.js';
import type { Account } from './accounts.js';
import { acceptedItem, bucketsIn } from './answers.js';
import {
  addDays,
  endOfPlatformDay,
  instantOf,
  platformDay,
  startOfPlatformDay,
  unixSeconds,
  utcDay,
} from './days.js';
import { graphErrorIn, rowFor } from './error-table.js';
import { type Graph, pageOf, refused } from './graph.js';
import { audienceRows } from './metric-table.js';
import { askerOf, type Context, gapOf, type Part } from './part.js';
import { askedDown, rejections, rejectionsCheckpoint, rememberedIn } from './rejections.js';
import { isNightOf } from './schedule.js';

/** The platform says who follows from so many followers on. */
const fewestFollowers = 100;
/** `online_followers` goes back 30 days; one less, because one of them may have 25 hours. */
const mostOnlineDays = 29;
/** Nights between the one that lists all posts and this one. */
const nightOffset = 3;

/** Who follows, who engages, and when followers are online. Both logins have it. */
export const demographics: Part = {
  stream: 'demographics',
  isWanted: () => true,
  read: readDemographics,
  plan: (context, account) => ({
    calls: dueRows(context, account).length,
    why: `demographics, once in ${context.settings.demographics_days} days`,
  }),
  parsers: { demographics: demographicsItems, online_followers: onlineItems },
};

interface DemographicsState {
  /** UTC day of the last reading of everything. */
  readonly on: string;
  /** What failed then, by `rowName`: asked for again in the next night. */
  readonly failed?: readonly string[];
}

/** All rows on the account's night, and what failed then in the nights after it. */
function dueRows(context: Context, account: string) {
  const rows = audienceRows(askerOf(context));
  if (isDue(context, account)) return rows;
  const { on, failed = [] } = context.state[account]!.demographics as DemographicsState;
  // Not twice in the same night.
  return on === utcDay(context.effects.now()) ? [] : rows.filter((row) => failed.includes(rowName(row)));
}

function rowName({ name, breakdown }: { readonly name: string; readonly breakdown: string | null }): string {
  return `${name} ${breakdown ?? 'hour'}`;
}

function isDue(context: Context, account: string): boolean {
  const state = context.state[account]?.demographics as DemographicsState | undefined;
  const last = state ? new Date(state.on) : null;
  return isNightOf(account, last, context.settings.demographics_days, context.effects.now(), nightOffset);
}

/** Each dimension in a request of its own: one that is refused leaves the others. */
async function* readDemographics(context: Context, graph: Graph, account: Account): AsyncGenerator<Message> {
  const rows = dueRows(context, account.id);
  if (rows.length === 0) return;
  const { settings, effects } = context;
  const now = effects.now();
  const memory = rejections(1, rememberedIn(context, account.id, 'audience'), utcDay(now));
  const today = platformDay(now);
  const days = Math.min(settings.demographics_days, mostOnlineDays);
  const onlineWindow = {
    since: unixSeconds(startOfPlatformDay(addDays(today, -days))),
    until: unixSeconds(endOfPlatformDay(addDays(today, -1))),
  };
  const failed: string[] = [];
  for (const { name, canonical, breakdown, metricType } of rows) {
    const ask = (metrics: readonly string[]) =>
      graph.get(`/${account.id}/insights`, {
        metric: metrics.join(','),
        period: 'lifetime',
        ...(breakdown === null
          ? onlineWindow
          : { metric_type: metricType, timeframe: 'this_month', breakdown }),
      });
    const scope = { of: 'audience', breakdown };
    const whyOmitted = whyEmpty(canonical, account.followers);
    for await (const { answer } of askedDown(memory, scope, [name], ask, whyOmitted)) {
      const error = answer.refusal && !answer.refusal.row.absent ? refused(answer) : null;
      if (error && error.recovery !== 'skip') throw error;
      yield {
        type: 'page',
        page: pageOf(context, answer, {
          account: account.id,
          stream: 'demographics',
          kind: canonical === 'online' ? 'online_followers' : 'demographics',
          of: canonical,
          metric: name,
          breakdown: breakdown ?? 'hour',
          followers: account.followers,
        }),
      };
      if (!error) continue;
      failed.push(rowName({ name, breakdown }));
      yield gapOf(context, account.id, 'demographics', error);
    }
  }
  const last = context.state[account.id]?.demographics as DemographicsState | undefined;
  const on = last && !isDue(context, account.id) ? last.on : utcDay(now);
  const value: DemographicsState = { on, ...(failed.length > 0 && { failed }) };
  yield rejectionsCheckpoint(account.id, 'audience', memory);
  yield { type: 'checkpoint', account: account.id, stream: 'demographics', value };
}

/** People by the values of one breakdown, e.g. `age,gender` → `25-34,F`; as the platform spells them. */
function demographicsItems(page: Page, json: Json): Item[] {
  const breakdown = String(page.request.breakdown);
  const entry = listOf(objectOf(json).data)
    .map(objectOf)
    .find(({ name }) => name === page.request.metric);
  const keys = breakdown.split(',');
  const drifts: Drift[] = [];
  const found = bucketsIn(entry, breakdown, drifts)
    .filter(({ of }) => keys.every((key) => of[key] !== undefined))
    .map(({ of, value }) => ({ bucket: keys.map((key) => of[key]).join(','), value, at: page.fetched_at }));
  return items(page, json, breakdown, found, drifts);
}

/**
 * Followers online by hour of the platform's day, `00` to `23`: hours of US Pacific time, like all days of account insights
 * (Meta's reference names no zone). One distribution per answered day, observed at the end of that day.
 */
function onlineItems(page: Page, json: Json): Item[] {
  const entries = listOf(objectOf(json).data).map(objectOf);
  const drifts: Drift[] = [];
  const found = entries
    .flatMap(({ values }) => listOf(values).map(objectOf))
    .flatMap(({ value, end_time }) => {
      const at = instantOf(textOf(end_time)) ?? page.fetched_at;
      return Object.entries(objectOf(value)).flatMap(([hour, count]) => {
        if (isRetyped(count)) drifts.push(retyped(`online_followers by ${hour}`, count));
        const people = isRetyped(count) ? null : countOf(count);
        const isHour = /^(?:[01]?\d|2[0-3])$/.test(hour);
        return people === null || !isHour ? [] : [{ bucket: hour.padStart(2, '0'), value: people, at }];
      });
    });
  return items(page, json, 'hour', found, drifts);
}

/** One item per answer: its buckets, or why there are none. */
function items(
  page: Page,
  json: Json,
  dimension: string,
  found: readonly { readonly bucket: string; readonly value: number; readonly at: Date }[],
  drifts: readonly Drift[],
): Item[] {
  const { account_id, of } = page.request;
  const ref = `${String(account_id)} ${String(of)} ${dimension}`;
  const record = (
    bucket: string,
    value: number | null,
    at: Date,
    reason: AbsentReason | null = null,
  ): CanonicalRecord => ({
    stream: 'demographics',
    values: {
      account_ref: String(account_id),
      kind: String(of),
      dimension,
      bucket,
      value,
      absent_reason: reason,
      observed_at: at,
    },
  });
  const error = graphErrorIn(json);
  const absence = error
    ? (rowFor(error).absent ?? null)
    : whyEmpty(page.request.of, numberOf(page.request.followers as Json));
  if (found.length > 0) {
    const records = found.map(({ bucket, value, at }) => record(bucket, value, at));
    return [acceptedItem(ref, records, drifts)];
  }
  // A failure says nothing about the values.
  if (absence === null) return [];
  const reason = drifts.some(({ kind }) => kind === 'type') ? 'unreadable' : absence;
  return [acceptedItem(ref, [record('', null, page.fetched_at, reason)], drifts)];
}

/** Why an answer is empty: fewer than 100 followers, or fewer than 100 who engaged. */
function whyEmpty(of: unknown, followers: number | null): AbsentReason {
  const isLarge = of !== 'engaged' && followers !== null && followers >= fewestFollowers;
  return isLarge ? 'unsupported' : 'below_threshold';
}
