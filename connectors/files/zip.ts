import { Readable } from 'node:stream';
import { crc32 } from 'node:zlib';
import * as yauzl from 'yauzl';
import type { ByteRange, InputFile } from '../contract.js';
import { SourceError } from '../errors.js';
import { whole } from './bytes.js';

type Source = Pick<InputFile, 'name' | 'bytes' | 'open'>;

/** A file inside a zip. Nothing is unpacked until it is opened, and nothing is written to disk. */
export interface ZipEntry {
  /** With `/`, relative to the archive's root, never leading out of it. */
  readonly path: string;
  /** Unpacked. */
  readonly bytes: number;
  readonly modifiedAt: Date;
  /**
   * The unpacked bytes. A range is reached by unpacking all before it.
   *
   * @throws SourceError of kind `input` for an entry that is encrypted, of another compression than deflate, a link, or damaged.
   */
  open(range?: ByteRange): AsyncIterable<Uint8Array>;
}

/** True for the first bytes of a zip, an Excel workbook included. */
export function isZip(head: Uint8Array): boolean {
  const [p, k, third, fourth] = head;
  return p === 0x50 && k === 0x4b && ((third === 3 && fourth === 4) || (third === 5 && fourth === 6));
}

const mostEntries = 250_000;
/** Deflate shrinks text ten- to thirtyfold, very even tables a hundredfold, and never more than 1,032-fold. */
const mostGrowth = 200;
/** What may grow more: small things do no harm. */
const smallEntry = 64 * 1024 * 1024;
const smallArchive = 1024 * 1024 * 1024;

/**
 * The files of a zip in the order of its directory, folders left out.
 *
 * @throws SourceError of kind `input` for what is not a whole zip, and for one that is made to harm: with paths that lead
 * out of it, entries that share their bytes, or contents that grow beyond all that text does.
 */
export async function zipEntries(file: Source): Promise<ZipEntry[]> {
  const entries: yauzl.Entry[] = [];
  let zip: yauzl.ZipFile;
  try {
    zip = await yauzl.fromRandomAccessReaderPromise(new Reader(file), file.bytes, { autoClose: false });
    if (zip.entryCount > mostEntries) throw new Error(`it holds more than ${mostEntries} files`);
    for await (const entry of zip.eachEntry()) entries.push(entry);
  } catch (error) {
    throw refused(file, inWords((error as Error).message));
  }
  refuseBombs(file, entries);
  return entries
    .filter(({ fileName }) => !fileName.endsWith('/'))
    .map((entry) => ({
      path: pathOf(entry),
      bytes: entry.uncompressedSize,
      modifiedAt: entry.getLastModDate({ timezone: 'UTC' }),
      open: (range) => unpacked(file, zip, entry, range),
    }));
}

/** Many tools write UTF-8 without saying so; then the format means the code page of 1981. */
function pathOf({ fileName, fileNameRaw }: yauzl.Entry): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(fileNameRaw).replaceAll('\\', '/');
  } catch {
    return fileName;
  }
}

function refuseBombs(file: Source, entries: readonly yauzl.Entry[]): void {
  let packed = 0;
  let bytes = 0;
  for (const { fileName, compressedSize, uncompressedSize } of entries) {
    packed += compressedSize;
    bytes += uncompressedSize;
    if (uncompressedSize > smallEntry && uncompressedSize > mostGrowth * compressedSize)
      throw refused(file, `${JSON.stringify(fileName)} grows more than ${mostGrowth}-fold when unpacked`);
  }
  if (bytes > smallArchive && bytes > mostGrowth * packed)
    throw refused(file, `its contents grow more than ${mostGrowth}-fold when unpacked`);
  const placed = entries.toSorted((a, b) => a.relativeOffsetOfLocalHeader - b.relativeOffsetOfLocalHeader);
  placed.forEach(({ fileName, compressedSize, relativeOffsetOfLocalHeader }, index) => {
    const next = placed[index + 1]?.relativeOffsetOfLocalHeader ?? file.bytes;
    if (relativeOffsetOfLocalHeader + compressedSize > next)
      throw refused(file, `${JSON.stringify(fileName)} shares its bytes with another entry`);
  });
}

