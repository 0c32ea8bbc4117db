// What the commands for notebooks share: this package's install, the kernel, and the user's Jupyter. Nothing outside this folder is changed.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const folder = fileURLToPath(new URL('../', import.meta.url));
/** Made by these commands and by nobody else; may be deleted. */
export const own = join(folder, '.jupyter');

export function isInstalled() {
  const installed = join(folder, 'node_modules', '.package-lock.json');
  return (
    existsSync(installed) &&
    statSync(installed).mtimeMs >= statSync(join(folder, 'package-lock.json')).mtimeMs
  );
}

/** Installs tslab and danfojs-node where they are not what the lock file says. Their install scripts do nothing that is needed. */
export function install() {
  if (isInstalled()) return;
  const npm = spawnSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: process.platform === 'win32',
  });
  if (npm.status !== 0) throw new Error('npm ci failed in notebooks/');
}

/** Registers the kernel in a folder with absolute paths, and returns the environment in which Jupyter finds it. */
export function registerKernel(place, nodeOptions = []) {
  const kernel = {
    // tslab loads Reachline with require, which Node 20 calls experimental
    argv: [
      process.execPath,
      '--disable-warning=ExperimentalWarning',
      ...nodeOptions,
      join(folder, 'node_modules', 'tslab', 'bin', 'tslab'),
      'kernel',
      '--config-path',
      '{connection_file}',
    ],
    display_name: 'TypeScript (Reachline)',
    language: 'typescript',
    // charts place instants in the local zone: the same picture everywhere
    env: { TZ: 'UTC' },
  };
  const home = join(place, 'kernels', 'tslab');
  mkdirSync(home, { recursive: true });
  writeFileSync(join(home, 'kernel.json'), `${JSON.stringify(kernel, null, 2)}\n`);
  const paths = [place, process.env.JUPYTER_PATH].filter(Boolean).join(delimiter);
  return { ...process.env, JUPYTER_PATH: paths };
}

/** Whether a command is there and works. */
export function works(command, args) {
  const { status } = spawnSync(command, [...args, '--version'], { stdio: 'ignore' });
  return status === 0;
}

/** Runs a command to its end. */
export function run(command, args, options) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (text) => {
        output += text;
      });
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, output }));
  });
}
