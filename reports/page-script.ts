import { readFile } from 'node:fs/promises';
import { ReachlineError } from '../pipeline/index.js';

/** The bundle of `browser/`, which the build puts beside its sources and beside the compiled files. */
const bundle = new URL('browser/page.js', import.meta.url);

/**
 * The script that makes a report interactive, ready to stand inside `<script>`. @throws ReachlineError (`unavailable`)
 * when the package was not built.
 */
export async function readPageScript(): Promise<string> {
  return readFile(bundle, 'utf8').catch((error: Error) => {
    throw new ReachlineError('unavailable', `the page's script is missing: ${error.message}`, {
      hint: 'Run `npm run build`, or set report.interactive to false.',
    });
  });
}
