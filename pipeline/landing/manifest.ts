import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { ConnectionState, Gap, Notice } from '../../connectors/contract.js';
import { isMissing, readRecord, writeAtomically } from '../files.js';
import type { Home } from '../home.js';
import type { RawFile } from './writer.js';

export type RunKind = 'nightly' | 'sync' | 'stories' | 'import' | 'build' | 'report' | 'backfill' | 'replay';
export type RunStatus = 'running' | 'succeeded' | 'partial' | 'failed' | 'aborted';

/** A file handed to `import`: its original bytes are kept once, by checksum. */
export interface ImportedFile {
  readonly sha256: string;
  readonly name: string;
  readonly bytes: number;
  /** How it was to be read. The same bytes read otherwise replace the earlier reading. */
  readonly settings: unknown;
  /** When these bytes were first imported; the observation time of a file that states none. */
  readonly first_imported_at: string;
}

/** Calls for one account of a connection; `null` for those that are for none in particular, such as finding the accounts. */
export interface AccountCalls {
  readonly connection: string;
  readonly account: string | null;
  planned: number;
  requests: number;
}

/** The traffic with a connection, as far as its connector tells. */
export interface SourceTraffic {
  readonly connection: string;
  /** Requests that count against the source's limits, repeated ones included. */
  requests: number;
  /** Those that repeat one that failed. */
  retries: number;
  /** Those that the source answered with "too many". */
  rate_limited: number;
  /** Of the answers, as text. */
  bytes: number;
}

/** What a build wrote of a mart that is kept by account and month. */
export interface WrittenPartitions {
  readonly mart: string;
  /** Whether all there is was written, not only what new observations touch. */
  readonly isWhole: boolean;
  /** How many partitions; the others stayed as they were. */
  readonly partitions: number;
  readonly rows: number;
  /** First and last month written, `YYYY-MM`; `null` when none has a date. */
  readonly months: readonly [string, string] | null;
}

/** How a check ended. */
export interface CheckRecord {
  readonly name: string;
  readonly severity: string;
  /** How many rows are bad. */
  readonly failures: number;
  /** One of them as JSON, shortened; only of a check that found some. */
  readonly example?: string;
}

/** Why a run failed or was ended. */
export interface RunError {
  readonly message: string;
  readonly hint: string | null;
  readonly exit_code: number;
  /** The step that it happened in; `null` outside of all. */
  readonly step: string | null;
  /** Whether the same command may succeed later, with nothing changed. */
  readonly retryable: boolean;
}

/** What one run did: the commit record of landing. Rewritten whole, by rename, at each checkpoint and after each step. */
export interface Manifest {
  readonly run_id: string;
  /** 1, 2, …: the order of runs, which their clock does not tell when it is set back. */
  readonly sequence: number;
  readonly kind: RunKind;
  status: RunStatus;
  readonly nominal_at: string;
  readonly started_at: string;
  ended_at: string | null;
  /** Of what made the results: `reachline`, `node`, and `duckdb` and `vega` once they were used. */
  readonly versions: Readonly<Record<'reachline' | 'node', string>> & { duckdb?: string; vega?: string };
  /** Fingerprint of the program's own files: two runs of one version may still be of different code. */
  readonly code_hash: string | null;
  readonly config_hash: string;
  /** The window that was read instead of what is new (both ends inclusive, UTC); `null` for all but back-fills. */
  window: { readonly from: string; readonly to: string } | null;
  /** Committed raw files. A raw file that no manifest lists does not exist for the pipeline. */
  readonly raw_files: RawFile[];
  readonly imported_files: ImportedFile[];
  /** Raw files that were read again because records of them were quarantined; paths as in {@link RawFile}. */
  replayed: readonly string[];
  /** Streams of accounts whose listing was read to its end in this run. */
  readonly completed: { readonly connection: string; readonly account: string; readonly stream: string }[];
  /** connection → what its connector checkpointed, over all runs up to and including this one. */
  state: Record<string, ConnectionState>;
  readonly gaps: Gap[];
  /** What somebody should act on before it becomes a gap. */
  readonly notices: Notice[];
  /** Requests that count against the source's limits: foreseen, and made (retries included). */
  readonly calls: {
    planned: number | null;
    /** Before something was read for the first time nobody knows how much it is. */
    planned_is_least: boolean;
    requests: number;
    readonly by_account: AccountCalls[];
  };
  /** By connection. */
  readonly sources: SourceTraffic[];
  counts: { read: number; loaded: number; quarantined: number; superseded: number } | null;
  /** One entry per mart of which partitions were written, in the order in which they were built. */
  partitions: readonly WrittenPartitions[];
  /** Also of a build that they refused. */
  checks: readonly CheckRecord[];
  /** Step → milliseconds, in the order in which the steps began. */
  readonly timings_ms: Record<string, number>;
  /** The most memory that the whole process has held so far. */
  peak_rss_mb: number | null;
  readonly outputs: { readonly path: string; readonly sha256: string; readonly bytes: number }[];
  error: RunError | null;
}

