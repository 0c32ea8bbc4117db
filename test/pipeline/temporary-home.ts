import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type Home, homeAt } from '../../pipeline/home.js';

/** A home in a temporary folder that leaves with the test, or when the caller says so. */
export async function temporaryHome(
  whenDone: (remove: () => Promise<void>) => void = onTestFinished,
): Promise<Home> {
  const root = await mkdtemp(join(tmpdir(), 'reachline-'));
  whenDone(() => rm(root, { recursive: true, force: true }));
  return homeAt(root);
}
