import { readFile } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import { parseEnv } from 'node:util';
import type { Effects, Log } from '../../connectors/contract.js';
import { isMissing } from '../files.js';
import type { Home } from '../home.js';
import { secretsIn } from '../secrets.js';

/** The outside as a run sees it. Tests and the demo pass their own clock. */
export interface Outside {
  readonly now: () => Date;
  readonly env: (name: string) => string | undefined;
  readonly log: Log;
  readonly signal: AbortSignal;
  /** How the run waits between tries; in real time when absent. */
  readonly sleep?: Effects['sleep'];
}

/** The process environment, then the home's `.env`. */
export async function environment(home: Home): Promise<Outside['env']> {
  let file: NodeJS.Dict<string> = {};
  try {
    file = parseEnv(await readFile(home.env, 'utf8'));
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
  return (name) => process.env[name] ?? file[name];
}

/** `called` hears of every request that counts against a limit. */
export function effectsOf(outside: Outside, home: Home, called: Effects['called'] = () => {}): Effects {
  return {
    ...outside,
    secrets: secretsIn(home),
    called,
    random: Math.random, // jitter only
    sleep:
      outside.sleep ??
      (async (ms, signal) => {
        await setTimeout(ms, undefined, { signal: signal ?? outside.signal });
      }),
    files: [],
  };
}
