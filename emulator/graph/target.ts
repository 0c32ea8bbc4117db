import type { Params } from './call.js';

/** What a URL asks for. */
export interface Target {
  /** Without version and query. */
  readonly path: string;
  /** `undefined` for an unversioned path. */
  readonly version: string | undefined;
  readonly params: Params;
}

/** Takes apart a path with or without leading slash, version and query, e.g. `v26.0/17841…/media?limit=5`. */
export function readTarget(text: string): Target {
  const { pathname, searchParams } = new URL(`http://emulator/${text.replace(/^\/+/, '')}`);
  const parts = pathname.split('/').filter((part) => part !== '');
  const version = /^v\d+\.\d+$/.test(parts[0] ?? '') ? parts.shift() : undefined;
  return { path: parts.join('/'), version, params: Object.fromEntries(searchParams) };
}
