import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { Delivery, Drift, Item, Page, Webhooks } from '../contract.js';
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
import { mediaRef } from '../identity.js';
import type { CanonicalRecord, StreamName } from '../streams.js';
import { acceptedItem, rejected } from './answers.js';
import { metricNamed } from './metric-table.js';
import type { GraphApiSettings } from './settings.js';

/**
 * What Meta pushes: https://developers.facebook.com/documentation/instagram-platform/webhooks. `story_insights` are the last
 * numbers of a story, sent once when it expires; a night may never have seen it.
 */
export const webhooks: Webhooks<GraphApiSettings> = {
  secretVariable: ({ app_secret_env }) => app_secret_env ?? null,
  signatureHeader: 'x-hub-signature-256',
  isGenuine,
  challenge,
  pages,
};

/** Where the changes of a field go, and what they say. */
const fields: Readonly<Record<string, { stream: StreamName; item: (change: Change, page: Page) => Item }>> = {
  story_insights: { stream: 'media_insights', item: storyItem },
  comments: { stream: 'comments', item: commentItem },
  live_comments: { stream: 'comments', item: commentItem },
  mentions: { stream: 'tagged_media', item: mentionItem },
};

/** Folder of what is kept although nothing is read from it. */
const elsewhere: StreamName = 'media';

/** `sha256=<hex HMAC of the bytes>`, keyed with the app secret. The length is compared first, the rest in constant time. */
function isGenuine(body: Uint8Array, signature: string | undefined, secret: string): boolean {
  const given = /^sha256=([0-9a-f]{64})$/i.exec(signature ?? '')?.[1];
  const expected = createHmac('sha256', secret).update(body).digest();
  return given !== undefined && timingSafeEqual(Buffer.from(given, 'hex'), expected);
}

/** Meta asks once, when the callback URL is entered. */
function challenge(query: Readonly<Record<string, unknown>>, verifyToken: string): string | null {
  const { 'hub.mode': mode, 'hub.verify_token': token, 'hub.challenge': answer } = query;
  if (mode !== 'subscribe' || typeof token !== 'string' || typeof answer !== 'string') return null;
  const digest = (text: string) => createHash('sha256').update(text).digest(); // of one length, whatever was sent
  return timingSafeEqual(digest(token), digest(verifyToken)) ? answer : null;
}

/** One thing that happened to one account. */
interface Change {
  /** `null` when the entry does not say. */
  readonly account: string | null;
  /** `null` for entries of another kind, e.g. messages. */
  readonly field: string | null;
  readonly value: JsonObject;
  /** When the platform sent it; `null` when it does not say. */
  readonly at: Date | null;
}

/**
 * One page per account and stream, each with the whole delivery: an account's pages lie in its own folder, and nothing is
 * re-spelled. `fetched_at` is the platform's own time, so that a delivery that comes again is the same pages.
 */
function pages({ connection, body, receivedAt }: Delivery): Page[] {
  const text = new TextDecoder().decode(body);
  const groups = new Map<string, { account: string; stream: StreamName; changes: Change[] }>();
  for (const change of changesIn(text)) {
    const account = change.account ?? 'mixed';
    const stream = fields[change.field ?? '']?.stream ?? elsewhere;
    const group = groups.get(`${stream} ${account}`) ?? { account, stream, changes: [] };
    groups.set(`${stream} ${account}`, group);
    group.changes.push(change);
  }
  if (groups.size === 0) groups.set('', { account: 'mixed', stream: elsewhere, changes: [] });
  return [...groups.values()].map(({ account, stream, changes }) => {
    const times = changes.flatMap(({ at }) => (at ? [at.getTime()] : []));
    return {
      source: 'graph-api',
      connection,
      account,
      stream,
      request: {
        kind: 'webhook',
        fields: [...new Set(changes.map(({ field }) => field))],
        changes: changes.length,
      },
      fetched_at: times.length > 0 ? new Date(Math.max(...times)) : receivedAt,
      status: 200,
      body: text,
    };
  });
}

function changesIn(text: string): Change[] {
  try {
    return changesOf(parseJson(text));
  } catch {
    return []; // kept all the same: parsing puts it in quarantine
  }
}

/** In the order of the body. Changes stand in `changes`, or (in some examples of Instagram Login) right in the entry. */
function changesOf(json: Json): Change[] {
  const delivery = objectOf(json);
  const isInstagram = delivery.object === undefined || delivery.object === 'instagram';
  return listOf(delivery.entry).flatMap((each) => {
    const entry = objectOf(each);
    const changes = entry.field === undefined ? listOf(entry.changes).map(objectOf) : [entry];
    return (changes.length > 0 ? changes : [{}]).map(({ field, value }: JsonObject) => ({
      account: idOf(entry.id),
      field: isInstagram ? textOf(field) : null,
      value: objectOf(value),
      at: sentAt(entry.time),
    }));
  });
}

/** Ids are text, but for short ones that somebody wrote as numbers. */
function idOf(value: Json | undefined): string | null {
  return typeof value === 'number' ? String(value) : textOf(value);
}

const earliest = Date.UTC(2010, 0);
const latest = Date.UTC(2100, 0);

