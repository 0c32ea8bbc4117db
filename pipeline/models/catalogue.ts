import { readdir, readFile } from 'node:fs/promises';
import type { Engine } from '../engines/engine.js';
import { sha256 } from '../files.js';
import { type Model, parseModel } from './header.js';

const layers = ['staging', 'intermediate', 'marts'] as const;

/** Every model in `models/{staging,intermediate,marts}/*.sql`. Adding a file adds a model. */
export async function readModels(folder: URL = new URL('./', import.meta.url)): Promise<Model[]> {
  const models: Model[] = [];
  for (const layer of layers) {
    const directory = new URL(`${layer}/`, folder);
    const files = (await readdir(directory)).filter((file) => file.endsWith('.sql')).sort();
    for (const file of files) {
      models.push(
        parseModel(file.slice(0, -'.sql'.length), layer, await readFile(new URL(file, directory), 'utf8')),
      );
    }
  }
  return models;
}

/** A model in its place of the build. */
export interface OrderedModel extends Model {
  /** The models that it reads, this build's rows or, as `marts.<name>`, all kept ones. */
  readonly reads: readonly string[];
  /** Whether it holds only the partitions that are built. */
  readonly isScoped: boolean;
  /** Whether it reads kept marts, itself or through others, and so comes after them. */
  readonly isAfterMarts: boolean;
  /** How many months later a change shows, over everything that it reads. */
  readonly reach: number;
  /** Stands for the query, those of all that it reads, and the functions: another one means other rows. */
  readonly fingerprint: string;
}

/** The table of the partitions that are built: `account_id`, `month`. */
export const scopeTable = 'scope';

/**
 * The models in an order in which each comes after what it reads. `functions` is whatever else decides what a query gives.
 * @throws Error on a circle, on a reference to nothing, and on a model whose rows could not be kept by partition.
 */
export async function buildOrder(
  engine: Engine,
  models: readonly Model[],
  functions: string,
): Promise<OrderedModel[]> {
  const byName = new Map(models.map((model) => [model.name, model]));
  const read = await engine.references(models.map(({ sql }) => sql));
  const references = new Map(models.map(({ name }, index) => [name, read[index]!]));
  const ordered = new Map<string, OrderedModel>();
  const open: string[] = [];
  const visit = (model: Model): OrderedModel => {
    const done = ordered.get(model.name);
    if (done) return done;
    if (open.includes(model.name))
      throw new Error(`models read each other in a circle: ${[...open, model.name].join(' → ')}`);
    open.push(model.name);
    const now: OrderedModel[] = [];
    const kept: OrderedModel[] = [];
    for (const reference of references.get(model.name)!) {
      const mart = reference.startsWith('marts.') ? byName.get(reference.slice('marts.'.length)) : undefined;
      const sibling = byName.get(reference);
      if (mart && mart.partition.length > 0) kept.push(visit(mart));
      else if (sibling) now.push(visit(sibling));
      else if (reference !== scopeTable && !reference.startsWith('landing.'))
        throw new Error(
          `model ${model.name} reads ${reference}, which is neither a model nor a landing table`,
        );
    }
    open.pop();
    const reads = [...now, ...kept];
    const isScoped =
      references.get(model.name)!.includes(scopeTable) || now.some((sibling) => sibling.isScoped);
    if (model.layer === 'marts' && isScoped !== model.partition.length > 0)
      throw new Error(
        isScoped
          ? `mart ${model.name} holds only what is built: say "partition:", or read kept marts as marts.<name>`
          : `mart ${model.name} has a partition, but reads nothing that is restricted to the scope`,
      );
    const result: OrderedModel = {
      ...model,
      reads: reads.map(({ name }) => name),
      isScoped,
      isAfterMarts: kept.length > 0 || now.some((sibling) => sibling.isAfterMarts),
      reach: model.window + Math.max(0, ...reads.map(({ reach }) => reach)),
      fingerprint: sha256(
        JSON.stringify([model.sql, model.partition, functions, reads.map(({ fingerprint }) => fingerprint)]),
      ),
    };
    ordered.set(model.name, result);
    return result;
  };
  for (const model of models) visit(model);
  return [...ordered.values()];
}

/** Models and everything that they read, in build order. */
export function withAncestors(order: readonly OrderedModel[], wanted: ReadonlySet<string>): OrderedModel[] {
  const needed = new Set(wanted);
  for (const { name, reads } of [...order].reverse()) {
    if (needed.has(name)) for (const read of reads) needed.add(read);
  }
  return order.filter(({ name }) => needed.has(name));
}