async function* unpacked(
  file: Source,
  zip: yauzl.ZipFile,
  entry: yauzl.Entry,
  { from, to }: ByteRange = { from: 0, to: Number.POSITIVE_INFINITY },
): AsyncGenerator<Uint8Array> {
  if (!entry.canDecodeFileData()) {
    const how = entry.isEncrypted()
      ? 'encrypted with a password'
      : `packed by method ${entry.compressionMethod}`;
    const hint = entry.isEncrypted()
      ? 'Nothing of it was imported. Unpack it with its password and import the folder.'
      : undefined;
    throw refused(file, `${JSON.stringify(entry.fileName)} is ${how}`, hint);
  }
  if (isLink(entry)) throw refused(file, `${JSON.stringify(entry.fileName)} is a link to another file`);
  let at = 0;
  let checksum = 0;
  try {
    const stream = await zip.openReadStreamPromise(entry);
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      checksum = crc32(chunk, checksum);
      const part = chunk.subarray(Math.max(0, from - at), Math.max(0, Math.min(chunk.length, to - at)));
      at += chunk.length;
      if (part.length > 0) yield part;
      if (at >= to) return;
    }
  } catch (error) {
    throw refused(file, `${JSON.stringify(entry.fileName)} is damaged: ${(error as Error).message}`);
  }
  if (checksum !== entry.crc32)
    throw refused(file, `${JSON.stringify(entry.fileName)} is damaged: its checksum does not fit`);
}

/** A symbolic link, as Unix packs it. */
function isLink({ externalFileAttributes }: yauzl.Entry): boolean {
  return ((externalFileAttributes >>> 16) & 0o170000) === 0o120000;
}

function refused(
  { name }: Source,
  why: string,
  hint = 'Nothing of it was imported. Download or pack it again, or unpack it and import the folder.',
): SourceError {
  const what = /\.xlsx$/i.test(name) ? 'workbook' : 'zip';
  return new SourceError(`The ${what} ${name} cannot be used: ${why}.`, {
    kind: 'input',
    recovery: 'skip',
    hint,
  });
}

/** What a download that was cut short looks like to the reader of zips. */
function inWords(message: string): string {
  return /^End of central directory/i.test(message)
    ? 'its end is missing, as after a download that was cut short'
    : message;
}

/** Zip directories are read a few bytes at a time; these come from blocks. */
class Reader extends yauzl.RandomAccessReader {
  readonly #file: Source;
  #block: { readonly from: number; readonly bytes: Promise<Buffer> } | null = null;

  constructor(file: Source) {
    super();
    this.#file = file;
  }

  override _readStreamForRange(from: number, to: number): Readable {
    return Readable.from(this.#file.open({ from, to }), { objectMode: false });
  }

  override read(
    target: Buffer,
    offset: number,
    length: number,
    position: number,
    done: (error: Error | null, read?: number) => void,
  ): void {
    this.#blockWith(position, length).then(
      ({ from, bytes }) => done(null, bytes.copy(target, offset, position - from, position - from + length)),
      (error: Error) => done(error),
    );
  }

  async #blockWith(position: number, length: number): Promise<{ from: number; bytes: Buffer }> {
    const held =
      this.#block && (await this.#block.bytes.then((bytes) => ({ from: this.#block!.from, bytes })));
    if (held && held.from <= position && position + length <= held.from + held.bytes.length) return held;
    const to = Math.min(this.#file.bytes, position + Math.max(length, 256 * 1024));
    this.#block = { from: position, bytes: whole(this.#file.open({ from: position, to })) };
    return { from: position, bytes: await this.#block.bytes };
  }
}
