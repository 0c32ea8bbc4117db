import { spawn } from 'node:child_process';
import { constants } from 'node:fs';
import { access, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ReachlineError, writeAtomically } from '../pipeline/index.js';

/** Looks up an environment variable. */
export type Environment = (name: string) => string | undefined;

/** What Chromium may know of our environment: where programs and fonts are, and no token. */
const passedOn = ['PATH', 'LD_LIBRARY_PATH', 'FONTCONFIG_PATH', 'FONTCONFIG_FILE', 'SystemRoot'];

/** Names that Chromium and its relatives are installed under. */
const names = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'chrome',
  'chrome-headless-shell',
  'headless_shell',
  'microsoft-edge',
];

/** Where the installers of macOS put it, which is on no PATH. */
const places = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
];

const hint =
  'Install Chromium or Chrome (Debian: apt install chromium), or set CHROMIUM_PATH to the program.';

/**
 * The path of an installed Chromium: `CHROMIUM_PATH`, else the first known name on `PATH`.
 * @throws ReachlineError `configuration` when `CHROMIUM_PATH` names no program, `unavailable` when there is none at all.
 */
export async function findChromium(env: Environment): Promise<string> {
  const stated = env('CHROMIUM_PATH');
  if (stated) {
    if (await isProgram(stated)) return stated;
    throw new ReachlineError('configuration', `CHROMIUM_PATH names no program: ${stated}`, { hint });
  }
  const folders = (env('PATH') ?? '').split(delimiter).filter((folder) => folder !== '');
  const candidates = [...names.flatMap((name) => folders.map((folder) => join(folder, name))), ...places];
  for (const path of candidates) if (await isProgram(path)) return path;
  throw new ReachlineError('unavailable', 'a PDF needs Chromium, and none is installed', { hint });
}

async function isProgram(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}

export interface PrintOptions {
  /** A program as `findChromium` found it. */
  readonly chromium: string;
  /** The page's `index.html`; `report.pdf` is written beside it. */
  readonly path: string;
  /** Stands in the PDF as its date, so that the same page printed twice is the same file. */
  readonly asOf: Date;
  readonly env: Environment;
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds after which Chromium is stopped; a minute by default. */
  readonly timeout?: number | undefined;
}

/**
 * Prints a report through headless Chromium and returns the path of the PDF. Printed is the static page: without its
 * script and without links to files beside it, which the PDF leaves behind. Nothing is loaded from a network. The same page
 * and the same Chromium with the same fonts give the same bytes; another version of Chromium or other fonts do not.
 * @throws ReachlineError `unavailable` when Chromium fails or takes too long, with its last words.
 */
export async function printPdf({
  chromium,
  path,
  asOf,
  env,
  signal,
  timeout = 60_000,
}: PrintOptions): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'reachline-pdf-'));
  try {
    const page = join(folder, 'page.html');
    const printed = join(folder, 'page.pdf');
    await writeFile(page, staticPage(await readFile(path, 'utf8')));
    const words = [...switches(folder, printed), pathToFileURL(page).href];
    await run(chromium, words, { folder, env, signal, timeout });
    const bytes = await readFile(printed).catch(() => {
      throw new ReachlineError('unavailable', `Chromium printed nothing (${chromium})`, { hint });
    });
    const pdf = join(dirname(path), 'report.pdf');
    await writeAtomically(pdf, dated(bytes, asOf));
    return pdf;
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
}

/** A page of ours as paper knows it: no script, and links only within it and to the web. */
export function staticPage(page: string): string {
  return page
    .replaceAll(/<script\b[^>]*>[\s\S]*?<\/script>/g, '')
    .replaceAll(/ href="(?!#|https:|data:)[^"]*"/g, '');
}

function switches(folder: string, pdf: string): string[] {
  return [
    '--headless',
    // Chromium refuses to run as root inside its sandbox; anybody else keeps it.
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    '--disable-gpu',
    '--disable-dev-shm-usage',
    '--disable-extensions',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-default-apps',
    '--disable-sync',
    '--host-resolver-rules=MAP * ~NOTFOUND',
    '--metrics-recording-only',
    '--no-first-run',
    '--no-default-browser-check',
    '--password-store=basic',
    '--use-mock-keychain',
    `--user-data-dir=${join(folder, 'profile')}`,
    '--no-pdf-header-footer',
    `--print-to-pdf=${pdf}`,
  ];
}

interface Around {
  /** Chromium's home and place for what it leaves behind. */
  readonly folder: string;
  readonly env: Environment;
  readonly signal: AbortSignal | undefined;
  readonly timeout: number;
}

/** Runs Chromium to its end, and ends all that it started, whatever happens: it is a process group of its own. */
async function run(program: string, words: readonly string[], around: Around): Promise<void> {
  const { folder, env, signal, timeout } = around;
  signal?.throwIfAborted();
  const passed = Object.fromEntries(passedOn.map((name) => [name, env(name)]));
  const isWindows = process.platform === 'win32';
  const child = spawn(program, words, {
    env: { ...passed, HOME: folder, TMPDIR: folder, LANG: 'C.UTF-8', TZ: 'UTC' },
    detached: !isWindows,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const stop = () => {
    if (child.pid === undefined) return;
    try {
      if (isWindows) child.kill('SIGKILL');
      else process.kill(-child.pid, 'SIGKILL');
    } catch {
      // it has ended already
    }
  };
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-2000);
  });
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    stop();
  }, timeout);
  signal?.addEventListener('abort', stop);
  const fail = (why: string) => new ReachlineError('unavailable', why, { hint });
  try {
    const code = await new Promise<number | null>((resolve, reject) => {
      child.on('error', (error) => reject(fail(`cannot start ${program}: ${error.message}`)));
      child.on('exit', resolve);
    });
    signal?.throwIfAborted();
    if (isLate) throw fail(`Chromium took longer than ${timeout / 1000} s`);
    if (code !== 0) throw fail(`Chromium ended with ${code}: ${said.trim().split('\n').at(-1)}`);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', stop);
    stop();
  }
}

/** The PDF with the report's instant in the place of the clock's; both are spelled alike, so nothing moves. */
function dated(pdf: Buffer, asOf: Date): Buffer {
  const stamp = `D:${asOf.toISOString().slice(0, 19).replace(/[-:T]/g, '')}+00'00'`;
  const text = pdf
    .toString('latin1')
    .replaceAll(/(?<=\/(?:CreationDate|ModDate) \()D:\d{14}\+00'00'/g, stamp);
  return Buffer.from(text, 'latin1');
}
