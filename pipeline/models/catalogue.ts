import { readdir, readFile } from 'node:fs/promises';
import type { Engine } from '../engines/engine.js';
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

/**
 * The models in an order in which each comes after what it reads.
 * @throws Error on a circle, or on a reference to something that is neither a model nor a landing table.
 */
export async function buildOrder(engine: Engine, models: readonly Model[]): Promise<Model[]> {
  const byName = new Map(models.map((model) => [model.name, model]));
  const references = new Map<string, string[]>();
  for (const model of models) {
    const names = await engine.references(model.sql);
    const unknown = names.filter((name) => !byName.has(name) && !name.startsWith('landing.'));
    if (unknown.length > 0) {
      throw new Error(
        `model ${model.name} reads ${unknown.join(', ')}, which is neither a model nor a landing table`,
      );
    }
    references.set(
      model.name,
      names.filter((name) => byName.has(name)),
    );
  }
  const order: Model[] = [];
  const state = new Map<string, 'open' | 'done'>();
  const visit = (name: string, path: readonly string[]): void => {
    if (state.get(name) === 'done') return;
    if (state.get(name) === 'open')
      throw new Error(`models read each other in a circle: ${[...path, name].join(' → ')}`);
    state.set(name, 'open');
    for (const reference of references.get(name) ?? []) visit(reference, [...path, name]);
    state.set(name, 'done');
    order.push(byName.get(name)!);
  };
  for (const { name } of models) visit(name, []);
  return order;
}
