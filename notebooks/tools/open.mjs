// `npm run notebooks`: makes everything ready and opens Jupyter in this folder.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { folder, install, isInstalled, own, registerKernel, works } from './jupyter.mjs';

const say = (line) => process.stdout.write(`${line}\n`);

if (!isInstalled()) say('notebooks: installing tslab and danfojs-node');
install();
const env = registerKernel(own);
const home = process.env.REACHLINE_HOME ?? join(folder, '..');
const isPublished = [home, join(home, 'demo')].some((place) =>
  existsSync(join(place, 'data', 'published', 'current.json')),
);
if (!isPublished)
  say('notebooks: no published tables yet; `npm run demo` makes some to look at, without an account');
const part = ['lab', 'notebook'].find((name) => works('jupyter', [name]));
if (part === undefined) {
  say('notebooks: Jupyter is missing; get it with `python3 -m pip install jupyterlab` and run this again');
  process.exitCode = 69;
} else {
  // Jupyter shows the saved charts of notebooks that are signed as trusted: these are the project's own, and so is where it is noted
  const notary = [
    `--NotebookNotary.db_file=${join(own, 'signatures.db')}`,
    `--NotebookNotary.secret_file=${join(own, 'secret')}`,
  ];
  const files = readdirSync(folder).filter((name) => name.endsWith('.ipynb'));
  spawnSync('jupyter', ['trust', ...notary, ...files], { cwd: folder, env, stdio: 'ignore' });
  const { status } = spawnSync('jupyter', [part, ...notary, ...process.argv.slice(2)], {
    cwd: folder,
    env,
    stdio: 'inherit',
  });
  process.exitCode = status ?? 70;
}
