import type { Drift, Reject } from '../contract.js';
import { type JsonObject, listOf, objectOf } from '../http/json.js';
import { mediaRef } from '../identity.js';
import { count, decimalMarkShown, number } from '../imports/cells.js';
import type { RecordOf } from '../streams.js';
import { captionOf, type Labelled, labelsOf, thumbnailOf } from './labelled.js';
import { type LabelTable, recognize } from './labels.js';
import type { About, Entry } from './part.js';
import { instantOf } from './times.js';

/** Of a value that is told or quarantined. */
const excerptLimit = 200;

/**
 * The key of a post, which an archive gives neither link nor id: account and second. A story of that second is another
 * thing, and so is each further post. The caption is no part of it: insights and content files cut it differently.
 */
export function postRef(account: string, at: Date, isStory: boolean, twin: number | undefined): string {
  const apart = [isStory ? 'story' : '', twin === undefined ? '' : `#${twin}`].join('');
  return mediaRef({ accountRef: account, postedAt: at, caption: apart === '' ? null : apart });
}

/** When a content entry was published: a single picture has it inside, several have it beside them. */
export function postedAtOf(kept: JsonObject): Date | null {
  const media = listOf(kept.media).map(objectOf);
  const inside = instantOf(media[0]?.creation_timestamp);
  const beside = instantOf(kept.timestamp) ?? instantOf(kept.creation_timestamp);
  return media.length === 1 && kept.timestamp === undefined ? (inside ?? beside) : (beside ?? inside);
}

const captionLabels: LabelTable<'caption'> = {
  caption: ['caption', 'bildunterschrift', 'legenda', 'leyenda', 'pie de foto', 'legende', 'didascalia'],
};

export function isCaption(label: Labelled): boolean {
  return recognize([label], captionLabels).roles.size > 0;
}

export function contentCaption(kept: JsonObject): string | null {
  const media = listOf(kept.media).map(objectOf);
  const inside = captionOf(media[0]?.title);
  const beside = captionOf(kept.title) ?? labelsOf(kept).find(isCaption)?.value ?? null;
  return media.length === 1 ? (inside ?? beside) : (beside ?? inside);
}

/** When the post of an insights entry was published: the label with a time, whatever its name, else the picture's. */
export function insightPostedAt(kept: JsonObject): Date | null {
  const labelled = labelsOf(kept).find(({ value, at }) => at !== null && value === null)?.at ?? null;
  return labelled ?? thumbnailOf(kept).at ?? instantOf(kept.timestamp);
}

/** The moment of an entry's post, once what other files say of it is known; or why there is none. */
export function momentOf({ kept, post, ...entry }: Entry, own: Date | null): Date | Reject {
  if (post?.isAmbiguous) {
    const message =
      'several posts were published in that second, and neither picture nor caption tells whose numbers these are';
    return rejected({ kept, ...entry }, 'ambiguous-post', null, message);
  }
  const at = post?.at === undefined ? own : new Date(post.at * 1000);
  return at ?? rejected({ kept, ...entry }, 'no-time', null, 'the entry has no time to tell its post by');
}

export function rejected({ kept }: Entry, rule: string, field: string | null, message: string): Reject {
  return { rule, field, message, payload: JSON.stringify(kept) };
}

interface Described {
  readonly caption: string | null;
  readonly format: string | null;
  readonly duration: number | null;
}

export function mediaOf(about: About, ref: string, at: Date, what: Described): RecordOf<'media'> {
  return {
    media_ref: ref,
    account_ref: about.account,
    media_id: null,
    shortcode: null,
    permalink: null,
    format: what.format,
    caption: what.caption,
    posted_at: at,
    duration_seconds: what.duration,
    is_boosted: null,
    observed_at: about.observedAt,
  };
}

/** A whole number in any of the spellings of archives (`1,234`, `1.234`, `63.3K`); `null` when there is none. */
export function countIn(text: string | null): number | null | 'unreadable' {
  if (text === null) return null;
  const read = count(text, decimalMarkShown(text));
  return read === 'absent' ? null : read === 'unreadable' || read.value < 0 ? 'unreadable' : read.value;
}

/** `12`, `12.5` or `0:12`, in seconds. */
export function secondsIn(text: string | null): number | null | 'unreadable' {
  if (text === null) return null;
  const clock = text.trim().match(/^(?:(\d+):)?(\d{1,2}):(\d\d)$/);
  if (clock) return Number(clock[1] ?? 0) * 3600 + Number(clock[2]) * 60 + Number(clock[3]);
  const read = number(text.trim().replace(/\s*(?:s|sec|sek|seg)\.?$/i, ''), decimalMarkShown(text) ?? '.');
  return read === 'absent' ? null : read === 'unreadable' ? 'unreadable' : read.value;
}

export function unknownLabel({ label, value, at }: Labelled): Drift {
  const shown = value ?? at?.toISOString() ?? '';
  return { kind: 'column', field: label.slice(0, excerptLimit), value: shown.slice(0, excerptLimit) };
}

export function unreadable({ label, value }: Labelled, record: number, column: string): Drift {
  return {
    kind: 'type',
    field: label.slice(0, excerptLimit),
    value: (value ?? '').slice(0, excerptLimit),
    fills: { record, column },
  };
}
