import { type Check, type CheckResult, collectChecks, readBy, runChecks } from '../checks/checks.js';
import type { Engine } from '../engines/engine.js';
import type { WrittenPartitions } from '../landing/manifest.js';
import { type OrderedModel, withAncestors } from '../models/catalogue.js';
import type { BuildOptions } from './build.js';
import { forget, keep, keepFirst, keptMarts, noteVersions, staleMarts } from './kept-marts.js';
import { drop, materialize } from './materialize.js';
import { batches, type Extent, openScope } from './scope.js';

export interface ModelsOptions extends Pick<BuildOptions, 'runId' | 'onStep'> {
  /** Nothing of earlier builds is left. */
  readonly isWhole: boolean;
  /** Observations that are built at a time. */
  readonly most: number;
  /** Saves what has been built so far, and lets go of what it took. */
  readonly save: () => Promise<void>;
}

export interface BuiltModels {
  readonly checks: readonly CheckResult[];
  /** What was written of the marts that are kept by partition, in the order of building. */
  readonly partitions: readonly WrittenPartitions[];
}

/** Builds and checks what does not depend on posts, then the partitions, then what reads kept marts. */
export async function buildModels(
  engine: Engine,
  order: readonly OrderedModel[],
  options: ModelsOptions,
): Promise<BuiltModels> {
  const wanted = withAncestors(order, new Set(order.filter(isMart).map(({ name }) => name)));
  const before = wanted.filter(({ isScoped, isAfterMarts }) => !isScoped && !isAfterMarts);
  const after = wanted.filter(({ isScoped, isAfterMarts }) => !isScoped && isAfterMarts);
  const checks = await placedChecks(engine, order);
  const findings = new Findings(engine);

  const identified = withAncestors(order, new Set(['int_accounts']));
  await materialize(
    engine,
    before.filter((model) => !identified.includes(model)),
  );
  const marts = keptMarts(wanted);
  const stale = options.isWhole ? marts : await staleMarts(engine, marts);
  await forget(engine, stale);
  const fresh = marts.filter((mart) => !stale.includes(mart));
  const pass = { wanted, checks, findings, options };
  const written = [
    ...(await buildKept(engine, fresh, 'touched', { ...pass, others: stale })),
    ...(await buildKept(engine, stale, 'everything', { ...pass, others: fresh })),
  ];
  options.onStep?.('build', `${after.length} models over all`);
  await materialize(engine, after);
  options.onStep?.('check', `${before.length + after.length} models`);
  await findings.check(checks.filter(({ of }) => [...before, ...after].some(({ name }) => name === of)));
  // these read all that is kept: one after the other, as together they would not fit
  for (const one of checks.filter(({ of }) => of === null)) await findings.check([one]);
  return {
    checks: [...findings.results.values()],
    partitions: written.filter(({ partitions }) => partitions > 0),
  };
}

interface Pass {
  readonly wanted: readonly OrderedModel[];
  readonly checks: readonly PlacedCheck[];
  readonly findings: Findings;
  readonly options: ModelsOptions;
  /** The kept marts of the other pass. */
  readonly others: readonly OrderedModel[];
}

/** Builds, keeps and checks some marts: their partitions that were touched, or all. */
async function buildKept(
  engine: Engine,
  kept: readonly OrderedModel[],
  extent: Extent,
  { wanted, checks, findings, options, others }: Pass,
): Promise<WrittenPartitions[]> {
  if (kept.length === 0) return [];
  const { most, save, runId, onStep } = options;
  const isWhole = extent === 'everything';
  const names = new Set(kept.map(({ name }) => name));
  const isOther = (name: string): boolean => others.some((mart) => mart.name === name);
  const isTheirs = ({ reads }: PlacedCheck): boolean => reads.some((name) => names.has(name));
  // what checks marts of both passes belongs to the second, which has all of theirs: it makes what else they read once more
  const due = checks.filter((one) => !one.reads.some(isOther) || (isWhole && isTheirs(one)));
  const needed = new Set([...names, ...due.filter(isTheirs).flatMap(({ reads }) => reads)]);
  const scoped = withAncestors(wanted, needed).filter(({ isScoped }) => isScoped);
  const isScoped = (name: string): boolean => scoped.some((model) => model.name === name);
  const parts = await batches(engine, extent, Math.max(...kept.map(({ reach }) => reach)), most);
  const isLong = isWhole && parts.length > 1;
  const inScope = due.filter(({ of }) => of !== null && isScoped(of));
  // what reads kept rows alone can wait until all are there
  const late = isLong
    ? inScope.filter(({ reads }) => reads.every((name) => names.has(name) || !isScoped(name)))
    : [];
  const written = new Map<string, WrittenPartitions>();
  for (const [index, accounts] of parts.entries()) {
    if (isLong) await save();
    onStep?.(
      'build',
      `${kept.length} marts, ${accounts.length} accounts, batch ${index + 1} of ${parts.length}`,
    );
    await openScope(engine, accounts);
    for (const model of scoped) {
      if (!names.has(model.name)) await materialize(engine, [model]);
      else await (isWhole ? keepFirst : keep)(engine, model);
    }
    for (const batch of await noteVersions(engine, kept, runId))
      written.set(batch.mart, sumOf(written.get(batch.mart), { ...batch, isWhole }));
    onStep?.('check', `batch ${index + 1} of ${parts.length}`);
    await findings.check(inScope.filter((one) => !late.includes(one)));
    if (isLong)
      await drop(
        engine,
        scoped.filter(({ name }) => !names.has(name)),
      );
  }
  if (isLong) {
    for (const { name } of kept)
      await engine.exec(`create or replace temp view ${name} as select * from marts.${name}`);
    for (const { name } of kept) await findings.check(late.filter(({ of }) => of === name));
  }
  return [...written.values()];
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
async function placedChecks(engine: Engine, order: readonly OrderedModel[]): Promise<PlacedCheck[]> {
  const position = new Map(order.map(({ name }, index) => [name, index]));
  const scoped = new Set(order.filter(({ isScoped }) => isScoped).map(({ name }) => name));
  const checks = await collectChecks(order);
  const readOf = await readBy(engine, checks);
  return checks.map((check) => {
    const reads = readOf(check).filter((name) => position.has(name));
    const [last] = reads.sort(
      (a, b) => Number(scoped.has(b)) - Number(scoped.has(a)) || position.get(b)! - position.get(a)!,
    );
    return { check, reads, of: last ?? null };
  });
}

/** What the checks found. Batches find the same things: what they found adds up. */
class Findings {
  readonly results = new Map<string, CheckResult>();

  constructor(private readonly engine: Engine) {}

  async check(placed: readonly PlacedCheck[]): Promise<void> {
    const found = await runChecks(
      this.engine,
      placed.map(({ check }) => check),
    );
    for (const result of found) {
      const known = this.results.get(result.name);
      const failures = (known?.failures ?? 0) + result.failures;
      const examples = [...(known?.examples ?? []), ...result.examples].slice(0, 3);
      this.results.set(result.name, { ...result, failures, examples });
    }
  }
}
