import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ReachlineError } from '../errors.js';
import { cannotWrite, sha256 } from '../files.js';
import type { Home } from '../home.js';
import {
  type Manifest,
  type RunKind,
  type RunStatus,
  readManifests,
  saveManifest,
} from '../landing/manifest.js';
import { LandingWriter } from '../landing/writer.js';
import { waitingDeliveries } from './deliveries.js';
import { recover } from './recover.js';

/** A run in progress: its manifest, its place in history, its writer. */
export interface Run {
  readonly home: Home;
  readonly manifest: Manifest;
  /** All manifests, this run's last. */
  readonly manifests: readonly Manifest[];
  readonly writer: LandingWriter;
  /** Makes what was landed so far durable, and count. */
  commit(): Promise<void>;
  /** Measures a step into the manifest. */
  timed<T>(step: string, work: () => Promise<T>): Promise<T>;
  finish(status: RunStatus, error?: unknown): Promise<void>;
}

/** Runs that also commit what webhooks delivered since the last; an import may be taken back, with all it holds. */
const adopting: ReadonlySet<RunKind> = new Set(['nightly', 'sync', 'stories', 'build', 'backfill']);

/** Opens a run under the caller's lock, after taking in what a run that died, and webhooks, had landed. */
export async function startRun(
  home: Home,
  kind: RunKind,
  now: () => Date,
  clock = performance,
): Promise<Run> {
  const earlier = await recover(home, await readManifests(home), now());
  const startedAt = now();
  const run_id = await newRunId(home, kind, startedAt);
  const manifest: Manifest = {
    run_id,
    sequence: (earlier.at(-1)?.sequence ?? 0) + 1,
    kind,
    status: 'running',
    nominal_at: startedAt.toISOString(),
    started_at: startedAt.toISOString(),
    ended_at: null,
    versions: { reachline: await packageVersion(), node: process.version },
    config_hash: await configHash(home),
    window: null,
    raw_files: [],
    imported_files: [],
    completed: [],
    state: earlier.at(-1)?.state ?? {},
    gaps: [],
    notices: [],
    calls: { planned: null, planned_is_least: false, requests: 0, by_account: [] },
    counts: null,
    checks: [],
    timings_ms: {},
    outputs: [],
    error: null,
  };
  const deliveries = adopting.has(kind) ? await waitingDeliveries(home, earlier) : null;
  manifest.raw_files.push(...(deliveries?.files ?? []));
  await saveManifest(home, manifest);
  await deliveries?.forget();
  await dropOldState(home, earlier);
  const writer = new LandingWriter(home, run_id, (file) => manifest.raw_files.push(file));
  return {
    home,
    manifest,
    manifests: [...earlier, manifest],
    writer,
    async commit() {
      await writer.flush();
      await saveManifest(home, manifest);
    },
    async timed(step, work) {
      const start = clock.now();
      try {
        return await work();
      } finally {
        manifest.timings_ms[step] = Math.round(clock.now() - start);
      }
    },
    async finish(status, error) {
      manifest.status = status;
      manifest.ended_at = now().toISOString();
      if (error !== undefined) {
        const known = error instanceof ReachlineError ? error : null;
        manifest.error = {
          message: error instanceof Error ? error.message : String(error),
          hint: known?.hint ?? null,
          exit_code: known?.exitCode ?? 70,
        };
      }
      await saveManifest(home, manifest);
    },
  };
}

/** Every manifest carries the whole state on; the last few are enough, and a run an hour would fill the disk with it. */
async function dropOldState(home: Home, earlier: readonly Manifest[]): Promise<void> {
  const old = earlier.at(-statesKept);
  if (!old || Object.keys(old.state).length === 0) return;
  old.state = {};
  await saveManifest(home, old);
}

const statesKept = 10;

/** `20261120T023000Z-nightly`: sorts by time, and is the same for the same clock. */
async function newRunId(home: Home, kind: RunKind, now: Date): Promise<string> {
  const stamp = now
    .toISOString()
    .replace(/[-:]/g, '')
    .replace(/\.\d+Z$/, 'Z');
  try {
    await mkdir(home.runs, { recursive: true });
    for (let number = 1; ; number++) {
      const id = number === 1 ? `${stamp}-${kind}` : `${stamp}-${kind}-${number}`;
      try {
        await mkdir(join(home.runs, id));
        return id;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      }
    }
  } catch (error) {
    throw cannotWrite(home.runs, error);
  }
}

async function configHash(home: Home): Promise<string> {
  return sha256(await readFile(home.config).catch(() => ''));
}

let version: string | undefined;
async function packageVersion(): Promise<string> {
  if (version === undefined) {
    // beside the sources in development, one folder further up in the built package
    for (const path of ['../../package.json', '../../../package.json']) {
      const text = await readFile(new URL(path, import.meta.url), 'utf8').catch(() => null);
      if (text) version = (JSON.parse(text) as { version: string }).version;
    }
  }
  return version ?? 'unknown';
}
