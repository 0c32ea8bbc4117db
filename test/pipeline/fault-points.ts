import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { relative, sep } from 'node:path';
import { DuckDBConnection } from '@duckdb/node-api';

/** Hears of an operation right before it is done, and right after. May throw what the system would have, or end the process. */
export type AtPoint = (point: string) => void | Promise<void>;

/** What changes a folder, with the place of the path that it changes among its arguments. */
const changing = { mkdir: 0, open: 0, writeFile: 0, rename: 1, link: 1, rm: 0, unlink: 0 } as const;

/**
 * Names every point at which a process changes a folder: `before rename data/published/current.json`, `after rename …`, `after
 * sync data/published`, and for the database `before sql commit`, `after sql copy`. Stands between the program and Node, so that the program needs no
 * hooks. Returns how to end it.
 */
export function watchPoints(root: string, at: AtPoint): () => void {
  const promises = fs.promises as unknown as Record<string, (...args: unknown[]) => Promise<unknown>>;
  const originals = Object.keys(changing).map((name) => [name, promises[name]!] as const);
  for (const [name, original] of originals) {
    promises[name] = async (...args) => {
      const path = relative(root, String(args[changing[name as keyof typeof changing]]));
      if (path === '' || path.startsWith('..')) return original.apply(fs.promises, args);
      // who opens a folder waits for the names in it
      const verb = name === 'open' && args[1] === 'r' ? 'sync' : name;
      const point = `${verb} ${path.split(sep).join('/')}`;
      await at(`before ${point}`);
      const result = await original.apply(fs.promises, args);
      await at(`after ${point}`);
      return result;
    };
  }
  const { run } = DuckDBConnection.prototype;
  DuckDBConnection.prototype.run = async function (sql, ...rest) {
    const point = `sql ${sql.trim().split(/\s/, 1)[0]!.toLowerCase()}`;
    await at(`before ${point}`);
    const result = await run.call(this, sql, ...rest);
    await at(`after ${point}`);
    return result;
  };
  syncBuiltinESMExports();
  return () => {
    for (const [name, original] of originals) promises[name] = original;
    DuckDBConnection.prototype.run = run;
    syncBuiltinESMExports();
  };
}
