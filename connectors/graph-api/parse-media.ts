import type { Drift, Item, Page } from '../contract.js';
import { isRetyped, retyped } from '../drift.js';
import { countOf, type Json, type JsonObject, listOf, objectOf, textOf } from '../http/json.js';
import { mediaRef, shortcodeOf } from '../identity.js';
import type { AbsentReason, MediaMetric } from '../metrics.js';
import type { CanonicalRecord } from '../streams.js';
import { acceptedItem, breakdownOf, itemOf, maturationMs, outcomeOf } from './answers.js';
import { instantOf } from './days.js';
import { canonicalNames, type MetricRow } from './metric-table.js';
import { postShape } from './shape.js';

/** A page of a list of posts or stories. */
export function mediaItems(page: Page, json: Json): Item[] {
  return listOf(objectOf(json).data).map((entry) => mediaItem(page, objectOf(entry)));
}

interface ListCounter {
  readonly field: string;
  readonly metric: MediaMetric;
  /** A missing one is hidden by the owner. */
  readonly hideable: boolean;
  /** Other posts never have it. */
  readonly only?: 'REELS';
}

/** Counters of the media list that are observations too. */
export const listCounters: readonly ListCounter[] = [
  { field: 'like_count', metric: 'likes', hideable: true },
  { field: 'comments_count', metric: 'comments', hideable: true },
  { field: 'saved_count', metric: 'saves', hideable: false },
  { field: 'shares_count', metric: 'shares', hideable: false },
  { field: 'reposts_count', metric: 'reposts', hideable: false },
  { field: 'total_like_count', metric: 'likes_with_paid', hideable: false },
  { field: 'total_comments_count', metric: 'comments_with_paid', hideable: false },
  { field: 'total_views_count', metric: 'views_with_paid', hideable: false },
  // Of other accounts' reels: views on Facebook are in it since 2026-04-22, so it is not what `views` is.
  { field: 'view_count', metric: 'crossposted_views', hideable: true, only: 'REELS' },
];

/** A post of the account that the page is about. */
export function mediaItem(page: Page, media: JsonObject): Item {
  return itemOf(page, media, 'post', postShape, (id, posted, drifts) =>
    mediaRecords(page, media, id, posted, drifts),
  );
}

function mediaRecords(
  page: Page,
  media: JsonObject,
  id: string,
  posted: Date | null,
  drifts: Drift[],
): CanonicalRecord[] {
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
  for (const { field, metric, hideable, only } of listCounters) {
    if (!asked.includes(field) || (only && media.media_product_type !== only)) continue;
    const value = countOf(media[field]);
    const isUnreadable = value === null && isRetyped(media[field]);
    if (value === null && !hideable && !isUnreadable) continue;
    records.push(mediaRecord(page, ref, metric, '', value, isUnreadable ? 'unreadable' : 'hidden'));
  }
  // A post without the key is one that the list says nothing about.
  if (media.insights !== undefined) addInsights(page, ref, media.insights, posted, records, drifts);
  return records;
}

const formats = new Map([
  ['CAROUSEL_ALBUM', 'carousel'],
  ['VIDEO', 'video'],
  ['IMAGE', 'image'],
]);

export function formatOf(product: string | null, type: string | null): string | null {
  if (product === 'STORY') return 'story';
  if (product === 'REELS') return 'reel';
  return formats.get(type ?? '') ?? null;
}

/** The counters of one post. */
export function mediaInsightsItems(page: Page, json: Json): Item[] {
  const { media_id, shortcode, permalink, posted_at } = page.request as Readonly<Record<string, Json>>;
  const id = String(media_id);
  const ref = mediaRef({ shortcode: textOf(shortcode), permalink: textOf(permalink), mediaId: id });
  const records: CanonicalRecord[] = [];
  const drifts: Drift[] = [];
  addInsights(page, ref, json, instantOf(textOf(posted_at)), records, drifts);
  return records.length > 0 ? [acceptedItem(id, records, drifts)] : [];
}

/** Adds the metrics that the page asked for, as one post's insights answer them. */
function addInsights(
  page: Page,
  ref: string,
  insights: Json,
  posted: Date | null,
  records: CanonicalRecord[],
  drifts: Drift[],
): void {
  const isYoung = posted !== null && page.fetched_at.getTime() - posted.getTime() < maturationMs;
  const absent = (row: MetricRow, reason: AbsentReason) => {
    for (const metric of canonicalNames(row)) records.push(mediaRecord(page, ref, metric, '', null, reason));
  };
  const outcome = outcomeOf(page, insights, 'media');
  drifts.push(...outcome.drifts);
  for (const { row, reason } of outcome.refused) absent(row, reason);
  for (const row of outcome.answered) {
    const entry = outcome.entries.get(row.name);
    const given = totalIn(entry);
    const value = countOf(given);
    const parts = entry ? breakdownOf(entry, row.breakdown, drifts) : [];
    if (isRetyped(given)) {
      drifts.push({ ...retyped(row.name, given), fills: { record: records.length, column: 'value' } });
      records.push(mediaRecord(page, ref, row.canonical, '', value, 'unreadable'));
    } else if (value !== null) records.push(mediaRecord(page, ref, row.canonical, '', value));
    else if (parts.length === 0) absent(row, isYoung ? 'not_yet_available' : 'unsupported');
    for (const part of parts) records.push(mediaRecord(page, ref, row.canonical, part.dimension, part.value));
  }
}

/** The total of a metric, under either of the two keys that have it. */
function totalIn(entry: JsonObject | undefined): Json | undefined {
  return objectOf(listOf(entry?.values)[0]).value ?? objectOf(entry?.total_value).value;
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
