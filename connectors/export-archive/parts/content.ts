import type { Drift, Item } from '../../contract.js';
import { type Json, type JsonObject, listOf, objectOf, textOf } from '../../http/json.js';
import { labelsOf } from '../labelled.js';
import { type About, type Entry, type Part, pick, refOf } from '../part.js';
import {
  contentCaption,
  isCaption,
  mediaOf,
  momentOf,
  postedAtOf,
  postRef,
  rejected,
  secondsIn,
} from '../post.js';

/** Folders of content files, newest layout first. */
const folders = ['media', 'content'];

const kinds = [
  { name: 'posts', title: 'posts', file: /^posts(?:_\d+)?$/ },
  { name: 'reels', title: 'reels', file: /^reels(?:_\d+)?$/ },
  { name: 'videos', title: 'videos', file: /^igtv_videos(?:_\d+)?$/ },
  { name: 'stories', title: 'stories', file: /^stories(?:_\d+)?$/ },
] as const;

/** What the account published: one entry per post, its pictures side by side, without their metadata (places, devices). */
export const content: readonly Part[] = kinds.map(({ name, title, file }) => ({
  name,
  title,
  stream: 'media',
  isAt: (folder, path) => folders.includes(folder) && file.test(path),
  keep,
  items: (entries, about) => entries.map((entry) => itemOf(name, entry, about)),
}));

function keep(entry: Json): JsonObject {
  const object = objectOf(entry);
  const media = object.uri === undefined ? listOf(object.media) : [object];
  const captions = listOf(object.label_values).filter((held) =>
    labelsOf({ label_values: [held] }).some(isCaption),
  );
  return {
    media: media.map((one) => pick(one, ['uri', 'creation_timestamp', 'title'])),
    ...(object.uri === undefined ? pick(object, ['title', 'creation_timestamp', 'timestamp']) : {}),
    ...(captions.length > 0 ? { label_values: captions } : {}),
  };
}

function itemOf(kind: string, entry: Entry, about: About): Item {
  const ref = refOf(entry);
  const { kept, post } = entry;
  if (listOf(kept.media).length === 0 && postedAtOf(kept) === null) {
    return { ref, reject: rejected(entry, 'unknown-shape', null, 'the entry has neither media nor a time') };
  }
  const moment = momentOf(entry, postedAtOf(kept));
  if (!(moment instanceof Date)) return { ref, reject: moment };
  const duration = secondsIn(post?.duration ?? null);
  const drifts: Drift[] =
    duration === 'unreadable'
      ? [
          {
            kind: 'type',
            field: 'duration',
            value: post!.duration!.slice(0, 200),
            fills: { record: 0, column: 'duration_seconds' },
          },
        ]
      : [];
  const values = mediaOf(about, postRef(about.account, moment, kind === 'stories', post?.twin), moment, {
    caption: contentCaption(kept),
    format: formatOf(kind, kept),
    duration: duration === 'unreadable' ? null : duration,
  });
  const records = [{ stream: 'media', values } as const];
  return drifts.length > 0 ? { ref, records, drifts } : { ref, records };
}

function formatOf(kind: string, kept: JsonObject): string | null {
  if (kind === 'stories') return 'story';
  if (kind === 'reels') return 'reel';
  const media = listOf(kept.media).map(objectOf);
  if (media.length > 1) return 'carousel';
  const uri = textOf(media[0]?.uri) ?? '';
  if (kind === 'videos' || /\.(?:mp4|mov|m4v)$/i.test(uri)) return 'video';
  return /\.(?:jpe?g|png|webp|heic|gif)$/i.test(uri) ? 'image' : null;
}
