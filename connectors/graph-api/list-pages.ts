import { SourceError } from '../errors.js';
import { type Json, objectOf, textOf } from '../http/json.js';
import type { Graph, GraphAnswer } from './graph.js';

/**
 * Every page of a cursor list. A refused page is yielded too and asked again with whatever `params` then says; the
 * caller ends the loop by throwing. Ends when `next` is missing. The cursor alone is taken from `next`: its host, version
 * and token are the platform's business.
 * @throws SourceError when a cursor repeats (`stream`), or an answer holds no list (`retry`).
 */
export async function* listPages(
  graph: Pick<Graph, 'get'>,
  path: string,
  params: () => Readonly<Record<string, string>>,
): AsyncGenerator<GraphAnswer> {
  const seen = new Set<string>();
  let after: string | null = null;
  for (;;) {
    const answer = await graph.get(path, after === null ? params() : { ...params(), after });
    if (answer.refusal === null && !Array.isArray(objectOf(answer.json).data)) {
      // Taken for an empty list it would mean that every post is gone.
      throw new SourceError(`${path}: the answer holds no list`, { kind: 'unavailable', recovery: 'retry' });
    }
    yield answer;
    if (answer.refusal) continue;
    after = nextCursor(answer.json);
    if (after === null) return;
    if (seen.has(after)) {
      throw new SourceError(`${path}: the list repeats the cursor it already gave`, {
        kind: 'unavailable',
        recovery: 'stream',
        hint: 'The platform answered in a circle; the next run starts over',
      });
    }
    seen.add(after);
  }
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
