import type { Command } from 'commander';
import { ReachlineError } from '../pipeline/errors.js';
import type { Manifest } from '../pipeline/index.js';
import { accountNames } from './account-names.js';
import { wholeNumber } from './arguments.js';
import { contextOf } from './context.js';
import { briefly, recordOf, showRecord } from './run-record.js';
import { print, table } from './terminal.js';

interface Options {
  readonly kind?: string;
  readonly limit: number;
  readonly json?: boolean;
}

export function register(program: Command): void {
  program
    .command('runs')
    .argument('[id]', 'show this run: calls, counts, partitions, timings, checks, gaps')
    .description('past runs, newest first')
    .option('--kind <kind>', 'only those of a kind: nightly, sync, stories, backfill, import, build, replay')
    .option('--limit <number>', 'how many', wholeNumber, 20)
    .option('--json', 'for programs: a list of runs, or the whole record of one')
    .addHelpText(
      'after',
      `
Examples:
  reachline runs --kind nightly
  reachline runs 20261120T023000Z-nightly
  reachline runs 20261120T023000Z-nightly --json`,
    )
    .action(async (id: string | undefined, { kind, limit, json = false }: Options, command: Command) => {
      const { readManifests } = await import('../pipeline/index.js');
      const { home } = await contextOf(command);
      const manifests = await readManifests(home);
      if (id === undefined) {
        const wanted = manifests.filter((run) => kind === undefined || run.kind === kind);
        const newest = wanted.reverse().slice(0, limit);
        if (json) printJson(newest.map(briefly));
        else print(manifests.length === 0 ? 'no runs yet' : listOf(newest));
        return;
      }
      const run = manifests.find(({ run_id }) => run_id === id);
      if (!run)
        throw new ReachlineError('usage', `no run ${id}`, { hint: 'See them with `reachline runs`.' });
      if (json) printJson(recordOf(run));
      else showRecord(run, await accountNames(home));
    });
}

function listOf(runs: readonly Manifest[]): string {
  const rows = runs.map(({ run_id, status, counts, raw_files, gaps }) => [
    run_id,
    status,
    String(raw_files.length),
    counts ? String(counts.loaded) : '',
    String(gaps.length),
  ]);
  return table(['run', 'status', 'raw files', 'loaded', 'gaps'], rows);
}

function printJson(value: unknown): void {
  print(JSON.stringify(value, null, 2));
}
