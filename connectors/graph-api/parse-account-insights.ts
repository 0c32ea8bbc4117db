import type { Drift, Item, Page } from '../contract.js';
import { isRetyped, retyped } from '../drift.js';
import { countOf, type Json, type JsonObject, listOf, numberOf, objectOf, textOf } from '../http/json.js';
import type { AbsentReason } from '../metrics.js';
import type { CanonicalRecord } from '../streams.js';
import { acceptedItem, breakdownOf, maturationMs, outcomeOf } from './answers.js';
import { endOfPlatformDay, instantOf, platformDayEndingAt } from './days.js';
import { canonicalNames, isPartsOnly, type MetricRow, metricTable } from './metric-table.js';

/** One item per platform day that was asked for or answered. */
export function accountInsightsItems(page: Page, json: Json): Item[] {
  const days = new Map<string, CanonicalRecord[]>();
  const put = (
    day: string,
    metric: string,
    dimension: string,
    value: number | null,
    reason: AbsentReason,
  ) => {
    const values = {
      account_ref: String(page.request.account_id),
      day,
      metric,
      dimension,
      value,
      absent_reason: value === null ? reason : null,
      observed_at: page.fetched_at,
    };
    const records = days.get(day) ?? [];
    records.push({ stream: 'account_insights', values });
    days.set(day, records);
  };

  const drifts = new Map<string, Drift[]>();
  /** Puts a value as it was given, and notes when it is of another type. */
  const putGiven = (day: string, row: MetricRow, given: Json | undefined) => {
    const isOther = isRetyped(given);
    put(day, row.canonical, '', countOf(given), isOther ? 'unreadable' : reasonFor(page, row, day));
    if (!isOther) return;
    const fills = { record: days.get(day)!.length - 1, column: 'value' };
    drifts.set(day, [...(drifts.get(day) ?? []), { ...retyped(row.name, given), fills }]);
  };

  const asked = listOf(page.request.days as Json).flatMap((day) => textOf(day) ?? []);
  const outcome = outcomeOf(page, json, 'account');
  for (const { row, reason } of outcome.refused) {
    // Where a series has the same number, its word counts on whether the number exists.
    const names = canonicalNames(row).filter((metric) => !row.split || !hasSeries(metric));
    for (const day of asked) for (const metric of names) put(day, metric, '', null, reason);
  }
  for (const row of outcome.answered) {
    const entry = outcome.entries.get(row.name);
    if (row.metricType === 'time_series') {
      const points = new Map(seriesOf(entry));
      for (const day of new Set([...asked, ...points.keys()])) {
        // A day that has not ended holds a part of its value: too little to compare, so it counts as not known yet.
        putGiven(day, row, isFinished(page, day) ? points.get(day) : null);
      }
      continue;
    }
    const day = asked[0];
    if (day === undefined) continue;
    const parts = entry ? breakdownOf(entry, row.breakdown, outcome.drifts) : [];
    if (row.split) {
      const byValue = new Map(parts.map((part) => [part.dimension.replace(/^.*=/, ''), part.value]));
      // Breakdowns list only what is not zero: next to a listed part a missing one is 0, alone it is unknown.
      const missing = parts.length > 0 ? 0 : null;
      for (const [name, metric] of Object.entries(row.split)) {
        const value = byValue.get(name) ?? missing;
        if (value === null && hasSeries(metric)) continue;
        put(day, metric, '', value, reasonFor(page, row, day));
      }
      continue;
    }
    if (!isPartsOnly(row)) {
      putGiven(day, row, objectOf(entry?.total_value).value);
    }
    for (const part of parts) put(day, row.canonical, part.dimension, part.value, 'unsupported');
  }
  return [...days]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([day, records]) =>
      acceptedItem(`${String(page.request.account_id)} ${day}`, records, [
        ...outcome.drifts, // of the answer, and so of each of its days
        ...(drifts.get(day) ?? []),
      ]),
    );
}

function hasSeries(metric: string): boolean {
  return metricTable.some((row) => row.metricType === 'time_series' && row.canonical === metric);
}

function seriesOf(entry: JsonObject | undefined): [string, Json][] {
  return listOf(entry?.values).flatMap((point): [string, Json][] => {
    const { value, end_time } = objectOf(point);
    const end = instantOf(textOf(end_time));
    return end && (countOf(value) !== null || isRetyped(value)) ? [[platformDayEndingAt(end), value!]] : [];
  });
}

function isFinished(page: Page, day: string): boolean {
  return endOfPlatformDay(day) <= page.fetched_at;
}

function reasonFor(page: Page, row: MetricRow, day: string): AbsentReason {
  const followers = numberOf(page.request.followers as Json);
  if (row.minFollowers !== undefined && followers !== null && followers < row.minFollowers)
    return 'below_threshold';
  const isYoung = page.fetched_at.getTime() - endOfPlatformDay(day).getTime() < maturationMs;
  return isYoung ? 'not_yet_available' : 'unsupported';
}
