import { readFile } from 'node:fs/promises';

let version: string | undefined;
/** The version of this package; `unknown` where its description is not beside it. */
export async function packageVersion(): Promise<string> {
  if (version === undefined) {
    // beside the sources in development, one folder further up in the built package
    for (const path of ['../package.json', '../../package.json']) {
      const text = await readFile(new URL(path, import.meta.url), 'utf8').catch(() => null);
      if (text) version = (JSON.parse(text) as { version: string }).version;
    }
  }
  return version ?? 'unknown';
}
