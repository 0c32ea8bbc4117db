import { chmod, mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Secrets } from '../connectors/contract.js';
import { ReachlineError } from './errors.js';
import { cannotWrite, isMissing, writeAtomically } from './files.js';
import { type Home, pathSegment } from './home.js';

/**
 * Renewed credentials under `data/secrets/`: one file each, readable by its owner alone.
 * @throws ReachlineError `credentials` for a file that cannot be read, `cannotWrite` for one that cannot be written.
 */
export function secretsIn(home: Home): Secrets {
  const fileOf = (name: string) => join(home.secrets, pathSegment(name));
  return {
    async read(name) {
      try {
        return await readFile(fileOf(name), 'utf8');
      } catch (error) {
        if (isMissing(error)) return null;
        const reason = error instanceof Error ? error.message : String(error);
        throw new ReachlineError('credentials', `cannot read ${fileOf(name)}: ${reason}`, {
          hint: 'Give the file to the user that runs Reachline, or delete it: the token in the environment is used then.',
          cause: error,
        });
      }
    },
    async write(name, value) {
      try {
        await mkdir(home.data, { recursive: true }); // first, as the mode would go for parents too
        await mkdir(home.secrets, { recursive: true, mode: 0o700 });
        await chmod(home.secrets, 0o700);
      } catch (error) {
        throw cannotWrite(home.secrets, error);
      }
      await writeAtomically(fileOf(name), value, 0o600);
    },
  };
}
