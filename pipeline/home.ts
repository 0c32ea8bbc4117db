import { createHash } from 'node:crypto';
import { join, resolve } from 'node:path';

/** Where everything lives. `--home DIR` or `REACHLINE_HOME`; default the current folder. */
export interface Home {
  readonly root: string;
  readonly config: string;
  readonly env: string;
  readonly data: string;
  readonly raw: string;
  readonly files: string;
  readonly runs: string;
  readonly deliveries: string;
  readonly published: string;
  readonly warehouse: string;
  readonly lock: string;
  readonly secrets: string;
  readonly out: string;
}

export function homeAt(directory: string): Home {
  const root = resolve(directory);
  const data = join(root, 'data');
  return {
    root,
    config: join(root, 'reachline.yaml'),
    env: join(root, '.env'),
    data,
    raw: join(data, 'raw'),
    files: join(data, 'raw', 'files'),
    runs: join(data, 'runs'),
    deliveries: join(data, 'deliveries'),
    published: join(data, 'published'),
    warehouse: join(data, 'warehouse.duckdb'),
    lock: join(data, 'lock.json'),
    secrets: join(data, 'secrets'),
    out: join(root, 'out'),
  };
}

const longestSegment = 120;

/**
 * A path segment from any text: letters, digits, `.`, `_` and `-` stay, every other byte becomes `%XX`. A long one is cut, and ends
 * in a hash of the whole, so that two texts never share a segment.
 */
export function pathSegment(text: string): string {
  const safe = [...Buffer.from(text, 'utf8')]
    .map((byte) => {
      const character = String.fromCharCode(byte);
      return /[A-Za-z0-9._-]/.test(character)
        ? character
        : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
    })
    .join('');
  if (safe.length > longestSegment) {
    const hash = createHash('sha256').update(text).digest('hex').slice(0, 32);
    return `${safe.slice(0, longestSegment - 33)}-${hash}`;
  }
  return safe === '' || /^\.+$/.test(safe) ? `%2E${safe.slice(1)}` : safe;
}
