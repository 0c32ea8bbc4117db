import { apiBudget } from './api-budget.js';
import { arrow } from './arrow.js';
import { query } from './query.js';
import { sync } from './sync.js';

/** Each benchmark measures against a floor in the same run, prints what it did, and ends with one JSON line. */
const benchmarks: Readonly<Record<string, () => Promise<object>>> = {
  'api-budget': () => apiBudget(),
  arrow,
  query,
  sync,
};

const wanted = process.argv.slice(2).filter((word) => !word.startsWith('-'));
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
