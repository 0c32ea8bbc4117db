import { chmod, mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Secrets } from '../connectors/contract.js';
import { cannotWrite, isMissing, writeAtomically } from './files.js';
import { type Home, pathSegment } from './home.js';

/** Renewed credentials under `data/secrets/`: one file each, readable by its owner alone. */
export function secretsIn(home: Home): Secrets {
  const fileOf = (name: string) => join(home.secrets, pathSegment(name));
  return {
    async read(name) {
      try {
        return await readFile(fileOf(name), 'utf8');
      } catch (error) {
        if (isMissing(error)) return null;
        throw error;
      }
    },
    async write(name, value) {
      try {
        await mkdir(home.secrets, { recursive: true, mode: 0o700 });
        await chmod(home.secrets, 0o700);
      } catch (error) {
        throw cannotWrite(home.secrets, error);
      }
      await writeAtomically(fileOf(name), value, 0o600);
    },
  };
}
