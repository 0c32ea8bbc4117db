import { stringify } from 'yaml';
import { SourceError } from '../errors.js';
import { guess, type Sample, words } from './guess.js';
import { identifying, isDailyMetric, isMetric, owning, profiling, type Role, roles } from './roles.js';

/** A map to copy, as YAML, with the guesses filled in and the free roles and columns as comments. */
export function draftOf(columns: readonly string[], sample: Sample = []): string {
  const guesses = guess(columns, sample);
  const lines = [...guesses].map(([role, column]) => {
    const line = stringify({ [role]: column }).trimEnd();
    const example = sample
      .map((row) => row[columns.indexOf(column)] ?? '')
      .find((cell) => cell.trim() !== '');
    return example === undefined ? line : `${line}   # e.g. ${oneLine(example)}`;
  });
  if (lines.length === 0) lines.push('# permalink: …', '# posted_at: …', '# likes: …');
  const taken = new Set(guesses.values());
  const unused = columns.filter((column) => !taken.has(column));
  return [
    '# role: column of your file. Check every line; delete what is wrong.',
    ...lines,
    ...(unused.length > 0 ? [`# columns not used: ${listed(unused)}`] : []),
    `# roles: ${roles.filter((role) => isMetric(role) || !isDailyMetric(role)).join(', ')}`,
    `# in a file with a row per day, day: and any of ${roles.filter(isDailyMetric).join(', ')}`,
    '# dates: posted_at: {column: Date, format: dd/mm/yyyy, zone: America/Sao_Paulo}',
  ].join('\n');
}

export interface Lack {
  readonly needs: 'post' | 'metric' | 'account';
  /** What no column says. */
  readonly what: string;
}

/** What a map for these columns still lacks; empty when it would do for posts, days or profiles. */
export function missing(present: (role: Role) => boolean, hasAccount: boolean): Lack[] {
  const lacks: Lack[] = [];
  const isOfAccounts = present('day')
    ? roles.some((role) => isDailyMetric(role) && present(role))
    : profiling.some(present) && !identifying.some(present);
  if (!isOfAccounts && !identifying.some(present))
    lacks.push({ needs: 'post', what: `which post it is (one of ${identifying.join(', ')})` });
  if (!isOfAccounts && !roles.some((role) => isMetric(role) && present(role)))
    lacks.push({ needs: 'metric', what: 'how it did (likes, comments, reach, …)' });
  if (!hasAccount && !owning.some(present)) {
    const what = `whose post it is (one of ${owning.join(', ')}, or --account NAME)`;
    lacks.push({ needs: 'account', what });
  }
  return lacks;
}

/** The error for a file of a known kind that does not say whose it is. */
export function noAccount(file: string, title: string): SourceError {
  return new SourceError(`${file} (${title}) does not say which account it is about.`, {
    kind: 'input',
    recovery: 'skip',
    hint: 'Name the account: add --account NAME, with its user name.',
  });
}

/** The error for a file of no known kind: its columns, what is missing, and a map to copy. */
export function unknownFile(
  file: string,
  columns: readonly string[],
  hasAccount: boolean,
  sample: Sample,
): SourceError {
  if (sample.length === 0)
    return new SourceError(`${file} has a header and no rows, and is of no known kind: ${listed(columns)}.`, {
      kind: 'input',
      recovery: 'skip',
      hint: 'There is nothing in it to import. Where there should be rows, choose another span of time and export it again.',
    });
  const guesses = guess(columns, sample);
  const lacks = missing((role) => guesses.has(role), hasAccount);
  const lacking = lacks.length > 0 ? ` No column seems to say ${said(lacks)}.` : '';
  return new SourceError(
    `${file} is of no known kind. It has ${columns.length} ${columns.length === 1 ? 'column' : 'columns'}: ${listed(columns)}.${lacking}`,
    { kind: 'input', recovery: 'skip', hint: mapHint(columns, sample) },
  );
}

/** The error for columns that are known but do not make up a post with a counter. */
export function notEnough(file: string, columns: readonly string[], lacks: readonly Lack[]): SourceError {
  return new SourceError(`${file} cannot be loaded: no column is mapped that says ${said(lacks)}.`, {
    kind: 'input',
    recovery: 'skip',
    hint: mapHint(columns),
  });
}

function said(lacks: readonly Lack[]): string {
  return lacks.map(({ what }) => what).join('; nor ');
}

function mapHint(columns: readonly string[], sample: Sample = []): string {
  return `Nothing of it was imported. Save this as map.yaml, correct it, and add --map map.yaml:\n\n${draftOf(columns, sample)}`;
}

/** Column names for a message: one line, and no more than fit. */
export function listed(columns: readonly string[]): string {
  const shown = columns.slice(0, 40).map(oneLine).join(', ');
  return columns.length > 40 ? `${shown} and ${columns.length - 40} more` : shown;
}

/** The three names that differ least from `name`. */
export function nearest(name: string, columns: readonly string[]): string[] {
  const wanted = words(name);
  return columns
    .map((column) => ({ column, distance: distance(wanted, words(column)) }))
    .sort((a, b) => a.distance - b.distance)
    .slice(0, 3)
    .map(({ column }) => column);
}

function oneLine(name: string): string {
  const line = name.replace(/[\s\p{Cc}]+/gu, ' ').trim();
  return line.length > 60 ? `${line.slice(0, 59)}…` : line;
}

function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const swap = (row[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(swap, (row[j] as number) + 1, (next[j - 1] as number) + 1));
    }
    row = next;
  }
  return row[b.length] as number;
}
