import { openMarts } from '../published.js';
import { buildStep, type JobOptions, type JobResult, job } from './nightly.js';

export interface ReplayOptions extends JobOptions {
  /** Only raw files of which this rule rejected a record. */
  readonly rule?: string;
}

export interface ReplayResult extends JobResult {
  /** Records that were to be healed. */
  readonly quarantined: number;
  /** Those of them that are quarantined no more. */
  readonly healed: number;
  /** Those that still are, and records behind what could not be read before, by rule: the most first. */
  readonly remaining: readonly RemainingRule[];
}

export interface RemainingRule {
  readonly rule: string;
  readonly records: number;
  /** The message of one of them. */
  readonly message: string;
}

/**
 * Reads the raw files of quarantined records again, then builds, checks and publishes: after a parser was mended, a raw file
 * was restored or a connector was added. What comes out equals a full build. Under the lock, as a run of its own.
 * @returns `null`, and no run, when nothing that was published is quarantined (by this rule).
 * @throws ReachlineError `usage` when nothing has been published.
 */
export async function replay(options: ReplayOptions): Promise<ReplayResult | null> {
  const { home, rule } = options;
  const before = await rejectsIn(home);
  const due = before.filter((reject) => rule === undefined || reject.rule === rule);
  if (due.length === 0) return null;
  const files = new Set(due.map(({ raw_file }) => raw_file));
  const result = await job('replay', options, async (run) => {
    run.manifest.replayed = [...files].sort();
    return { ...(await buildStep(run, options, { again: files })), reports: [] };
  });
  const now = (await rejectsIn(home)).filter(({ raw_file }) => files.has(raw_file));
  const [known, wanted] = [before, due].map((rejects) => new Set(rejects.map(placeOf)));
  // what another rule had rejected was not asked about
  const remaining = now.filter((reject) => wanted!.has(placeOf(reject)) || !known!.has(placeOf(reject)));
  return { ...result, quarantined: due.length, healed: healedOf(due, now), remaining: byRule(remaining) };
}

type Reject = { raw_file: string; line: number; ref: string; rule: string; message: string };

async function rejectsIn(home: JobOptions['home']): Promise<Reject[]> {
  const marts = await openMarts(home);
  try {
    return await marts.rows<Reject>('select raw_file, line, ref, rule, message from quarantine');
  } finally {
    marts.close();
  }
}

/** Rejects that stand for all that the file holds from their line on, and for all of their line. */
const endsFile = ['unreadable-file', 'truncated-file'];
const hidesLine = ['unreadable-line', 'unparseable-page'];

/** How many of these are quarantined no more. What cannot even be looked at is not healed. */
function healedOf(due: readonly Reject[], now: readonly Reject[]): number {
  const left = new Map<string, number>();
  const ends = new Map<string, number>();
  const hidden = new Set<string>();
  for (const reject of now) {
    const { raw_file, line, rule } = reject;
    left.set(placeOf(reject), (left.get(placeOf(reject)) ?? 0) + 1);
    if (endsFile.includes(rule)) ends.set(raw_file, line);
    if (hidesLine.includes(rule)) hidden.add(`${raw_file} ${line}`);
  }
  return due.filter((reject) => {
    const { raw_file, line } = reject;
    const still = left.get(placeOf(reject)) ?? 0;
    left.set(placeOf(reject), still - 1);
    return still <= 0 && line < (ends.get(raw_file) ?? Infinity) && !hidden.has(`${raw_file} ${line}`);
  }).length;
}

/** Where a record lies. The number of an item is not part of it: more items of a page may be readable now. */
function placeOf({ raw_file, line, ref }: Reject): string {
  return JSON.stringify([raw_file, line, ref]);
}

function byRule(rejects: readonly Reject[]): RemainingRule[] {
  const rules = new Map<string, { rule: string; records: number; message: string }>();
  for (const { rule, message } of rejects) {
    const known = rules.get(rule) ?? { rule, records: 0, message };
    known.records += 1;
    rules.set(rule, known);
  }
  return [...rules.values()].sort((a, b) => b.records - a.records || (a.rule < b.rule ? -1 : 1));
}
