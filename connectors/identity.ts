import { createHash } from 'node:crypto';

/** What a record may know about a post. */
export interface MediaIdentity {
  readonly shortcode?: string | null;
  readonly permalink?: string | null;
  readonly mediaId?: string | null;
  /** Fallback identity, for sources that have neither link nor id. */
  readonly accountRef?: string;
  readonly postedAt?: Date | null;
  readonly caption?: string | null;
}

const permalinkPattern =
  /^https?:\/\/(?:www\.)?instagram\.com\/(?:[\w.]+\/)?(?:p|reel|reels|tv)\/([A-Za-z0-9_-]{5,})/i;

/** The shortcode in a permalink of a post, reel or video; `null` for stories and anything else. */
export function shortcodeOf(permalink: string | null | undefined): string | null {
  return permalink?.match(permalinkPattern)?.[1] ?? null;
}

/**
 * The key of a post as one record knows it: shortcode, else `id:<api id>`, else `hash:<16 hex digits>` of account,
 * time and caption. Two records of one post may carry different refs; the pipeline joins them through records that
 * carry both.
 */
export function mediaRef(media: MediaIdentity): string {
  const shortcode = media.shortcode || shortcodeOf(media.permalink);
  if (shortcode) return shortcode;
  if (media.mediaId) return `id:${media.mediaId}`;
  const basis = [media.accountRef ?? '', media.postedAt?.toISOString() ?? '', media.caption ?? ''];
  return `hash:${createHash('sha256').update(JSON.stringify(basis)).digest('hex').slice(0, 16)}`;
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/**
 * When the media behind a shortcode was uploaded. A shortcode is the base64url form of the media's numeric key, whose
 * upper bits count milliseconds since 2011-08-24T21:07:01.721Z. Upload precedes a scheduled publication.
 */
export function uploadedAt(shortcode: string): Date | null {
  let key = 0n;
  for (const character of shortcode.slice(0, 11)) {
    const digit = alphabet.indexOf(character);
    if (digit < 0) return null;
    key = key * 64n + BigInt(digit);
  }
  return new Date(Number((key >> 23n) + 1314220021721n));
}
