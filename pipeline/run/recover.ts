import { createReadStream } from 'node:fs';
import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';
import { isMissing, sha256 } from '../files.js';
import type { Home } from '../home.js';
import { fromLine } from '../landing/envelope.js';
import { type Manifest, saveManifest } from '../landing/manifest.js';
import type { RawFile } from '../landing/writer.js';

/**
 * Closes runs that died. Raw files that such a run had finished but not committed are whole (they appear by rename) and
 * are observations that cannot be made again: they are committed now. Half-written files are removed.
 */
export async function recover(home: Home, manifests: Manifest[], now: Date): Promise<Manifest[]> {
  for (const manifest of manifests) {
    if (manifest.status !== 'running') continue;
    const committed = new Set(manifest.raw_files.map(({ path }) => path));
    for (const path of await rawFilesOf(home, manifest.run_id)) {
      if (path.endsWith('.tmp')) await rm(join(home.raw, path), { force: true });
      else if (!committed.has(path) && manifest.kind !== 'import')
        manifest.raw_files.push(await describe(home, path));
    }
    manifest.status = 'aborted';
    manifest.ended_at = now.toISOString();
    await saveManifest(home, manifest);
  }
  return manifests;
}

async function rawFilesOf(home: Home, runId: string): Promise<string[]> {
  try {
    const names = await readdir(home.raw, { recursive: true });
    return names
      .map((name) => name.replaceAll('\\', '/'))
      .filter((name) => name.slice(name.lastIndexOf('/') + 1).startsWith(`${runId}-`))
      .sort();
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

async function describe(home: Home, path: string): Promise<RawFile> {
  const full = join(home.raw, path);
  const bytes = await readFile(full);
  let pages = 0;
  let first = '';
  const lines = createInterface({ input: createReadStream(full).pipe(createGunzip()) });
  for await (const line of lines) {
    if (pages === 0) first = line;
    pages += 1;
  }
  const { source, account, stream } = fromLine(first);
  return { path, source, account, stream, pages, sha256: sha256(bytes), bytes: bytes.length, imported: null };
}
