import { rm } from 'node:fs/promises';
import type { Connector, Notice } from '../../connectors/contract.js';
import type { CheckResult } from '../checks/checks.js';
import type { Connection } from '../config/load.js';
import type { Config } from '../config/schema.js';
import { functions, openDuckDB } from '../engines/duckdb/duckdb.js';
import { isDamage, isDiskTrouble } from '../engines/duckdb/trouble.js';
import type { Engine } from '../engines/engine.js';
import { ReachlineError } from '../errors.js';
import { cannotWrite } from '../files.js';
import type { Home } from '../home.js';
import { driftPolicy } from '../landing/drift.js';
import { type Counts, loadRawFiles } from '../landing/load.js';
import { committedFiles, type Manifest, type WrittenPartitions } from '../landing/manifest.js';
import { createLandingTables, markFinished, markUnfinished } from '../landing/tables.js';
import { buildOrder, readModels } from '../models/catalogue.js';
import type { Model } from '../models/header.js';
import { buildModels } from './build-models.js';
import { describeRuns } from './describe-runs.js';
import { identify } from './identify.js';
import { publish } from './publish.js';
import { guardQuarantine, unpublishedRuns } from './quarantine-limit.js';
import { mostObservations } from './scope.js';
import { codeHash } from './versions.js';

export interface BuildOptions {
  readonly home: Home;
  readonly config: Config;
  readonly connections: readonly Connection[];
  readonly connectors: readonly Connector[];
  readonly manifests: readonly Manifest[];
  /** The run on whose behalf this builds; its manifest is the last of `manifests`. */
  readonly runId: string;
  readonly now: Date;
  /** Drop the warehouse file first: it is a cache of raw. */
  readonly full?: boolean;
  /** Other models than those of `pipeline/models`. */
  readonly models?: readonly Model[];
  /** Raw files to read anew although they were loaded. */
  readonly again?: ReadonlySet<string>;
  /** How many observations are built at a time; bounds the memory. */
  readonly batchObservations?: number;
  readonly onStep?: ((step: BuildStep, detail: string) => void) | undefined;
}

export type BuildStep = 'load' | 'build' | 'check' | 'publish';

export interface BuildResult {
  readonly counts: Counts;
  readonly checks: readonly CheckResult[];
  /** What a source shows for the first time. */
  readonly notices: readonly Notice[];
  /** What was written of the marts that are kept by partition, in the order of building. */
  readonly partitions: readonly WrittenPartitions[];
  readonly tables: number;
}

/** A build that its checks refused, with what all of them found. */
export class BuildRefused extends ReachlineError {
  constructor(
    message: string,
    readonly checks: readonly CheckResult[],
  ) {
    super('refused', message, {
      hint: 'The published tables are those of the last good run. The data is landed and will be tried again by the next build.',
    });
  }
}

/**
 * Raw to published marts: load what is new, find the partitions that it touches, build these, check them, publish. One
 * transaction: when a check of severity error finds rows, nothing of it remains and the published tables stay as they were.
 * Only what is built whole and in several batches is saved batch by batch, as one transaction holds all that it ever made; when such a
 * build does not get to its end, the next one begins anew from raw.
 *
 * Any sequence of builds leaves the same tables as one full build. Models run over batches of accounts, so that memory is
 * bounded by the batch and not by history.
 * @throws BuildRefused with what the checks found; ReachlineError `cannotWrite`, `tryLater` when another process has the
 *   warehouse open.
 */
export async function build(options: BuildOptions): Promise<BuildResult> {
  const { home } = options;
  try {
    if (options.full) await removeWarehouse(home);
    return await buildFrom(options).catch(async (error: unknown) => {
      if (!isDamage(error)) throw error;
      await removeWarehouse(home);
      return buildFrom(options);
    });
  } catch (error) {
    throw isDiskTrouble(error) ? cannotWrite(home.warehouse, error.cause) : error;
  }
}

