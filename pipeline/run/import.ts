import { createReadStream, createWriteStream } from 'node:fs';
import { rename, rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type { Connector, InputFile } from '../../connectors/contract.js';
import { SourceError } from '../../connectors/errors.js';
import { exitCodes, ReachlineError } from '../errors.js';
import { cannotWrite, isMissing, makeDurable, makeFolder, makeNamesDurable, sha256OfFile } from '../files.js';
import type { ImportedFile } from '../landing/manifest.js';
import { effectsOf } from './effects.js';
import { buildStep, type JobOptions, type JobResult, job, nothingBuilt } from './nightly.js';
import { takeBack } from './recover.js';
import type { Run } from './run.js';

/** The connector that reads files. */
export const importSource = 'imports';

export interface ImportOptions extends JobOptions {
  readonly paths: readonly string[];
  /** The imports connector's settings, as given. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** Land only; build later. */
  readonly noBuild?: boolean;
}

export interface ImportedResult extends JobResult {
  readonly files: readonly FileOutcome[];
}

export interface FileOutcome {
  readonly name: string;
  readonly sha256: string;
  /** `known`: these bytes were imported with these settings before, nothing changed. */
  readonly outcome: 'imported' | 'known';
  /** What the connector decided about the file (kind, dialect, reasons); `null` when known. */
  readonly request: Readonly<Record<string, unknown>> | null;
}

/**
 * Imports files: original bytes kept once, rows landed, then built and published. All files are read or none counts.
 * @throws ReachlineError `usage` for a missing file, `refused` for one that cannot be read or that a check refuses.
 */
export async function importFiles(options: ImportOptions): Promise<ImportedResult> {
  const inputs = await Promise.all(options.paths.map(inputFile));
  const files: FileOutcome[] = [];
  const result = await job('import', options, async (run) => {
    try {
      for (const input of inputs) files.push(await importFile(run, options, input));
      return options.noBuild ? nothingBuilt : await buildStep(run, options);
    } catch (error) {
      // An import that cannot be published must not stand in the way of the nights to come.
      takeBack(run.manifest);
      const isRead = files.length === inputs.length; // a file that cannot be read has its own hint
      if (!isRead || !(error instanceof ReachlineError) || error.exitCode !== exitCodes.refused) throw error;
      throw new ReachlineError('refused', error.message, {
        hint: 'The import was taken back. Look at --timezone, --observed-at and the rows named above, and import again.',
        cause: error,
      });
    }
  });
  return { ...result, files };
}

export async function inputFile(path: string): Promise<InputFile> {
  try {
    const { size, mtime } = await stat(path);
    return {
      name: basename(path),
      sha256: await sha256OfFile(path),
      bytes: size,
      modifiedAt: mtime,
      open: (range) =>
        range && range.to <= range.from
          ? Readable.from([])
          : createReadStream(path, range && { start: range.from, end: range.to - 1 }),
    };
  } catch (error) {
    const reason = isMissing(error) ? 'there is no such file' : (error as Error).message;
    throw new ReachlineError('usage', `cannot read ${path}: ${reason}`);
  }
}

async function importFile(run: Run, options: ImportOptions, input: InputFile): Promise<FileOutcome> {
  const { manifest, manifests } = run;
  const earlier = manifests
    .flatMap((other) => other.imported_files)
    .filter(({ sha256 }) => sha256 === input.sha256);
  const settings = options.settings;
  if (
    earlier.some((other, index) => index === earlier.length - 1 && sameSettings(other.settings, settings))
  ) {
    return { name: input.name, sha256: input.sha256, outcome: 'known', request: null };
  }
  const firstImportedAt = earlier[0]?.first_imported_at ?? options.outside.now().toISOString();
  const imported: ImportedFile = {
    sha256: input.sha256,
    name: input.name,
    bytes: input.bytes,
    settings,
    first_imported_at: firstImportedAt,
  };
  await keepOriginal(run, input);
  const connector = importConnector(options.connectors);
  const parsed = connector.settings.safeParse({ observed_at: firstImportedAt, ...settings });
  if (!parsed.success) {
    throw new ReachlineError(
      'usage',
      parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; '),
    );
  }
  let request: Readonly<Record<string, unknown>> | null = null;
  try {
    const messages = connector.read({
      connection: importSource,
      settings: parsed.data,
      state: {},
      effects: { ...effectsOf(options.outside, options.home), files: [input] },
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
    throw new ReachlineError('refused', error.message, { hint: error.hint, cause: error });
  }
  manifest.imported_files.push(imported);
  await run.commit();
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
