import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { exitCodes, ReachlineError } from '../errors.js';
import { cannotWrite, makeFolder, makeNamesDurable, sha256 } from '../files.js';
import type { Home } from '../home.js';
import {
  blankRecord,
  type Manifest,
  type RunError,
  type RunKind,
  type RunStatus,
  readManifests,
  saveManifest,
} from '../landing/manifest.js';
import { LandingWriter } from '../landing/writer.js';
import { waitingDeliveries } from './deliveries.js';
import { recover } from './recover.js';
import { codeHash, packageVersion } from './versions.js';

/** A run in progress: its manifest, its place in history, its writer. */
export interface Run {
  readonly home: Home;
  readonly manifest: Manifest;
  /** All manifests, this run's last. */
  readonly manifests: readonly Manifest[];
  readonly writer: LandingWriter;
  /** Makes what was landed so far durable, and count. */
  commit(): Promise<void>;
  /** Measures a step into the manifest; a step that is taken several times adds up. */
  timed<T>(step: string, work: () => Promise<T>): Promise<T>;
  /** The same for work that says at which step it is. */
  timedSteps<T>(work: (enter: (step: string) => void) => Promise<T>): Promise<T>;
  finish(status: RunStatus, error?: unknown): Promise<void>;
}

/** Runs that also commit what webhooks delivered since the last; an import may be taken back, with all it holds. */
const adopting: ReadonlySet<RunKind> = new Set(['nightly', 'sync', 'stories', 'build', 'backfill', 'replay']);

/** Opens a run under the caller's lock, after taking in what a run that died, and webhooks, had landed. */
export async function startRun(
  home: Home,
  kind: RunKind,
  now: () => Date,
  clock: { now(): number } = performance,
): Promise<Run> {
  const earlier = await recover(home, await readManifests(home), now());
  const startedAt = now();
  const run_id = await newRunId(home, kind, startedAt);
  const manifest: Manifest = {
    ...blankRecord(),
    run_id,
    sequence: (earlier.at(-1)?.sequence ?? 0) + 1,
    kind,
    status: 'running',
    nominal_at: startedAt.toISOString(),
    started_at: startedAt.toISOString(),
    versions: { reachline: await packageVersion(), node: process.version },
    code_hash: await codeHash('connectors', 'pipeline', 'reports'),
    config_hash: await configHash(home),
    state: earlier.at(-1)?.state ?? {},
  };
  const deliveries = adopting.has(kind) ? await waitingDeliveries(home, earlier) : null;
  manifest.raw_files.push(...(deliveries?.files ?? []));
  await saveManifest(home, manifest);
  await deliveries?.forget();
  await dropOldState(home, earlier);
  const writer = new LandingWriter(home, run_id, (file) => manifest.raw_files.push(file));
  const save = async () => {
    manifest.peak_rss_mb = peakMemory();
    await saveManifest(home, manifest);
  };
  let failedIn: string | null = null;
  async function timedSteps<T>(work: (enter: (step: string) => void) => Promise<T>): Promise<T> {
    let step: string | null = null;
    let start = clock.now();
    const enter = (next: string | null): void => {
      const now = clock.now();
      if (step !== null)
        manifest.timings_ms[step] = Math.round((manifest.timings_ms[step] ?? 0) + now - start);
      if (next !== null) manifest.timings_ms[next] ??= 0; // in the order in which they begin
      [step, start] = [next, now];
    };
    try {
      return await work(enter);
    } catch (error) {
      failedIn ??= step; // the innermost, when steps are within steps
      throw error;
    } finally {
      enter(null);
    }
  }
  return {
    home,
    manifest,
    manifests: [...earlier, manifest],
    writer,
    async commit() {
      await writer.flush();
      await save();
    },
    timed: (step, work) =>
      timedSteps((enter) => {
        enter(step);
        return work();
      }),
    timedSteps,
    async finish(status, error) {
      manifest.status = status;
      manifest.ended_at = now().toISOString();
      if (error !== undefined) manifest.error = recorded(error, failedIn);
      await save();
    },
  };
}

function recorded(error: unknown, step: string | null): RunError {
  const known = error instanceof ReachlineError ? error : null;
  const exit_code = known?.exitCode ?? exitCodes.internal;
  return {
    message: error instanceof Error ? error.message : String(error),
    hint: known?.hint ?? null,
    exit_code,
    step,
    retryable: exit_code === exitCodes.unavailable || exit_code === exitCodes.tryLater,
  };
}

/** In MB of 2^20 bytes; of the process, which may have run more than this. */
function peakMemory(): number {
  return Math.round(process.resourceUsage().maxRSS / 1024);
}

/** Every manifest carries the whole state on; the last few are enough, and a run an hour would fill the disk with it. */
async function dropOldState(home: Home, earlier: readonly Manifest[]): Promise<void> {
  const old = earlier.at(-statesKept);
  if (!old || Object.keys(old.state).length === 0) return;
  old.state = {};
  await saveManifest(home, old);
}

const statesKept = 10;

/**
 * `20261120T023000Z-nightly`: sorts by time, and is the same for the same clock. An id that a publication names stays taken when
 * its manifest was moved away and the clock was set back: by it the files of a mart are known to be right.
 */
async function newRunId(home: Home, kind: RunKind, now: Date): Promise<string> {
  const stamp = now
    .toISOString()
    .replace(/[-:]/g, '')
    .replace(/\.\d+Z$/, 'Z');
  try {
    await makeFolder(home.runs);
    const publication = await readFile(join(home.published, 'current.json'), 'utf8').catch(() => '');
    for (let number = 1; ; number++) {
      const id = number === 1 ? `${stamp}-${kind}` : `${stamp}-${kind}-${number}`;
      if (publication.includes(`"${id}"`)) continue;
      try {
        await mkdir(join(home.runs, id));
        await makeNamesDurable(home.runs);
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