async function buildFrom(options: BuildOptions): Promise<BuildResult> {
  const { home, runId, onStep, batchObservations: most = mostObservations } = options;
  const engine = await openWarehouse(home);
  try {
    const order = await buildOrder(engine, options.models ?? (await readModels()), await functions());
    // what finds out the meaning of references and the partitions that a night touches has left its mark on all that is kept
    const homes = order.find(({ name }) => name === 'int_media_homes')!;
    const code = `${await codeHash('connectors', 'pipeline/landing', 'pipeline/run')} ${homes.fingerprint}`;
    await createLandingTables(engine, code);
    const unpublished = new Set((await unpublishedRuns(options)).map(({ run_id }) => run_id));
    const policy = driftPolicy(options.config, options.connections, (run) => unpublished.has(run));
    const built = await engine.transaction(async (saveSoFar) => {
      const save = async (): Promise<void> => {
        await markUnfinished(engine);
        await saveSoFar();
      };
      const committed = committedFiles(options.manifests);
      onStep?.('load', `${committed.length} raw files`);
      const { counts, notices, isWhole } = await loadRawFiles(
        engine,
        home,
        options.connectors,
        committed,
        options.again,
        policy,
      );
      await describeRuns(engine, options);
      if (isWhole && (await isLong(engine, most))) await save();
      onStep?.('build', 'identities');
      if (isWhole) await engine.exec('delete from landing.media_keys');
      await identify(engine, order);
      const { checks, partitions } = await buildModels(engine, order, { isWhole, runId, most, save, onStep });
      const refused = checks.filter(({ severity, failures }) => severity === 'error' && failures > 0);
      if (refused.length > 0) throw new BuildRefused(refusal(refused), checks);
      await guardQuarantine(engine, options);
      await markFinished(engine, code);
      return { counts, checks, notices, partitions };
    });
    const marts = order.filter(({ layer }) => layer === 'marts');
    onStep?.('publish', `${marts.length} marts`);
    await publish(engine, home, marts, options);
    return { ...built, tables: marts.length };
  } finally {
    engine.close();
  }
}

/** Whether landing holds more than is built at a time. */
async function isLong(engine: Engine, most: number): Promise<boolean> {
  const [counted] = await engine.rows<{ observations: number }>(
    'select count(*) as observations from landing.media_counters',
  );
  return counted!.observations > most;
}

/** What DuckDB may hold; beyond it writes to disk. With what Node holds it is 1.2 GiB for a first reading of a million posts, 1.7 for five. */
const memoryLimit = '700MB';

/** Opens the warehouse; a file that DuckDB cannot read is only a cache and is built again. */
async function openWarehouse(home: Home): Promise<Engine> {
  const open = (): Promise<Engine> => openDuckDB({ path: home.warehouse, memoryLimit });
  const engine = await open().catch(async (error: unknown) => {
    if (error instanceof ReachlineError || isDiskTrouble(error)) throw error;
    await removeWarehouse(home);
    return open();
  });
  await rm(spilled(home), { recursive: true, force: true }); // by a build that was killed: nobody else has the file open
  return engine;
}

export async function removeWarehouse(home: Home): Promise<void> {
  try {
    await rm(home.warehouse, { force: true });
    await rm(`${home.warehouse}.wal`, { force: true });
    await rm(spilled(home), { recursive: true, force: true });
  } catch (error) {
    throw cannotWrite(home.warehouse, error);
  }
}

/** Where DuckDB puts what it cannot hold in memory. */
function spilled(home: Home): string {
  return `${home.warehouse}.tmp`;
}

function refusal(checks: readonly CheckResult[]): string {
  const lines = checks.map(
    ({ name, failures, examples }) =>
      `  ${name}: ${failures} bad ${failures === 1 ? 'row' : 'rows'}, e.g. ${JSON.stringify(examples[0] ?? {}).slice(0, 300)}`,
  );
  return `${checks.length === 1 ? 'a check' : `${checks.length} checks`} failed; nothing was published:\n${lines.join('\n')}`;
}
