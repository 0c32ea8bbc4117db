import { SourceError } from '../errors.js';
import { type Json, listOf, objectOf, textOf } from '../http/json.js';
import type { Graph, GraphAnswer } from './graph.js';

/** Where `next` leads when it has no cursor: some lists go on by time. Source: Graph API, paginated results. */
const timeParameters = ['since', 'until', '__paging_token'];

/** So many pages in a row without anything new, and none will come. A few are empty because they are filtered after paging. */
const mostIdlePages = 50;
/** No list is longer: the platform gives the newest ten thousand posts. */
const mostPages = 10_000;

/**
 * Every page of a list. A refused page is yielded too and asked again with whatever `params`, which has a `limit`, then
 * says; the caller ends the loop by throwing. Ends when `next` is missing, not at an empty page, and when `next` leads back to
 * the beginning, as everything has been seen then. Of `next` only the cursor is taken, or the times where it has none: its
 * host, version and token are the platform's business.
 * @throws SourceError when `next` says nothing, repeats, is ignored or leads on without end, so that the rest cannot be
 *   reached (`stream`), or when an answer holds no list (`retry`).
 */
export async function* listPages(
  graph: Pick<Graph, 'get'>,
  path: string,
  params: () => Readonly<Record<string, string>>,
): AsyncGenerator<GraphAnswer> {
  const seen = new Set<string>();
  let place: Readonly<Record<string, string>> = {};
  /** The item that the list began with, and how many pages with items there were. */
  let first: string | null = null;
  let pages = 0;
  const known = new Set<string>();
  let answers = 0;
  let idle = 0;
  for (;;) {
    const asked = params();
    const answer = await graph.get(path, { ...asked, ...place });
    if (answer.refusal) {
      yield answer;
      continue;
    }
    const { data } = objectOf(answer.json);
    if (!Array.isArray(data)) {
      // Taken for an empty list it would mean that every post is gone.
      throw new SourceError(`${path}: the answer holds no list`, { kind: 'unavailable', recovery: 'retry' });
    }
    const top = textOf(objectOf(listOf(data)[0]).id);
    if (top !== null && top === first) {
      // A full page that leads to itself is another matter: the cursor is ignored.
      if (pages === 1 && data.length >= Number(asked.limit)) throw inACircle(path);
      return;
    }
    if (data.length > 0) pages++;
    first ??= top;
    yield answer;
    const next = nextPlace(answer.json);
    if (next === null) return;
    if (Object.keys(next).length === 0) throw unreachable(path, 'names no cursor of its next page');
    // Links by time go on for ever, past the end of the list.
    if (data.length === 0 && next.after === undefined) return;
    const ids = listOf(data).flatMap((item) => textOf(objectOf(item).id) ?? []);
    idle = ids.every((id) => known.has(id)) ? idle + 1 : 0;
    for (const id of ids) known.add(id);
    if (idle === mostIdlePages || ++answers === mostPages) throw unreachable(path, 'does not come to an end');
    place = next;
    const name = JSON.stringify(place);
    if (seen.has(name)) throw inACircle(path);
    seen.add(name);
  }
}

function inACircle(path: string): SourceError {
  return unreachable(path, 'repeats what it already gave');
}

/** The error of a list whose rest cannot be reached. */
export function unreachable(path: string, why: string): SourceError {
  return new SourceError(`${path}: the list ${why}`, {
    kind: 'unavailable',
    recovery: 'stream',
    hint: 'The rest of it cannot be reached; the next run starts over',
  });
}

/** What to ask the next page with; `null` on the last, empty when `next` does not say. */
export function nextPlace(json: Json): Readonly<Record<string, string>> | null {
  const after = nextCursor(json);
  if (after !== null) return { after };
  const next = textOf(objectOf(objectOf(json).paging).next);
  if (next === null) return null;
  const query = URL.canParse(next) ? new URL(next).searchParams : new URLSearchParams();
  return Object.fromEntries([...query].filter(([name]) => timeParameters.includes(name)));
}

/** The cursor of the next page; `null` when `next` has none, or on the last, which often still has `cursors.after` but no `next`. */
function nextCursor(json: Json): string | null {
  const paging = objectOf(objectOf(json).paging);
  const next = textOf(paging.next);
  if (next === null) return null;
  return (
    textOf(objectOf(paging.cursors).after) ??
    (URL.canParse(next) ? new URL(next).searchParams.get('after') : null)
  );
}
