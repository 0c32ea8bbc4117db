// `npm run test:notebooks`: runs every notebook in real Jupyter, or those that are named (`-- 1-first-look`). With --write, the outputs
// are kept in the notebooks.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bad, notebookOf } from './bad-notebooks.mjs';
import { faultsOf } from './faults.mjs';
import { folder, install, own, registerKernel, run, works } from './jupyter.mjs';

const say = (line) => process.stdout.write(`${line}\n`);
const started = performance.now();
const seconds = (since) => `${((performance.now() - since) / 1000).toFixed(1)} s`;

install();
makeDemo();
const jupyter = findJupyter();
const runs = join(own, 'runs');
rmSync(runs, { recursive: true, force: true });
mkdirSync(runs, { recursive: true });
const env = registerKernel(runs, ['--require', join(folder, 'tools', 'record-stderr.cjs')]);

/** Time for what comes late. */
const last = `await new Promise((resolve) => setTimeout(resolve, 500));
Object.assign(globalThis, { isThrough: true });
console.log('nothing came late');`;

/** The notebook, run, and what is wrong with it. */
async function faultsWhenRun(name, notebook) {
  const path = join(runs, `${name.replaceAll(/\W+/g, '-')}.ipynb`);
  const code = {
    id: 'last',
    cell_type: 'code',
    execution_count: null,
    metadata: {},
    outputs: [],
    source: last,
  };
  writeFileSync(path, JSON.stringify({ ...notebook, cells: [...notebook.cells, code] }));
  const stderr = `${path}.stderr`;
  writeFileSync(stderr, '');
  const since = performance.now();
  const options = ['record_timing=False', 'timeout=300', 'startup_timeout=300'];
  const { code: status, output } = await run(
    jupyter,
    [
      '--to',
      'notebook',
      '--execute',
      '--inplace',
      '--log-level=ERROR',
      ...options.map((option) => `--ExecutePreprocessor.${option}`),
      path,
    ],
    { cwd: runs, env: { ...env, REACHLINE_STDERR: stderr } },
  );
  const executed = JSON.parse(readFileSync(path, 'utf8'));
  const faults = status === 0 ? faultsOf(executed) : [`a cell failed: ${output.trim().slice(-2000)}`];
  const written = readFileSync(stderr, 'utf8').trim();
  if (status === 0 && written !== '') faults.push(`stderr: ${written.slice(0, 2000)}`);
  executed.cells.pop();
  for (const [index, cell] of executed.cells.filter(({ cell_type }) => cell_type === 'code').entries()) {
    cell.execution_count = index + 1; // tslab does not say
    cell.outputs = merged(cell.outputs);
  }
  return { executed, faults, took: seconds(since) };
}

/** tslab sends a line at a time; GitHub would show each in a box of its own. */
function merged(outputs) {
  const all = [];
  for (const output of outputs) {
    const before = all.at(-1);
    if (output.output_type === 'stream' && before?.output_type === 'stream' && before.name === output.name)
      before.text = [before.text, output.text].flat();
    else all.push({ ...output });
  }
  return all;
}

let failures = 0;
function tell(name, isRight, detail) {
  if (!isRight) failures += 1;
  say(`${isRight ? '✓' : '✗'} ${name}${detail}`);
}

const write = process.argv.includes('--write');
const wanted = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const names = readdirSync(folder)
  .filter((name) => name.endsWith('.ipynb'))
  .filter((name) => wanted.length === 0 || wanted.includes(name.replace('.ipynb', '')))
  .sort();
const jobs = names.map((name) => async () => {
  const path = join(folder, name);
  const committed = JSON.parse(readFileSync(path, 'utf8'));
  const { executed, faults, took } = await faultsWhenRun(name.replace('.ipynb', ''), committed);
  if (write && faults.length === 0) writeFileSync(path, `${JSON.stringify(executed, null, 1)}\n`);
  const saved = write ? [] : faultsOf(committed).map((fault) => `as committed, ${fault}`);
  const all = [...faults, ...saved];
  tell(name, all.length === 0, ` (${took})${all.map((fault) => `\n    ${fault}`).join('')}`);
});
// The checks themselves: notebooks that must not pass.
for (const [name, { cells, expected }] of Object.entries(wanted.length === 0 ? bad : {})) {
  jobs.push(async () => {
    const { faults, took } = await faultsWhenRun(name, notebookOf(cells));
    const missed = expected.filter((pattern) => !faults.some((fault) => pattern.test(fault)));
    const detail = missed.map((pattern) => `\n    missed ${pattern}`);
    tell(
      `would notice ${name}`,
      missed.length === 0,
      ` (${took})${detail.join('')}${detail.length > 0 ? `\n    found ${faults.join('\n    found ')}` : ''}`,
    );
  });
}
if (wanted.length === 0) jobs.push(tellCompletions);
const waiting = jobs.values();
await Promise.all(
  [1, 2].map(async () => {
    for (const job of waiting) await job();
  }),
);
if (wanted.length === 0) tell('five notebooks', names.length === 5, `, ${names.length} found`);
say(`${failures === 0 ? 'all notebooks run' : `${failures} failed`} (${seconds(started)})`);
process.exitCode = failures === 0 ? 0 : 1;

async function tellCompletions() {
  const { output } = await run(process.execPath, [join(folder, 'tools', 'completions.mjs')], { cwd: runs });
  const [marts, columns] = output.startsWith('[') ? JSON.parse(output) : [[], []];
  const isRight =
    marts.includes('account_daily') &&
    marts.length > 15 &&
    columns.includes('posted_at') &&
    columns.length > 20;
  tell(
    'Tab completes marts and columns',
    isRight,
    isRight ? `, ${marts.length} and ${columns.length}` : `: ${output.slice(0, 1000)}`,
  );
}

function makeDemo() {
  const root = join(folder, '..');
  if (process.env.REACHLINE_HOME !== undefined || existsSync(join(root, 'demo/data/published/current.json')))
    return;
  say('making the demo first');
  const demo = spawnSync(process.execPath, ['dist/cli/main.js', 'demo'], { cwd: root, stdio: 'inherit' });
  if (demo.status !== 0) throw new Error('the demo failed');
}

/** nbconvert: the one that is there, else one of our own. */
function findJupyter() {
  if (works('jupyter-nbconvert', [])) return 'jupyter-nbconvert';
  const bin = join(own, 'venv', process.platform === 'win32' ? 'Scripts' : 'bin');
  const found = join(bin, 'jupyter-nbconvert');
  if (works(found, [])) return found;
  const steps = [
    ['python3', ['-m', 'venv', '--clear', join(own, 'venv')]],
    [join(bin, 'pip'), ['install', '--quiet', '--disable-pip-version-check', 'nbconvert==7.17.2']],
  ];
  for (const [command, args] of steps) {
    if (spawnSync(command, args, { stdio: 'inherit' }).status !== 0)
      throw new Error(
        `${command} ${args.join(' ')} failed; python3 with venv and pip is needed to test notebooks`,
      );
  }
  return found;
}
