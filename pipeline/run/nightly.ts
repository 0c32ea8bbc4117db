import type { Connector } from '../../connectors/contract.js';
import type { CheckResult } from '../checks/checks.js';
import type { Connection, LoadedConfig } from '../config/load.js';
import { duckdbVersion } from '../engines/duckdb/duckdb.js';
import type { Home } from '../home.js';
import { type Counts, noCounts } from '../landing/load.js';
import type { CheckRecord, Manifest, RunKind } from '../landing/manifest.js';
import type { Marts } from '../marts.js';
import { openMarts } from '../published.js';
import { type BuildOptions, BuildRefused, build } from './build.js';
import type { Outside } from './effects.js';
import { takeLock } from './lock.js';
import { isReportNight } from './report-nights.js';
import { type Run, startRun } from './run.js';
import { type Scope, type SyncEvents, sync } from './sync.js';

/** One report as the report stage wrote it. */
export interface WrittenReport {
  readonly path: string;
  /** Null for an overview of several accounts. */
  readonly accountId: string | null;
  readonly period: { readonly label: string };
  readonly headline: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** The report stage, passed in: `run/` does not know how reports look. */
export type ReportStage = (options: {
  readonly marts: Marts;
  readonly home: Home;
  readonly config: LoadedConfig['config'];
  readonly asOf: Date;
  readonly runId: string;
  /** Told what else shaped the reports, for the record of the run. */
  readonly uses?: (tool: 'vega', version: string) => void;
}) => Promise<readonly WrittenReport[]>;

export interface JobOptions {
  readonly home: Home;
  readonly loaded: LoadedConfig;
  readonly connectors: readonly Connector[];
  readonly outside: Outside;
  readonly report?: ReportStage;
  readonly events?: JobEvents;
}

export interface JobEvents extends SyncEvents {
  step?(step: 'sync' | 'load' | 'build' | 'check' | 'publish' | 'report', detail: string): void;
}

export interface JobResult {
  readonly manifest: Manifest;
  readonly counts: Counts;
  readonly checks: readonly CheckResult[];
  readonly reports: readonly WrittenReport[];
}

/**
 * One night: sync → build → check → publish → report, under the lock, as one run. A night that a crash cut short is
 * continued by the next: what was landed is kept, what was checkpointed is not read again.
 * @throws ReachlineError with the exit code of what went wrong; the manifest keeps it.
 */
export function nightly(options: JobOptions): Promise<JobResult> {
  return job('nightly', options, async (run) => {
    await syncStep(run, options);
    const built = await buildStep(run, options);
    const due = isReportNight(options.loaded.config, options.outside.now());
    return { ...built, reports: due ? await reportStep(run, options) : [] };
  });
}

/** The build step alone; `full` starts from an empty warehouse. */
export function buildOnly(options: JobOptions, full: boolean): Promise<JobResult> {
  return job('build', options, async (run) => ({
    ...(await buildStep(run, options, { full })),
    reports: [],
  }));
}

/** The sync step alone. */
export function syncOnly(options: JobOptions): Promise<JobResult> {
  return job('sync', options, async (run) => {
    await syncStep(run, options);
    return nothingBuilt;
  });
}

/**
 * What would be gone before the next night, in few calls, often. Lands it: the next night, or `andBuild`, builds it.
 */
export function storiesOnly(options: JobOptions, andBuild: boolean): Promise<JobResult> {
  return job('stories', options, async (run) => {
    await syncStep(run, options, { light: true });
    return andBuild ? buildStep(run, options) : nothingBuilt;
  });
}

export interface BackfillOptions extends JobOptions {
  /** Both ends inclusive, UTC. */
  readonly window: { readonly from: Date; readonly to: Date };
  /** What to read; all connections are built. */
  readonly connections: readonly Connection[];
  /** Only this account, by key or name. */
  readonly account?: string;
}

/**
 * A window of the past: read, built, checked, published and, with a report stage, reported as a night is. One that was cut
 * short goes on where it stopped when it is asked for again, as far as the connector checkpointed.
 */
export function backfill(options: BackfillOptions): Promise<JobResult> {
  const { window, account, connections } = options;
  return job('backfill', options, async (run) => {
    await syncStep(run, options, { window, ...(account === undefined ? {} : { account }) }, connections);
    const built = await buildStep(run, options);
    return { ...built, reports: await reportStep(run, options) };
  });
}

type Outcome = Omit<JobResult, 'manifest'>;

/** The outcome of a run that only landed. */
export const nothingBuilt: Outcome = { counts: noCounts, checks: [], reports: [] };

/** Runs work as one run under the lock and closes its manifest whatever happens. */
export async function job(
  kind: RunKind,
  { home, outside }: JobOptions,
  work: (run: Run) => Promise<Outcome>,
): Promise<JobResult> {
  const lock = await takeLock(home, kind);
  try {
    const run = await startRun(home, kind, outside.now);
    try {
      const outcome = await work(run);
      await run.finish(run.manifest.gaps.length > 0 ? 'partial' : 'succeeded');
      return { manifest: run.manifest, ...outcome };
    } catch (error) {
      await run.finish(outside.signal.aborted ? 'aborted' : 'failed', error).catch(() => undefined); // the first error is the one to report
      throw error;
    }
  } finally {
    await lock.release();
  }
}

async function syncStep(
  run: Run,
  { loaded, outside, events }: JobOptions,
  scope: Scope = {},
  connections: readonly Connection[] = loaded.connections,
): Promise<void> {
  events?.step?.('sync', `${connections.length} connections`);
  await run.timed('sync', () => sync(run, connections, outside, scope, events));
  outside.signal.throwIfAborted();
}

export async function buildStep(
  run: Run,
  options: JobOptions,
  extent: Pick<BuildOptions, 'full' | 'again'> = {},
): Promise<Outcome> {
  const { home, loaded, connectors, outside, events } = options;
  run.manifest.versions.duckdb = duckdbVersion();
  const { counts, checks, notices, partitions } = await run.timedSteps((enter) => {
    enter('load');
    return build({
      ...extent,
      home,
      config: loaded.config,
      connections: loaded.connections,
      connectors,
      manifests: run.manifests,
      runId: run.manifest.run_id,
      now: outside.now(),
      onStep: (step, detail) => {
        enter(step);
        events?.step?.(step, detail);
      },
    }).catch((error: unknown) => {
      if (error instanceof BuildRefused) run.manifest.checks = error.checks.map(recordOf);
      throw error;
    });
  });
  // recorded at once: what is published is published, whatever a later step does
  run.manifest.counts = counts;
  run.manifest.checks = checks.map(recordOf);
  run.manifest.notices.push(...notices);
  run.manifest.partitions = partitions;
  await run.commit();
  return { counts, checks, reports: [] };
}

function recordOf({ name, severity, failures, examples: [example] }: CheckResult): CheckRecord {
  const shown = example && { example: JSON.stringify(example).slice(0, 300) };
  return { name, severity, failures, ...shown };
}

export async function reportStep(run: Run, options: JobOptions): Promise<readonly WrittenReport[]> {
  const { home, loaded, outside, report, events } = options;
  if (!report) return [];
  outside.signal.throwIfAborted();
  events?.step?.('report', loaded.config.report.periods.join(', '));
  const marts = await openMarts(home);
  try {
    const reports = await run.timed('report', () =>
      report({
        marts,
        home,
        config: loaded.config,
        asOf: outside.now(),
        runId: run.manifest.run_id,
        uses: (tool, version) => {
          run.manifest.versions[tool] = version;
        },
      }),
    );
    run.manifest.outputs.push(...reports.map(({ path, sha256, bytes }) => ({ path, sha256, bytes })));
    return reports;
  } finally {
    marts.close();
  }
}
