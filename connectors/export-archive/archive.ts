import { createHash } from 'node:crypto';
import type { InputFile } from '../contract.js';
import { SourceError } from '../errors.js';
import { type Json, type JsonObject, parseJson } from '../http/json.js';
import { statedAccount } from '../imports/account.js';
import { type LeftOut, leftOut } from './left-out.js';
import { type Entry, entriesOf, type Part, type PostHint } from './part.js';
import { parts } from './parts/index.js';
import { usernameOf } from './parts/profile.js';
import { archiveNameIn, partAt } from './paths.js';
import { postHints } from './post-hints.js';
import type { ArchiveSettings } from './settings.js';
import { instantOf } from './times.js';

/** Characters. The largest list of a real account stays far below. */
const largestFile = 400 * 1024 * 1024;

/** An archive that was read: what is needed of it, and what was decided. */
export interface Archive {
  /** As its folder or zip is called. */
  readonly name: string;
  readonly sha256: string;
  readonly account: string;
  readonly observedAt: Date;
  readonly timeZone: string | null;
  /** In the order of the parts. */
  readonly read: readonly ReadPart[];
  /** What was decided, in words. */
  readonly why: readonly string[];
  /** Files that hold no list. */
  readonly empty: readonly string[];
}

export interface ReadPart {
  readonly part: Part;
  readonly files: readonly string[];
  /** How many entries the files list. */
  readonly listed: number;
  readonly entries: readonly Entry[];
  /** What its files have and nothing is made of; a file without any is not listed. */
  readonly leftOut: readonly { readonly file: string; readonly fields: readonly LeftOut[] }[];
}

/** The same for the same needed contents, whether they come as a folder, as a zip or in parts. */
export function identityOf(files: readonly InputFile[]): string {
  const contents = [...new Set(files.map(({ sha256 }) => sha256))].sort();
  return createHash('sha256').update(contents.join('\n')).digest('hex');
}

/**
 * Reads the needed files of one archive, all of its parts, and keeps of each entry what is needed.
 *
 * @throws SourceError of kind `input` when a file is damaged, or nothing says whose archive it is.
 */
export async function readArchive(
  files: readonly InputFile[],
  settings: ArchiveSettings,
  now: Date,
  signal: AbortSignal,
): Promise<Archive> {
  const held = new Map<Part, { file: string; json: Json; entries: readonly Json[] }[]>();
  const seen = new Set<string>();
  const empty: string[] = [];
  const why: string[] = [];
  for (const file of [...files].sort((a, b) => (a.name < b.name ? -1 : 1))) {
    signal.throwIfAborted();
    const part = partAt(file.name);
    if (!part) continue;
    if (seen.has(file.sha256)) {
      why.push(`${shortName(file.name)} stands in several parts of the archive and is read once`);
      continue;
    }
    seen.add(file.sha256);
    const json = await jsonOf(file);
    const entries = entriesOf(json);
    if (!entries) empty.push(shortName(file.name));
    else held.set(part, [...(held.get(part) ?? []), { file: shortName(file.name), json, entries }]);
  }
  const kept = parts.flatMap((part) => {
    const lists = held.get(part);
    if (!lists) return [];
    const read = lists.map(({ file, entries }) => ({ file, entries, kept: entries.map(part.keep) }));
    const entries = read.flatMap(({ file, kept }) =>
      kept.map((own, index) => ({ file, n: index + 1, kept: own })),
    );
    const unread = read
      .map(({ file, entries, kept }) => ({ file, fields: leftOut(part, entries, kept) }))
      .filter(({ fields }) => fields.length > 0);
    const files = [...new Set(lists.map(({ file }) => file))];
    return [{ part, files, listed: entries.length, entries, leftOut: unread }];
  });
  const account = accountOf(files, kept, settings, why);
  const observedAt = madeAt(files, kept, settings, now, why);
  const hints = postHints(kept);
  return {
    name: files[0]?.name.split('/')[0] ?? '',
    sha256: identityOf(files),
    account,
    observedAt,
    timeZone: settings.time_zone ?? null,
    read: kept.map((read) => ({ ...read, entries: finished(read, hints) })),
    why: [...why, ...kept.flatMap((read) => [counted(read), ...notRead(read)])],
    empty,
  };
}

/** Folder and name. */
function shortName(path: string): string {
  return path.split('/').slice(-2).join('/');
}

