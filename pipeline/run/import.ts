import { createWriteStream } from 'node:fs';
import { rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type { Connector, InputFile } from '../../connectors/contract.js';
import { SourceError } from '../../connectors/errors.js';
import { exitCodes, ReachlineError } from '../errors.js';
import { cannotWrite, makeDurable, makeFolder, makeNamesDurable } from '../files.js';
import type { ImportedFile } from '../landing/manifest.js';
import type { Archive } from './archives.js';
import { effectsOf } from './effects.js';
import { type GatheredFile, gather, type PassedOver } from './inputs.js';
import { buildStep, type JobOptions, type JobResult, job, nothingBuilt } from './nightly.js';
import { takeBack } from './recover.js';
import type { Run } from './run.js';

/** The connector that reads files. */
export const importSource = 'imports';

export interface ImportOptions extends JobOptions {
  /** Files, folders and zips. */
  readonly paths: readonly string[];
  /** The imports connector's settings, as given. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** Land only; build later. */
  readonly noBuild?: boolean;
}

export interface ImportedResult extends JobResult {
  readonly files: readonly FileOutcome[];
  /** What folders and zips hold that is not read. */
  readonly passedOver: readonly PassedOver[];
}

export interface FileOutcome {
  readonly name: string;
  readonly sha256: string;
  /**
   * `known`: these bytes were imported with these settings before, nothing changed. `refused`: one of a folder or zip that
   * cannot be used; the others were.
   */
  readonly outcome: 'imported' | 'known' | 'refused';
  /** What the connector decided about the file (kind, dialect, reasons); `null` when nothing was read. */
  readonly request: Readonly<Record<string, unknown>> | null;
  /** Why it was refused, and what to do. */
  readonly refusal?: { readonly message: string; readonly hint: string | null };
}

/**
 * Imports files: original bytes kept once, rows landed, then built and published. All files that are named are read, or none
 * counts; of a folder or zip those that can be read are, and the others are gaps.
 * @throws ReachlineError `usage` for a missing file, `refused` for one that cannot be read or that a check refuses.
 */
export async function importFiles(options: ImportOptions): Promise<ImportedResult> {
  const inputs = await gather(options.paths, options.connectors);
  const files: FileOutcome[] = [];
  const result = await job('import', options, async (run) => {
    try {
      const earlier = importedBefore(run);
      for (const input of inputs.files) files.push(await oneOfMany(run, options, input, earlier));
      for (const archive of inputs.archives) files.push(await importFile(run, options, archive, earlier));
      refuseNothing(files);
      await run.commit();
      return options.noBuild ? nothingBuilt : await buildStep(run, options);
    } catch (error) {
      // An import that cannot be published must not stand in the way of the nights to come.
      takeBack(run.manifest);
      const isRead =
        !(error instanceof Unusable) && files.length === inputs.files.length + inputs.archives.length;
      // a file that cannot be read has its own hint
      if (!isRead || !(error instanceof ReachlineError) || error.exitCode !== exitCodes.refused) throw error;
      throw new ReachlineError('refused', error.message, {
        hint: 'The import was taken back. Look at --timezone, --observed-at and the rows named above, and import again.',
        cause: error,
      });
    }
  });
  return { ...result, files, passedOver: inputs.passedOver };
}

/** Checksum → how these bytes were imported before, oldest first. */
type Earlier = ReadonlyMap<string, readonly ImportedFile[]>;

function importedBefore({ manifests }: Run): Earlier {
  const earlier = new Map<string, ImportedFile[]>();
  for (const file of manifests.flatMap(({ imported_files }) => imported_files))
    earlier.set(file.sha256, [...(earlier.get(file.sha256) ?? []), file]);
  return earlier;
}

async function oneOfMany(
  run: Run,
  options: ImportOptions,
  { file, isOneOfMany }: GatheredFile,
  earlier: Earlier,
): Promise<FileOutcome> {
  try {
    return await importFile(run, options, file, earlier);
  } catch (error) {
    if (!isOneOfMany || !(error instanceof Unusable)) throw error;
    const { message, hint } = error;
    run.manifest.gaps.push({
      connection: importSource,
      account: null,
      stream: null,
      recovery: 'skip',
      message,
      hint: null,
    });
    return {
      name: file.name,
      sha256: file.sha256,
      outcome: 'refused',
      request: null,
      refusal: { message, hint },
    };
  }
}

/** Files that were refused before anything of them was landed; they have their own hints. */
class Unusable extends ReachlineError {}

function refuseNothing(files: readonly FileOutcome[]): void {
  const [first, ...others] = files;
  if (!first?.refusal || others.some(({ outcome }) => outcome !== 'refused')) return;
  const more = others.length > 0 ? ` (and ${others.length} more files: none can be used)` : '';
  throw new Unusable('refused', `${first.refusal.message}${more}`, { hint: first.refusal.hint });
}

async function importFile(
  run: Run,
  options: ImportOptions,
  input: InputFile | Archive,
  earlier: Earlier,
): Promise<FileOutcome> {
  const { manifest } = run;
  const before = [
    ...(earlier.get(input.sha256) ?? []),
    ...manifest.imported_files.filter(({ sha256 }) => sha256 === input.sha256),
  ];
  const settings = options.settings;
  const last = before.at(-1);
  if (last && sameSettings(last.settings, settings)) {
    return { name: input.name, sha256: input.sha256, outcome: 'known', request: null };
  }
  const firstImportedAt = before[0]?.first_imported_at ?? options.outside.now().toISOString();
  const imported: ImportedFile = {
    sha256: input.sha256,
    name: input.name,
    bytes: input.bytes,
    settings,
    first_imported_at: firstImportedAt,
  };
  const isArchive = 'files' in input;
  const connector = isArchive ? input.connector : importConnector(options.connectors);
  const parsed = connector.settings.safeParse({
    ...(isArchive ? { imported_at: firstImportedAt } : {}),
    ...settings,
  });
  if (!parsed.success) {
    throw new ReachlineError(
      'usage',
      parsed.error.issues.map(({ path, message }) => [...path, message].join(': ')).join('; '),
    );
  }
  let request: Readonly<Record<string, unknown>> | null = null;
  // an archive holds much that is nobody's business: of it only the pages are kept, which hold what is needed
  const kept = isArchive ? Promise.resolve() : keepOriginal(run, input);
  kept.catch(() => undefined); // works beside the reading, and is awaited in the end
  try {
    const messages = connector.read({
      connection: connector.name,
      settings: parsed.data,
      state: {},
      effects: {
        ...effectsOf(options.outside, options.home),
        files: isArchive ? input.files : [{ ...input, importedAt: new Date(firstImportedAt) }],
      },
    });
    for await (const message of messages) {
      options.outside.signal.throwIfAborted();
      if (message.type === 'page') {
        request ??= message.page.request;
        await run.writer.write(message.page);
      } else if (message.type === 'gap') {
        manifest.gaps.push(message.gap);
      }
    }
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    const reason = { hint: error.hint, cause: error };
    if (request === null) throw new Unusable('refused', error.message, reason);
    throw new ReachlineError('refused', error.message, reason);
  } finally {
    await kept;
  }
  manifest.imported_files.push(imported);
  return { name: input.name, sha256: input.sha256, outcome: 'imported', request };
}

export function importConnector(connectors: readonly Connector[]): Connector {
  const connector = connectors.find(({ name }) => name === importSource);
  if (!connector) throw new Error(`no connector "${importSource}" is registered`);
  return connector;
}

function sameSettings(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** `data/raw/files/<sha256>.gz`: the bytes as they came, compressed, once. */
async function keepOriginal({ home }: Run, input: InputFile): Promise<void> {
  const target = join(home.files, `${input.sha256}.gz`);
  try {
    await stat(target);
    return;
  } catch {
    // not kept yet
  }
  const temporary = `${target}.tmp`;
  try {
    await makeFolder(home.files);
    await pipeline(input.open(), createGzip(), createWriteStream(temporary));
    await makeDurable(temporary);
    await rename(temporary, target);
    await makeNamesDurable(home.files);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined); // the write error is the one to report
    throw cannotWrite(target, error);
  }
}
