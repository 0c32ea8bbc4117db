import type { Item, Page } from '../contract.js';
import { type Json, type JsonObject, listOf, numberOf, objectOf, parseJson, textOf } from '../http/json.js';
import { mediaRef, shortcodeOf } from '../identity.js';
import type { AbsentReason, MediaMetric } from '../metrics.js';
import type { CanonicalRecord } from '../streams.js';
import { endOfPlatformDay, instantOf, platformDayEndingAt } from './days.js';
import { graphErrorIn, refusedMetrics, rowFor } from './error-table.js';
import { canonicalNames, type MetricRow, metricNamed, metricTable } from './metric-table.js';

/** The platform keeps correcting, and may not yet show, what is younger than this. */
const maturationMs = 48 * 3_600_000;

/** Canonical items of one stored answer. Pure: the page holds everything that is needed. */
export function parse(page: Page): Item[] {
  let json: Json;
  try {
    json = parseJson(page.body);
  } catch {
    return [rejected(page, 'unreadable-body', null, 'the body is not JSON', page.body)];
  }
  switch (page.request.kind) {
    case 'account':
      return [accountItem(page, objectOf(json))];
    case 'media':
      return listOf(objectOf(json).data).map((entry) => mediaItem(page, objectOf(entry)));
    case 'media_insights':
      return mediaInsightsItems(page, json);
    case 'account_insights':
      return accountInsightsItems(page, json);
    default:
      return [
        rejected(
          page,
          'unknown-request',
          'kind',
          'a page of a kind that this version does not know',
          page.body,
        ),
      ];
  }
}

function accountItem(page: Page, profile: JsonObject): Item {
  const id = textOf(page.request.account_id as Json);
  if (id === null)
    return rejected(page, 'missing-id', 'account_id', 'the profile has no id', JSON.stringify(profile));
  const values = {
    account_ref: id,
    username: textOf(profile.username),
    name: textOf(profile.name),
    biography: textOf(profile.biography),
    website: textOf(profile.website),
    followers: integerOf(profile.followers_count),
    follows: integerOf(profile.follows_count),
    media_count: integerOf(profile.media_count),
    is_own: true,
    time_zone: null,
    observed_at: page.fetched_at,
  };
  return { ref: id, records: [{ stream: 'accounts', values }] };
}

/** Counters of the media list that are observations too. A missing one is hidden by the owner where `hideable`. */
const listCounters: readonly { field: string; metric: MediaMetric; hideable: boolean }[] = [
  { field: 'like_count', metric: 'likes', hideable: true },
  { field: 'comments_count', metric: 'comments', hideable: true },
  { field: 'saved_count', metric: 'saves', hideable: false },
  { field: 'shares_count', metric: 'shares', hideable: false },
  { field: 'reposts_count', metric: 'reposts', hideable: false },
  { field: 'total_like_count', metric: 'likes_with_paid', hideable: false },
  { field: 'total_comments_count', metric: 'comments_with_paid', hideable: false },
  { field: 'total_views_count', metric: 'views_with_paid', hideable: false },
];

function mediaItem(page: Page, media: JsonObject): Item {
  const payload = JSON.stringify(media);
  const id = textOf(media.id);
  if (id === null) return rejected(page, 'missing-id', 'id', 'the post has no id', payload);
  const timestamp = textOf(media.timestamp);
  const posted = instantOf(timestamp);
  if (timestamp !== null && posted === null) {
    return rejected(page, 'unreadable-date', 'timestamp', `not a time: ${timestamp}`, payload, id);
  }
  const permalink = textOf(media.permalink);
  const shortcode = textOf(media.shortcode) ?? shortcodeOf(permalink);
  const ref = mediaRef({ shortcode, mediaId: id });
  const account = String(page.request.account_id);
  const records: CanonicalRecord[] = [
    {
      stream: 'media',
      values: {
        media_ref: ref,
        account_ref: account,
        media_id: id,
        shortcode,
        permalink,
        format: formatOf(textOf(media.media_product_type), textOf(media.media_type)),
        caption: textOf(media.caption),
        posted_at: posted,
        duration_seconds: null,
        is_boosted: media.media_product_type === 'AD' ? true : null,
        observed_at: page.fetched_at,
      },
    },
  ];
  const asked = listOf(page.request.fields as Json);
  for (const { field, metric, hideable } of listCounters) {
    if (!asked.includes(field)) continue;
    const value = numberOf(media[field]);
    if (value === null && !hideable) continue;
    records.push(mediaRecord(page, ref, metric, '', value, 'hidden'));
  }
  return { ref: id, records };
}