async function jsonOf(file: InputFile): Promise<Json> {
  const decoder = new TextDecoder();
  const damaged = (what: string): SourceError =>
    new SourceError(`${file.name} ${what}.`, {
      kind: 'input',
      recovery: 'skip',
      hint: 'Nothing of the archive was imported. Download it again; an interrupted download looks like this.',
    });
  if (file.bytes > largestFile) throw damaged('is larger than any list of a real account');
  const chunks: string[] = [];
  for await (const bytes of file.open()) chunks.push(decoder.decode(bytes, { stream: true }));
  chunks.push(decoder.decode());
  try {
    return parseJson(chunks.join(''));
  } catch {
    throw damaged('is not whole JSON');
  }
}

function accountOf(
  files: readonly InputFile[],
  kept: readonly ReadPart[],
  settings: ArchiveSettings,
  why: string[],
): string {
  if (settings.account !== undefined) return statedAccount(settings.account);
  const profiles = kept.find(({ part }) => part.name === 'profile')?.entries ?? [];
  const stated = profiles.map((entry) => usernameOf(entry.kept)).find((name) => name !== null);
  if (stated) {
    why.push(`the account is ${stated}, as its personal information says`);
    return `user:${stated}`;
  }
  const named = files.map(({ name }) => archiveNameIn(name)?.username).find((name) => name !== undefined);
  if (named !== undefined) {
    why.push(`the account is ${named}, as the name of the archive says`);
    return `user:${named}`;
  }
  throw new SourceError('The archive does not say whose it is.', {
    kind: 'input',
    recovery: 'skip',
    hint: 'Add --account USERNAME. Archives say it in personal_information.json and in the name of their zip.',
  });
}

/**
 * When the archive held true: as stated, else the end of the day in its name, else its first import; never before
 * something that it tells of, nor later than now.
 */
function madeAt(
  files: readonly InputFile[],
  kept: readonly ReadPart[],
  settings: ArchiveSettings,
  now: Date,
  why: string[],
): Date {
  const latest = kept.reduce((last, { part, entries }) => Math.max(last, latestIn(part, entries)), 0);
  if (settings.observed_at !== undefined) {
    why.push(`it was made at ${settings.observed_at}, as you said`);
    return new Date(settings.observed_at);
  }
  const imported = settings.imported_at === undefined ? now : new Date(settings.imported_at);
  const day = files.map(({ name }) => archiveNameIn(name)?.day).find((one) => one !== undefined);
  if (day === undefined) {
    why.push(
      'its name has no day: its numbers are taken as those of the first import; --observed-at states another time',
    );
    return imported;
  }
  why.push(`it was made on ${day}, as its name says`);
  const end = new Date(`${day}T23:59:59Z`).getTime();
  return new Date(Math.min(imported.getTime(), Math.max(end, latest)));
}

/** Of what happened before the archive was made; a day within a list is not. */
function latestIn({ name }: Part, entries: readonly { readonly kept: JsonObject }[]): number {
  if (name === 'profile') return 0;
  let last = 0;
  const visit = (value: Json | undefined, key: string): void => {
    if (Array.isArray(value)) for (const one of value as readonly Json[]) visit(one, key);
    else if (typeof value === 'object' && value !== null) {
      for (const [inner, one] of Object.entries(value)) visit(one, inner);
    } else if (/timestamp|^began$/.test(key)) last = Math.max(last, instantOf(value)?.getTime() ?? 0);
  };
  for (const { kept } of entries) visit(kept, '');
  return last;
}

function finished({ part, entries }: ReadPart, hints: ReadonlyMap<Entry, PostHint>): Entry[] {
  if (part.sum && entries.length > 0) {
    return [{ ...entries[0]!, kept: part.sum(entries.map(({ kept }) => kept)) }];
  }
  return entries.map((entry) => {
    const post = hints.get(entry);
    return post ? { ...entry, post } : entry;
  });
}

function counted({ part, files, listed }: ReadPart): string {
  return `${files.join(', ')}: ${listed} × ${part.title}`;
}

const longestName = 40;
const mostNames = 20;

/** A line per file. */
function notRead({ leftOut }: ReadPart): string[] {
  return leftOut.map(({ file, fields }) => {
    const shown = fields.slice(0, mostNames).map(({ field, times }) => {
      const name = field.length > longestName ? `${field.slice(0, longestName - 1)}…` : field;
      return `${name} (${times} ×)`;
    });
    const more = fields.length > mostNames ? ` and ${fields.length - mostNames} more` : '';
    return `${file}: not read: ${shown.join(', ')}${more}`;
  });
}
