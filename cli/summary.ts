import { exitCodes } from '../pipeline/errors.js';
import type { JobResult } from '../pipeline/index.js';
import type { Context } from './context.js';
import { bold, bytes, count, note, okMark, print, safe, shown, table, warnMark } from './terminal.js';

/** The last screen of a run: what happened, what was written, what needs attention. Sets the exit code. */
export function showResult(title: string, result: JobResult, context: Context): void {
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
  if (manifest.kind === 'nightly' || manifest.kind === 'sync') {
    const { planned, requests } = manifest.calls;
    print(
      `  calls      ${count(requests, 'used', 'used')}${planned === null ? '' : `, ${planned.toLocaleString('en')} predicted`}`,
    );
  }
  if (manifest.kind !== 'sync') {
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
    const rows = reports.map(({ headline, path, bytes: size }) => [headline, bytes(size), shown(path)]);
    print(indent(table(['headline', 'size', 'open'], rows, 90)));
  }
  if (attention === 0) return;
  print();
  print(bold('  Needs attention'));
  for (const { connection, account, message, hint, ...missing } of [...manifest.gaps, ...manifest.notices]) {
    const stream = 'stream' in missing ? missing.stream : null;
    const where = [connection, account, stream].filter((part) => part !== null).join(' / ');
    print(`  ${warnMark} ${safe(where)}: ${safe(message)}`);
    if (hint) print(`      ${safe(hint)}`);
  }
  if (quarantined) {
    print(
      `  ${warnMark} ${count(counts.quarantined, 'record')} quarantined: reachline query "select rule, field, message, count(*) as records from quarantine group by all"`,
    );
  }
  for (const { name, failures } of warnings) print(`  ${warnMark} check ${name}: ${count(failures, 'row')}`);
}

export function indent(text: string): string {
  return text.replace(/^/gm, '  ');
}

export function say(context: Context, line: string): void {
  if (context.logFormat === 'json') context.log.info(line);
  else note(line);
}
