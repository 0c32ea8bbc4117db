import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';

let version: Promise<string> | undefined;

/** Reachline's own version; `unknown` without its package. */
export function packageVersion(): Promise<string> {
  version ??= readVersion();
  return version;
}

async function readVersion(): Promise<string> {
  // beside the sources in development, one folder further up in the built package
  for (const path of ['../../package.json', '../../../package.json']) {
    const text = await readFile(new URL(path, import.meta.url), 'utf8').catch(() => null);
    if (text) return (JSON.parse(text) as { version: string }).version;
  }
  return 'unknown';
}

const hashes = new Map<string, Promise<string>>();

/**
 * SHA-256 over the names and contents of the program's own files below some of its folders: of the built files, or of the
 * sources in development. Two checkouts of one version may still differ in it.
 */
export function codeHash(...folders: readonly string[]): Promise<string> {
  const key = folders.join(' ');
  const known = hashes.get(key) ?? hashOf(folders);
  hashes.set(key, known);
  return known;
}

async function hashOf(folders: readonly string[]): Promise<string> {
  const hash = createHash('sha256');
  for (const folder of folders) {
    const root = new URL(`../../${folder}/`, import.meta.url);
    const names = await readdir(root, { recursive: true });
    const files = names
      .map((name) => name.replaceAll('\\', '/'))
      .filter((name) => /\.(js|ts|sql)$/.test(name) && !name.endsWith('.d.ts'))
      .sort();
    for (const name of files) {
      hash.update(`${folder}/${name}\n`).update(await readFile(new URL(name, root)));
    }
  }
  return hash.digest('hex');
}
