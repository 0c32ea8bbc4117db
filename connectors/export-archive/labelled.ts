import { mended } from '../files/mojibake.js';
import { type Json, type JsonObject, listOf, objectOf, textOf } from '../http/json.js';
import { instantOf } from './times.js';

/** One labelled value of an entry, its texts repaired. */
export interface Labelled {
  /** As the archive's language has it. */
  readonly label: string;
  /** `null` when empty. */
  readonly value: string | null;
  readonly at: Date | null;
}

/** The picture, with the caption and time of its post, that an entry shows. */
export interface Thumbnail {
  readonly uri: string | null;
  readonly at: Date | null;
  readonly caption: string | null;
}

/** The labelled values of an entry in its order, in either generation of files. */
export function labelsOf(entry: JsonObject): Labelled[] {
  const older = Object.entries(objectOf(entry.string_map_data)).map(([label, held]) => {
    const { value, timestamp } = objectOf(held);
    return { label: repaired(label), value: shownOf(value), at: instantOf(timestamp) };
  });
  return [...older, ...listOf(entry.label_values).flatMap(newer)];
}

/** `{label, value}`, `{label, timestamp_value}`, `{label, vec: [{value}]}`, `{title, dict: [labelled …]}`. */
function newer(held: Json): Labelled[] {
  const { label, title, value, timestamp_value, vec, dict } = objectOf(held);
  const name = textOf(label) ?? textOf(title);
  if (Array.isArray(dict)) return listOf(dict).flatMap(newer);
  if (name === null) return [];
  const values = listOf(vec).map((one) => shownOf(objectOf(one).value));
  const shown = values.filter((one) => one !== null).join(', ');
  return [
    {
      label: repaired(name),
      value: shownOf(value) ?? (shown === '' ? null : shown),
      at: instantOf(timestamp_value),
    },
  ];
}

function shownOf(value: Json | undefined): string | null {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  const text = textOf(value)?.trim() ?? '';
  return text === '' ? null : repaired(text);
}

/** Whatever it is called, it is the first of the entry's media. */
export function thumbnailOf(entry: JsonObject): Thumbnail {
  const shown = [...Object.values(objectOf(entry.media_map_data)), ...listOf(entry.media)];
  const { uri, creation_timestamp, title } = objectOf(shown[0]);
  return { uri: textOf(uri), at: instantOf(creation_timestamp), caption: captionOf(title) };
}

/** A text of the account's own, repaired; `null` without one. NUL, which no engine stores, is dropped. */
export function captionOf(value: Json | undefined): string | null {
  const text = repaired(textOf(value) ?? '').replaceAll('\0', '');
  return text.trim() === '' ? null : text;
}

/** A text as it was meant, in values and in keys. */
export function repaired(text: string): string {
  return mended(text, 'latin1') ?? text;
}
