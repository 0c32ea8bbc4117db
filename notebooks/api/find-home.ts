import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { type Home, homeAt, ReachlineError } from '../../pipeline/index.js';

/**
 * The home to read: the given folder, else `REACHLINE_HOME`, else the nearest folder from `start` upward that has published tables,
 * itself or in its `demo`.
 * @throws ReachlineError `usage` when there is none.
 */
export function findHome(given: string | undefined, env: NodeJS.ProcessEnv, start: string): Home {
  const named = given ?? env.REACHLINE_HOME;
  if (named !== undefined && named !== '') return homeAt(named);
  for (let folder = resolve(start); ; folder = dirname(folder)) {
    const found = [folder, join(folder, 'demo')].map(homeAt).find(isPublished);
    if (found !== undefined) return found;
    if (dirname(folder) === folder) break;
  }
  throw new ReachlineError('usage', `no published tables in ${resolve(start)} or above`, {
    hint: 'Run `npm run demo` in the project, or name a home: open({ home }) or REACHLINE_HOME.',
  });
}

function isPublished(home: Home): boolean {
  return existsSync(join(home.published, 'current.json'));
}
