export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json | undefined;
}

const longInteger = /[:[,]\s*-?\d{16,}\s*[,}\]]/;
const stringOrNumber = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/**
 * JSON text as a value; integers of 16 and more digits become strings, because ids of that length do not survive as
 * numbers. Throws `SyntaxError` on anything that is not JSON, a truncated body included.
 */
export function parseJson(text: string): Json {
  const value = JSON.parse(text) as Json;
  if (!longInteger.test(text)) return value;
  return JSON.parse(
    text.replace(stringOrNumber, (token) => (/^-?\d{16,}$/.test(token) ? `"${token}"` : token)),
  ) as Json;
}

/** The value as an object, or an empty one. */
export function objectOf(value: Json | undefined): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {};
}

/** The value as a list, or an empty one. */
export function listOf(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? (value as readonly Json[]) : [];
}

/** The value as text; `null` when it is missing, empty or something else. */
export function textOf(value: Json | undefined): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

/** The value as a finite number; `null` when it is missing or something else. */
export function numberOf(value: Json | undefined): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

/**
 * A count, a sum or a time span, also one that is written as text; `null` for what cannot be one. One value below zero or beyond
 * 2^53 would keep every night from publishing; as an unknown one it is missing, and raw has it.
 */
export function countOf(value: Json | undefined): number | null {
  const number = typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : numberOf(value);
  return number !== null && number >= 0 && number <= Number.MAX_SAFE_INTEGER ? number : null;
}

export function integerOf(value: Json | undefined): number | null {
  const number = countOf(value);
  return Number.isInteger(number) ? number : null;
}
