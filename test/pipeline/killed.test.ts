import { readdir } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Emulator } from '../../emulator/index.js';
import type { Home } from '../../pipeline/home.js';
import { readManifests } from '../../pipeline/landing/manifest.js';
import { nightly } from '../../pipeline/run/nightly.js';
import { readCurrent } from '../../pipeline/run/publish.js';
import { startChild } from './child.js';
import { everything, smallWorld, type Tables, tablesOf, withoutPastDays } from './emulated-night.js';
import { temporaryHome } from './temporary-home.js';
import { published } from './warehouse.js';

let emulator: Emulator;
/** Hears of every request, before it is answered. */
let onRequest: () => void = () => undefined;
let undisturbed: Tables;
/** Requests of an undisturbed night. */
let requests: number;

beforeAll(async () => {
  emulator = await smallWorld({ log: () => onRequest() });
  let remove = async () => {};
  const home = await temporaryHome((clear) => {
    remove = clear;
  });
  await withoutPastDays(home, emulator.world);
  await nightly(everything(home, emulator));
  undisturbed = await tablesOf(home);
  requests = emulator.requests().length;
  await remove();
});
afterAll(() => emulator.close());

/** A night in another process, killed as soon as it has asked so often, or when it arrives at a step. */
async function killed(home: Home, at: number | string): Promise<void> {
  const child = startChild('./killed-night.ts', [home.root, emulator.url, emulator.token, String(at)]);
  if (typeof at === 'string') {
    expect(await child.line()).toBe(at);
    await child.kill('SIGKILL');
    return;
  }
  let asked = 0;
  await new Promise<void>((resolve) => {
    onRequest = () => {
      asked += 1;
      if (asked === at) resolve(child.kill('SIGKILL'));
    };
  });
  onRequest = () => undefined;
}

async function rawFiles(home: Home): Promise<string[]> {
  const names = await readdir(home.raw, { recursive: true }).catch((): string[] => []);
  return names.filter((name) => /\.gz|\.tmp/.test(name)).sort();
}

async function expectNothingLostOrDoubled(home: Home, deaths: number): Promise<void> {
  const before = emulator.requests().length;
  const { manifest } = await nightly(everything(home, emulator));
  expect(manifest).toMatchObject({ status: 'succeeded', gaps: [] });
  expect(await tablesOf(home)).toEqual(undisturbed);
  // What was checkpointed is not read again.
  expect(emulator.requests().length - before).toBeLessThanOrEqual(requests);

  const manifests = await readManifests(home);
  const nights = manifests.filter(({ kind }) => kind === 'nightly');
  expect(nights.map(({ status }) => status)).toEqual([...Array(deaths).fill('aborted'), 'succeeded']);
  expect(manifests.flatMap(({ raw_files }) => raw_files.map(({ path }) => path)).sort()).toEqual(
    await rawFiles(home),
  );
  expect(await published(home, 'select run_id, status from runs order by run_id')).toEqual(
    nights
      .filter(({ raw_files }) => raw_files.length > 0)
      .map(({ run_id, status }) => ({ run_id, status }))
      .sort((a, b) => (a.run_id < b.run_id ? -1 : 1)),
  );
  // The ledger knows every file once, and what became of everything in it.
  const [ledger] = await published(
    home,
    `select count(*) as files, count(distinct raw_file) as names, sum(read) as read, sum(quarantined) as quarantined,
       sum(loaded + quarantined + superseded) as accounted_for from loads`,
  );
  expect(ledger!.names).toBe(ledger!.files);
  expect(ledger!.files).toBe(manifests.flatMap(({ raw_files }) => raw_files).length);
  expect(ledger!.accounted_for).toBe(ledger!.read);
  expect(ledger!.quarantined).toBe(0);
}

describe('a night of the platform that is killed', () => {
  it.each([0, 0.5, 1])('after its first request and %f of the others is made up for', async (share) => {
    const home = await temporaryHome();
    await withoutPastDays(home, emulator.world);
    await killed(home, 1 + Math.floor(share * (requests - 1)));
    expect(await readCurrent(home)).toBeNull();
    await expectNothingLostOrDoubled(home, 1);
  });

  it('while it builds is made up for', async () => {
    const home = await temporaryHome();
    await withoutPastDays(home, emulator.world);
    await killed(home, 'check batch 1 of 1');
    expect(await readCurrent(home)).toBeNull();
    await expectNothingLostOrDoubled(home, 1);
  });

  it('twice is made up for by the third', async () => {
    const home = await temporaryHome();
    await withoutPastDays(home, emulator.world);
    for (const at of [40, 40]) await killed(home, at);
    await expectNothingLostOrDoubled(home, 2);
  });
});
