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

/** A path segment from any text: letters, digits, `.`, `_` and `-` stay, every other byte becomes `%XX`. */
export function pathSegment(text: string): string {
  const safe = [...Buffer.from(text, 'utf8')]
    .map((byte) => {
      const character = String.fromCharCode(byte);
      return /[A-Za-z0-9._-]/.test(character)
        ? character
        : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
    })
    .join('')
    .slice(0, 120);
  return safe === '' || /^\.+$/.test(safe) ? `%2E${safe.slice(1)}` : safe;
}
