import { z } from 'zod';
import type { CanonicalRecord, Connector, Item, Message, Page, StreamName } from '../../connectors/index.js';
import { streams } from '../../connectors/index.js';
import type { Connection } from '../../pipeline/config/load.js';
import { type Config, configSchema } from '../../pipeline/config/schema.js';
import type { Home } from '../../pipeline/home.js';
import type { Manifest, RunKind } from '../../pipeline/landing/manifest.js';
import type { Model } from '../../pipeline/models/header.js';
import { openMarts } from '../../pipeline/published.js';
import { type BuildResult, build } from '../../pipeline/run/build.js';
import { startRun } from '../../pipeline/run/run.js';

/** What a listed thing is in the bodies that {@link scripted} connectors parse: their records with times as ISO text. */
export type ScriptedItem =
  | { readonly ref: string; readonly records: readonly CanonicalRecord[] }
  | { readonly ref: string; readonly reject: string };

/**
 * A connector whose source says in its body what is to come out: `{ items: ScriptedItem[] }`. `read` yields what it is
 * given.
 */
export function scripted(name: string, messages: () => AsyncIterable<Message> = none): Connector {
  return {
    name,
    summary: 'says what it is told to',
    settings: z.looseObject({}),
    streams: Object.keys(streams).map((stream) => ({
      stream: stream as StreamName,
      cursor: null,
      lookbackDays: 0,
    })),
    plan: () => [],
    async *read() {
      yield* messages();
    },
    parse: ({ body }) => (JSON.parse(body) as { items: ScriptedItem[] }).items.map(parsedItem),
    diagnose: async () => [],
  };
}

async function* none(): AsyncGenerator<Message> {}

function parsedItem(item: ScriptedItem): Item {
  if ('reject' in item) {
    const { ref, reject } = item;
    return {
      ref,
      reject: { rule: reject, field: null, message: `${ref} is wrong`, payload: JSON.stringify(item) },
    };
  }
  const records = item.records.map(({ stream, values }) => {
    const columns = Object.entries(streams[stream].columns).map(([name, { type }]) => {
      const value = (values as Record<string, unknown>)[name] ?? null;
      return [name, type === 'timestamp' && value !== null ? new Date(value as string) : value];
    });
    return { stream, values: Object.fromEntries(columns) } as CanonicalRecord;
  });
  return { ref: item.ref, records };
}

export const sources = ['graph-api', 'imports', 'export-archive', 'public-profile', 'other'].map((name) =>
  scripted(name),
);

/** Columns of a record that are given; the rest is null. Times as `Date` or ISO text. */
type Given<S extends StreamName> = {
  readonly [C in keyof (typeof streams)[S]['columns']]?: string | number | boolean | Date | null;
};

function record<S extends StreamName>(stream: S, values: Given<S>): CanonicalRecord {
  return { stream, values } as unknown as CanonicalRecord;
}

export const profile = (observed_at: string, values: Given<'accounts'> = {}): CanonicalRecord =>
  record('accounts', { account_ref: '100', username: 'brand', observed_at, ...values });

export const post = (observed_at: string, values: Given<'media'> = {}): CanonicalRecord =>
  record('media', {
    media_ref: 'AAAAA1',
    account_ref: '100',
    format: 'image',
    posted_at: '2026-10-01T12:00:00Z',
    observed_at,
    ...values,
  });

export const counter = (
  observed_at: string,
  metric: string,
  value: number | null,
  values: Given<'media_insights'> = {},
): CanonicalRecord =>
  record('media_insights', {
    media_ref: 'AAAAA1',
    account_ref: '100',
    metric,
    dimension: '',
    value,
    observed_at,
    ...values,
  });

export const daily = (
  observed_at: string,
  day: string,
  metric: string,
  value: number | null,
  values: Given<'account_insights'> = {},
): CanonicalRecord =>
  record('account_insights', {
    account_ref: '100',
    day,
    metric,
    dimension: '',
    value,
    observed_at,
    ...values,
  });

export const people = (
  observed_at: string,
  kind: string,
  dimension: string,
  bucket: string,
  value: number | null,
  values: Given<'demographics'> = {},
): CanonicalRecord =>
  record('demographics', { account_ref: '100', kind, dimension, bucket, value, observed_at, ...values });

/** A page of one item per record. */
export function page(
  fetchedAt: string,
  records: readonly CanonicalRecord[],
  values: Partial<Page> = {},
): Page {
  const items: ScriptedItem[] = records.map((one, index) => ({ ref: `item ${index + 1}`, records: [one] }));
  return {
    source: 'graph-api',
    connection: 'main',
    account: '100',
    stream: 'media',
    request: {},
    fetched_at: new Date(fetchedAt),
    status: 200,
    body: JSON.stringify({ items }),
    ...values,
  };
}

export interface LandOptions {
  readonly kind?: RunKind;
  /** Accounts whose `media` listing this run read to its end. */
  readonly completed?: readonly string[];
}

/** Lands pages as one finished run at a moment. */
export async function land(
  home: Home,
  at: string,
  pages: readonly Page[],
  { kind = 'sync', completed = [] }: LandOptions = {},
): Promise<Manifest> {
  const run = await startRun(home, kind, () => new Date(at));
  for (const one of pages) await run.writer.write(one);
  await run.commit();
  run.manifest.completed.push(
    ...completed.map((account) => ({ connection: 'main', account, stream: 'media' })),
  );
  await run.finish('succeeded');
  return run.manifest;
}

export interface BuildHomeOptions {
  readonly at?: string;
  readonly full?: boolean;
  readonly config?: unknown;
  readonly connections?: readonly Connection[];
  readonly kind?: RunKind;
  readonly models?: readonly Model[];
  /** With few, what is built whole is built in several batches. */
  readonly batchObservations?: number;
}

export const parsedConfig = (config: unknown = {}): Config => configSchema.parse(config);

/** Builds and publishes what has landed, as a run of its own. */
export async function buildHome(home: Home, options: BuildHomeOptions = {}): Promise<BuildResult> {
  const now = new Date(options.at ?? '2026-11-20T02:00:00Z');
  const run = await startRun(home, options.kind ?? 'build', () => now);
  const result = await build({
    home,
    config: parsedConfig(options.config ?? { quarantine: { max_rows: 1_000_000 } }),
    connections: options.connections ?? [],
    connectors: sources,
    manifests: run.manifests,
    runId: run.manifest.run_id,
    now,
    full: options.full ?? false,
    ...(options.models && { models: options.models }),
    ...(options.batchObservations && { batchObservations: options.batchObservations }),
  });
  await run.finish('succeeded');
  return result;
}

type Row = Record<string, string | number | boolean | Date | null>;

/** Rows of the published marts. */
export async function published(home: Home, sql: string): Promise<Row[]> {
  const marts = await openMarts(home);
  try {
    return await marts.rows<Row>(sql);
  } finally {
    marts.close();
  }
}

/** Lands records as one page of one source, builds, and reads. */
export async function marts(
  home: Home,
  records: readonly CanonicalRecord[],
  sql: string,
  options: BuildHomeOptions & { readonly source?: string } = {},
): Promise<Row[]> {
  await land(home, '2026-11-19T02:00:00Z', [
    page('2026-11-19T02:00:00Z', records, { source: options.source ?? 'graph-api' }),
  ]);
  await buildHome(home, options);
  return published(home, sql);
}
