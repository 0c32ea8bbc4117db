import type { Manifest } from '../pipeline/index.js';
import { callsLine, concerns, indent } from './summary.js';
import {
  bold,
  bytes,
  count,
  dim,
  errorMark,
  print,
  safe,
  safeLines,
  shortened,
  shown,
  table,
  warnMark,
} from './terminal.js';

/** Fits a terminal of 80 columns, but for what is there to be copied. */
const width = 80;
const barWidth = 30;
const mostAccounts = 20;
const mostOutputs = 12;

/** Prints the whole record of a run, by what a reader asks: how did it end, what did it cost, what came of it, what was wrong. */
export function showRecord(run: Manifest, nameOf: (account: string) => string): void {
  print(`${bold(run.run_id)}  ${run.kind}, ${run.status}`);
  const { reachline, node, ...others } = run.versions;
  const versions = Object.entries({ reachline, node, ...others }).map(
    ([name, number]) => `${name} ${number}`,
  );
  line('started', `${run.started_at}, ended ${run.ended_at ?? '-'}`);
  line('versions', versions.join(', '));
  const code = run.code_hash === null ? '' : `code ${run.code_hash.slice(0, 12)}, `;
  line('hashes', `${code}configuration ${run.config_hash.slice(0, 12)}`);
  if (run.window) line('window', `${run.window.from.slice(0, 10)} to ${run.window.to.slice(0, 10)}`);
  showAsked(run, nameOf);
  showMade(run);
  showTimings(run);
  if (run.peak_rss_mb !== null) line('memory', `${number(run.peak_rss_mb)} MB at most`);
  showChecks(run);
  for (const { where, message, hint } of concerns(run, nameOf)) {
    print(`  ${warnMark} ${safe(where)}: ${safe(message)}`);
    if (hint) print(`      ${safe(hint)}`);
  }
  showError(run);
}

/** What a run says to programs: its record, without the state that connectors keep for themselves. */
export function recordOf({ state: _, ...run }: Manifest): object {
  return run;
}

/** Which of many runs this was. */
export function briefly({ raw_files, gaps, error, ...run }: Manifest): object {
  const { run_id, kind, status, started_at, ended_at, counts } = run;
  return {
    run_id,
    kind,
    status,
    started_at,
    ended_at,
    raw_files: raw_files.length,
    counts,
    gaps: gaps.length,
    error: error?.message ?? null,
  };
}

function line(label: string, text: string): void {
  print(`  ${label.padEnd(10)} ${text}`);
}

function showAsked(run: Manifest, nameOf: (account: string) => string): void {
  const calls = callsLine(run.calls);
  if (calls) {
    line('calls', calls);
    const rows = callsByName(run.calls.by_account, nameOf);
    const most = rows.slice(0, mostAccounts);
    if (rows.length > 0) print(indent(table(['connection', 'account', 'used', 'predicted'], most, 32)));
    if (rows.length > most.length) print(dim(`  and ${rows.length - most.length} more (--json)`));
  }
  for (const { connection, requests, retries, rate_limited, bytes: size } of run.sources) {
    if (requests === 0) continue;
    const went = [
      count(requests, 'request'),
      count(retries, 'repeated', 'repeated'),
      count(rate_limited, 'rate-limited', 'rate-limited'),
      bytes(size),
    ];
    line('source', `${safe(connection)}: ${went.join(', ')}`);
  }
}

/** A line for each account, the most used first. One that was not read before is foreseen by its user name, and then read by its id. */
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
  const byUse = [...lines.values()].sort(([, , a], [, , b]) => b - a);
  return byUse.map(([connection, name, used, predicted]) => [
    connection,
    name,
    number(used),
    number(predicted),
  ]);
}

function showMade({ raw_files, counts, partitions, outputs }: Manifest): void {
  const pages = raw_files.reduce((sum, file) => sum + file.pages, 0);
  const landed = raw_files.reduce((sum, file) => sum + file.bytes, 0);
  line('landed', `${count(raw_files.length, 'raw file')}, ${count(pages, 'page')}, ${bytes(landed)}`);
  if (counts) {
    const [read, loaded, quarantined, superseded] = [
      counts.read,
      counts.loaded,
      counts.quarantined,
      counts.superseded,
    ].map(number);
    line('records', `${read} read`);
    line('', `= ${loaded} loaded + ${quarantined} quarantined + ${superseded} superseded`);
  }
  if (partitions.length > 0) {
    line('partitions', `of ${count(partitions.length, 'mart')} written`);
    const filled = partitions.filter(({ rows }) => rows > 0);
    const rows = filled.map(({ mart, isWhole, partitions, rows, months }) => [
      mart,
      number(partitions),
      number(rows),
      months ? [...new Set(months)].join(' to ') : '',
      isWhole ? 'all' : 'touched',
    ]);
    if (rows.length > 0) {
      print(indent(table(['mart', 'partitions', 'rows', 'months', 'which'], rows, 24)));
    }
  }
  if (outputs.length > 0) {
    line(
      'outputs',
      `${count(outputs.length, 'file')}, ${bytes(outputs.reduce((sum, { bytes }) => sum + bytes, 0))}`,
    );
    for (const { path } of outputs.slice(0, mostOutputs)) line('', shown(path)); // never cut: it is there to be copied
    if (outputs.length > mostOutputs) line('', dim(`and ${outputs.length - mostOutputs} more (--json)`));
  }
}

/** How long each step took, with a bar that shows which one to look at. */
function showTimings({ timings_ms }: Manifest): void {
  const steps = Object.entries(timings_ms);
  const longest = Math.max(...steps.map(([, ms]) => ms));
  for (const [index, [step, ms]] of steps.entries()) {
    const seconds = `${(ms / 1000).toLocaleString('en-US', { minimumFractionDigits: 1, maximumFractionDigits: 1 })} s`;
    const bar = '█'.repeat(longest > 0 ? Math.ceil((ms / longest) * barWidth) : 0);
    line(
      index === 0 ? 'timings' : '',
      `${safe(step).padEnd(10)}${seconds.padStart(11)}  ${dim(bar)}`.trimEnd(),
    );
  }
}

function showChecks({ checks }: Manifest): void {
  if (checks.length === 0) return;
  const failing = checks.filter(({ failures }) => failures > 0);
  const refusing = failing.filter(({ severity }) => severity === 'error').length;
  const found = [
    `${checks.length - failing.length} of ${checks.length} passed`,
    ...(failing.length > refusing ? [count(failing.length - refusing, 'warning')] : []),
    ...(refusing > 0 ? [`${refusing} refused the build`] : []),
  ];
  line('checks', found.join(', '));
  for (const { name, severity, failures, example } of failing) {
    const mark = severity === 'error' ? errorMark : warnMark;
    print(`  ${mark} ${safe(name)}: ${count(failures, 'row')}`);
    if (example) print(`      ${dim(shortened(safe(`e.g. ${example}`), width - 6))}`);
  }
}

function showError({ error }: Manifest): void {
  if (!error) return;
  const where = error.step === null ? '' : `in step ${error.step}, `;
  print(
    `  ${errorMark} ${where}exit code ${error.exit_code}: ${safeLines(error.message).replaceAll('\n', '\n    ')}`,
  );
  if (error.hint) print(`    ${safeLines(error.hint).replaceAll('\n', '\n    ')}`);
  if (error.retryable) print('    The same command may succeed later.');
}

function number(value: number): string {
  return value.toLocaleString('en-US');
}
