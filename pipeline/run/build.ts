import { rm } from 'node:fs/promises';
import type { Connector, Notice } from '../../connectors/contract.js';
import { type Check, type CheckResult, collectChecks, runChecks } from '../checks/checks.js';
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
import { createLandingTables } from '../landing/tables.js';
import { buildOrder, type OrderedModel, readModels, withAncestors } from '../models/catalogue.js';
import type { Model } from '../models/header.js';
import { describeRuns } from './describe-runs.js';
import { identify } from './identify.js';
import { forget, keep, keepFirst, keptMarts, noteVersions, staleMarts } from './kept-marts.js';
import { materialize } from './materialize.js';
import { publish } from './publish.js';
import { guardQuarantine, unpublishedRuns } from './quarantine-limit.js';
import { batches, type Extent, openScope } from './scope.js';
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
  readonly onStep?: (step: BuildStep, detail: string) => void;
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
  const { home, onStep } = options;
  const engine = await openWarehouse(home);
  try {
    const order = await buildOrder(engine, options.models ?? (await readModels()), await functions());
    // what finds out the meaning of references and the partitions that a night touches has left its mark on all that is kept
    const homes = order.find(({ name }) => name === 'int_media_homes')!;
    const code = await codeHash('connectors', 'pipeline/landing', 'pipeline/run');
    await createLandingTables(engine, `${code} ${homes.fingerprint}`);
    const unpublished = new Set((await unpublishedRuns(options)).map(({ run_id }) => run_id));
    const policy = driftPolicy(options.config, options.connections, (run) => unpublished.has(run));
    const built = await engine.transaction(async () => {
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
      onStep?.('build', 'identities');
      if (isWhole) await engine.exec('delete from landing.media_keys');
      await identify(engine, order);
      const { checks, partitions } = await buildModels(engine, order, isWhole, options);
      const refused = checks.filter(({ severity, failures }) => severity === 'error' && failures > 0);
      if (refused.length > 0) throw new BuildRefused(refusal(refused), checks);
      await guardQuarantine(engine, options);
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

/** Builds and checks what does not depend on posts, then the partitions, then what reads kept marts. */
async function buildModels(
  engine: Engine,
  order: readonly OrderedModel[],
  isWhole: boolean,
  { runId, onStep }: BuildOptions,
): Promise<{ checks: CheckResult[]; partitions: WrittenPartitions[] }> {
  const wanted = withAncestors(order, new Set(order.filter(isMart).map(({ name }) => name)));
  const before = wanted.filter(({ isScoped, isAfterMarts }) => !isScoped && !isAfterMarts);
  const after = wanted.filter(({ isScoped, isAfterMarts }) => !isScoped && isAfterMarts);
  const checks = await checksOf(engine, order);
  const results = new Map<string, CheckResult>();
  const written = new Map<string, WrittenPartitions>();
  const check = async (
    isDue: (of: string | null) => boolean,
    among: readonly PlacedCheck[],
  ): Promise<void> => {
    const due = among.filter(({ of }) => isDue(of)).map(({ check }) => check);
    add(results, await runChecks(engine, due));
  };

  const identified = withAncestors(order, new Set(['int_accounts']));
  await materialize(
    engine,
    before.filter((model) => !identified.includes(model)),
  );
  const marts = keptMarts(wanted);
  const stale = isWhole ? marts : await staleMarts(engine, marts);
  await forget(engine, stale);
  const passes: [Extent, readonly OrderedModel[]][] = [
    ['touched', marts.filter((mart) => !stale.includes(mart))],
    ['everything', stale],
  ];
  for (const [extent, kept] of passes) {
    if (kept.length === 0) continue;
    const names = new Set(kept.map(({ name }) => name));
    const others = new Set(marts.filter((mart) => !kept.includes(mart)).map(({ name }) => name));
    const isTheirs = ({ reads }: PlacedCheck): boolean => reads.some((name) => names.has(name));
    // what checks marts of both passes belongs to the second, which has all of theirs: it makes what else they read once more
    const due = checks.filter(
      (one) => !one.reads.some((name) => others.has(name)) || (extent === 'everything' && isTheirs(one)),
    );
    const needed = new Set([...names, ...due.filter(isTheirs).flatMap(({ reads }) => reads)]);
    const scoped = withAncestors(wanted, needed).filter(({ isScoped }) => isScoped);
    const parts = await batches(engine, extent, Math.max(...kept.map(({ reach }) => reach)));
    for (const [index, accounts] of parts.entries()) {
      onStep?.(
        'build',
        `${kept.length} marts, ${accounts.length} accounts, batch ${index + 1} of ${parts.length}`,
      );
      await openScope(engine, accounts);
      const isWhole = extent === 'everything';
      for (const model of scoped) {
        if (!names.has(model.name)) await materialize(engine, [model]);
        else await (isWhole ? keepFirst : keep)(engine, model);
      }
      const ofBatch = scoped.filter(({ name }) => names.has(name));
      for (const batch of await noteVersions(engine, ofBatch, runId))
        written.set(batch.mart, sumOf(written.get(batch.mart), { ...batch, isWhole }));
      onStep?.('check', `batch ${index + 1} of ${parts.length}`);
      await check((of) => scoped.some(({ name }) => name === of), due);
    }
  }
  onStep?.('build', `${after.length} models over all`);
  await materialize(engine, after);
  onStep?.('check', `${before.length + after.length} models`);
  await check((of) => [...before, ...after].some(({ name }) => name === of), checks);
  // these read all that is kept: one after the other, as together they would not fit
  for (const one of checks.filter(({ of }) => of === null)) await check(() => true, [one]);
  return {
    checks: [...results.values()],
    partitions: [...written.values()].filter(({ partitions }) => partitions > 0),
  };
}

/** What two batches wrote of a mart. */
function sumOf(a: WrittenPartitions | undefined, b: WrittenPartitions): WrittenPartitions {
  if (!a) return b;
  const months = [...(a.months ?? []), ...(b.months ?? [])].sort();
  return {
    ...b,
    partitions: a.partitions + b.partitions,
    rows: a.rows + b.rows,
    months: months.length === 0 ? null : [months[0]!, months.at(-1)!],
  };
}

function isMart({ layer }: OrderedModel): boolean {
  return layer === 'marts';
}

interface PlacedCheck {
  readonly check: Check;
  /** The models that it reads. */
  readonly reads: readonly string[];
  /** The one of them after which it can run; `null`: at the end, over landing and kept marts. */
  readonly of: string | null;
}

/** Each check with the model after which it can run: its own, or the last in the order of those that it reads. */
async function checksOf(engine: Engine, order: readonly OrderedModel[]): Promise<PlacedCheck[]> {
  const position = new Map(order.map(({ name }, index) => [name, index]));
  const scoped = new Set(order.filter(({ isScoped }) => isScoped).map(({ name }) => name));
  return Promise.all(
    (await collectChecks(order)).map(async (check) => {
      const reads = (check.reads ?? (await engine.references(check.sql))).filter((name) =>
        position.has(name),
      );
      const [last] = reads.sort(
        (a, b) => Number(scoped.has(b)) - Number(scoped.has(a)) || position.get(b)! - position.get(a)!,
      );
      return { check, reads, of: last ?? null };
    }),
  );
}

/** Batches find the same things: what they found adds up. */
function add(results: Map<string, CheckResult>, found: readonly CheckResult[]): void {
  for (const result of found) {
    const known = results.get(result.name);
    results.set(
      result.name,
      known
        ? {
            ...known,
            failures: known.failures + result.failures,
            examples: [...known.examples, ...result.examples].slice(0, 3),
          }
        : result,
    );
  }
}

/** What DuckDB may hold; beyond it writes to disk. With what Node holds it is 1.4 GiB for a first reading of a million posts. */
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

async function removeWarehouse(home: Home): Promise<void> {
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
