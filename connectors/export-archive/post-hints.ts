import { type JsonObject, listOf, objectOf, textOf } from '../http/json.js';
import type { ReadPart } from './archive.js';
import { thumbnailOf } from './labelled.js';
import type { Entry, PostHint } from './part.js';
import { durationIn } from './parts/post-insights.js';
import { contentCaption, insightPostedAt, postedAtOf } from './post.js';

interface Listed {
  readonly entry: Entry;
  readonly isStory: boolean;
  readonly second: number;
  readonly caption: string | null;
  readonly uris: readonly string[];
}

/**
 * What files of one archive say about entries of others: which of several posts of one second an entry is, whose numbers
 * an insights entry holds (by its picture, else by the second, in doubt by the caption), and how long a reel is.
 */
export function postHints(read: readonly ReadPart[]): Map<Entry, PostHint> {
  const hints = new Map<Entry, { -readonly [K in keyof PostHint]: PostHint[K] }>();
  const hintOf = (entry: Entry) => {
    const hint = hints.get(entry) ?? {};
    hints.set(entry, hint);
    return hint;
  };
  const posts = read.filter(({ part }) => part.stream === 'media').flatMap(listed);
  const bySecond = new Map<string, Listed[]>();
  const byPicture = new Map<string, Listed>();
  for (const post of posts) {
    const place = placeOf(post.isStory, post.second);
    const others = bySecond.get(place) ?? [];
    const same = others.find((other) => isSame(other, post));
    if (!same) {
      bySecond.set(place, [...others, post]);
      if (others.length > 0) hintOf(post.entry).twin = others.length + 1;
    } else if (hints.has(same.entry)) {
      Object.assign(hintOf(post.entry), hintOf(same.entry));
    }
    for (const uri of post.uris) byPicture.set(uri, same ?? post);
  }
  for (const { part, entries } of read) {
    if (part.stream !== 'media_insights') continue;
    const isStory = part.name === 'story-insights';
    for (const entry of entries) {
      const { kept } = entry;
      const own = insightPostedAt(kept);
      const shown = thumbnailOf(kept);
      const pictured = shown.uri === null ? undefined : byPicture.get(shown.uri);
      const near = own === null ? [] : (bySecond.get(placeOf(isStory, own.getTime() / 1000)) ?? []);
      const captioned = near.filter(({ caption }) => caption !== null && caption === shown.caption);
      const post =
        (pictured?.isStory === isStory ? pictured : undefined) ??
        (near.length === 1 ? near[0] : captioned.length === 1 ? captioned[0] : undefined);
      if (!post) {
        if (near.length > 1) hintOf(entry).isAmbiguous = true;
        continue;
      }
      const hint = hintOf(entry);
      const twin = hints.get(post.entry)?.twin;
      hint.isListed = true;
      if (own === null || own.getTime() / 1000 !== post.second) hint.at = post.second;
      if (twin !== undefined) hint.twin = twin;
      const duration = durationIn(kept);
      if (duration !== null) hintOf(post.entry).duration = duration;
    }
  }
  return hints;
}

function listed({ part, entries }: ReadPart): Listed[] {
  return entries.flatMap((entry) => {
    const at = postedAtOf(entry.kept);
    return at === null
      ? []
      : [
          {
            entry,
            isStory: part.name === 'stories',
            second: at.getTime() / 1000,
            caption: contentCaption(entry.kept),
            uris: urisOf(entry.kept),
          },
        ];
  });
}

function urisOf(kept: JsonObject): string[] {
  return listOf(kept.media).flatMap((one) => textOf(objectOf(one).uri) ?? []);
}

function placeOf(isStory: boolean, second: number): string {
  return `${isStory ? 'story' : 'post'} ${second}`;
}

/** Lists of two parts may hold the same post. */
function isSame(a: Listed, b: Listed): boolean {
  return a.caption === b.caption && a.uris.join('\n') === b.uris.join('\n');
}