function formatOf(product: string | null, type: string | null): string | null {
  if (product === 'STORY') return 'story';
  if (product === 'REELS') return 'reel';
  const formats: Record<string, string> = { CAROUSEL_ALBUM: 'carousel', VIDEO: 'video', IMAGE: 'image' };
  return formats[type ?? ''] ?? null;
}

function mediaInsightsItems(page: Page, json: Json): Item[] {
  const { media_id, shortcode, permalink, posted_at } = page.request as Readonly<Record<string, Json>>;
  const id = String(media_id);
  const ref = mediaRef({ shortcode: textOf(shortcode), permalink: textOf(permalink), mediaId: id });
  const postedAt = instantOf(textOf(posted_at));
  const isYoung = postedAt !== null && page.fetched_at.getTime() - postedAt.getTime() < maturationMs;

  const records: CanonicalRecord[] = [];
  const absent = (row: MetricRow, reason: AbsentReason) => {
    for (const metric of canonicalNames(row)) records.push(mediaRecord(page, ref, metric, '', null, reason));
  };
  const outcome = outcomeOf(page, json, 'media');
  for (const { row, reason } of outcome.refused) absent(row, reason);
  for (const row of outcome.answered) {
    const entry = outcome.entries.get(row.name);
    const value =
      numberOf(objectOf(listOf(entry?.values)[0]).value) ?? numberOf(objectOf(entry?.total_value).value);
    const parts = entry ? breakdownOf(entry) : [];
    if (value === null && parts.length === 0) absent(row, isYoung ? 'not_yet_available' : 'unsupported');
    if (value !== null) records.push(mediaRecord(page, ref, row.canonical, '', value));
    for (const part of parts) records.push(mediaRecord(page, ref, row.canonical, part.dimension, part.value));
  }
  return records.length > 0 ? [{ ref: id, records }] : [];
}

function mediaRecord(
  page: Page,
  ref: string,
  metric: string,
  dimension: string,
  value: number | null,
  reason: AbsentReason | null = null,
): CanonicalRecord {
  return {
    stream: 'media_insights',
    values: {
      media_ref: ref,
      account_ref: String(page.request.account_id),
      metric,
      dimension,
      value,
      absent_reason: value === null ? reason : null,
      observed_at: page.fetched_at,
    },
  };
}

/** One item per platform day that was asked for or answered. */
function accountInsightsItems(page: Page, json: Json): Item[] {
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
    days.set(day, [...(days.get(day) ?? []), { stream: 'account_insights', values }]);
  };

  const asked = listOf(page.request.days as Json).flatMap((day) => textOf(day) ?? []);
  const outcome = outcomeOf(page, json, 'account');
  for (const { row, reason } of outcome.refused) {
    for (const day of asked) for (const metric of canonicalNames(row)) put(day, metric, '', null, reason);
  }
  for (const row of outcome.answered) {
    const entry = outcome.entries.get(row.name);
    if (row.metricType === 'time_series') {
      const points = new Map(seriesOf(entry));
      for (const day of new Set([...asked, ...points.keys()])) {
        // A day that has not ended holds a part of its value: too little to compare, so it counts as not known yet.
        const value = isFinished(page, day) ? (points.get(day) ?? null) : null;
        put(day, row.canonical, '', value, reasonFor(page, row, day));
      }
      continue;
    }
    const day = asked[0];
    if (day === undefined) continue;
    const parts = entry ? breakdownOf(entry) : [];
    if (row.split) {
      const byValue = new Map(parts.map((part) => [part.dimension.replace(/^.*=/, ''), part.value]));
      // Breakdowns list only what is not zero: next to a listed part a missing one is 0, alone it is unknown.
      const missing = parts.length > 0 ? 0 : null;
      for (const [name, metric] of Object.entries(row.split)) {
        const value = byValue.get(name) ?? missing;
        // Where a series has the same number, its word counts on whether the number exists.
        if (value === null && hasSeries(metric)) continue;
        put(day, metric, '', value, reasonFor(page, row, day));
      }
      continue;
    }
    put(day, row.canonical, '', numberOf(objectOf(entry?.total_value).value), reasonFor(page, row, day));
    for (const part of parts) put(day, row.canonical, part.dimension, part.value, 'unsupported');
  }
  return [...days]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([day, records]) => ({ ref: `${String(page.request.account_id)} ${day}`, records }));
}

