import type { Command } from 'commander';
import { ReachlineError } from '../pipeline/errors.js';
import type { Manifest } from '../pipeline/index.js';
import { accountNames } from './account-names.js';
import { wholeNumber } from './arguments.js';
import { contextOf } from './context.js';
import { callsLine, concerns, indent } from './summary.js';
import { bold, count, print, safe, table, warnMark } from './terminal.js';

export function register(program: Command): void {
  program
    .command('runs')
    .argument('[id]', 'show this run: timings, counts, checks, gaps')
    .description('past runs, newest first')
    .option('--kind <kind>', 'only those of a kind: nightly, sync, stories, backfill, import, build')
    .option('--limit <number>', 'how many', wholeNumber, 20)
    .addHelpText(
      'after',
      '\nExamples:\n  reachline runs --kind nightly\n  reachline runs 20261120T023000Z-nightly',
    )
    .action(async (id: string | undefined, options: { kind?: string; limit: number }, command: Command) => {
      const { readManifests } = await import('../pipeline/index.js');
      const context = await contextOf(command);
      const manifests = await readManifests(context.home);
      if (id === undefined) {
        if (manifests.length === 0) {
          print('no runs yet');
          return;
        }
        const rows = manifests
          .filter(({ kind }) => options.kind === undefined || kind === options.kind)
          .reverse()
          .slice(0, options.limit)
          .map(({ run_id, status, counts, raw_files, gaps }) => [
            run_id,
            status,
            String(raw_files.length),
            counts ? String(counts.loaded) : '',
            String(gaps.length),
          ]);
        print(table(['run', 'status', 'raw files', 'loaded', 'gaps'], rows));
        return;
      }
      const run = manifests.find(({ run_id }) => run_id === id);
      if (!run)
        throw new ReachlineError('usage', `no run ${id}`, { hint: 'See them with `reachline runs`.' });
      print(`${bold(run.run_id)}  ${run.kind}, ${run.status}`);
      print(`  started    ${run.started_at}   ended ${run.ended_at ?? '-'}`);
      print(`  versions   reachline ${run.versions.reachline}, node ${run.versions.node}`);
      if (run.counts) {
        const { read, loaded, quarantined, superseded } = run.counts;
        print(
          `  records    ${read} read = ${loaded} loaded + ${quarantined} quarantined + ${superseded} superseded`,
        );
      }
      if (run.window) {
        print(`  window     ${run.window.from.slice(0, 10)} to ${run.window.to.slice(0, 10)}`);
      }
      const pages = run.raw_files.reduce((sum, file) => sum + file.pages, 0);
      print(`  landed     ${count(run.raw_files.length, 'raw file')}, ${count(pages, 'page')}`);
      const calls = callsLine(run.calls);
      const nameOf = await accountNames(context.home);
      if (calls) {
        print(`  calls      ${calls}`);
        const rows = callsByName(run.calls.by_account, nameOf);
        if (rows.length > 0) print(indent(table(['connection', 'account', 'used', 'predicted'], rows)));
      }
      const timings = Object.entries(run.timings_ms).map(
        ([step, ms]) => `${step} ${(ms / 1000).toFixed(1)} s`,
      );
      if (timings.length > 0) print(`  timings    ${timings.join(', ')}`);
      if (run.checks.length > 0) {
        const failing = run.checks.filter(({ failures }) => failures > 0);
        print(`  checks     ${run.checks.length - failing.length} of ${run.checks.length} passed`);
        if (failing.length > 0) {
          const rows = failing.map(({ name, severity, failures }) => [name, severity, String(failures)]);
          print(indent(table(['check', 'severity', 'rows'], rows, 80)));
        }
      }
      for (const { where, message } of concerns(run, nameOf))
        print(`  ${warnMark} ${safe(where)}: ${safe(message)}`);
      if (run.error) print(`  error      ${safe(run.error.message)}`);
    });
}

/** A line for each account. One that was not read before is foreseen by its user name, and then read by its id. */
function callsByName(
  calls: Manifest['calls']['by_account'],
  nameOf: (account: string) => string,
): [string, string, string, string][] {
  const lines = new Map<string, [string, string, number, number]>();
  for (const { connection, account, requests, planned } of calls) {
    const name = account === null ? '(finding the accounts)' : nameOf(account);
    const key = JSON.stringify([connection, name]);
    const [, , used, predicted] = lines.get(key) ?? [connection, name, 0, 0];
    lines.set(key, [connection, name, used + requests, predicted + planned]);
  }
  return [...lines.values()].map(([connection, name, used, predicted]) => [
    connection,
    name,
    used.toLocaleString('en-US'),
    predicted.toLocaleString('en-US'),
  ]);
}
