import { createHmac } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { type Emulator, type FaultName, type FaultRule, faultNames, faults } from '../../emulator/index.js';
import { ReachlineError } from '../../pipeline/errors.js';
import type { Home } from '../../pipeline/home.js';
import type { Manifest } from '../../pipeline/landing/manifest.js';
import { readManifests } from '../../pipeline/landing/manifest.js';
import { nightly } from '../../pipeline/run/nightly.js';
import { readCurrent } from '../../pipeline/run/publish.js';
import {
  appSecret,
  everything,
  smallWorld,
  type Tables,
  tablesOf,
  withoutPastDays,
} from './emulated-night.js';
import { expectOnlyListedAbsences } from './lacking.js';
import { temporaryHome } from './temporary-home.js';

const share = 0.1;
/** Nights of all faults at once; more can be asked for. */
const nights = Number(process.env.REACHLINE_FAULT_NIGHTS ?? 2);
const lasting = (how: 'transient' | 'permanent') => faultNames.filter((name) => faults[name].lasting === how);

interface Night {
  readonly home: Home;
  readonly emulator: Emulator;
  readonly manifest: Manifest;
  /** What ended it early. */
  readonly error: ReachlineError | null;
  /** Everything logged, one JSON text each. */
  readonly lines: readonly string[];
}

/** Always the same night, in a world and a home of its own, with faults. */
async function night(rules: readonly FaultRule[] = []): Promise<Night> {
  const emulator = await smallWorld();
  onTestFinished(() => emulator.close());
  emulator.setFaults(rules);
  const home = await temporaryHome();
  await withoutPastDays(home, emulator.world);
  const lines: string[] = [];
  const log = (message: string, fields?: object) => lines.push(JSON.stringify({ message, ...fields }));
  let error: ReachlineError | null = null;
  await nightly(everything(home, emulator, { log: { debug: log, info: log, warn: log } })).catch(
    (failure: unknown) => {
      if (!(failure instanceof ReachlineError)) throw failure;
      error = failure;
    },
  );
  const manifest = (await readManifests(home)).at(-1)!;
  return { home, emulator, manifest, error, lines };
}

