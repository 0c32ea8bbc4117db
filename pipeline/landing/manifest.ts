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

/** What one run did: the commit record of landing. Rewritten whole, by rename, at each checkpoint. */
export interface Manifest {
  readonly run_id: string;
  /** 1, 2, …: the order of runs, which their clock does not tell when it is set back. */
  readonly sequence: number;
  readonly kind: RunKind;
  status: RunStatus;
  readonly nominal_at: string;
  readonly started_at: string;
  ended_at: string | null;
  readonly versions: { readonly reachline: string; readonly node: string };
  readonly config_hash: string;
  /** The window that was read instead of what is new (both ends inclusive, UTC); `null` for all but back-fills. */
  window: { readonly from: string; readonly to: string } | null;
  /** Committed raw files. A raw file that no manifest lists does not exist for the pipeline. */
  readonly raw_files: RawFile[];
  readonly imported_files: ImportedFile[];
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
  counts: { read: number; loaded: number; quarantined: number; superseded: number } | null;
  checks: { readonly name: string; readonly severity: string; readonly failures: number }[];
  readonly timings_ms: Record<string, number>;
  readonly outputs: { readonly path: string; readonly sha256: string; readonly bytes: number }[];
  error: { readonly message: string; readonly hint: string | null; readonly exit_code: number } | null;
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
      `Restore it from a backup. Or move ${join(home.runs, name)} away: what that run landed then counts no more.`,
    );
    if (manifest) manifests.push(asOfNow(manifest)); // a run that died before its first manifest committed nothing
  }
  return manifests.sort((a, b) => a.sequence - b.sequence);
}

/** A manifest with what the versions that wrote older ones did not know yet. */
function asOfNow(manifest: Manifest): Manifest {
  const { window = null, notices = [], calls } = manifest as Partial<Manifest>;
  return {
    ...manifest,
    window,
    notices,
    calls: { planned: null, planned_is_least: false, requests: 0, by_account: [], ...calls },
  };
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
