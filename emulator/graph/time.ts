import { GraphError } from './errors.js';

/** `2019-04-05T07:56:32+0000`. */
export const graphTime = (at: Date): string => `${at.toISOString().slice(0, 19)}+0000`;

/** A `since` or `until` value: unix seconds or a date text, read as UTC. `undefined` when absent. */
export function timeOf(name: string, value: string | undefined): Date | undefined {
  if (value === undefined || value === '') return undefined;
  if (/^\d+$/.test(value)) return new Date(Number(value) * 1000);
  const zoned =
    /(?:Z|[+-]\d\d:?\d\d)$/.test(value) || !value.includes(':') ? value : `${value.replace(' ', 'T')}Z`;
  const at = new Date(zoned.replace(/([+-]\d\d)(\d\d)$/, '$1:$2'));
  if (Number.isNaN(at.getTime()))
    throw new GraphError('parameter-invalid', { name, problem: 'must be a valid timestamp' });
  return at;
}
