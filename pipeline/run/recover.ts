import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { isMissing, sha256 } from '../files.js';
import type { Home } from '../home.js';
import { fromLine } from '../landing/envelope.js';
import { type Manifest, saveManifest } from '../landing/manifest.js';
import type { RawFile } from '../landing/writer.js';
import { readCurrent } from './publish.js';

/**
 * Closes runs that died. Raw files that such a run had finished but not committed are whole (they appear by rename) and
 * are observations that cannot be made again: they are committed now. Half-written files are removed. An import can be made
 * again: one that died before it was published is taken back, else a check that it fails would stop every night to come.
 */
export async function recover(home: Home, manifests: Manifest[], now: Date): Promise<Manifest[]> {
  for (const manifest of manifests) {
    if (manifest.status !== 'running') continue;
    const committed = new Set(manifest.raw_files.map(({ path }) => path));
    const isImport = manifest.kind === 'import';
    for (const path of await rawFilesOf(home, manifest.run_id)) {
      if (path.endsWith('.tmp')) await rm(join(home.raw, path), { force: true });
      else if (!committed.has(path) && !isImport) manifest.raw_files.push(await describe(home, path));
    }
    if (isImport && !(await isPublished(home, manifest))) takeBack(manifest);
    manifest.status = 'aborted';
    manifest.ended_at = now.toISOString();
    await saveManifest(home, manifest);
  }
  return manifests;
}

async function isPublished(home: Home, { run_id }: Manifest): Promise<boolean> {
  const current = await readCurrent(home).catch(() => null);
  return current?.run_id === run_id;
}

/** Nothing that an import landed counts; another attempt reads the files anew. */
export function takeBack(manifest: Manifest): void {
  manifest.raw_files.length = 0;
  manifest.imported_files.length = 0;
}

async function rawFilesOf(home: Home, runId: string): Promise<string[]> {
  try {
    const names = await readdir(home.raw, { recursive: true });
    return names
      .map((name) => name.replaceAll('\\', '/'))
      .filter((name) => {
        const file = name.slice(name.lastIndexOf('/') + 1);
        return file.startsWith(`${runId}-`) && /^\d+\./.test(file.slice(runId.length + 1)); // not of …-nightly-2
      })
      .sort();
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

/** A raw file as a manifest commits it, from what it holds. */
export async function describe(home: Home, path: string): Promise<RawFile> {
  const bytes = await readFile(join(home.raw, path));
  return { path, ...contentsOf(bytes, path), sha256: sha256(bytes), bytes: bytes.length, imported: null };
}

/** What the first page says about all; of a file that cannot be read its path, so that loading quarantines it. */
function contentsOf(bytes: Buffer, path: string): Pick<RawFile, 'source' | 'account' | 'stream' | 'pages'> {
  try {
    const lines = gunzipSync(bytes).toString('utf8').trimEnd().split('\n');
    const { source, account, stream } = fromLine(lines[0]!);
    return { source, account, stream, pages: lines.length };
  } catch {
    const part = (name: string): string => path.match(`${name}=([^/]*)`)?.[1] ?? 'unknown';
    return { source: part('source'), account: part('account'), stream: part('stream'), pages: 0 };
  }
}
