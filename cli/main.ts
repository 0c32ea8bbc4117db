#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { Command, CommanderError, Option } from 'commander';
import { exitCodes } from '../pipeline/errors.js';
import type { GlobalOptions } from './context.js';
import { explainFailure, explainStop } from './failure.js';
import { interrupted } from './interrupt.js';

const commands = [
  'init',
  'doctor',
  'plan',
  'nightly',
  'sync',
  'stories',
  'backfill',
  'import',
  'build',
  'check',
  'report',
  'status',
  'runs',
  'quarantine',
  'forget',
  'query',
  'explain',
  'webhooks',
  'demo',
  'emulator',
] as const;

interface CommandFile {
  register(program: Command): void;
}

const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  version: string;
};

const program = new Command('reachline')
  .description(
    'Instagram engagement data to a warehouse, honest statistics and a report that opens from disk.',
  )
  .version(version)
  .option(
    '--home <dir>',
    'where reachline.yaml, data/ and out/ live (default: REACHLINE_HOME, else this folder)',
  )
  .addOption(
    new Option('--log-format <format>', 'text for people, json for log collectors')
      .choices(['text', 'json'])
      .default('text'),
  )
  .option('--strict', 'end with 65 instead of 0 when there are warnings or the run is partial')
  .showHelpAfterError('(add --help for the options)')
  .configureHelp({ showGlobalOptions: true })
  .exitOverride()
  .addHelpText(
    'after',
    `
Examples:
  reachline demo                           seventy simulated nights, no account needed
  reachline import export.csv              a file becomes tables and a report
  reachline nightly --log-format json      the job for cron

Exit codes: 0 ok, 64 usage, 65 data refused by a check, 69 source unavailable, 70 internal error, 73 cannot write,
75 locked or rate-limited (try again later), 77 token or permission, 78 configuration, 130/143 stopped by a signal.`,
  );

let stoppedBy: 'SIGINT' | 'SIGTERM' | null = null;
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    stoppedBy = signal;
    interrupted.abort(new Error(`stopped by ${signal}`));
  });
}
// A reader that goes away (`reachline query … | head`) is not an error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

// Only the command that was asked for is loaded: `query` has to start fast. A value may read like one: `--home demo query`.
const words = process.argv.slice(2);
const wanted = words.find(
  (word, index) =>
    (commands as readonly string[]).includes(word) && !/^--(home|log-format)$/.test(words[index - 1] ?? ''),
);
for (const name of wanted ? [wanted] : commands) {
  const file = (await import(`./${name}.js`)) as CommandFile;
  file.register(program);
}

try {
  await program.parseAsync();
} catch (error) {
  if (stoppedBy) process.exitCode = await explainStop(stoppedBy, program.opts<GlobalOptions>().logFormat);
  else if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : exitCodes.usage;
  else process.exitCode = await explainFailure(error, program.opts<GlobalOptions>().logFormat);
}