/** Unix seconds; some products of the platform write milliseconds. */
function sentAt(time: Json | undefined): Date | null {
  const number = numberOf(time) ?? 0;
  const ms = number < latest / 1000 ? number * 1000 : number;
  return ms >= earliest && ms <= latest ? new Date(ms) : null;
}

/**
 * Items of a page of {@link pages}. A field that nothing is read from is none; nor is the sample that the app dashboard
 * sends on *Test*, which is about the account `0`.
 */
export function webhookItems(page: Page, json: Json): Item[] {
  const wanted = listOf(page.request.fields as Json);
  if (wanted.length === 0) {
    return [rejected(page, 'unknown-delivery', 'entry', 'a delivery without entries', page.body, 'delivery')];
  }
  return changesOf(json)
    .filter(({ account, field }) => (account ?? 'mixed') === page.account && wanted.includes(field))
    .flatMap((change) => {
      const item = fields[change.field ?? '']?.item;
      if (!item || change.account === '0') return [];
      if (change.account !== null) return item(change, page);
      return refusedChange(page, change, 'missing-account', 'id', 'the entry does not name its account');
    });
}

const navigation = 'story_navigation_action_type';

/** Names from before 2025, which the platform's sample still has, as the parts of `navigation` that the API answers. */
const navigationParts: ReadonlyMap<string, string> = new Map([
  ['taps_forward', `${navigation}=tap_forward`],
  ['taps_back', `${navigation}=tap_back`],
  ['exits', `${navigation}=tap_exit`],
]);

function storyItem(change: Change, page: Page): Item {
  const id = idOf(change.value.media_id);
  if (id === null) return refusedChange(page, change, 'missing-id', 'media_id', 'the story has no id');
  const common = {
    media_ref: mediaRef({ mediaId: id }),
    account_ref: page.account,
    observed_at: change.at ?? page.fetched_at,
  };
  // Renamed for stories on 2025-01-21 (the API refuses the old name since): one number, under both names.
  const renamed = 'views' in change.value ? {} : { views: change.value.impressions };
  const drifts: Drift[] = [];
  const counters = Object.entries({ ...change.value, ...renamed }).flatMap(
    ([name, given]): CanonicalRecord[] => {
      const part = navigationParts.get(name);
      const row = part ? metricNamed('media', 'navigation', navigation) : metricNamed('media', name, null);
      const value = countOf(given);
      // small counts are masked by a negative number
      const isMasked = given === null || (numberOf(given) ?? 0) < 0;
      if (!row && name !== 'media_id') drifts.push(unknownField(name, given));
      if (!row?.products.includes('STORY')) return [];
      if (isRetyped(given)) drifts.push(retyped(name, given));
      if ((value === null && !isMasked) || isRetyped(given)) return [];
      return [
        {
          stream: 'media_insights',
          values: {
            ...common,
            metric: row.canonical,
            dimension: part ?? '',
            value,
            absent_reason: value === null ? 'too_few_viewers' : null,
          },
        },
      ];
    },
  );
  if (counters.length === 0) {
    return refusedChange(page, change, 'unknown-metrics', 'value', 'no metric that this version knows');
  }
  // the only word there is of a story that no run has listed
  const story: CanonicalRecord = {
    stream: 'media',
    values: {
      ...common,
      media_id: id,
      shortcode: null,
      permalink: null,
      format: 'story',
      caption: null,
      posted_at: null,
      duration_seconds: null,
      is_boosted: null,
    },
  };
  return acceptedItem(id, [story, ...counters], drifts);
}

function commentItem(change: Change, page: Page): Item {
  const { id, text, parent_id, media } = change.value;
  const commentId = idOf(id);
  const mediaId = idOf(objectOf(media).id);
  if (commentId === null || mediaId === null) {
    const [rule, field] = commentId === null ? ['missing-id', 'id'] : ['missing-media', 'media'];
    return refusedChange(page, change, rule, field, `the comment has no ${field}`);
  }
  return {
    ref: commentId,
    records: [
      {
        stream: 'comments',
        values: {
          comment_id: commentId,
          parent_id: idOf(parent_id),
          media_ref: mediaRef({ mediaId }),
          account_ref: page.account,
          text: textOf(text),
          likes: null,
          commented_at: null, // `time` is when the delivery was sent
          observed_at: change.at ?? page.fetched_at,
        },
      },
    ],
  };
}

/** A post of somebody else, of which only the id is known. */
function mentionItem(change: Change, page: Page): Item {
  const id = idOf(change.value.media_id);
  if (id === null) return refusedChange(page, change, 'missing-id', 'media_id', 'the mention has no post');
  return {
    ref: id,
    records: [
      {
        stream: 'tagged_media',
        values: {
          account_ref: page.account,
          kind: idOf(change.value.comment_id) === null ? 'caption' : 'comment',
          media_ref: mediaRef({ mediaId: id }),
          username: null,
          permalink: null,
          format: null,
          caption: null,
          likes: null,
          comments: null,
          posted_at: null,
          observed_at: change.at ?? page.fetched_at,
        },
      },
    ],
  };
}

function refusedChange(page: Page, change: Change, rule: string, field: string, message: string): Item {
  return rejected(page, rule, field, message, change.value, change.field ?? 'change');
}
