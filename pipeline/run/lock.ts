import { randomUUID } from 'node:crypto';
import { readFileSync, rmSync } from 'node:fs';
import { link, mkdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import { ReachlineError } from '../errors.js';
import { cannotWrite, isMissing } from '../files.js';
import type { Home } from '../home.js';

/** Who works on a home. The file's modification time is the heartbeat. */
interface Holder {
  readonly pid: number;
  readonly host: string;
  readonly boot: string;
  readonly command: string;
  readonly since: string;
  readonly token: string;
}

export interface Lock {
  release(): Promise<void>;
}

/** Somebody works on the home: exit code `tryLater`. */
export class HomeLocked extends ReachlineError {
  constructor(message: string, hint?: string) {
    super('tryLater', `locked: ${message}`, { hint });
    this.name = 'HomeLocked';
  }
}

const heartbeatMs = 15_000;
const staleMs = 120_000;

/**
 * Takes the one lock of a home. A holder that is gone (its process ended, the machine restarted, or no heartbeat for two
 * minutes on another host) is replaced. Not for network file systems.
 * @throws HomeLocked that names the holder.
 */
export async function takeLock(home: Home, command: string): Promise<Lock> {
  const mine: Holder = {
    pid: process.pid,
    host: hostname(),
    boot: await bootId(),
    command,
    since: new Date().toISOString(), // the machine's clock, not the run's: it is compared with other processes
    token: randomUUID(),
  };
  const candidate = `${home.lock}.${mine.token}`;
  try {
    await mkdir(dirname(home.lock), { recursive: true });
    await writeFile(candidate, JSON.stringify(mine));
    for (let attempt = 0; attempt < 5; attempt++) {
      try {
        await link(candidate, home.lock); // fails when the lock exists: creation is the test
        return held(home, mine);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      }
      const holder = await readHolder(home.lock);
      if (holder && !(await isGone(holder, mine, home.lock))) {
        throw new HomeLocked(
          `\`reachline ${holder.command}\` (process ${holder.pid} on ${holder.host}) works here since ${holder.since}`,
          'Wait for it to end and run the command again. Nothing was changed.',
        );
      }
      if (holder && (await takeOver(candidate, holder, mine, home.lock))) return held(home, mine);
    }
    throw new HomeLocked(`others are taking ${home.lock} at the same time`);
  } catch (error) {
    throw error instanceof ReachlineError ? error : cannotWrite(home.lock, error);
  } finally {
    await rm(candidate, { force: true }).catch(() => undefined); // a read-only folder has its own message by now
  }
}

/**
 * Puts the candidate in the place of a holder that is gone. Only who made the claim on that very holder may do so: between
 * another's look at the lock and its next step, somebody may have come.
 */
async function takeOver(candidate: string, gone: Holder, mine: Holder, lock: string): Promise<boolean> {
  const claim = `${lock}.${gone.token}.claim`;
  try {
    await link(candidate, claim);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    const claimant = await readHolder(claim);
    if (claimant && (await isGone(claimant, mine, claim))) await rm(claim, { force: true });
    return false;
  }
  try {
    if ((await readHolder(lock))?.token !== gone.token) return false;
    await rename(candidate, lock);
    return true;
  } finally {
    await rm(claim, { force: true });
  }
}

function held(home: Home, mine: Holder): Lock {
  const beat = setInterval(() => {
    const now = new Date();
    utimes(home.lock, now, now).catch(() => undefined); // a missed beat is not a reason to stop a night
  }, heartbeatMs);
  beat.unref();
  const onExit = (): void => {
    try {
      if ((JSON.parse(readFileSync(home.lock, 'utf8')) as Holder).token === mine.token) rmSync(home.lock);
    } catch {
      // nothing to release
    }
  };
  process.once('exit', onExit);
  return {
    async release() {
      clearInterval(beat);
      process.off('exit', onExit);
      if ((await readHolder(home.lock))?.token === mine.token) await rm(home.lock, { force: true });
    },
  };
}

/** A lock appears whole (see {@link takeLock}): one that cannot be read is what a power cut left, and nobody's. */
const nobody: Holder = { pid: 0, host: '', boot: '', command: '', since: '', token: '' };

async function readHolder(path: string): Promise<Holder | null> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
  try {
    const holder = JSON.parse(text) as Partial<Holder> | null;
    return typeof holder?.token === 'string' && typeof holder.pid === 'number' ? (holder as Holder) : nobody;
  } catch {
    return nobody;
  }
}

async function isGone(holder: Holder, mine: Holder, path: string): Promise<boolean> {
  if (holder === nobody) return true;
  if (holder.host === mine.host) {
    if (holder.boot !== mine.boot) return true;
    // an earlier container may have had this very process id
    if (holder.pid === mine.pid) return Date.parse(holder.since) < performance.timeOrigin;
    try {
      process.kill(holder.pid, 0);
      return false;
    } catch (error) {
      return (error as NodeJS.ErrnoException).code === 'ESRCH';
    }
  }
  const beat = await stat(path).catch(() => null); // released meanwhile
  return beat === null || Date.now() - beat.mtimeMs > staleMs;
}

async function bootId(): Promise<string> {
  try {
    return (await readFile('/proc/sys/kernel/random/boot_id', 'utf8')).trim();
  } catch {
    return 'unknown'; // not Linux: the process id alone decides
  }
}

/** Who holds the lock now, for `status` and `doctor`; `null` when nobody does. */
export async function lockHolder(home: Home): Promise<string | null> {
  const holder = await readHolder(home.lock);
  return holder && holder !== nobody
    ? `reachline ${holder.command} (process ${holder.pid} on ${holder.host}) since ${holder.since}`
    : null;
}
