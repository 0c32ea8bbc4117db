import type { Drift, Page } from '../contract.js';
import { isRetyped, retyped, unknownField } from '../drift.js';
import { type Json, type JsonObject, listOf } from '../http/json.js';
import type { CanonicalRecord } from '../streams.js';
import { commonProfile, describingFields, logins } from './logins.js';

/** A field of the platform's things: the type that is read, `any` where none is, and the metric or column that it fills. */
export interface FieldShape {
  readonly type: 'string' | 'number' | 'any';
  readonly fills?: string;
}

/** The fields of a thing that this version knows. */
export type Shape = ReadonlyMap<string, FieldShape>;

const texts = (names: readonly string[]): [string, FieldShape][] =>
  names.map((name) => [name, { type: 'string' }]);
const others = (names: readonly string[]): [string, FieldShape][] =>
  names.map((name) => [name, { type: 'any' }]);
/** Field → the metric or column that it fills. */
const counts = (names: Readonly<Record<string, string>>): [string, FieldShape][] =>
  Object.entries(names).map(([name, fills]) => [name, { type: 'number', fills }]);

export const postShape: Shape = new Map([
  ...others(Object.values(logins).flatMap(({ mediaFields }) => [...mediaFields])),
  ...others(['children', 'insights']),
  ...texts(describingFields),
  ...counts({
    like_count: 'likes',
    comments_count: 'comments',
    saved_count: 'saves',
    shares_count: 'shares',
    reposts_count: 'reposts',
    total_like_count: 'likes_with_paid',
    total_comments_count: 'comments_with_paid',
    total_views_count: 'views_with_paid',
    view_count: 'crossposted_views',
  }),
]);

export const profileShape: Shape = new Map([
  ...others([...commonProfile, ...logins.instagram.profileFields, 'media']),
  ...texts(['username', 'name', 'biography', 'website']),
  ...counts({ followers_count: 'followers', follows_count: 'follows', media_count: 'media_count' }),
]);

export const commentShape: Shape = new Map([
  ...others(['hidden']),
  ...texts(['id', 'text', 'timestamp', 'parent_id']),
  ...counts({ like_count: 'likes' }),
]);

/** More of them say no more. */
const mostDrifts = 20;

/** Adds where a thing is not of its shape. A field that the page asked for is known, whatever this version asks for. */
export function addDrifts(
  drifts: Drift[],
  thing: JsonObject,
  shape: Shape,
  page: Page,
  records: readonly CanonicalRecord[],
): void {
  const most = drifts.length + mostDrifts;
  for (const name in thing) {
    const known = shape.get(name);
    if (known === undefined) {
      const asked = listOf(page.request.fields as Json);
      if (!asked.includes(name)) drifts.push(unknownField(name, thing[name]));
    } else if (known.type !== 'any' && isRetyped(thing[name], known.type)) {
      drifts.push({ ...retyped(name, thing[name]), ...placeOf(known.fills, records) });
    }
    if (drifts.length === most) return;
  }
}

/** Where the total of a metric, or a column, stands among records. */
function placeOf(fills: string | undefined, records: readonly CanonicalRecord[]): Pick<Drift, 'fills'> {
  if (fills === undefined) return {};
  const record = records.findIndex(
    ({ values }) =>
      fills in values || ('metric' in values && values.metric === fills && values.dimension === ''),
  );
  if (record < 0) return {};
  return { fills: { record, column: fills in records[record]!.values ? fills : 'value' } };
}