export async function saveManifest(home: Home, manifest: Manifest): Promise<void> {
  const path = join(home.runs, manifest.run_id, 'manifest.json');
  await writeAtomically(path, `${JSON.stringify(manifest, null, 2)}\n`);
}

/**
 * All manifests, in the order in which the runs started.
 * @throws ReachlineError `refused` that names a damaged one.
 */
export async function readManifests(home: Home): Promise<Manifest[]> {
  let names: string[];
  try {
    names = await readdir(home.runs);
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
  const manifests: Manifest[] = [];
  for (const name of names.sort()) {
    const manifest = await readRecord<Manifest>(
      join(home.runs, name, 'manifest.json'),
      ['run_id'],
      `Restore it from a backup. Or move ${join(home.runs, name)} away: what that run landed then counts no more.`,
    );
    if (manifest) manifests.push(asOfNow(manifest)); // a run that died before its first manifest committed nothing
  }
  return manifests.sort((a, b) => a.sequence - b.sequence);
}

/** A manifest with what the versions that wrote older ones did not know yet, or left empty. */
function asOfNow(written: Manifest): Manifest {
  const known = Object.entries(written).filter(([, value]) => value !== null);
  const manifest = { ...blankRecord(), ...(Object.fromEntries(known) as typeof written) };
  const { calls, error } = manifest;
  return {
    ...manifest,
    calls: { ...blankRecord().calls, ...calls },
    error: error && { ...error, step: error.step ?? null, retryable: error.retryable ?? false },
  };
}

/** What the manifest of a run says before anything happened in it. */
export function blankRecord() {
  return {
    ended_at: null,
    code_hash: null,
    window: null,
    raw_files: [],
    imported_files: [],
    replayed: [],
    completed: [],
    state: {},
    gaps: [],
    notices: [],
    calls: { planned: null, planned_is_least: false, requests: 0, by_account: [] },
    sources: [],
    counts: null,
    partitions: [],
    checks: [],
    timings_ms: {},
    peak_rss_mb: null,
    outputs: [],
    error: null,
  } satisfies Partial<Manifest>;
}

/** The runs that started after one, or all when it is not among them: those that its publication does not hold. */
export function runsAfter(manifests: readonly Manifest[], runId: string | undefined): Manifest[] {
  return manifests.slice(manifests.findIndex(({ run_id }) => run_id === runId) + 1);
}

/** The raw files that count, oldest first: an import of the same bytes replaces the earlier reading of them. */
export function committedFiles(manifests: readonly Manifest[]): { manifest: Manifest; file: RawFile }[] {
  const lastImport = new Map<string, string>();
  for (const { run_id, imported_files } of manifests) {
    for (const { sha256 } of imported_files) lastImport.set(sha256, run_id);
  }
  return manifests.flatMap((manifest) =>
    manifest.raw_files
      .filter(({ imported }) => imported === null || lastImport.get(imported) === manifest.run_id)
      .map((file) => ({ manifest, file })),
  );
}
