import { parseArgs } from 'node:util';
import { apiBudget } from './api-budget.js';
import { arrow } from './arrow.js';
import { build } from './build.js';
import { night } from './night.js';
import { peers } from './peers.js';
import { query } from './query.js';
import { sync } from './sync.js';

const { values: options, positionals: wanted } = parseArgs({
  allowPositionals: true,
  options: {
    posts: { type: 'string' },
    observations: { type: 'string', default: '10000000' },
    accounts: { type: 'string', default: '500' },
    'no-growth': { type: 'boolean', default: false },
  },
});

/** Each benchmark measures against a floor in the same run, prints what it did, and ends with one JSON line. */
const benchmarks: Readonly<Record<string, () => Promise<object>>> = {
  'api-budget': () => apiBudget(),
  arrow,
  build: () =>
    build({
      posts: number('posts', options.posts ?? '1000000'),
      accounts: number('accounts', options.accounts),
      growth: !options['no-growth'],
    }),
  night: () => night({ observations: number('observations', options.observations) }),
  peers: () => peers({ posts: number('posts', options.posts ?? '200000') }),
  query: () => query(options.posts === undefined ? {} : { posts: number('posts', options.posts) }),
  sync,
};

const unknown = wanted.filter((name) => !(name in benchmarks));
if (unknown.length > 0) {
  process.stderr.write(
    `no benchmark ${unknown.join(', ')}; there are ${Object.keys(benchmarks).join(', ')}\n`,
  );
  process.exitCode = 64;
} else {
  run(wanted.length > 0 ? wanted : Object.keys(benchmarks)).catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    process.exitCode = 70;
  });
}

async function run(names: readonly string[]): Promise<void> {
  for (const name of names) {
    const result = await benchmarks[name]!();
    process.stdout.write(`${JSON.stringify({ bench: name, ...result })}\n`);
  }
}

function number(option: string, text: string): number {
  const value = Number(text.replaceAll('_', ''));
  if (!Number.isInteger(value) || value < 1) throw new RangeError(`--${option}: not a number: ${text}`);
  return value;
}
