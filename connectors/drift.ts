import type { Drift } from './contract.js';
import type { Json } from './http/json.js';

/** Whether a value is there and of another type. Integers of 16 and more digits are text here, see `parseJson`. */
export function isRetyped(value: Json | undefined, type: 'string' | 'number' = 'number'): boolean {
  if (typeof value === type || value === null || value === undefined) return false;
  return !(type === 'number' && typeof value === 'string' && /^-?\d{16,}$/.test(value));
}

export function retyped(field: string, value: Json | undefined): Drift {
  return { kind: 'type', field, value: excerpt(value) };
}

/** What an answer has although nobody asked for it. */
export function unknownField(field: string, value: Json | undefined): Drift {
  return { kind: 'column', field, value: excerpt(value) };
}

const excerptLimit = 200;

function excerpt(value: Json | undefined): string {
  try {
    return (typeof value === 'string' ? value : JSON.stringify(value)).slice(0, excerptLimit);
  } catch {
    return 'nested too deep to be shown';
  }
}
