import { z } from 'zod';
import { answer, endpointOf, type GraphAnswer, type GraphRequest, refusal, type Service } from './answer.js';
import { GraphError } from './graph/errors.js';
import { faults } from './graph/faults.js';
import { readTarget } from './graph/target.js';
import { arrives, askedOf, statusAfter, struckAnswer, textOf } from './strike.js';

const mostItems = 50;

const items = z.array(
  z.looseObject({ method: z.string().default('GET'), relative_url: z.string().default('') }),
);

interface BatchEntry {
  readonly code: number;
  readonly headers?: readonly { readonly name: string; readonly value: string }[];
  /** JSON as text, or a page of HTML. */
  readonly body: string;
}

/** The platform takes a batch at any path, e.g. `/` or `/me`. */
export const isBatch = ({ method, params }: GraphRequest): boolean =>
  method === 'POST' && params.batch !== undefined;

/**
 * `POST` with `batch`: up to 50 requests at once, each counted and struck by faults on its own. The whole has status 200
 * whatever becomes of the items; one whose answer is late, lost or cut by a fault is `null`.
 */
export function answerBatch(
  service: Service,
  request: GraphRequest,
  note: (item: GraphRequest, endpoint: string, status: number) => void,
): GraphAnswer {
  const refuse = (error: GraphError) => refusal(service, request, error);
  const { batch, include_headers, ...outer } = request.params;
  const token = request.bearer ?? outer.access_token;
  if (!token) return refuse(new GraphError('token-missing'));
  // Only the Facebook host is known to take batches.
  if (token.startsWith('IG')) return refuse(new GraphError('method-unsupported', { method: 'post' }));
  const asked = items.safeParse(parsed(batch ?? ''));
  if (!asked.success) return refuse(new GraphError('batch-malformed'));
  if (asked.data.length > mostItems) return refuse(new GraphError('batch-too-long', { most: mostItems }));

  const entries = asked.data.map(({ method, relative_url }): BatchEntry | null => {
    const target = readTarget(relative_url);
    const own = target.params.access_token;
    const item: GraphRequest = {
      method: method.toUpperCase(),
      path: target.path,
      version: target.version ?? request.version,
      params: own === undefined ? { ...outer, ...target.params } : target.params,
      bearer: own === undefined ? request.bearer : undefined,
    };
    const endpoint = endpointOf(service.world, service.now(), item.path);
    const rule = service.faults.strike(askedOf(service, item, endpoint));
    const given = rule ? struckAnswer(service, item, faults[rule.fault].effect) : answer(service, item);
    const code = statusAfter(rule, given.status);
    note(item, endpoint, arrives(rule) ? code : 0);
    if (!arrives(rule)) return null;
    const text = textOf(given.body);
    const isCut = rule && faults[rule.fault].effect.kind === 'unparseable';
    return {
      code,
      ...(include_headers !== 'false' && {
        headers: Object.entries(given.headers).map(([name, value]) => ({ name, value })),
      }),
      body: isCut ? text.slice(0, text.length / 2) : text,
    };
  });
  return { status: 200, headers: {}, body: entries };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
