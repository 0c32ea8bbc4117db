import { parseArgs } from 'node:util';
import { apiBudget } from './api-budget.js';
import { arrow } from './arrow.js';
import { build } from './build.js';
import { importFiles } from './import.js';
import { night } from './night.js';
import { peers } from './peers.js';
import { query } from './query.js';
import { report } from './report.js';
import { sync } from './sync.js';
import { worlds } from './worlds.js';

interface Options {
  readonly posts?: number;
  readonly accounts?: number;
  readonly observations?: number;
  readonly seeds?: number;
  readonly rows?: number;
  readonly megabytes?: number;
  readonly growth: boolean;
}

/** Each benchmark measures against a floor in the same run, prints what it did, and ends with one JSON line. */
const benchmarks: Readonly<Record<string, (options: Options) => Promise<object>>> = {
  'api-budget': () => apiBudget(),
  arrow,
  build: ({ posts = 1_000_000, accounts = 500, growth }) => build({ posts, accounts, growth }),
  import: ({ rows = 127_000, megabytes = 2000 }) => importFiles({ rows, megabytes }),
  night: ({ observations = 10_000_000 }) => night({ observations }),
  peers: ({ posts = 200_000 }) => peers({ posts }),
  query: ({ posts }) => query(posts === undefined ? {} : { posts }),
  report: ({ accounts = 100, posts = 400 * accounts }) => report({ accounts, posts }),
  sync,
  worlds: ({ seeds = 1000 }) => worlds({ seeds }),
};

run(process.argv.slice(2)).catch((error: unknown) => {
  const isUsage =
    error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
  process.stderr.write(`${isUsage ? error.message : error instanceof Error ? error.stack : String(error)}\n`);
  process.exitCode = isUsage ? 64 : 70;
});

async function run(words: readonly string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args: [...words],
    allowPositionals: true,
    options: {
      posts: { type: 'string' },
      accounts: { type: 'string' },
      observations: { type: 'string' },
      seeds: { type: 'string' },
      rows: { type: 'string' },
      megabytes: { type: 'string' },
      'no-growth': { type: 'boolean', default: false },
    },
  });
  const unknown = positionals.filter((name) => !(name in benchmarks));
  if (unknown.length > 0) {
    throw usage(`no benchmark ${unknown.join(', ')}; there are ${Object.keys(benchmarks).join(', ')}`);
  }
  const options: Options = {
    growth: !values['no-growth'],
    ...numbered('posts', values.posts),
    ...numbered('accounts', values.accounts),
    ...numbered('observations', values.observations),
    ...numbered('seeds', values.seeds),
    ...numbered('rows', values.rows),
    ...numbered('megabytes', values.megabytes),
  };
  for (const name of positionals.length > 0 ? positionals : Object.keys(benchmarks)) {
    const result = await benchmarks[name]!(options);
    process.stdout.write(`${JSON.stringify({ bench: name, ...result })}\n`);
  }
}

function numbered<Name extends string>(name: Name, text: string | undefined): { [name in Name]?: number } {
  if (text === undefined) return {};
  const value = Number(text.replaceAll('_', ''));
  if (!Number.isInteger(value) || value < 1) throw usage(`--${name}: not a number: ${text}`);
  return { [name]: value } as { [name in Name]: number };
}

function usage(message: string): Error {
  return Object.assign(new Error(message), { code: 'ERR_PARSE_ARGS' });
}
