import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect } from 'vitest';
import type { z } from 'zod';
import type { InputFile, Item, Page, ReadContext } from '../../../connectors/contract.js';
import { SourceError } from '../../../connectors/errors.js';
import { type ImportSettings, importSettings, imports } from '../../../connectors/imports/index.js';
import type { RecordOf, StreamName } from '../../../connectors/streams.js';

/** A file made in a test, handed over in chunks of `chunk` bytes. */
export function fileOf(name: string, content: string | Uint8Array, chunk = 1 << 16): InputFile {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  return {
    name,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    bytes: bytes.length,
    modifiedAt: new Date('2026-03-01T00:00:00Z'),
    async *open({ from, to } = { from: 0, to: bytes.length }) {
      for (let at = from; at < to; at += chunk) yield bytes.subarray(at, Math.min(to, at + chunk));
    },
  };
}

/** The folder of real files; `null` skips the tests that need it, except under CI, where it must be there. */
export const realData = process.env.REACHLINE_REAL_DATA ?? null;
if (realData === null && process.env.CI === 'true')
  throw new Error('REACHLINE_REAL_DATA must be set under CI');

export function realFile(path: string): InputFile {
  return fileOf(basename(path), readFileSync(join(realData ?? '', path)));
}

export interface Imported {
  readonly pages: readonly Page[];
  readonly items: readonly Item[];
  readonly warnings: readonly string[];
  records<S extends StreamName>(stream: S): RecordOf<S>[];
  /** `rule` of every reject, in order. */
  readonly rejects: readonly { readonly ref: string; readonly rule: string; readonly message: string }[];
}

export const importedAt = new Date('2026-05-01T12:00:00Z');

/** Reads files with the connector and parses its pages, after a trip through JSON as when they are stored. */
export async function importFiles(
  files: readonly InputFile[],
  settings: z.input<typeof importSettings> = {},
): Promise<Imported> {
  const warnings: string[] = [];
  const context: ReadContext<ImportSettings> = {
    connection: 'files',
    settings: importSettings.parse(settings),
    state: {},
    effects: {
      now: () => importedAt,
      random: () => 0,
      sleep: async () => {},
      env: () => undefined,
      secrets: { read: async () => null, write: async () => {} },
      called: () => {},
      log: { debug: () => {}, info: () => {}, warn: (message) => warnings.push(message) },
      signal: new AbortController().signal,
      files,
    },
  };
  const pages: Page[] = [];
  for await (const message of imports.read(context)) {
    if (message.type !== 'page') continue;
    pages.push({ ...message.page, request: JSON.parse(JSON.stringify(message.page.request)) });
  }
  const items = pages.flatMap((page) => imports.parse(page));
  return {
    pages,
    items,
    warnings,
    records: <S extends StreamName>(stream: S) =>
      items
        .flatMap((item) => ('records' in item ? item.records : []))
        .filter((record) => record.stream === stream)
        .map((record) => record.values as unknown as RecordOf<S>),
    rejects: items.flatMap((item) => ('reject' in item ? [{ ref: item.ref, ...item.reject }] : [])),
  };
}

/** The refusal of a file that cannot be used. */
export async function failure(promise: Promise<unknown>): Promise<SourceError> {
  const error = await promise.then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(SourceError);
  expect((error as SourceError).kind).toBe('input');
  return error as SourceError;
}
