import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';

/** A call of the command line. */
export interface Call {
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly bytes: Buffer;
  readonly stderr: string;
}

const script = fileURLToPath(new URL('shared-process.mjs', import.meta.url));

/** One for each worker, whatever files it runs; it ends with its worker. */
let child: ChildProcess | null = null;
let isTaken = false;

/**
 * Takes the process in which calls follow each other, for one of them; `null` when it is busy. That a command ends by itself, and
 * what signals and pipes do to it, only a process of its own can tell: see ending.test.ts.
 */
export function takeSharedProcess(main: string): ((call: Call) => Promise<Ended>) | null {
  if (isTaken) return null;
  isTaken = true;
  if (child?.exitCode !== null || child.signalCode !== null) child = start(main);
  const taken = child;
  return (call) =>
    ended(taken, call).finally(() => {
      isTaken = false;
    });
}

function start(main: string): ChildProcess {
  const started = spawn(process.execPath, [script, main], { stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
  started.unref();
  started.channel!.unref();
  for (const stream of [started.stdout, started.stderr]) (stream as unknown as { unref(): void }).unref();
  return started;
}

/** Its exit code and all that it wrote: until it says so, or the process that it runs in ends. */
async function ended(process: ChildProcess, call: Call): Promise<Ended> {
  const mark = randomUUID();
  const answered = new AbortController();
  const { signal } = answered;
  const reading = [process.stdout!, process.stderr!].map((stream) => readUntil(stream, mark));
  process.send({ ...call, mark });
  const code = await Promise.race([
    once(process, 'message', { signal }).then(([given]) => given as number),
    once(process, 'close', { signal }).then(([given]) => given as number | null),
  ]);
  answered.abort();
  const [bytes, error] = await Promise.all(reading);
  return { code, bytes: bytes!, stdout: bytes!.toString(), stderr: error!.toString() };
}

/** What a stream says before a mark, or its end. */
function readUntil(stream: Readable, mark: string): Promise<Buffer> {
  const chunks: Buffer[] = [];
  return new Promise((resolve) => {
    const finish = (bytes: Buffer): void => {
      stream.off('data', onData).off('end', onEnd);
      resolve(bytes);
    };
    const onEnd = (): void => finish(Buffer.concat(chunks));
    const onData = (chunk: Buffer): void => {
      chunks.push(chunk);
      // the mark may come in two pieces
      const tail = Buffer.concat(chunks.slice(-mark.length)).toString('latin1');
      if (!tail.endsWith(mark)) return;
      const all = Buffer.concat(chunks);
      finish(all.subarray(0, all.length - mark.length));
    };
    stream.on('data', onData).on('end', onEnd);
  });
}
