import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { connectors, type Effects, type ReadContext } from '../connectors/index.js';
import { type AccountProfile, defaultAccounts } from '../emulator/index.js';
import type { Apart, Listening } from './emulator-apart.js';

const latencyMs = 50;
const start = new Date('2026-11-20T05:00:00Z');

/** Twenty accounts of unlike size: four each of the emulator's own five, from 60 to 420 000 followers. */
const accounts: readonly AccountProfile[] = Array.from({ length: 4 }, (_, copy) =>
  defaultAccounts
    .filter(({ owned }) => owned)
    .map((profile) => ({ ...profile, username: `${profile.username}.${copy + 1}` })),
).flat();

/**
 * The first night of twenty accounts with default settings, against an emulator that answers 50 ms late; the floor is
 * every call's wait, shared by the accounts that are read at once. Before the result, the same with twice as many at once.
 */
export async function sync(): Promise<object> {
  const wider = await firstNight({ concurrency: 8 });
  process.stdout.write(`with concurrency ${wider.concurrency}: ${JSON.stringify(wider)}\n`);
  return firstNight({});
}

async function firstNight(chosen: { readonly concurrency?: number }) {
  const worker = new Worker(new URL('./emulator-apart.js', import.meta.url), {
    workerData: { accounts, historyDays: 30, latencyMs, start } satisfies Apart,
  });
  try {
    const [{ url, token }] = (await once(worker, 'message')) as [Listening];
    const connector = connectors['graph-api']!;
    const settings = connector.settings.parse({ base_url: url, ...chosen }) as { concurrency: number };
    const context: ReadContext<unknown> = {
      connection: 'bench',
      settings,
      state: {},
      effects: effectsWith(token),
    };
    const begun = performance.now();
    for await (const message of connector.read(context)) {
      if (message.type === 'gap') throw new Error(`not everything was read: ${message.gap.message}`);
    }
    const seconds = (performance.now() - begun) / 1000;

    const calls = await callsCounted(url);
    const ideal = (calls * latencyMs) / 1000 / settings.concurrency;
    return {
      accounts: accounts.length,
      calls,
      seconds: rounded(seconds),
      ideal_seconds: rounded(ideal),
      ratio: rounded(seconds / ideal),
      concurrency: settings.concurrency,
    };
  } finally {
    await worker.terminate();
  }
}

/** As the emulator saw them. */
async function callsCounted(url: string): Promise<number> {
  const answer = await fetch(`${url}/_emulator/requests`);
  const { total } = (await answer.json()) as { total: number };
  return total;
}

const effectsWith = (token: string): Effects => ({
  now: () => start,
  random: () => 0.5,
  sleep: (ms, signal) => sleep(ms, undefined, signal ? { signal } : {}),
  env: (name) => (name === 'REACHLINE_TOKEN' ? token : undefined),
  secrets: { read: async () => null, write: async () => {} },
  called: () => {},
  log: { debug: () => {}, info: () => {}, warn: () => {} },
  signal: new AbortController().signal,
  files: [],
});

const rounded = (value: number): number => Number(value.toFixed(2));
