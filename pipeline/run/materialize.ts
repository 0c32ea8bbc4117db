import type { Engine } from '../engines/engine.js';
import type { OrderedModel } from '../models/catalogue.js';

/** What a build makes lives as long as the build; of marts with a partition the rows are kept. */
const relation = { view: 'temp view', build: 'temp table', table: 'temp table' } as const;

/** Runs models in the order given. */
export async function materialize(engine: Engine, models: readonly OrderedModel[]): Promise<void> {
  for (const { name, kind, sql } of models) {
    await engine.exec(`create or replace ${relation[kind]} ${name} as ${sql}`);
  }
}

/** Lets go of what models gave. */
export async function drop(engine: Engine, models: readonly OrderedModel[]): Promise<void> {
  for (const { name, kind } of models)
    await engine.exec(`drop ${kind === 'view' ? 'view' : 'table'} ${name}`);
}
