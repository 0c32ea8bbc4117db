import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

/** What a process of its own cost, start-up included. */
export interface Measured {
  readonly seconds: number;
  /** The most memory that it held at once, in all, in MiB. */
  readonly peakRssMb: number;
  readonly stdout: string;
}

/** The program in a file beside this one. */
export const programBeside = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

/** The command line, as users have it. */
export const reachline = programBeside('../cli/main.js');

/**
 * Runs a program of this package in a Node process of its own.
 * @throws Error with what it wrote to stderr, when it fails.
 */
export async function measured(program: string, ...words: readonly string[]): Promise<Measured> {
  const memory = new URL('./tell-memory.js', import.meta.url).href;
  const begun = performance.now();
  const child = spawn(process.execPath, ['--import', memory, program, ...words], {
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  });
  const stop = (): boolean => child.kill('SIGKILL');
  // before the folder that it writes to leaves
  process.prependOnceListener('exit', stop);
  const [stdout, stderr, kilobytes, [code, signal]] = await Promise.all([
    text(child.stdout!),
    text(child.stderr!),
    text(child.stdio[3] as NodeJS.ReadableStream),
    once(child, 'close') as Promise<[number | null, string | null]>,
  ]);
  process.off('exit', stop);
  if (code !== 0) throw new Error(`${program} ${words.join(' ')}: ended with ${signal ?? code}\n${stderr}`);
  return {
    seconds: (performance.now() - begun) / 1000,
    peakRssMb: Math.round(Number(kilobytes) / 1024),
    stdout,
  };
}

export const median = (numbers: readonly number[]): number =>
  [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)]!;

export const rounded = (number: number, digits = 2): number => Number(number.toFixed(digits));

/** Progress, apart from the results. */
export const tell = (line: string): void => {
  process.stderr.write(`${line}\n`);
};
