import { stat } from 'node:fs/promises';
import { openDuckDB } from '../engines/duckdb/duckdb.js';
import { type Engine, QueryError } from '../engines/engine.js';
import { ReachlineError } from '../errors.js';
import { isMissing } from '../files.js';
import type { Home } from '../home.js';

/**
 * Reads what the warehouse file holds, and leaves it as it is.
 * @throws ReachlineError `usage` when there is no file, `tryLater` while a job has it open, `refused` when it is not one
 *   that this version made.
 */
export async function readWarehouse<T>(home: Home, read: (warehouse: Engine) => Promise<T>): Promise<T> {
  const hint = 'It is made from the raw files by `reachline build`.';
  await stat(home.warehouse).catch((error: unknown) => {
    if (!isMissing(error)) throw error;
    throw new ReachlineError('usage', `there is no warehouse: ${home.warehouse} is missing`, { hint });
  });
  try {
    const warehouse = await openDuckDB({ path: home.warehouse, readOnly: true });
    try {
      return await read(warehouse);
    } finally {
      warehouse.close();
    }
  } catch (error) {
    if (!(error instanceof QueryError)) throw error;
    throw new ReachlineError('refused', `${home.warehouse} is damaged, or another version made it`, {
      hint,
      cause: error,
    });
  }
}
