import { exitCodes } from '../pipeline/errors.js';
import type { JobResult, Manifest } from '../pipeline/index.js';
import { accountNames } from './account-names.js';
import type { Context } from './context.js';
import {
  bold,
  bytes,
  count,
  dim,
  note,
  okMark,
  print,
  safe,
  shortened,
  shown,
  table,
  warnMark,
} from './terminal.js';

/** The last screen of a run: what happened, what was written, what needs attention. Sets the exit code. */
export async function showResult(title: string, result: JobResult, context: Context): Promise<void> {
  const { manifest, counts, checks, reports } = result;
  const warnings = checks.filter(({ failures }) => failures > 0);
  const quarantined = counts.quarantined > 0;
  const attention = manifest.gaps.length + manifest.notices.length + warnings.length + (quarantined ? 1 : 0);
  if (context.strict && attention > 0) process.exitCode = exitCodes.refused;

  if (context.logFormat === 'json') {
    context.log.info(`${manifest.kind} ${manifest.status}`, {
      run_id: manifest.run_id,
      status: manifest.status,
      counts,
      calls: manifest.calls,
      timings_ms: manifest.timings_ms,
      gaps: manifest.gaps,
      notices: manifest.notices,
      warnings: warnings.map(({ name, failures }) => ({ name, failures })),
      reports: reports.map(({ path, sha256 }) => ({ path, sha256 })),
    });
    return;
  }
  const seconds = Object.values(manifest.timings_ms).reduce((sum, ms) => sum + ms, 0) / 1000;
  print(
    `${attention > 0 ? warnMark : okMark} ${bold(title)}: ${manifest.status} in ${seconds.toFixed(1)} s  (run ${manifest.run_id})`,
  );
  print();
  const calls = callsLine(manifest.calls);
  if (calls) print(`  calls      ${calls}`);
  if (manifest.counts === null) {
    const files = manifest.raw_files.length;
    print(
      `  landed     ${count(files, 'raw file')}${files > 0 ? '; the next night or `reachline build` loads them' : ''}`,
    );
  } else {
    const { read, loaded, superseded } = counts;
    print(
      `  records    ${count(read, 'read', 'read')} = ${count(loaded, 'loaded', 'loaded')} + ${count(counts.quarantined, 'quarantined', 'quarantined')} + ${count(superseded, 'superseded', 'superseded')}`,
    );
    print(`  published  ${shown(context.home.published)}`);
  }
  if (reports.length > 0) {
    print(
      `  reports    ${count(reports.length, 'file')}, all of them listed in ${shown(context.home.out)}/index.html`,
    );
    print();
    // The path is there to be copied: it is never cut.
    const rows = reports.map(({ headline, path, bytes: size }) => [
      shown(path),
      bytes(size),
      shortened(headline, 60),
    ]);
    print(indent(table(['open', 'size', 'headline'], rows, Number.POSITIVE_INFINITY)));
  }
  if (attention === 0) return;
  print();
  print(bold('  Needs attention'));
  for (const { where, message, hint } of concerns(manifest, await accountNames(context.home))) {
    print(`  ${warnMark} ${safe(where)}: ${safe(message)}`);
    if (hint) print(`      ${safe(hint)}`);
  }
  if (quarantined) {
    print(`  ${warnMark} ${count(counts.quarantined, 'record')} quarantined: reachline quarantine list`);
  }
  for (const { name, failures, examples } of warnings) {
    print(`  ${warnMark} check ${safe(name)}: ${count(failures, 'row')}`);
    if (examples[0]) print(dim(`      ${shortened(safe(`e.g. ${JSON.stringify(examples[0])}`), 74)}`));
  }
}

/** What was not read and what needs action soon, with the connection, account and stream that it is about. */
export function concerns(
  { gaps, notices }: Manifest,
  nameOf: (account: string) => string,
): { where: string; message: string; hint: string | null }[] {
  return [...gaps, ...notices].map(({ connection, account, message, hint, ...missing }) => {
    const stream = 'stream' in missing ? missing.stream : null;
    const name = account === null ? null : nameOf(account);
    const where = [connection, name, stream].filter((part) => part !== null).join(' / ');
    return { where, message, hint };
  });
}

/** Calls used against calls predicted; `null` for a run that had none to make. */
export function callsLine({ planned, planned_is_least, requests }: Manifest['calls']): string | null {
  if (planned === null) return null;
  const least = planned_is_least ? 'at least ' : '';
  return `${count(requests, 'used', 'used')}, ${least}${count(planned, 'predicted', 'predicted')}`;
}

export function indent(text: string): string {
  return text.replace(/^/gm, '  ');
}

export function say(context: Context, line: string): void {
  if (context.logFormat === 'json') context.log.info(line);
  else note(line);
}
