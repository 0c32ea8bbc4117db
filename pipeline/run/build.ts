import { rm } from 'node:fs/promises';
import type { Connector } from '../../connectors/contract.js';
import { type CheckResult, collectChecks, runChecks } from '../checks/checks.js';
import type { Connection } from '../config/load.js';
import type { Config } from '../config/schema.js';
import { openDuckDB } from '../engines/duckdb/duckdb.js';
import { type Engine, QueryError } from '../engines/engine.js';
import { ReachlineError } from '../errors.js';
import { cannotWrite } from '../files.js';
import type { Home } from '../home.js';
import { type Counts, loadRawFiles } from '../landing/load.js';
import { committedFiles, type Manifest, runsAfter } from '../landing/manifest.js';
import { createLandingTables } from '../landing/tables.js';
import { buildOrder, readModels } from '../models/catalogue.js';
import { publish, readCurrent } from './publish.js';

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
  readonly onStep?: (step: 'load' | 'build' | 'check' | 'publish', detail: string) => void;
}

/** What a build makes lives as long as the build: landing is what the warehouse keeps, marts are kept as published. */
const relation = { view: 'temp view', build: 'temp table', table: 'temp table' } as const;

export interface BuildResult {
  readonly counts: Counts;
  readonly checks: readonly CheckResult[];
  readonly tables: number;
}

/**
 * Raw to published marts: load what is new, rebuild the models, check, publish. One transaction: when a check of severity
 * error finds rows, nothing of it remains and the published tables stay as they were.
 * @throws ReachlineError `refused` with the failing checks.
 */
export async function build(options: BuildOptions): Promise<BuildResult> {
  const { home, onStep } = options;
  if (options.full) await removeWarehouse(home);
  const engine = await openWarehouse(home);
  try {
    const models = await readModels();
    await createLandingTables(engine);
    const { counts, checks } = await engine.transaction(async () => {
      const committed = committedFiles(options.manifests);
      onStep?.('load', `${committed.length} raw files`);
      const counts = await loadRawFiles(engine, home, options.connectors, committed);
      await describeRuns(engine, options);
      const order = await buildOrder(engine, models);
      for (const model of order) {
        onStep?.('build', model.name);
        await engine.exec(`create or replace ${relation[model.kind]} ${model.name} as ${model.sql}`);
      }
      onStep?.('check', `${models.length} models`);
      const checks = await runChecks(engine, await collectChecks(models));
      const refused = checks.filter(({ severity, failures }) => severity === 'error' && failures > 0);
      if (refused.length > 0) throw refusal(refused);
      await guardQuarantine(engine, options);
      return { counts, checks };
    });
    const marts = models.filter(({ layer }) => layer === 'marts');
    onStep?.('publish', `${marts.length} marts`);
    await publish(engine, home, marts, options);
    return { counts, checks, tables: marts.length };
  } catch (error) {
    if (error instanceof QueryError && diskTrouble.test(error.message))
      throw cannotWrite(home.warehouse, error.cause);
    throw error;
  } finally {
    engine.close();
  }
}

/** What DuckDB says when the disk is full or refuses. */
const diskTrouble = /Could not write file|No space left on device|Read-only file system/;

/** Opens the warehouse; a file that DuckDB cannot read is only a cache and is built again. */
async function openWarehouse(home: Home): Promise<Engine> {
  try {
    return await openDuckDB({ path: home.warehouse });
  } catch (error) {
    if (error instanceof ReachlineError) throw error;
    await removeWarehouse(home);
    return openDuckDB({ path: home.warehouse });
  }
}

async function removeWarehouse(home: Home): Promise<void> {
  await rm(home.warehouse, { force: true });
  await rm(`${home.warehouse}.wal`, { force: true });
}

