import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, readdir, stat } from 'node:fs/promises';
import { basename, join, relative, resolve } from 'node:path';
import { Readable } from 'node:stream';
import type { Connector, InputFile } from '../../connectors/contract.js';
import { SourceError } from '../../connectors/errors.js';
import { ReachlineError } from '../errors.js';
import { isMissing } from '../files.js';
import { type Archive, type ArchivePart, archiveOf, archivePart, together } from './archives.js';

/** What a path that was handed to `import` stands for. */
export type Input = InputFile | Container;

/** A folder or a zip, as a list of what it holds. Nothing in it is read before it is opened. */
export interface Container {
  readonly name: string;
  /** In the order of their paths. */
  readonly entries: readonly Contained[];
  /** What is in there and cannot be read, with the reason: links, and what hides behind a dot. */
  readonly passedOver: readonly PassedOver[];
}

/** A file in a container; its path is relative, with `/`. */
export interface Contained extends Omit<InputFile, 'name' | 'sha256'> {
  readonly path: string;
}

export interface PassedOver {
  readonly path: string;
  readonly why: string;
}

/**
 * A file, or what a folder or zip holds. An Excel workbook, which is a zip too, is a file.
 *
 * @throws ReachlineError `usage` for what is not there, `refused` for a zip that cannot be used.
 */
export async function inputAt(path: string): Promise<Input> {
  try {
    const stats = await stat(path);
    if (stats.isDirectory()) return await folderAt(path);
    const file = { name: basename(path), bytes: stats.size, modifiedAt: stats.mtime, open: opened(path) };
    return (await zipAt(path, file)) ?? { ...file, sha256: await sha256Of(file) };
  } catch (error) {
    if (error instanceof SourceError)
      throw new ReachlineError('refused', error.message, { hint: error.hint, cause: error });
    const reason = isMissing(error) ? 'there is no such file' : (error as Error).message;
    throw new ReachlineError('usage', `cannot read ${path}: ${reason}`);
  }
}

export function isContainer(input: Input): input is Container {
  return 'entries' in input;
}

/** Files to import, one by one, archives, and what else was handed over. */
export interface Gathered {
  readonly files: readonly GatheredFile[];
  /** Of sources that come as folders or zips; of what they hold besides, nothing is said. */
  readonly archives: readonly Archive[];
  readonly passedOver: readonly PassedOver[];
}

export interface GatheredFile {
  readonly file: InputFile;
  /** It came with others in a folder or zip, and is not to stop them. */
  readonly isOneOfMany: boolean;
}

/**
 * The archives at some paths, parts of one taken together, and the files: those named, and of other folders and zips what the
 * reader of files picks, called `container/path`.
 *
 * @throws ReachlineError as {@link inputAt} does, and `refused` for a folder or zip of which nothing is picked and for an
 * archive that cannot be used.
 */
export async function gather(paths: readonly string[], connectors: readonly Connector[]): Promise<Gathered> {
  const reader = connectors.find(({ picks }) => picks);
  const files: GatheredFile[] = [];
  const parts: ArchivePart<Container>[] = [];
  const passedOver: PassedOver[] = [];
  for (const path of paths) {
    const input = await inputAt(path);
    if (!isContainer(input)) {
      files.push({ file: input, isOneOfMany: false });
      continue;
    }
    const part = await refusing(() => archivePart(input, connectors));
    if (part) {
      parts.push(part);
      continue;
    }
    const picked = new Set(reader?.picks?.(input.entries.map((entry) => entry.path)));
    for (const { path: inner, why } of [...input.passedOver, ...others(input, picked)])
      passedOver.push({ path: `${input.name}/${inner}`, why });
    if (picked.size === 0) {
      throw new ReachlineError('refused', `${path} holds no file that can be imported`, {
        hint: `It holds ${input.entries.length} files: ${some(input.entries.map((entry) => entry.path))}. Reachline reads CSV, TSV, XLSX, JSON, NDJSON and Parquet files.`,
      });
    }
    for (const entry of input.entries)
      if (picked.has(entry.path)) files.push({ file: await fileIn(input, entry), isOneOfMany: true });
  }
  const archives: Archive[] = [];
  for (const group of await refusing(() => together(parts))) {
    const needed: InputFile[] = [];
    for (const { container, needed: wanted } of group)
      for (const entry of container.entries)
        if (wanted.has(entry.path)) needed.push(await fileIn(container, entry));
    archives.push(await refusing(() => archiveOf(group, needed)));
  }
  return { files, archives, passedOver };
}

