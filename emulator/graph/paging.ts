import { GraphError } from './errors.js';

export interface Listed<T> {
  readonly data: readonly T[];
  readonly before?: string;
  readonly after?: string;
  readonly hasNext: boolean;
  readonly hasPrevious: boolean;
}

/** Where an item stands in a list that is sorted by falling rank. */
export interface Place {
  readonly rank: number;
  readonly id: string;
}

const mark = 'QVFI';

const encode = ({ rank, id }: Place): string => mark + Buffer.from(`${rank} ${id}`).toString('base64url');

function decode(cursor: string): Place {
  const [rank, id] = cursor.startsWith(mark)
    ? Buffer.from(cursor.slice(mark.length), 'base64url').toString().split(' ')
    : [];
  if (!id || !Number.isFinite(Number(rank)))
    throw new GraphError('parameter-invalid', { name: 'after', problem: 'is not a valid cursor' });
  return { rank: Number(rank), id };
}

/** Above every item. */
const start = '1e15 0';

/** Another cursor for the place of `after`, or of the beginning; a different one at each turn. */
export function sameCursor(after: string | undefined): string {
  const [rank, id, turn = '0'] = plainText(after).split(' ');
  return mark + Buffer.from(`${rank} ${id} ${Number(turn) + 1}`).toString('base64url');
}

/** The same for all cursors of a place. */
export const placeName = (after: string | undefined): string =>
  plainText(after).split(' ').slice(0, 2).join(' ');

const plainText = (after: string | undefined): string =>
  after ? Buffer.from(after.slice(mark.length), 'base64url').toString() : start;

export interface Cut {
  readonly after?: string | undefined;
  readonly before?: string | undefined;
  readonly limit: number;
}

/** One page of a list. A cursor stays good when its item vanishes or newer ones appear. */
export function cut<T>(
  items: readonly T[],
  placeOf: (item: T) => Place,
  { after, before, limit }: Cut,
): Listed<T> {
  /** Index of the item at a place, or of the first one below it. */
  const indexOf = (place: Place): { index: number; exact: boolean } => {
    const same = items.findIndex((item) => placeOf(item).id === place.id);
    if (same >= 0) return { index: same, exact: true };
    const below = items.findIndex((item) => placeOf(item).rank < place.rank);
    return { index: below < 0 ? items.length : below, exact: false };
  };
  let from = 0;
  let to = items.length;
  if (after) {
    const { index, exact } = indexOf(decode(after));
    from = exact ? index + 1 : index;
    to = Math.min(items.length, from + limit);
  } else if (before) {
    to = indexOf(decode(before)).index;
    from = Math.max(0, to - limit);
  } else {
    to = Math.min(items.length, limit);
  }
  const data = items.slice(from, to);
  return {
    data,
    ...(data.length > 0 && { before: encode(placeOf(data[0]!)), after: encode(placeOf(data.at(-1)!)) }),
    hasNext: to < items.length,
    hasPrevious: from > 0,
  };
}

/** The `limit` parameter: 25 when absent, at most `most`. */
export function limitOf(value: string | undefined, most = 100): number {
  if (value === undefined) return 25;
  const limit = Number(value);
  if (!Number.isInteger(limit) || limit < 1)
    throw new GraphError('parameter-invalid', { name: 'limit', problem: 'must be a positive integer' });
  return Math.min(most, limit);
}
