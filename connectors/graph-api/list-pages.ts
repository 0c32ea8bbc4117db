import { SourceError } from '../errors.js';
import { type Json, listOf, objectOf, textOf } from '../http/json.js';
import type { Graph, GraphAnswer } from './graph.js';

/**
 * Every page of a cursor list. A refused page is yielded too and asked again with whatever `params`, which has a `limit`,
 * then says; the caller ends the loop by throwing. Ends when `next` is missing, not at an empty page, and when `next` leads
 * back to the beginning, as everything has been seen then. The cursor alone is taken from `next`: its host, version and
 * token are the platform's business.
 * @throws SourceError when a cursor repeats or is ignored, so that the rest cannot be reached (`stream`), or an answer holds
 *   no list (`retry`).
 */
export async function* listPages(
  graph: Pick<Graph, 'get'>,
  path: string,
  params: () => Readonly<Record<string, string>>,
): AsyncGenerator<GraphAnswer> {
  const seen = new Set<string>();
  let after: string | null = null;
  /** The item that the list began with, and how many pages with items there were. */
  let first: string | null = null;
  let pages = 0;
  for (;;) {
    const asked = params();
    const answer = await graph.get(path, after === null ? asked : { ...asked, after });
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
    after = nextCursor(answer.json);
    if (after === null) return;
    if (seen.has(after)) throw inACircle(path);
    seen.add(after);
  }
}

function inACircle(path: string): SourceError {
  return new SourceError(`${path}: the list repeats what it already gave`, {
    kind: 'unavailable',
    recovery: 'stream',
    hint: 'The platform answered in a circle; the next run starts over',
  });
}

/** The cursor of the next page; `null` on the last, which often still has `cursors.after` but no `next`. */
export function nextCursor(json: Json): string | null {
  const paging = objectOf(objectOf(json).paging);
  const next = textOf(paging.next);
  if (next === null) return null;
  return (
    textOf(objectOf(paging.cursors).after) ??
    (URL.canParse(next) ? new URL(next).searchParams.get('after') : null)
  );
}