function hasSeries(metric: string): boolean {
  return metricTable.some((row) => row.metricType === 'time_series' && row.canonical === metric);
}

function seriesOf(entry: JsonObject | undefined): [string, number][] {
  return listOf(entry?.values).flatMap((point): [string, number][] => {
    const { value, end_time } = objectOf(point);
    const end = instantOf(textOf(end_time));
    const number = numberOf(value);
    return end && number !== null ? [[platformDayEndingAt(end), number]] : [];
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

interface Outcome {
  /** Asked, and not refused: present in `entries`, or silently omitted. */
  readonly answered: readonly MetricRow[];
  readonly entries: ReadonlyMap<string, JsonObject>;
  readonly refused: readonly { readonly row: MetricRow; readonly reason: AbsentReason }[];
}

/** What became of every metric that the page's request asked for. */
function outcomeOf(page: Page, json: Json, of: MetricRow['of']): Outcome {
  const asked = listOf(page.request.metrics as Json).flatMap((name) => textOf(name) ?? []);
  const rowsOf = (names: readonly string[]) => names.flatMap((name) => metricNamed(of, name) ?? []);
  // Refused so often before that this request left them out.
  const before = Object.entries(objectOf(page.request.rejected as Json)).flatMap(([name, reason]) =>
    rowsOf([name]).map((row) => ({ row, reason: reason as AbsentReason })),
  );
  const error = graphErrorIn(json);
  if (error) {
    const { absent, change } = rowFor(error);
    // When the refusal names metrics, the others are asked again: their answer is another page.
    const named = change === 'drop-metric' ? refusedMetrics(error, asked) : [];
    const names = named.length > 0 ? named : asked;
    const now = absent ? rowsOf(names).map((row) => ({ row, reason: absent })) : [];
    return { answered: [], entries: new Map(), refused: [...before, ...now] };
  }
  const entries = listOf(objectOf(json).data).map(objectOf);
  return {
    answered: rowsOf(asked),
    entries: new Map(entries.map((entry) => [textOf(entry.name) ?? '', entry])),
    refused: before,
  };
}

/** `dimension=value` pairs in lower case: the documentation and the answers differ in case. */
function breakdownOf(entry: JsonObject): { dimension: string; value: number }[] {
  return listOf(objectOf(entry.total_value).breakdowns).flatMap((breakdown) => {
    const { dimension_keys, results } = objectOf(breakdown);
    const keys = listOf(dimension_keys).map(String);
    return listOf(results).flatMap((result) => {
      const { dimension_values, value } = objectOf(result);
      const number = numberOf(value);
      const pairs = listOf(dimension_values).map((name, index) => `${keys[index]}=${String(name)}`);
      return number === null ? [] : [{ dimension: pairs.join(',').toLowerCase(), value: number }];
    });
  });
}

function integerOf(value: Json | undefined): number | null {
  const number = numberOf(value);
  return number !== null && Number.isSafeInteger(number) ? number : null;
}

function rejected(
  page: Page,
  rule: string,
  field: string | null,
  message: string,
  payload: string,
  ref = String(page.request.path ?? page.stream),
): Item {
  return { ref, reject: { rule, field, message, payload } };
}
