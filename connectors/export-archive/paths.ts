import { SourceError } from '../errors.js';
import type { Part } from './part.js';
import { parts } from './parts/index.js';

/** A file that is needed: the part that it belongs to. */
export function partAt(path: string): Part | null {
  const [folder = '', name = ''] = path.toLowerCase().split('/').slice(-2);
  if (!name.endsWith('.json')) return null;
  return parts.find((part) => part.isAt(folder, name.slice(0, -'.json'.length))) ?? null;
}

/** Whether a path tells that it stands in an archive: a file that is needed, in either format, or published media. */
function isTelling(path: string): boolean {
  return partAt(asJson(path)) !== null || /(?:^|\/)media\/(?:posts|reels|stories)\/\d{6}\//i.test(path);
}

function asJson(path: string): string {
  return path.replace(/\.html?$/i, '.json');
}

/** Account and day in a name like `instagram-padaria.aurora-2026-11-20-aB3xYz`. */
export interface ArchiveName {
  readonly username: string;
  /** `YYYY-MM-DD`. */
  readonly day: string;
}

export function archiveNameIn(path: string): ArchiveName | null {
  for (const part of path.split('/')) {
    const found = part.match(/^instagram-([\w.]{1,30})-(20\d\d-\d\d-\d\d)(?:-|\.|$)/i);
    if (found) return { username: found[1]!.toLowerCase(), day: found[2]! };
  }
  return null;
}

/**
 * Which of the paths of a folder or zip are read; `null` when it is no archive of Instagram's.
 *
 * @throws SourceError of kind `input` for an archive in HTML, which is what people get who choose nothing.
 */
export function neededPaths(name: string, paths: readonly string[]): string[] | null {
  if (!paths.some(isTelling)) return null;
  const needed = paths.filter((path) => partAt(path) !== null);
  if (needed.length === 0 && paths.some((path) => path !== asJson(path) && partAt(asJson(path)) !== null)) {
    throw new SourceError(`${name} is an Instagram archive in HTML, which is made to look at, not to read.`, {
      kind: 'input',
      recovery: 'skip',
      hint:
        'Ask for it again: Accounts Center → Your information and permissions → Download your information → ' +
        'Format: JSON instead of HTML, date range: All time. Then import the zip as it comes.',
    });
  }
  return needed;
}
