import type { Drift, Item, Page } from '../contract.js';
import { isRetyped, retyped, unknownField } from '../drift.js';
import {
  countOf,
  type Json,
  type JsonObject,
  listOf,
  numberOf,
  objectOf,
  parseJson,
  textOf,
} from '../http/json.js';
import type { AbsentReason, MediaMetric } from '../metrics.js';
import type { CanonicalRecord } from '../streams.js';
import { lackingIn, postsOf } from './reduce.js';
import { accountRef } from './settings.js';

/** So far may this machine's clock be behind the site's. */
const clockToleranceMs = 15 * 60_000;

/** The account and the posts of a stored page; pure. */
export function parse(page: Page): Item[] {
  const ref = accountRef(String(page.request.username));
  let json: Json;
  try {
    json = parseJson(page.body);
  } catch {
    return [rejected(ref, 'unreadable-body', null, 'the body is not JSON', page.body)];
  }
  const { data, undeclared } = objectOf(json);
  const profile = objectOf(objectOf(data).user);
  const names = objectOf(undeclared);
  return [
    accountItem(page, ref, profile, listOf(names.user)),
    ...postsOf(profile).map((post) => postItem(page, ref, post, listOf(names.post))),
  ];
}

function accountItem(page: Page, ref: string, profile: JsonObject, undeclared: readonly Json[]): Item {
  const drifts = undeclared.map(strange);
  const counted = (field: string, column: string): number | null => {
    const value = objectOf(profile[field]).count;
    const count = wholeOf(value);
    if (count === null) drifts.push({ ...retyped(field, value), fills: { record: 0, column } });
    return count;
  };
  const worded = (field: string): string | null => {
    if (isRetyped(profile[field], 'string')) drifts.push(retyped(field, profile[field]));
    return textOf(profile[field]);
  };
  const values = {
    account_ref: ref,
    username: String(page.request.username),
    name: worded('full_name'),
    biography: worded('biography'),
    website: worded('external_url'),
    followers: counted('edge_followed_by', 'followers'),
    follows: counted('edge_follow', 'follows'),
    media_count: counted('edge_owner_to_timeline_media', 'media_count'),
    is_own: page.request.accounts_are === 'own' ? true : null,
    time_zone: null,
    observed_at: page.fetched_at,
  };
  return accepted(ref, [{ stream: 'accounts', values }], drifts);
}

function postItem(page: Page, account: string, post: JsonObject, undeclared: readonly Json[]): Item {
  const shortcode = textOf(post.shortcode);
  const reject = (rule: string, field: string | null, message: string) =>
    rejected(shortcode ?? account, rule, field, message, JSON.stringify(post));
  const lacking = lackingIn(post);
  if (lacking.length > 0)
    return reject('changed-shape', lacking[0]!, `the post has no ${lacking.join(', no ')}`);
  if (shortcode === null || !/^[\w-]{5,64}$/.test(shortcode))
    return reject('unreadable-id', 'shortcode', 'not a shortcode');
  const posted = instantOf(post.taken_at_timestamp);
  if (posted === null) return reject('unreadable-date', 'taken_at_timestamp', 'not seconds since 1970');
  if (posted.getTime() > page.fetched_at.getTime() + clockToleranceMs)
    return reject('future-date', 'taken_at_timestamp', `after it was read: ${posted.toISOString()}`);

  const format = formatOf(post);
  const drifts = undeclared.map(strange);
  const records: CanonicalRecord[] = [
    {
      stream: 'media',
      values: {
        media_ref: shortcode,
        account_ref: account,
        // The page has ids of the web's own, which are not the API's.
        media_id: null,
        shortcode,
        permalink: `https://www.instagram.com/${format === 'reel' ? 'reel' : 'p'}/${shortcode}/`,
        format,
        caption: textOf(objectOf(objectOf(listOf(objectOf(post.edge_media_to_caption).edges)[0]).node).text),
        posted_at: posted,
        duration_seconds: numberOf(post.video_duration),
        is_boosted: null,
        observed_at: page.fetched_at,
      },
    },
  ];
  const isHidden = post.like_and_view_counts_disabled === true;
  const add = (metric: MediaMetric, field: string, value: Json | undefined, hideable: boolean): void => {
    // A number stands there all the same when the owner hides it.
    const hidden = (hideable && isHidden) || value === -1;
    const count = hidden ? null : wholeOf(value);
    const reason: AbsentReason | null = hidden ? 'hidden' : count === null ? 'unreadable' : null;
    if (reason === 'unreadable')
      drifts.push({ ...retyped(field, value), fills: { record: records.length, column: 'value' } });
    records.push({
      stream: 'media_insights',
      values: {
        media_ref: shortcode,
        account_ref: account,
        metric,
        dimension: '',
        value: count,
        absent_reason: reason,
        observed_at: page.fetched_at,
      },
    });
  };
  const likes = objectOf(post.edge_liked_by).count ?? objectOf(post.edge_media_preview_like).count;
  add('likes', 'edge_liked_by', likes, true);
  add('comments', 'edge_media_to_comment', objectOf(post.edge_media_to_comment).count, false);
  // Public view counts hold the views on Facebook too, so they are not what `views` is; not every page has them.
  const views = post.video_view_count;
  if (views !== undefined && views !== null) add('crossposted_views', 'video_view_count', views, true);
  return accepted(shortcode, records, drifts);
}

function formatOf(post: JsonObject): string | null {
  if (post.product_type === 'clips') return 'reel';
  const kind = /^(?:Graph|XDTGraph)(Sidecar|Video|Image)$/.exec(textOf(post.__typename) ?? '')?.[1];
  return kind === 'Sidecar' ? 'carousel' : kind === undefined ? null : kind.toLowerCase();
}

/** A count as the page writes it; `null` when it is anything else. */
function wholeOf(value: Json | undefined): number | null {
  const count = typeof value === 'number' ? countOf(value) : null;
  return Number.isInteger(count) ? count : null;
}

/** Before Instagram there is nothing, and later than that no number of seconds is meant. */
function instantOf(seconds: Json | undefined): Date | null {
  const number = numberOf(seconds);
  return number !== null && number > 1.28e9 && number < 1e10 ? new Date(number * 1000) : null;
}

/** A field whose value was cut away before it was stored. */
function strange(name: Json): Drift {
  return unknownField(String(name), '(not stored)');
}

function accepted(ref: string, records: readonly CanonicalRecord[], drifts: readonly Drift[]): Item {
  return drifts.length > 0 ? { ref, records, drifts } : { ref, records };
}

function rejected(ref: string, rule: string, field: string | null, message: string, payload: string): Item {
  return { ref, reject: { rule, field, message, payload } };
}
