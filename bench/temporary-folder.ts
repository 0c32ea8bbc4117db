import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Lends a folder on disk (below `TMPDIR`) and removes it in the end, also after a failure or an interrupt. */
export async function inTemporaryFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'reachline-bench-'));
  const remove = () => rm(folder, { recursive: true, force: true, maxRetries: 3 });
  const stop = (): void => {
    void remove().finally(() => process.exit(130));
  };
  process.once('SIGINT', stop).once('SIGTERM', stop);
  try {
    return await work(folder);
  } finally {
    process.off('SIGINT', stop).off('SIGTERM', stop);
    await remove();
  }
}
