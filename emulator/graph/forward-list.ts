import { type Call, linkTo, type Params } from './call.js';
import { type Cut, cut, limitOf, type Place } from './paging.js';

export interface ForwardList<T> {
  /** Path of the list, for links. */
  readonly path: string;
  /** Sorted by falling rank. */
  readonly items: readonly T[];
  readonly placeOf: (item: T) => Place;
  readonly show: (item: T) => unknown;
  /** Parameters that links repeat. */
  readonly kept: Params;
  /** Items per page at most. */
  readonly most: number;
  /** False for lists that give a cursor but no link. */
  readonly hasLinks?: boolean;
}

/** A page of a list that only goes forward: `cursors.after` alone, and `next` unless it is the last page. */
export function forwardPage<T>(call: Call, params: Params, list: ForwardList<T>): object {
  const { path, items, placeOf, show, kept, most, hasLinks = true } = list;
  const limit = limitOf(params.limit, most);
  const cutting: Cut = { after: params.after, limit };
  const page = cut(items, placeOf, cutting);
  const data = page.data.map(show);
  if (page.after === undefined || (!hasLinks && !page.hasNext)) return { data };
  const next = { ...kept, limit: String(limit), after: page.after };
  return {
    data,
    paging: {
      cursors: { after: page.after },
      ...(hasLinks && page.hasNext && { next: linkTo(call, path, next) }),
    },
  };
}
