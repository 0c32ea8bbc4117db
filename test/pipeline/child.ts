import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));
const loader = new URL('typescript.mjs', import.meta.url).href;
const register = `data:text/javascript,import { register } from 'node:module'; register('${loader}')`;

/** Another process that runs a TypeScript file of this folder; it ends with the test at the latest. */
export interface Child {
  readonly pid: number;
  /** The next line that it prints. */
  line(): Promise<string>;
  kill(signal: NodeJS.Signals): Promise<void>;
  /** Exit code, or `null` after a signal. */
  ended(): Promise<number | null>;
}

/** Starts `test/pipeline/<file>` with arguments. */
export function startChild(file: string, args: readonly string[]): Child {
  const path = fileURLToPath(new URL(file, import.meta.url));
  const child: ChildProcess = spawn(process.execPath, ['--import', register, path, ...args], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit').then(([code]) => code as number | null);
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await exited;
  });
  const lines = createInterface({ input: child.stdout! })[Symbol.asyncIterator]();
  return {
    pid: child.pid!,
    async line() {
      const { value, done } = await lines.next();
      if (done) throw new Error(`${file} ended without a word`);
      return value as string;
    },
    async kill(signal) {
      child.kill(signal);
      await exited;
    },
    ended: () => exited,
  };
}