/** All that a night leaves: files by path, unzipped, the log, and what it said in the end. */
async function everythingLeft({ home, lines, error }: Night): Promise<Map<string, Buffer>> {
  const left = new Map<string, Buffer>();
  for (const entry of await readdir(home.root, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    // The one place where a connector may keep a renewed token.
    if (path.startsWith(home.secrets)) continue;
    const bytes = await readFile(path);
    left.set(path, path.endsWith('.gz') ? gunzipSync(bytes) : bytes);
  }
  left.set('the log', Buffer.from(lines.join('\n')));
  if (error) left.set('the error', Buffer.from([error.message, error.hint, error.stack].join('\n')));
  return left;
}

async function expectNoSecrets(of: Night): Promise<void> {
  const { token } = of.emulator;
  const proof = createHmac('sha256', appSecret).update(token).digest('hex');
  const secrets = [token, appSecret, proof].flatMap((secret) => [secret, encodeURIComponent(secret)]);
  const left = await everythingLeft(of);
  for (const secret of secrets) {
    expect([...left].filter(([, bytes]) => bytes.includes(secret)).map(([path]) => path)).toEqual([]);
  }
}

let clean: Tables;
beforeAll(async () => {
  const emulator = await smallWorld();
  let remove = async () => {};
  const home = await temporaryHome((clear) => {
    remove = clear;
  });
  try {
    await withoutPastDays(home, emulator.world);
    const { manifest } = await nightly(everything(home, emulator));
    expect(manifest).toMatchObject({ status: 'succeeded', gaps: [] });
    clean = await tablesOf(home);
  } finally {
    await remove();
    await emulator.close();
  }
  // Every part of the connector has given something.
  for (const name of ['account_daily', 'account_breakdowns', 'audience', 'comments', 'hashtag_media']) {
    expect(clean.get(name)!.size, name).toBeGreaterThan(0);
  }
  for (const name of ['media_performance', 'story_frames', 'tagged_media', 'accounts']) {
    expect(clean.get(name)!.size, name).toBeGreaterThan(0);
  }
});

describe('a night of faults that let go', () => {
  it.each(Array.from({ length: nights }, (_, index) => 1 + index))(
    'publishes what a night without faults does (seed %i)',
    async (seed) => {
      const all = lasting('transient').map((fault) => ({ fault, rate: share, seed, delayMs: 2 }));
      const faulty = await night(all);
      expect(faulty.manifest).toMatchObject({ status: 'succeeded', gaps: [], error: null });
      expect(await tablesOf(faulty.home)).toEqual(clean);
      await expectNoSecrets(faulty);
      // The faults did strike.
      expect(faulty.lines.filter((line) => line.includes('"retry"')).length).toBeGreaterThan(100);
    },
  );

  it('loses nothing of lists that come in pieces, with odd links', async () => {
    const odd = ['empty-page', 'next-version', 'next-endless'] as const;
    const faulty = await night(odd.map((fault) => ({ fault, rate: 0.6, seed: 7 })));
    expect(faulty.manifest).toMatchObject({ status: 'succeeded', gaps: [] });
    expect(await tablesOf(faulty.home)).toEqual(clean);
  });
});

/** Seeds with which a tenth of the possible victims of a fault is somebody in this world; 1 for the others. */
const seeds: Partial<Record<FaultName, number>> = {
  'field-unreadable': 2,
  'too-few-users': 16,
  'hashtags-spent': 11,
  'permission-refused': 4,
  'account-restricted': 2,
  'policy-blocked': 19,
  'spam-blocked': 8,
  'token-invalidated': 4,
  'version-retired': 20,
};

describe('a night of a fault that stays', () => {
  it.each(lasting('permanent'))('%s: lacks what the catalogue lists, and nothing else', async (fault) => {
    const { absent } = faults[fault];
    const faulty = await night([{ fault, rate: share, seed: seeds[fault] ?? 1 }]);
    const { emulator, manifest, home, error } = faulty;
    const victims = emulator.victims();
    expect(victims.length).toBeGreaterThan(0);
    await expectNoSecrets(faulty);
    if (absent?.of === 'token' || absent?.of === 'version') {
      expect(error?.message).toMatch(/nothing could be read/);
      expect(error?.hint).toBeTruthy();
      expect(manifest).toMatchObject({ status: 'failed', gaps: [{ recovery: 'connection' }] });
      expect(await readCurrent(home)).toBeNull();
      return;
    }
    expect(error).toBeNull();
    const { gaps } = manifest;
    const lost = expectOnlyListedAbsences({
      clean,
      faulty: await tablesOf(home),
      victims,
      gaps,
      world: emulator.world,
    });
    // Of media files nothing is published.
    if (absent === null || fault === 'field-unreadable') expect([lost, gaps]).toEqual([0, []]);
    else expect(lost).toBeGreaterThan(0);
    expect(manifest.status).toBe(gaps.length > 0 ? 'partial' : 'succeeded');
  });

  it.each(Array.from({ length: nights }, (_, index) => 1 + 12 * index))(
    'all of them together, but those that end everything (seed %i)',
    async (seed) => {
      const some = lasting('permanent').filter(
        (name) => !['token', 'version'].includes(faults[name].absent?.of ?? ''),
      );
      const faulty = await night(some.map((fault) => ({ fault, rate: share, seed })));
      const { emulator, manifest, home, error } = faulty;
      expect(error).toBeNull();
      const { gaps } = manifest;
      const tables = await tablesOf(home);
      const lost = expectOnlyListedAbsences({
        clean,
        faulty: tables,
        victims: emulator.victims(),
        gaps,
        world: emulator.world,
      });
      expect(lost).toBeGreaterThan(0);
      await expectNoSecrets(faulty);
    },
  );
});
