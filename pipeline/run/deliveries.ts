import { readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '../../connectors/contract.js';
import { cannotWrite, isMissing, sha256, writeAtomically } from '../files.js';
import type { Home } from '../home.js';
import { toLine } from '../landing/envelope.js';
import type { Manifest } from '../landing/manifest.js';
import { dayOf, type RawFile, rawPath, writeRawFile } from '../landing/writer.js';
import { describe } from './recover.js';

/**
 * Deliveries of webhooks, landed beside the runs and without their lock: the raw files first, named by the delivery's
 * content, then `data/deliveries/<name>`, which lists them, one path a line. That record stands for a manifest until the
 * next run takes the files into its own.
 */
export interface DeliveryLanding {
  /**
   * Returns when the delivery is on disk, whole. `known`: it had been landed before.
   * @throws ReachlineError `cannotWrite`; the delivery does not count then.
   */
  land(body: Uint8Array, pages: readonly Page[]): Promise<'landed' | 'known'>;
}

const prefix = 'webhook-';

export function deliveryLanding(home: Home): DeliveryLanding {
  const inProgress = new Map<string, Promise<'landed' | 'known'>>();
  return {
    async land(body, pages) {
      const name = `${prefix}${sha256(body).slice(0, 32)}`;
      const twin = inProgress.get(name);
      if (twin) {
        await twin; // when it fails, so does this one
        return 'known';
      }
      const landing = landOnce(home, name, pages).finally(() => inProgress.delete(name));
      inProgress.set(name, landing);
      return landing;
    },
  };
}

async function landOnce(home: Home, name: string, pages: readonly Page[]): Promise<'landed' | 'known'> {
  const record = join(home.deliveries, name);
  try {
    if (await exists(record)) return 'known';
    const files = pages.map((page) => ({ page, path: rawPath({ ...page, date: dayOf(page) }, name) }));
    let isNew = false;
    for (const { page, path } of files) {
      if (await exists(join(home.raw, path))) continue; // a run may have committed these very bytes
      isNew = true;
      await writeRawFile(home, path, [toLine(page)]);
    }
    // also when nothing is new: a receiver may have died between the files and their record
    await writeAtomically(record, files.map(({ path }) => `${path}\n`).join(''));
    return isNew ? 'landed' : 'known';
  } catch (error) {
    throw cannotWrite(record, error);
  }
}

/** What waits for a run: raw files that no manifest has yet, and how to forget their records once one is saved. */
export async function waitingDeliveries(
  home: Home,
  manifests: readonly Manifest[],
): Promise<{ readonly files: RawFile[]; forget(): Promise<void> }> {
  const names = await namesBelow(home.deliveries);
  const records = names.filter((name) => name.startsWith(prefix) && !name.endsWith('.tmp')).sort();
  const files: RawFile[] = [];
  if (records.length > 0) {
    const committed = new Set(manifests.flatMap(({ raw_files }) => raw_files.map(({ path }) => path)));
    for (const record of records) {
      const paths = (await readFile(join(home.deliveries, record), 'utf8')).split('\n');
      for (const path of paths) {
        if (path === '' || committed.has(path) || !(await exists(join(home.raw, path)))) continue;
        files.push(await describe(home, path));
      }
    }
  }
  return {
    files,
    async forget() {
      for (const record of records) await rm(join(home.deliveries, record), { force: true });
    },
  };
}

/** Removes what a receiver that died was writing: half files that nobody has touched since a moment. */
export async function removeHalfDeliveries(home: Home, untouchedSince: Date): Promise<void> {
  for (const folder of [home.raw, home.deliveries]) {
    const names = await namesBelow(folder);
    for (const name of names.filter((path) => /(^|[\\/])webhook-[^\\/]*\.tmp$/.test(path))) {
      const path = join(folder, name);
      const half = await stat(path).catch(() => null); // another receiver has finished it meanwhile
      if (half && half.mtime < untouchedSince) await rm(path, { force: true });
    }
  }
}

async function namesBelow(folder: string): Promise<string[]> {
  try {
    return await readdir(folder, { recursive: true });
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
}
