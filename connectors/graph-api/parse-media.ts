import type { Item, Page } from '../contract.js';
import { type Json, type JsonObject, listOf, objectOf, textOf } from '../http/json.js';
import { mediaRef, shortcodeOf } from '../identity.js';
import type { AbsentReason, MediaMetric } from '../metrics.js';
import type { CanonicalRecord } from '../streams.js';
import { breakdownOf, countOf, itemOf, maturationMs, outcomeOf } from './answers.js';
import { instantOf } from './days.js';
import { canonicalNames, type MetricRow } from './metric-table.js';

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
  return itemOf(page, media, 'post', (id, posted) => mediaRecords(page, media, id, posted));
}

function mediaRecords(page: Page, media: JsonObject, id: string, posted: Date | null): CanonicalRecord[] {
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
    if (value === null && !hideable) continue;
    records.push(mediaRecord(page, ref, metric, '', value, 'hidden'));
  }
  // A post without the key is one that the list says nothing about.
  if (media.insights !== undefined) records.push(...insightRecords(page, ref, media.insights, posted));
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
  const records = insightRecords(page, ref, json, instantOf(textOf(posted_at)));
  return records.length > 0 ? [{ ref: id, records }] : [];
}

/** The metrics that the page asked for, as one post's insights answer them. */
function insightRecords(page: Page, ref: string, insights: Json, posted: Date | null): CanonicalRecord[] {
  const isYoung = posted !== null && page.fetched_at.getTime() - posted.getTime() < maturationMs;
  const records: CanonicalRecord[] = [];
  const absent = (row: MetricRow, reason: AbsentReason) => {
    for (const metric of canonicalNames(row)) records.push(mediaRecord(page, ref, metric, '', null, reason));
  };
  const outcome = outcomeOf(page, insights, 'media');
  for (const { row, reason } of outcome.refused) absent(row, reason);
  for (const row of outcome.answered) {
    const entry = outcome.entries.get(row.name);
    const value =
      countOf(objectOf(listOf(entry?.values)[0]).value) ?? countOf(objectOf(entry?.total_value).value);
    const parts = entry ? breakdownOf(entry) : [];
    if (value === null && parts.length === 0) absent(row, isYoung ? 'not_yet_available' : 'unsupported');
    if (value !== null) records.push(mediaRecord(page, ref, row.canonical, '', value));
    for (const part of parts) records.push(mediaRecord(page, ref, row.canonical, part.dimension, part.value));
  }
  return records;
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