function others({ entries }: Container, picked: ReadonlySet<string>): PassedOver[] {
  return entries
    .filter(({ path }) => !picked.has(path))
    .map(({ path }) => ({
      path,
      why: /\.zip$/i.test(path) ? 'a zip, to be imported by itself' : 'no data file',
    }));
}

function some(names: readonly string[]): string {
  return names.length > 5 ? `${names.slice(0, 5).join(', ')}, …` : names.join(', ') || 'none';
}

async function fileIn({ name }: Container, { path, ...file }: Contained): Promise<InputFile> {
  return refusing(async () => ({ ...file, name: `${name}/${path}`, sha256: await sha256Of(file) }));
}

/** Makes the failure of a source a refusal. */
async function refusing<T>(what: () => T | Promise<T>): Promise<T> {
  try {
    return await what();
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    throw new ReachlineError('refused', error.message, { hint: error.hint, cause: error });
  }
}

async function folderAt(folder: string): Promise<Container> {
  const entries: Contained[] = [];
  const passedOver: PassedOver[] = [];
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const place = join(entry.parentPath, entry.name);
    const path = relative(folder, place).replaceAll('\\', '/');
    if (entry.isDirectory()) continue;
    const why = entry.isFile() ? hidden(path) : 'a link or a device, which is not followed';
    if (why !== null) {
      passedOver.push({ path, why });
      continue;
    }
    const { size, mtime } = await stat(place);
    entries.push({ path, bytes: size, modifiedAt: mtime, open: opened(place) });
  }
  return {
    name: basename(resolve(folder)),
    entries: entries.sort(byPath),
    passedOver: passedOver.sort(byPath),
  };
}

/** `null` for what is no zip. */
async function zipAt(path: string, file: Omit<InputFile, 'sha256'>): Promise<Container | null> {
  const head = Buffer.alloc(4);
  const handle = await open(path);
  await handle.read(head, 0, 4, 0).finally(() => handle.close());
  if (!head.toString('latin1').startsWith('PK')) return null;
  const { isZip, zipEntries } = await import('../../connectors/files/zip.js');
  if (!isZip(head)) return null;
  const all = await zipEntries(file);
  if (all.some((entry) => entry.path === '[Content_Types].xml')) return null;
  const passedOver = all.flatMap((entry) => {
    const why = hidden(entry.path);
    return why === null ? [] : [{ path: entry.path, why }];
  });
  const entries = all.filter((entry) => hidden(entry.path) === null);
  return { name: file.name, entries: entries.sort(byPath), passedOver: passedOver.sort(byPath) };
}

/** What file managers leave behind, and what their users hide. */
function hidden(path: string): string | null {
  return path.split('/').some((part) => part.startsWith('.') || part === '__MACOSX') ? 'a hidden file' : null;
}

function opened(path: string): InputFile['open'] {
  return (range) => {
    if (!range) return createReadStream(path);
    return range.to > range.from
      ? createReadStream(path, { start: range.from, end: range.to - 1 })
      : Readable.from([]);
  };
}

async function sha256Of(file: Pick<InputFile, 'open'>): Promise<string> {
  const hash = createHash('sha256');
  for await (const bytes of file.open()) hash.update(bytes);
  return hash.digest('hex');
}

function byPath(a: { readonly path: string }, b: { readonly path: string }): number {
  return a.path < b.path ? -1 : a.path > b.path ? 1 : 0;
}
