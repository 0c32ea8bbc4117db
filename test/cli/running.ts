import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll } from 'vitest';
import { createClock, defaultAccounts, type EmulatorOptions, startEmulator } from '../../emulator/index.js';
import { takeSharedProcess } from './shared-process.js';

/** The built command line; `npm test` builds it first. */
export const main = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));

const folders: string[] = [];
// Said once, while the test file is collected: a hook that is added by a test or another hook would never run.
afterAll(async () => {
  await Promise.all(folders.map((path) => rm(path, { recursive: true, force: true })));
});

/** A folder that is gone after the test file. */
export async function temporaryFolder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'reachline-cli-'));
  folders.push(path);
  return path;
}

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly bytes: Buffer;
  readonly stderr: string;
}

export interface CallOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
}

/** What a call gets, with nothing of this machine's user: empty HOME, only PATH and a foreign zone. */
async function callOf(home: string, args: readonly string[], { env = {}, cwd }: CallOptions) {
  const nobody = await mkdtemp(join(tmpdir(), 'reachline-nobody-'));
  return {
    args: ['--home', home, ...args],
    cwd: cwd ?? nobody,
    env: { PATH: process.env.PATH, HOME: nobody, TZ: 'America/St_Johns', ...env },
    /** To be called at its end. */
    async expectNothingOutside(): Promise<void> {
      const leftovers = cwd ? [] : await readdir(nobody);
      await rm(nobody, { recursive: true, force: true });
      if (leftovers.length > 0) throw new Error(`written outside the home: ${leftovers.join(', ')}`);
    },
  };
}

/** Starts the command line as a process of its own. */
export async function starting(home: string, args: readonly string[], options: CallOptions = {}) {
  return started(await callOf(home, args, options));
}

function started(call: Awaited<ReturnType<typeof callOf>>) {
  const child = spawn(process.execPath, [main, ...call.args], {
    cwd: call.cwd,
    env: call.env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
  const ended = new Promise<Ended>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      const bytes = Buffer.concat(out);
      const stderr = Buffer.concat(err).toString();
      const all = { code, bytes, stdout: bytes.toString(), stderr };
      call.expectNothingOutside().then(() => resolve(all), reject);
    });
  });
  return { child, ended };
}

/** Runs the command line to its end, in a process that it shares with other calls unless another is running there. */
export async function reachline(
  home: string,
  args: readonly string[],
  options: CallOptions = {},
): Promise<Ended> {
  const call = await callOf(home, args, options);
  const shared = takeSharedProcess(main);
  if (!shared) return started(call).ended;
  const ended = await shared(call);
  await call.expectNothingOutside();
  return ended;
}

/** Runs it and expects success; the text tells why when it fails. */
export async function succeeding(
  home: string,
  args: readonly string[],
  options?: CallOptions,
): Promise<Ended> {
  const ended = await reachline(home, args, options);
  if (ended.code !== 0)
    throw new Error(`reachline ${args.join(' ')} ended with ${ended.code}:\n${ended.stdout}${ended.stderr}`);
  return ended;
}

/** The rows of a query, as JSON. */
export async function rowsOf<Row = Record<string, unknown>>(home: string, sql: string): Promise<Row[]> {
  const { stdout } = await succeeding(home, ['query', '--format', 'json', sql]);
  return JSON.parse(stdout) as Row[];
}

export const firstNight = new Date('2026-09-08T02:30:00Z');
export const dayMs = 86_400_000;

/** A small world (two own accounts, a short past) and homes that are connected to it. */
export async function smallWorld(options: Partial<EmulatorOptions> = {}) {
  const names = ['padaria.aurora', 'barro_kai_alati'];
  const clock = createClock(firstNight);
  const emulator = await startEmulator({
    now: clock.now,
    start: firstNight,
    historyDays: 35,
    accounts: defaultAccounts.filter(({ username }) => names.includes(username)),
    ...options,
  });
  afterAll(() => emulator.close());
  const env = { BAKERY_TOKEN: emulator.token };

  /** A home whose configuration names the emulator; `more` is YAML below the connection's keys. */
  async function home(more = ''): Promise<string> {
    const root = await temporaryFolder();
    await configure(root, more);
    return root;
  }
  async function configure(root: string, more = '', url = emulator.url): Promise<void> {
    await mkdir(root, { recursive: true });
    await writeFile(
      join(root, 'reachline.yaml'),
      `connections:
  - name: main
    connector: graph-api
    base_url: ${url}
    token_env: BAKERY_TOKEN
${more}`,
    );
  }
  /** A night at the emulator's time. */
  const night = (root: string, args: readonly string[] = [], environment: CallOptions['env'] = env) =>
    reachline(root, ['nightly', '--as-of', clock.now().toISOString(), ...args], { env: environment });
  return { clock, emulator, env, home, configure, night };
}

/** Every file below a folder, by path, whatever it holds. */
export async function filesBelow(folder: string): Promise<Map<string, Buffer>> {
  const files = new Map<string, Buffer>();
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  for (const entry of entries) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    files.set(path.slice(folder.length + 1), await readFile(path));
  }
  return files;
}

/** Path → sha256 of every file below a folder. */
export async function checksumsBelow(folder: string): Promise<Map<string, string>> {
  const files = await filesBelow(folder);
  return new Map([...files].map(([path, bytes]) => [path, createHash('sha256').update(bytes).digest('hex')]));
}

interface Current {
  readonly run_id: string;
  readonly tables: Record<string, { readonly file: string; readonly sha256: string; readonly rows: number }>;
}

/** What is published: `data/published/current.json`. */
export async function published(home: string): Promise<Current> {
  return JSON.parse(await readFile(join(home, 'data/published/current.json'), 'utf8')) as Current;
}

/** A generic CSV, its map, and their paths. */
export async function mappedTable(
  folder: string,
  rows: readonly string[],
): Promise<{ csv: string; map: string }> {
  const csv = join(folder, 'table.csv');
  const map = join(folder, 'map.yaml');
  await writeFile(csv, ['Beitrag,Wann,Herzen,Antworten', ...rows, ''].join('\n'));
  await writeFile(
    map,
    'permalink: Beitrag\nposted_at: {column: Wann, format: iso, zone: UTC}\nlikes: Herzen\ncomments: Antworten\n',
  );
  return { csv, map };
}