/** What runs and configuration say, as data for the models. Small, and written anew each time. */
async function describeRuns(
  engine: Engine,
  { manifests, config, connections, runId }: BuildOptions,
): Promise<void> {
  await engine.exec(
    'delete from landing.runs; delete from landing.listings; delete from landing.account_settings',
  );
  await engine.append(
    'landing.runs',
    ['string', 'string', 'string', 'timestamp', 'timestamp'],
    manifests
      .filter(({ raw_files }) => raw_files.length > 0)
      .map((run) => [
        run.run_id,
        run.kind,
        run.run_id === runId ? (run.gaps.length > 0 ? 'partial' : 'succeeded') : run.status,
        new Date(run.started_at),
        new Date(run.nominal_at),
      ]),
  );
  await engine.append(
    'landing.listings',
    ['string', 'string', 'string'],
    manifests.flatMap(({ run_id, completed }) =>
      completed.map(({ account, stream }) => [run_id, account, stream]),
    ),
  );
  const named = connections.flatMap(({ config: { accounts } }) =>
    (accounts ?? []).flatMap((entry) =>
      typeof entry === 'string' || !entry.time_zone
        ? []
        : [
            [
              /^\d+$/.test(entry.account) ? entry.account : `user:${entry.account}`,
              null,
              null,
              entry.time_zone,
              null,
            ],
          ],
    ),
  );
  const stated = config.accounts.flatMap(({ account_id, also, name, time_zone, is_own }) =>
    [account_id, ...also].map((ref) => [ref, account_id, name ?? null, time_zone ?? null, is_own ?? null]),
  );
  await engine.append(
    'landing.account_settings',
    ['string', 'string', 'string', 'string', 'boolean'],
    [...stated, ...named],
  );
}

function refusal(checks: readonly CheckResult[]): ReachlineError {
  const lines = checks.map(
    ({ name, failures, examples }) =>
      `  ${name}: ${failures} bad ${failures === 1 ? 'row' : 'rows'}, e.g. ${JSON.stringify(examples[0] ?? {}).slice(0, 300)}`,
  );
  return new ReachlineError(
    'refused',
    `${checks.length === 1 ? 'a check' : `${checks.length} checks`} failed; nothing was published:\n${lines.join('\n')}`,
    {
      hint: 'The published tables are those of the last good run. The data is landed and will be tried again by the next build.',
    },
  );
}

/**
 * An unattended run that rejects many records has met something new: better no publication than a thin one. What was
 * published with its rejects is not judged again.
 */
async function guardQuarantine(
  engine: Engine,
  { home, config, manifests, runId }: BuildOptions,
): Promise<void> {
  const current = await readCurrent(home).catch(() => null);
  // who imports reads the counts
  const judged = runsAfter(manifests, current?.run_id).filter(({ kind }) => kind !== 'import');
  if (judged.at(-1)?.run_id !== runId) return;
  const loads = await engine.rows<{ run_id: string; read: number; quarantined: number }>(
    'select run_id, sum(read) as read, sum(quarantined) as quarantined from landing.loads group by run_id',
  );
  const fresh = loads.filter(({ run_id }) => judged.some((run) => run.run_id === run_id));
  const read = fresh.reduce((sum, load) => sum + load.read, 0);
  const quarantined = fresh.reduce((sum, load) => sum + load.quarantined, 0);
  const { max_rows, max_share } = config.quarantine;
  if (quarantined <= max_rows || quarantined <= max_share * read) return;
  const reasons = await engine.rows<{ rule: string; message: string; records: number }>(
    `select rule, min(message) as message, count(*) as records from landing.quarantine
     group by rule order by records desc, rule limit 5`,
  );
  const lines = reasons.map(({ rule, message, records }) => `  ${rule}: ${records}, e.g. ${message}`);
  throw new ReachlineError(
    'refused',
    `${quarantined} of ${read} records were rejected, more than quarantine.max_rows (${max_rows}) and quarantine.max_share (${max_share}) allow; nothing was published:\n${lines.join('\n')}`,
    { hint: 'If these rejects are right, raise the limits in reachline.yaml and run `reachline build`.' },
  );
}
