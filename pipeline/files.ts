import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { ReachlineError } from './errors.js';

/**
 * Writes a file so that readers see the old bytes or the new ones, never a part: temporary file, fsync, rename, fsync of the
 * folder. When it returns, the file is there even if the power goes.
 * @throws ReachlineError `cannotWrite` that names the path.
 */
export async function writeAtomically(
  path: string,
  content: string | Uint8Array,
  mode?: number,
): Promise<void> {
  const temporary = `${path}.tmp`;
  try {
    await makeFolder(dirname(path));
    const handle = await open(temporary, 'w', mode);
    try {
      await handle.writeFile(content);
      await handle.datasync();
    } finally {
      await handle.close();
    }
    await rename(temporary, path);
    await makeNamesDurable(dirname(path));
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined); // the write error is the one to report
    throw cannotWrite(path, error);
  }
}

/**
 * The record of a run that {@link writeAtomically} wrote as JSON; `null` when there is none.
 * @throws ReachlineError `refused`, with the hint, for a file that is no such record or lacks one of its parts.
 */
export async function readRecord<T extends { readonly run_id: string }>(
  path: string,
  parts: readonly (keyof T & string)[],
  hint: string,
): Promise<T | null> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
  try {
    const value = JSON.parse(text) as unknown;
    if (value !== null && typeof value === 'object' && parts.every((part) => part in value))
      return value as T;
  } catch {
    // what is not JSON is as damaged as JSON of another kind
  }
  throw new ReachlineError('refused', `${path} is damaged`, { hint });
}

/** Waits until a file's bytes are on the disk; a rename after that cannot name an empty file when the power goes. */
export async function makeDurable(path: string): Promise<void> {
  const handle = await open(path, 'r+');
  try {
    await handle.datasync();
  } finally {
    await handle.close();
  }
}

/** Makes a folder, and those above it that are missing, for good. */
export async function makeFolder(folder: string): Promise<void> {
  const first = await mkdir(folder, { recursive: true });
  if (first === undefined) return;
  for (let made = folder; made.length >= first.length; made = dirname(made))
    await makeNamesDurable(dirname(made));
}

/** Waits until the names in a folder are on the disk; else a rename may be forgotten when the power goes. */
export async function makeNamesDurable(folder: string): Promise<void> {
  if (process.platform === 'win32') return; // folders cannot be opened there
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } catch (error) {
    // a file system that does not keep names that way says so; there is nothing to wait for
    if (!['EINVAL', 'ENOTSUP'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  } finally {
    await handle.close();
  }
}

export function cannotWrite(path: string, error: unknown): ReachlineError {
  if (error instanceof ReachlineError) return error;
  const reason = error instanceof Error ? error.message : String(error);
  return new ReachlineError('cannotWrite', `cannot write ${path}: ${reason}`, {
    hint: 'Free disk space or make the folder writable, then run the same command again; it continues where it stopped.',
    cause: error,
  });
}

export function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

export async function sha256OfFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const bytes of createReadStream(path)) hash.update(bytes as Buffer);
  return hash.digest('hex');
}

export function isMissing(error: unknown): boolean {
  const { code } = (error ?? {}) as NodeJS.ErrnoException;
  return code === 'ENOENT' || code === 'ENOTDIR';
}
