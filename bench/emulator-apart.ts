import { parentPort, workerData } from 'node:worker_threads';
import { type EmulatorOptions, startEmulator } from '../emulator/index.js';

/** What this thread is started with. */
export interface Apart extends Pick<EmulatorOptions, 'accounts' | 'historyDays' | 'latencyMs'> {
  /** Where the clock stands. */
  readonly start: Date;
}

/** What it says once it listens. */
export interface Listening {
  readonly url: string;
  readonly token: string;
}

// An emulator in a thread of its own, so that its work does not slow the program that is measured.
const options = workerData as Apart;
startEmulator({ ...options, now: () => options.start }).then(({ url, token }) => {
  parentPort!.postMessage({ url, token } satisfies Listening);
});
