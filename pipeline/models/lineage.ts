import type { ColumnOrigin, Engine } from '../engines/engine.js';
import type { Model } from './header.js';

/** Where a column of a model comes from. */
export interface Lineage {
  /** The landing tables that the column comes from, sorted. */
  readonly landing: readonly string[];
  /**
   * The models between the column and a landing table, the one asked about first, each before those that it reads; the landing table ends it. Empty when
   * the column does not come from there.
   */
  pathTo(landing: string): string[];
  /** The nearest columns on the way of which `stop` is true; the column itself is not asked. */
  nearest(stop: (origin: ColumnOrigin) => boolean): ColumnOrigin[];
}

/** Follows a column of a model down to landing, by what the models' SQL computes it from. */
export async function lineageOf(
  engine: Engine,
  models: readonly Model[],
  start: ColumnOrigin,
): Promise<Lineage> {
  const byName = new Map(models.map((model) => [model.name, model]));
  const origins = new Map<string, readonly ColumnOrigin[]>();
  const read = async (node: ColumnOrigin): Promise<void> => {
    if (origins.has(keyOf(node))) return;
    const model = byName.get(node.table);
    // a mart of earlier builds is the mart
    const found = model ? (await engine.origins(model.sql, node.column)).map(withoutSchemaOfMarts) : [];
    origins.set(keyOf(node), found);
    for (const origin of found) await read(origin);
  };
  await read(start);

  const leaves = [...origins.keys()].map((key) => key.slice(0, key.lastIndexOf('.')));
  return {
    landing: [...new Set(leaves)].filter((table) => table.startsWith('landing.')).sort(),
    pathTo(landing) {
      const below = new Map<string, Set<string>>();
      const done = new Map<string, boolean>();
      const leads = (node: ColumnOrigin): boolean => {
        const known = done.get(keyOf(node));
        if (known !== undefined) return known;
        done.set(keyOf(node), false); // a column that is computed from itself leads nowhere new
        const onPath = origins.get(keyOf(node))!.filter(leads);
        const isOnPath = node.table === landing || onPath.length > 0;
        done.set(keyOf(node), isOnPath);
        const tables = below.get(node.table) ?? new Set();
        if (isOnPath) below.set(node.table, tables);
        for (const { table } of onPath) tables.add(table);
        return isOnPath;
      };
      return leads(start) ? readersFirst(start.table, below) : [];
    },
    nearest(stop) {
      const found = new Map<string, ColumnOrigin>();
      const seen = new Set<string>();
      const visit = (node: ColumnOrigin): void => {
        for (const origin of origins.get(keyOf(node))!) {
          if (seen.has(keyOf(origin))) continue;
          seen.add(keyOf(origin));
          if (stop(origin)) found.set(keyOf(origin), origin);
          else visit(origin);
        }
      };
      visit(start);
      return [...found.values()];
    },
  };
}

function readersFirst(start: string, below: ReadonlyMap<string, ReadonlySet<string>>): string[] {
  const seen = new Set<string>();
  const order: string[] = [];
  const visit = (table: string): void => {
    if (seen.has(table)) return;
    seen.add(table);
    for (const read of below.get(table) ?? []) visit(read);
    order.unshift(table);
  };
  visit(start);
  return order;
}

function keyOf({ table, column }: ColumnOrigin): string {
  return `${table}.${column}`;
}

function withoutSchemaOfMarts({ table, column }: ColumnOrigin): ColumnOrigin {
  return { table: table.replace(/^marts\./, ''), column };
}
