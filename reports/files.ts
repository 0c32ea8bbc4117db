import { mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Writes a text file, creating its folder. */
export type WriteFile = (path: string, content: string) => Promise<void>;

/** Through a file beside it and a rename, so that nobody reads half a report. */
export const writeFileSafely: WriteFile = async (path, content) => {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(`${path}.tmp`, content);
  await rename(`${path}.tmp`, path);
};
