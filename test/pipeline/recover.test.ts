import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Home } from '../../pipeline/home.js';
import { readManifests } from '../../pipeline/landing/manifest.js';
import type { JobResult } from '../../pipeline/run/nightly.js';
import { readCurrent } from '../../pipeline/run/publish.js';
import { startChild } from './child.js';
import { slowNight } from './slow-source.js';
import { temporaryHome } from './temporary-home.js';
import { published } from './warehouse.js';

/** The night after, in this process. */
const nextNight = (home: Home, visited: string[] = []): Promise<JobResult> =>
  slowNight(home, new Date('2026-11-02T02:00:00Z'), async (place) => {
    visited.push(place);
  });

const tables = ['media_performance', 'media_daily', 'media_at_age', 'accounts', 'account_daily'];
const contents = (home: Home) => Promise.all(tables.map((name) => published(home, `select * from ${name}`)));

async function rawFiles(home: Home): Promise<string[]> {
  const names = await readdir(home.raw, { recursive: true });
  return names.filter((name) => /\.gz|\.tmp/.test(name)).sort();
}

/** The checkpoint before which a file is full, and on its way to disk while the source goes on. */
const afterFullFile = 'checkpoint 3';

/** A night in another process, killed when it arrives at a place. */
async function killedAt(home: Home, place: string): Promise<void> {
  const child = startChild('./slow-night.ts', [home.root, place]);
  expect(await child.line()).toBe(place);
  if (place === afterFullFile)
    await vi.waitFor(
      async () => expect((await rawFiles(home)).filter((name) => name.endsWith('.gz'))).toHaveLength(2),
      30_000,
    );
  await child.kill('SIGKILL');
}

let undisturbed: unknown;
let cleanUp: () => Promise<void>;
beforeAll(async () => {
  const home = await temporaryHome((remove) => {
    cleanUp = remove;
  });
  await nextNight(home);
  undisturbed = await contents(home);
});
afterAll(() => cleanUp());

describe('a night that is killed', () => {
  it.each([
    'checkpoint 1', // two pages read, none on disk
    afterFullFile, // a full file on disk that no manifest lists
    'page 4', // right after a commit
    'build identities', // inside the transaction, what was landed is loaded
    'check batch 1 of 1', // the partitions of a batch are replaced
    'publish', // built and checked
  ])('at "%s" loses nothing, doubles nothing, and leaves nothing behind', async (place) => {
    const home = await temporaryHome();
    await killedAt(home, place);
    const [dead] = await readManifests(home);
    expect(dead!.status).toBe('running');
    expect(await readCurrent(home)).toBeNull(); // nothing half-built was published
    const committed = dead!.raw_files.map(({ path }) => path);
    const onDisk = await rawFiles(home).catch((): string[] => []);
    const folder = join(home.raw, 'source=graph-api', 'account=100');
    if (onDisk.length > 0) await writeFile(join(folder, `${dead!.run_id}-0099.ndjson.gz.tmp`), 'half');

    const visited: string[] = [];
    const { counts } = await nextNight(home, visited);
    const [recovered, second] = await readManifests(home);
    expect(recovered).toMatchObject({ status: 'aborted', ended_at: '2026-11-02T02:00:00.000Z' });
    expect(second!.status).toBe('succeeded');
    // what was checkpointed is not read again
    const next = (dead!.state.main?.['100']?.progress as { next: number } | undefined)?.next ?? 0;
    expect(visited[0]).toBe(next < 6 ? `page ${next}` : undefined);
    // every whole file counts now, whether its run had committed it or not; half files are gone
    const manifests = await readManifests(home);
    expect(manifests.flatMap(({ raw_files }) => raw_files.map(({ path }) => path)).sort()).toEqual(
      await rawFiles(home),
    );
    expect(recovered!.raw_files.map(({ path }) => path).sort()).toEqual(onDisk);
    expect(committed.every((path) => onDisk.includes(path))).toBe(true);
    expect(await contents(home)).toEqual(undisturbed);
    expect(counts.read).toBe(counts.loaded + counts.quarantined + counts.superseded);
    expect(counts.quarantined).toBe(0);
    expect(await published(home, 'select status from runs order by run_id')).toEqual(
      onDisk.length === 0
        ? [{ status: 'succeeded' }]
        : [{ status: 'aborted' }, ...(next < 6 ? [{ status: 'succeeded' }] : [])],
    );
  });

  it('and whose last file the disk then spoiled does not stop the nights after it', async () => {
    const home = await temporaryHome();
    await killedAt(home, afterFullFile);
    const [dead] = await readManifests(home);
    const committed = dead!.raw_files.map(({ path }) => path);
    const orphan = (await rawFiles(home)).find((path) => !committed.includes(path))!;
    await writeFile(join(home.raw, orphan), 'noise');
    await nextNight(home);
    expect(await contents(home)).toEqual(undisturbed);
    expect(await published(home, 'select source, account, stream, raw_file, rule from quarantine')).toEqual([
      { source: 'graph-api', account: '100', stream: 'media', raw_file: orphan, rule: 'unreadable-file' },
    ]);
  });

  it('twice in a row is taken in by the third', async () => {
    const home = await temporaryHome();
    await killedAt(home, 'page 4');
    await killedAt(home, 'checkpoint 5');
    await nextNight(home);
    const manifests = await readManifests(home);
    expect(manifests.map(({ status }) => status)).toEqual(['aborted', 'aborted', 'succeeded']);
    expect(manifests.flatMap(({ raw_files }) => raw_files.map(({ path }) => path)).sort()).toEqual(
      await rawFiles(home),
    );
    expect(await contents(home)).toEqual(undisturbed);
  });
});
