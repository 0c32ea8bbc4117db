import type { Call, Params } from './call.js';
import { GraphError } from './errors.js';
import type { Field } from './fields.js';

/** A list or object below a node, e.g. `/media` of a user. */
export type Edge<N> = (
  call: Call,
  node: N,
  params: Params,
  fields: readonly Field[],
  raw: string | undefined,
) => unknown;

/** A kind of object of the API: what can be read of it. */
export interface NodeType<N> {
  /** As error texts name it. */
  readonly name: string;
  readonly idOf: (node: N, call: Call) => string;
  /** `undefined` leaves the field out of the answer, as the platform does. */
  readonly fields: Readonly<Record<string, (node: N, call: Call) => unknown>>;
  readonly edges: Readonly<Record<string, Edge<N>>>;
  /** What Instagram Login knows; everything when absent. */
  readonly instagramFields?: readonly string[];
}

/** The chosen fields of a node, edges expanded, and always its id. Throws GraphError 100 for an unknown field. */
export function project<N>(
  call: Call,
  type: NodeType<N>,
  node: N,
  fields: readonly Field[],
): Record<string, unknown> {
  const answer: Record<string, unknown> = {};
  for (const { name, params, fields: nested, inner } of fields) {
    const edge = Object.hasOwn(type.edges, name) ? type.edges[name] : undefined;
    const field = Object.hasOwn(type.fields, name) ? type.fields[name] : undefined;
    const hidden =
      call.token.login === 'instagram' && type.instagramFields && !type.instagramFields.includes(name);
    if ((!edge && !field) || (hidden && !edge && name !== 'id'))
      throw new GraphError('field-missing', { field: name, type: type.name });
    const value = edge ? edge(call, node, params, nested, inner ?? undefined) : field?.(node, call);
    if (value !== undefined) answer[name] = value;
  }
  // As on the platform, an id that was not asked for comes last.
  answer.id ??= type.idOf(node, call);
  return answer;
}
